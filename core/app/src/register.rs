//! The register's order, the account's balance along it, and sums over a filter.

use crate::error::AppError;
use crate::filter::{Filter, Plain};
use crate::view::{AmountView, RowView};
use domain::{AccountId, Day};
use replica::{day_number, month_of_day_number};
use store::Reader;
use store::rusqlite::{OptionalExtension as _, params, params_from_iter};

/// What rows are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Date,
    Amount,
    Payee,
}

/// An order of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    by: By,
    descending: bool,
}

impl Order {
    /// The usual order.
    pub const NEWEST_FIRST: Self = Self { by: By::Date, descending: true };

    /// Reads `date`, `-date`, `amount`, `-amount`, `payee`, `-payee`.
    ///
    /// # Errors
    /// `invalid_input`.
    pub fn read(text: Option<&str>) -> Result<Self, AppError> {
        let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(Self::NEWEST_FIRST) };
        let (descending, name) = text.strip_prefix('-').map_or((false, text), |name| (true, name));
        let by = match name {
            "date" => By::Date,
            "amount" => By::Amount,
            "payee" => By::Payee,
            _ => {
                return Err(AppError::invalid("sort", format!("rows cannot be sorted by `{name}`"))
                    .remedy("use date, amount or payee, with a minus before it for the other way round"));
            }
        };
        Ok(Self { by, descending })
    }

    /// In order of days?
    pub fn by_date(self) -> bool {
        self.by == By::Date
    }

    /// The `order by` terms over `transactions t`.
    pub const fn sql(self) -> &'static str {
        match (self.by, self.descending) {
            (By::Date, true) => "t.day desc, t.id desc",
            (By::Date, false) => "t.day, t.id",
            (By::Amount, true) => "t.amount desc, t.day desc, t.id desc",
            (By::Amount, false) => "t.amount, t.day desc, t.id desc",
            (By::Payee, true) => {
                "fold(coalesce(p.name, t.statement_payee, t.description)) desc, t.day desc, t.id desc"
            }
            (By::Payee, false) => {
                "fold(coalesce(p.name, t.statement_payee, t.description)), t.day desc, t.id desc"
            }
        }
    }

    /// The join that [`Order::sql`] needs.
    pub const fn joins(self) -> &'static str {
        match self.by {
            By::Payee => "left join payee p on p.id = t.payee",
            By::Date | By::Amount => "",
        }
    }
}

/// Fills in the account's balance after each row. The rows are all rows of the account in a stretch of its days, in order.
///
/// # Errors
/// When the book cannot be read, or a balance leaves 64 bits.
pub fn running_balance(
    reader: &Reader,
    account: AccountId,
    order: Order,
    items: &mut [RowView],
) -> Result<(), AppError> {
    let oldest_first: Vec<usize> =
        if order.descending { (0..items.len()).rev().collect() } else { (0..items.len()).collect() };
    let Some(first) = oldest_first.first().map(|at| &items[*at]) else { return Ok(()) };
    let overflow = || AppError::new(crate::ErrorCode::Money, "the balance is too large");
    let mut balance = balance_before(reader, account, first)?;
    for at in oldest_first {
        balance = balance.checked_add(items[at].amount.minor).ok_or_else(overflow)?;
        items[at].balance = Some(AmountView { minor: balance, currency: items[at].amount.currency.clone() });
    }
    Ok(())
}

/// Opening balance and everything before the row, by whole months as far as they go.
fn balance_before(reader: &Reader, account: AccountId, row: &RowView) -> Result<i64, AppError> {
    let day: Day = crate::parse::day("date", &row.date)?;
    let id: domain::TransactionId = row
        .id
        .parse()
        .map_err(|error: domain::id::ParseIdError| AppError::invalid("id", error.to_string()))?;
    let day = day_number(day);
    let sql = "select (select opening_balance from account where id = ?1) \
        + coalesce((select sum(amount) from month_total where account = ?1 and month < ?2), 0) \
        + coalesce((select sum(amount) from transactions where visible = 1 and account = ?1 and day >= ?3 and (day, id) < (?4, ?5)), 0)";
    let first = day_number(crate::parse::day("date", &row.date)?.first_of_month());
    let before = reader
        .connection()
        .prepare_cached(sql)?
        .query_row(params![account.0, month_of_day_number(day), first, day, id.0], |row| row.get(0))
        .optional()?;
    Ok(before.unwrap_or(0))
}

/// How many rows a filter has and what they add up to, by currency.
///
/// # Errors
/// When the book cannot be read.
pub fn sums(reader: &Reader, filter: &Filter) -> Result<(u32, Vec<AmountView>), AppError> {
    if let Some(months) = months(filter.plain()) {
        let sql = format!("select count(*) from {} where {}", filter.from(), filter.condition());
        let count = reader
            .connection()
            .prepare_cached(&sql)?
            .query_row(params_from_iter(filter.values()), |row| row.get(0))?;
        return Ok((count, month_sums(reader, filter.plain().account, months)?));
    }
    let sql = format!(
        "select s.rows, s.total, a.currency from \
         (select t.account, count(*) as rows, sum(t.amount) as total from {} where {} group by t.account) s \
         join account a on a.id = s.account",
        filter.from(),
        filter.condition()
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(filter.values()), |row| {
        Ok((row.get::<_, u32>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?))
    })?;
    let (mut count, mut totals) = (0, std::collections::BTreeMap::<String, i64>::new());
    for row in rows {
        let (rows, total, currency) = row?;
        count += rows;
        let sum = totals.entry(currency).or_default();
        *sum = sum.wrapping_add(total);
    }
    Ok((count, totals.into_iter().map(|(currency, minor)| AmountView { minor, currency }).collect()))
}

/// The months a filter covers, where it covers whole months and asks for nothing else.
fn months(plain: Plain) -> Option<(i32, i32)> {
    let whole = !plain.more
        && plain.from.is_none_or(|day| day == day.first_of_month())
        && plain.to.is_none_or(|day| day == day.last_of_month());
    let month = |day: Day| month_of_day_number(day_number(day));
    whole.then(|| (plain.from.map_or(i32::MIN, month), plain.to.map_or(i32::MAX, month)))
}

fn month_sums(
    reader: &Reader,
    account: Option<AccountId>,
    (from, to): (i32, i32),
) -> Result<Vec<AmountView>, AppError> {
    let sql = "select a.currency, sum(m.amount) from month_total m join account a on a.id = m.account \
        where m.month between ?1 and ?2 and (?3 is null or m.account = ?3) group by a.currency order by a.currency";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map(params![from, to, account.map(|account| account.0)], |row| {
        Ok(AmountView { currency: row.get(0)?, minor: row.get(1)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
