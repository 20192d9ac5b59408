//! The budget of the book as its operations read it: categories, months, and what the sums of the rows say.

use crate::convert::{Converter, MissingRate, book_currency, known};
use crate::error::{AppError, ErrorCode};
use crate::{resolve, row};
use domain::budget::{BudgetCell, BudgetStyle, MonthInput, MonthLine, follow, in_budget, unallocated};
use domain::{AccountKind, CategoryId, Currency, Day, MoneyError, Month};
use replica::{day_from_number, month_of_day_number};
use std::collections::HashMap;
use store::Reader;
use store::rusqlite::params;

/// A category for which money can be budgeted.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its id.
    pub id: CategoryId,
    /// Its name.
    pub name: String,
    /// Its group's id.
    pub group_id: String,
    /// Its group's name.
    pub group: String,
    /// No longer offered.
    pub archived: bool,
    /// Its balance goes on to the next month.
    pub carry_over: bool,
    /// Month by month, from [`Sheet::first`] to [`Sheet::month`].
    pub months: Vec<MonthInput>,
    /// Rows of the last month.
    pub payments: u32,
}

/// Income of a category, month by month.
#[derive(Debug, Clone)]
pub struct Income {
    /// Its id.
    pub id: CategoryId,
    /// Its name.
    pub name: String,
    /// Money in, from [`Sheet::first`] to [`Sheet::month`].
    pub months: Vec<i64>,
}

impl Entry {
    /// Spent so many months before the last one.
    pub fn spent(&self, ago: usize) -> i64 {
        let slot = self.months.len().checked_sub(ago + 1);
        slot.and_then(|slot| self.months.get(slot)).map_or(0, |month| month.spent)
    }

    /// Spent in so many months before the last one, the newest first.
    pub fn past(&self, months: usize) -> Vec<i64> {
        (1..=months).map(|ago| self.spent(ago)).collect()
    }
}

/// The budget up to a month.
pub struct Sheet {
    /// How the book budgets.
    pub style: BudgetStyle,
    /// The book's currency; all amounts are in it.
    pub currency: Currency,
    /// The first month read.
    pub first: Month,
    /// The first month anything is budgeted in.
    pub start: Option<Month>,
    /// The month asked for.
    pub month: Month,
    /// Expense categories in their order.
    pub entries: Vec<Entry>,
    /// Income categories in their order.
    pub income: Vec<Income>,
    /// Sum and rows without category in the month.
    pub uncategorised: (i64, u32),
    /// Money in the budget's accounts at the end of the month; 0 unless envelopes are used.
    pub money: i64,
    /// Sums that had no rate and are left out.
    pub missing: Vec<MissingRate>,
    /// The first month read with a row in a category, counted from `first`; as many as were read when there is none.
    begun: usize,
}

/// What became of a money calculation.
pub fn money(error: MoneyError) -> AppError {
    AppError::new(ErrorCode::Money, error.to_string())
}

/// How the book budgets.
///
/// # Errors
/// When the book cannot be read.
pub fn style(reader: &Reader) -> Result<BudgetStyle, AppError> {
    let text: String =
        reader.connection().query_row("select budget_style from book", [], |row| row.get(0))?;
    serde_json::from_value(text.into())
        .map_err(|_| AppError::new(ErrorCode::Damaged, "the budget's style cannot be understood"))
}

/// The expense category that `text` names.
///
/// # Errors
/// `not_found`, `ambiguous`, or `invalid_input` for another kind.
pub fn category(reader: &Reader, field: &str, text: &str) -> Result<CategoryId, AppError> {
    let id = resolve::category(reader, text)?;
    let sql = "select g.kind from category c join category_group g on g.id = c.group_id where c.id = ?1";
    let kind: String = reader.connection().prepare_cached(sql)?.query_row([id.0], |row| row.get(0))?;
    if kind != "expense" {
        return Err(AppError::invalid(field, format!("`{text}` is no expense category"))
            .remedy("budget categories of money out; income is what budgets are made from"));
    }
    Ok(id)
}

