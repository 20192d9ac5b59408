//! Sums behind every report: what came in and what went out over a span of days, by a key, per month and currency.
//!
//! Categories say which way money flows; what has no category counts by its sign; transfers between own accounts are no flow. Months
//! that are asked for whole are answered from the kept sums, anything else from the rows. Sums of a month in another currency are converted at the month's last
//! day (the span's last day where that is earlier).

pub mod sheet;

use crate::convert::{Converter, MissingRate, known};
use crate::error::{AppError, ErrorCode};
use crate::parse;
use domain::{Currency, Day};
use replica::{day_from_number, day_number, month_number, month_of_day_number, month_of_number};
use std::collections::HashMap;
use store::Reader;
use store::rusqlite::{Row, params};

type Id = [u8; 12];

/// Days from and to, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// What sums are kept apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Nothing but the month.
    Month,
    /// Category.
    Category,
    /// Category group.
    Group,
    /// Payee, or the name on the statement.
    Payee,
    /// Account.
    Account,
    /// Tag; a row with several counts for each.
    Tag,
}

/// What a sum is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Rows that have none.
    None,
    /// A thing of the book.
    Id(Id),
    /// A name on statements, or a tag.
    Text(String),
}

/// Which way money flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flow {
    /// In.
    Income,
    /// Out.
    Expense,
    /// Between own accounts.
    Transfer,
}

/// A sum in one currency.
#[derive(Debug, Clone)]
pub struct Sum {
    /// What it is of.
    pub key: Key,
    /// Month number.
    pub month: i32,
    /// Currency of the accounts.
    pub currency: Currency,
    /// Which way.
    pub flow: Flow,
    /// Minor units.
    pub amount: i64,
    /// Rows, or parts of split rows.
    pub lines: u32,
}

impl Span {
    /// The span of two days, months or years.
    ///
    /// # Errors
    /// `invalid_input` naming the field, or when it ends before it begins.
    pub fn read(from: &str, to: &str) -> Result<Self, AppError> {
        let span = Self { from: parse::first_day("from", from)?, to: parse::last_day("to", to)? };
        if span.to < span.from {
            return Err(AppError::invalid("to", "the span ends before it begins"));
        }
        Ok(span)
    }

    /// First and last month number.
    pub fn months(self) -> (i32, i32) {
        (month_number(self.from.year(), self.from.month()), month_number(self.to.year(), self.to.month()))
    }

    fn whole_months(self) -> bool {
        self.from.day() == 1 && self.to == self.to.last_of_month()
    }

    /// The day whose rates value a month's sums.
    pub fn valued(self, month: i32) -> Day {
        month_end(month).min(self.to)
    }
}

/// The last day of a month number.
pub fn month_end(month: i32) -> Day {
    let (year, month) = month_of_number(month);
    Day::new(year, month, 1).map_or(Day::MAX, Day::last_of_month)
}

/// `YYYY-MM` of a month number.
pub fn month_text(number: i32) -> String {
    let (year, month) = month_of_number(number);
    format!("{year:04}-{month:02}")
}

/// Sums while they are gathered.
struct Gather {
    currencies: HashMap<Id, Currency>,
    /// Group and flow of each category.
    categories: HashMap<Id, (Id, Flow)>,
    sums: HashMap<(Key, i32, Currency, Flow), (i64, u32)>,
}

/// Every sum of the span.
///
/// # Errors
/// When the book cannot be read, or a sum does not fit 64 bits.
pub fn sums(reader: &Reader, span: Span, by: By) -> Result<Vec<Sum>, AppError> {
    let mut gather = Gather::new(reader)?;
    let kept = span.whole_months() && !matches!(by, By::Payee | By::Tag);
    if kept {
        gather.kept(reader, span, by)?;
        gather.rows(reader, span, by, "t.splits = 0 and t.category is null")?;
        gather.parts(reader, span, by, "s.category is null")?;
    } else {
        gather.rows(reader, span, by, "t.splits = 0")?;
        gather.parts(reader, span, by, "true")?;
    }
    Ok(gather
        .sums
        .into_iter()
        .map(|((key, month, currency, flow), (amount, lines))| Sum {
            key,
            month,
            currency,
            flow,
            amount,
            lines,
        })
        .collect())
}