/// What the book says of each category and month up to `month`.
///
/// # Errors
/// When the book cannot be read, or `money` when merged categories add up to too much.
pub fn cells(reader: &Reader, month: Month) -> Result<HashMap<(i32, CategoryId), BudgetCell>, AppError> {
    let sql = "select b.month, coalesce(c.root, b.category), b.spend_limit, b.allocated from budget b \
      left join category c on c.id = b.category where b.month <= ?1 and b.category <> x''";
    let mut find = reader.connection().prepare_cached(sql)?;
    let mut rows = find.query([month.number()])?;
    let mut cells: HashMap<(i32, CategoryId), BudgetCell> = HashMap::new();
    while let Some(row) = rows.next()? {
        let cell = cells.entry((row.get(0)?, CategoryId(row.get(1)?))).or_default();
        cell.limit = plus(cell.limit, row.get(2)?)?;
        cell.allocated = plus(cell.allocated, row.get(3)?)?;
    }
    Ok(cells)
}

/// A merged category brings its budget along.
fn plus(one: Option<i64>, other: Option<i64>) -> Result<Option<i64>, AppError> {
    match (one, other) {
        (Some(one), Some(other)) => {
            one.checked_add(other).map(Some).ok_or_else(|| money(MoneyError::Overflow))
        }
        (one, other) => Ok(one.or(other)),
    }
}

/// What a cell says in this style.
pub const fn value(style: BudgetStyle, cell: BudgetCell) -> Option<i64> {
    match style {
        BudgetStyle::Tracking => cell.limit,
        BudgetStyle::Envelope => cell.allocated,
    }
}

/// An account that takes part.
struct Part {
    id: [u8; 12],
    currency: Currency,
    opening: i64,
    opening_day: Option<i32>,
}

fn parts(reader: &Reader, style: BudgetStyle) -> Result<Vec<Part>, AppError> {
    let sql =
        "select id, kind, currency, opening_balance, opening_day from account where deleted = 0 order by id";
    let mut find = reader.connection().prepare_cached(sql)?;
    let mut rows = find.query([])?;
    let mut parts = Vec::new();
    while let Some(row) = rows.next()? {
        let kind: String = row.get(1)?;
        let kind: AccountKind = serde_json::from_value(kind.into())
            .map_err(|_| AppError::new(ErrorCode::Damaged, "an account's kind cannot be understood"))?;
        if style == BudgetStyle::Envelope && !in_budget(kind) {
            continue;
        }
        let currency: String = row.get(2)?;
        parts.push(Part {
            id: row.get(0)?,
            currency: known(&currency)?,
            opening: row.get(3)?,
            opening_day: row.get(4)?,
        });
    }
    Ok(parts)
}

/// Where the sums of a category go.
enum Place {
    Expense(usize),
    Income(usize),
}

impl Sheet {
    /// Reads the budget up to `month`, with at least `past` months before it.
    ///
    /// # Errors
    /// When the book cannot be read, or `money` when sums are too large.
    pub fn read(reader: &Reader, month: Month, past: u16) -> Result<Self, AppError> {
        let style = style(reader)?;
        let cells = cells(reader, month)?;
        let start = cells
            .iter()
            .filter(|(_, cell)| value(style, **cell).is_some())
            .map(|((month, _), _)| *month)
            .min();
        let start = start.and_then(Month::from_number);
        let earliest = month.plus(-i32::from(past));
        let first = start.map_or(earliest, |start| start.min(earliest));
        let mut sheet = Self {
            style,
            currency: book_currency(reader)?,
            first,
            start,
            month,
            entries: Vec::new(),
            income: Vec::new(),
            uncategorised: (0, 0),
            money: 0,
            missing: Vec::new(),
            begun: 0,
        };
        let places = sheet.categories(reader)?;
        for ((month, category), cell) in cells {
            if let Some(Place::Expense(at)) = places.get(&category.0)
                && let Some(slot) = sheet.slot(month)
            {
                sheet.entries[*at].months[slot].cell = cell;
            }
        }
        sheet.sums(reader, &places)?;
        // Once for the sheet: every category asks for it.
        sheet.begun = sheet.first_with_rows().unwrap_or(sheet.width());
        Ok(sheet)
    }

    fn first_with_rows(&self) -> Option<usize> {
        let spent =
            self.entries.iter().filter_map(|entry| entry.months.iter().position(|month| month.spent != 0));
        let income =
            self.income.iter().filter_map(|income| income.months.iter().position(|month| *month != 0));
        spent.chain(income).min()
    }

    /// Months read.
    fn width(&self) -> usize {
        usize::try_from(self.month.number() - self.first.number() + 1).unwrap_or(1)
    }

    fn slot(&self, month: i32) -> Option<usize> {
        usize::try_from(month - self.first.number()).ok().filter(|slot| *slot < self.width())
    }

    fn categories(&mut self, reader: &Reader) -> Result<HashMap<[u8; 12], Place>, AppError> {
        let sql = "select c.id, c.name, g.id, g.name, g.kind, c.archived, c.carry_over from category c \
          join category_group g on g.id = c.group_id where c.deleted = 0 order by g.position, g.id, c.position, c.id";
        let mut find = reader.connection().prepare_cached(sql)?;
        let mut rows = find.query([])?;
        let mut places = HashMap::new();
        while let Some(row) = rows.next()? {
            let (id, kind): ([u8; 12], String) = (row.get(0)?, row.get(4)?);
            match kind.as_str() {
                "expense" => {
                    places.insert(id, Place::Expense(self.entries.len()));
                    self.entries.push(Entry {
                        id: CategoryId(id),
                        name: row.get(1)?,
                        group_id: row::id_text(row.get(2)?),
                        group: row.get(3)?,
                        archived: row.get(5)?,
                        carry_over: row.get(6)?,
                        months: vec![MonthInput::default(); self.width()],
                        payments: 0,
                    });
                }
                "income" => {
                    places.insert(id, Place::Income(self.income.len()));
                    let months = vec![0; self.width()];
                    self.income.push(Income { id: CategoryId(id), name: row.get(1)?, months });
                }
                _ => {}
            }
        }
        Ok(places)
    }

    /// Adds what the rows of every account say.
    fn sums(&mut self, reader: &Reader, places: &HashMap<[u8; 12], Place>) -> Result<(), AppError> {
        let mut converter = Converter::to_book(reader)?;
        for part in parts(reader, self.style)? {
            self.categories_of(reader, &part, places, &mut converter)?;
            if self.style == BudgetStyle::Envelope {
                self.money = add(self.money, balance(reader, &part, self.month, &mut converter)?)?;
            }
        }
        self.missing = converter.missing();
        Ok(())
    }