impl Gather {
    fn new(reader: &Reader) -> Result<Self, AppError> {
        let mut currencies = HashMap::new();
        let mut statement = reader.connection().prepare_cached("select id, currency from account")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            currencies.insert(row.get(0)?, known(&row.get::<_, String>(1)?)?);
        }
        let mut categories = HashMap::new();
        let sql = "select c.id, g.id, g.kind from category c join category_group g on g.id = c.group_id";
        let mut statement = reader.connection().prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let flow = match row.get::<_, String>(2)?.as_str() {
                "income" => Flow::Income,
                "transfer" => Flow::Transfer,
                _ => Flow::Expense,
            };
            categories.insert(row.get(0)?, (row.get(1)?, flow));
        }
        Ok(Self { currencies, categories, sums: HashMap::new() })
    }

    fn kept(&mut self, reader: &Reader, span: Span, by: By) -> Result<(), AppError> {
        let sql = "select account, month, category, amount, lines from month_total \
          where month between ?1 and ?2 and category <> x''";
        let mut statement = reader.connection().prepare_cached(sql)?;
        let (first, last) = span.months();
        let mut rows = statement.query(params![first, last])?;
        while let Some(row) = rows.next()? {
            let (account, category): (Id, Id) = (row.get(0)?, row.get(2)?);
            let key = self.key(by, account, Some(category), || Ok(Key::None))?;
            self.add(key, row.get(1)?, account, Some(category), row.get(3)?, row.get(4)?)?;
        }
        Ok(())
    }

    fn rows(&mut self, reader: &Reader, span: Span, by: By, condition: &str) -> Result<(), AppError> {
        let sql = format!(
            "select t.account, t.day, t.amount, t.category{} from transactions t{} \
             where t.visible = 1 and {condition} and t.day between ?1 and ?2",
            named(by),
            joined(by)
        );
        self.gather(reader, span, by, &sql)
    }

    fn parts(&mut self, reader: &Reader, span: Span, by: By, condition: &str) -> Result<(), AppError> {
        let sql = format!(
            "select t.account, t.day, s.amount, s.category{} from split s join transactions t on t.id = s.transaction_id{} \
             where t.visible = 1 and {condition} and t.day between ?1 and ?2",
            named(by),
            joined(by)
        );
        self.gather(reader, span, by, &sql)
    }

    fn gather(&mut self, reader: &Reader, span: Span, by: By, sql: &str) -> Result<(), AppError> {
        let mut statement = reader.connection().prepare_cached(sql)?;
        let mut rows = statement.query(params![day_number(span.from), day_number(span.to)])?;
        let mut month = (i32::MIN, 0);
        while let Some(row) = rows.next()? {
            let (account, day, category): (Id, i32, Option<Id>) = (row.get(0)?, row.get(1)?, row.get(3)?);
            if month.0 != day {
                month = (day, month_of_day_number(day));
            }
            let key = self.key(by, account, category, || named_key(row))?;
            self.add(key, month.1, account, category, row.get(2)?, 1)?;
        }
        Ok(())
    }

    fn key(
        &self,
        by: By,
        account: Id,
        category: Option<Id>,
        named: impl Fn() -> Result<Key, AppError>,
    ) -> Result<Key, AppError> {
        let group = |id: Id| self.categories.get(&id).map(|(group, _)| *group);
        Ok(match by {
            By::Month => Key::None,
            By::Account => Key::Id(account),
            By::Category => category.map_or(Key::None, Key::Id),
            By::Group => category.and_then(group).map_or(Key::None, Key::Id),
            By::Payee | By::Tag => named()?,
        })
    }

    fn add(
        &mut self,
        key: Key,
        month: i32,
        account: Id,
        category: Option<Id>,
        amount: i64,
        lines: u32,
    ) -> Result<(), AppError> {
        let Some(&currency) = self.currencies.get(&account) else { return Ok(()) };
        let by_sign = if amount < 0 { Flow::Expense } else { Flow::Income };
        let flow = category.and_then(|id| self.categories.get(&id)).map_or(by_sign, |(_, flow)| *flow);
        let sum = self.sums.entry((key, month, currency, flow)).or_default();
        sum.0 = sum.0.checked_add(amount).ok_or_else(too_large)?;
        sum.1 += lines;
        Ok(())
    }
}

/// The refusal of a sum that does not fit.
pub fn too_large() -> AppError {
    AppError::new(ErrorCode::Money, domain::MoneyError::Overflow.to_string())
}

/// Columns that name a payee or tag.
const fn named(by: By) -> &'static str {
    match by {
        By::Payee => ", t.payee, t.statement_payee",
        By::Tag => ", null, g.tag",
        _ => "",
    }
}

const fn joined(by: By) -> &'static str {
    match by {
        By::Tag => " left join tag g on g.transaction_id = t.id",
        _ => "",
    }
}

fn named_key(row: &Row<'_>) -> Result<Key, AppError> {
    if let Some(id) = row.get::<_, Option<Id>>(4)? {
        return Ok(Key::Id(id));
    }
    let text: Option<String> = row.get(5)?;
    Ok(text.filter(|text| !text.trim().is_empty()).map_or(Key::None, Key::Text))
}

/// Sums turned into one currency.
pub struct Valued<'a> {
    converter: Converter<'a>,
    span: Span,
}

impl<'a> Valued<'a> {
    /// Into the currency named, by default the book's.
    ///
    /// # Errors
    /// `invalid_input` for an unknown code.
    pub fn new(reader: &'a Reader, currency: Option<&str>, span: Span) -> Result<Self, AppError> {
        let converter = match currency {
            Some(code) => Converter::new(reader, parse::currency("currency", code)?)?,
            None => Converter::to_book(reader)?,
        };
        Ok(Self { converter, span })
    }

    /// The currency.
    pub fn currency(&self) -> Currency {
        self.converter.currency()
    }

    /// What a sum is worth; none, and remembered, where there is no rate.
    ///
    /// # Errors
    /// When the book cannot be read or the result is too large.
    pub fn of(&mut self, sum: &Sum) -> Result<Option<i64>, AppError> {
        self.converter.convert(sum.amount, sum.currency, self.span.valued(sum.month))
    }

    /// What an amount is worth on a day.
    ///
    /// # Errors
    /// As [`Valued::of`].
    pub fn on(&mut self, minor: i64, currency: Currency, day: Day) -> Result<Option<i64>, AppError> {
        self.converter.convert(minor, currency, day)
    }

    /// Currencies that had no rate.
    pub fn missing(&self) -> Vec<MissingRate> {
        self.converter.missing()
    }
}

/// The day with a stored number.
///
/// # Errors
/// `damaged` when it is no day.
pub fn day(number: i32) -> Result<Day, AppError> {
    day_from_number(number).ok_or_else(|| AppError::new(ErrorCode::Damaged, format!("{number} is no day")))
}