    fn categories_of(
        &mut self,
        reader: &Reader,
        part: &Part,
        places: &HashMap<[u8; 12], Place>,
        converter: &mut Converter<'_>,
    ) -> Result<(), AppError> {
        let sql = "select month, category, amount, lines from month_total \
          where account = ?1 and month between ?2 and ?3";
        let mut find = reader.connection().prepare_cached(sql)?;
        let mut rows = find.query(params![part.id, self.first.number(), self.month.number()])?;
        while let Some(row) = rows.next()? {
            let number: i32 = row.get(0)?;
            let Some(slot) = self.slot(number) else { continue };
            let minor: i64 = row.get(2)?;
            let day = Month::from_number(number).unwrap_or(self.month).last_day();
            let Some(amount) = converter.convert(minor, part.currency, day)? else { continue };
            let last = number == self.month.number();
            let lines: u32 = if last { row.get(3)? } else { 0 };
            let category = row.get_ref(1)?.as_blob().unwrap_or_default();
            let place = <[u8; 12]>::try_from(category).ok().map(|id| places.get(&id));
            match place {
                None if last => {
                    self.uncategorised = (add(self.uncategorised.0, amount)?, self.uncategorised.1 + lines);
                }
                Some(Some(Place::Expense(at))) => {
                    let entry = &mut self.entries[*at];
                    let spent = &mut entry.months[slot].spent;
                    *spent = spent.checked_sub(amount).ok_or_else(|| money(MoneyError::Overflow))?;
                    entry.payments += lines;
                }
                Some(Some(Place::Income(at))) => {
                    let sum = &mut self.income[*at].months[slot];
                    *sum = add(*sum, amount)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A category's months from the first budgeted one on; empty when nothing is budgeted yet.
    ///
    /// # Errors
    /// `money`.
    pub fn lines(&self, entry: &Entry) -> Result<Vec<MonthLine>, AppError> {
        let begin = self.start.and_then(|start| self.slot(start.number())).unwrap_or(entry.months.len());
        follow(self.style, entry.carry_over, &entry.months[begin..]).map_err(money)
    }

    /// A category's last month.
    ///
    /// # Errors
    /// `money`.
    pub fn line(&self, entry: &Entry) -> Result<MonthLine, AppError> {
        let last = self.lines(entry)?.pop();
        let unbudgeted = || MonthLine { spent: entry.spent(0), ..MonthLine::default() };
        Ok(last.unwrap_or_else(unbudgeted))
    }

    /// Whole months before the last one that an average may count: since the first with a row in a category, at most `most`. A book
    /// begun last month has one, not many of which the older are empty.
    pub fn past(&self, most: u16) -> usize {
        (self.width().saturating_sub(self.begun + 1)).min(usize::from(most))
    }

    /// Income of all categories so many months before the last one.
    ///
    /// # Errors
    /// `money`.
    pub fn income_total(&self, ago: usize) -> Result<i64, AppError> {
        self.income.iter().try_fold(0, |sum, income| {
            let slot = income.months.len().checked_sub(ago + 1);
            add(sum, slot.and_then(|slot| income.months.get(slot)).copied().unwrap_or(0))
        })
    }

    /// Money no category has.
    ///
    /// # Errors
    /// `money`.
    pub fn unallocated(&self, lines: &[MonthLine]) -> Result<i64, AppError> {
        let there = match self.style {
            BudgetStyle::Tracking => self.income_total(0)?,
            BudgetStyle::Envelope => self.money,
        };
        unallocated(self.style, there, lines).map_err(money)
    }
}

/// The sum, checked.
///
/// # Errors
/// `money`.
pub fn add(one: i64, other: i64) -> Result<i64, AppError> {
    one.checked_add(other).ok_or_else(|| money(MoneyError::Overflow))
}

/// An account's balance at the end of a month in the book's currency: what moved in each month at that month's rate.
fn balance(
    reader: &Reader,
    part: &Part,
    month: Month,
    converter: &mut Converter<'_>,
) -> Result<i64, AppError> {
    let sql = "select month, sum(amount) from month_total where account = ?1 and month <= ?2 group by month";
    let mut find = reader.connection().prepare_cached(sql)?;
    let mut rows = find.query(params![part.id, month.number()])?;
    let mut sum = 0;
    let mut earliest = None;
    while let Some(row) = rows.next()? {
        let at = Month::from_number(row.get(0)?).unwrap_or(month);
        earliest = earliest.or(Some(at.first_day()));
        let moved = converter.convert(row.get(1)?, part.currency, at.last_day())?;
        sum = add(sum, moved.unwrap_or(0))?;
    }
    let opened = part.opening_day.filter(|day| month_of_day_number(*day) <= month.number());
    let day: Day = opened.and_then(day_from_number).or(earliest).unwrap_or_else(|| month.last_day());
    let begun = part.opening_day.is_none() || opened.is_some() || earliest.is_some();
    let opening = if begun { converter.convert(part.opening, part.currency, day)? } else { None };
    add(sum, opening.unwrap_or(0))
}
