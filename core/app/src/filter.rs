//! Which rows: the query language and its relatives as one SQL condition, for lists, sums, bulk edits and reports.

mod clause;
mod names;

use crate::error::AppError;
use clause::Clause;
use domain::query::{self, Condition, QueryError, State, Term};
use domain::{AccountId, Day};
pub use names::all_tags;
use replica::day_number;
use store::rusqlite::params_from_iter;
use store::rusqlite::types::Value;
use store::{CANDIDATES, Candidates, Reader};

/// Rows found beyond which walking the register in its own order finds a page sooner.
const MANY: i64 = 4_000;

/// Conditions over `transactions t` and their values, in step.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    conditions: Vec<String>,
    values: Vec<Value>,
    /// The rows come by their number from a short list: no index of the register helps.
    narrowed: bool,
    /// Rows that were deleted, instead of those that count.
    deleted: bool,
    plain: Plain,
}

/// The part of a filter that sums by month can answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Plain {
    /// Only this account.
    pub account: Option<AccountId>,
    /// From this day.
    pub from: Option<Day>,
    /// To this day.
    pub to: Option<Day>,
    /// Something else is asked too.
    pub more: bool,
}

impl Filter {
    /// The rows a query asks for.
    ///
    /// # Errors
    /// `invalid_input` with column and remedy; `not_found` for categories, accounts and tags that are not there.
    pub fn read(reader: &Reader, text: &str) -> Result<Self, AppError> {
        let mut filter = Self::default();
        filter.add_query(reader, text)?;
        Ok(filter)
    }

    /// Can this one term be asked for?
    ///
    /// # Errors
    /// As [`Filter::read`].
    pub fn read_term(reader: &Reader, term: &Term) -> Result<(), AppError> {
        Clause::of(reader, term).map(drop)
    }

    /// Adds what a query asks for.
    ///
    /// # Errors
    /// As [`Filter::read`].
    pub fn add_query(&mut self, reader: &Reader, text: &str) -> Result<(), AppError> {
        let terms = query::parse(text)?.terms;
        let mut done = vec![false; terms.len()];
        for at in 0..terms.len() {
            if done[at] {
                continue;
            }
            // Several accounts, categories, payees or currencies mean any of them.
            let others: Vec<usize> =
                (at + 1..terms.len()).filter(|other| alternative(&terms[at], &terms[*other])).collect();
            self.note(reader, &terms[at], others.is_empty())?;
            let mut clause = Clause::of(reader, &terms[at])?;
            for other in others {
                clause = clause.or(Clause::of(reader, &terms[other])?);
                done[other] = true;
            }
            self.take(reader, clause)?;
        }
        Ok(())
    }

    /// Keeps track of what sums by month can answer, and of what hides deleted rows.
    fn note(&mut self, reader: &Reader, term: &Term, alone: bool) -> Result<(), AppError> {
        match &term.condition {
            Condition::Is(State::Deleted) if !term.negated => {
                self.deleted = true;
                self.plain.more = true;
            }
            Condition::Account(text) if !term.negated && alone && self.plain.account.is_none() => {
                match names::accounts(reader, text)?.as_slice() {
                    [one] => self.plain.account = Some(AccountId(*one)),
                    _ => self.plain.more = true,
                }
            }
            Condition::Date { from, to } if !term.negated => self.note_days(*from, *to),
            _ => self.plain.more = true,
        }
        Ok(())
    }

    fn note_days(&mut self, from: Option<Day>, to: Option<Day>) {
        self.plain.from = self.plain.from.max(from);
        self.plain.to = match (self.plain.to, to) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }

    fn take(&mut self, reader: &Reader, clause: Clause) -> Result<(), AppError> {
        if let Some((sql, values)) = clause.narrow
            && !self.narrowed
        {
            let count = format!("select count(*) from ({sql} limit {MANY})");
            let found: i64 = reader
                .connection()
                .prepare_cached(&count)?
                .query_row(params_from_iter(values.iter()), |row| row.get(0))?;
            if found < MANY {
                self.narrowed = true;
                self.conditions.push(format!("t.rowid in ({sql})"));
                self.values.extend(values);
            }
        }
        self.conditions.push(clause.sql);
        self.values.extend(clause.values);
        Ok(())
    }

    /// Adds a condition; every `?` in it takes one of the values.
    pub fn add(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.plain.more = true;
        self.conditions.push(condition.to_owned());
        self.values.extend(values);
    }

    /// Only this account.
    pub fn add_account(&mut self, account: AccountId) {
        self.plain.more |= self.plain.account.is_some_and(|known| known != account);
        self.plain.account = Some(account);
        self.conditions.push("t.account = ?".to_owned());
        self.values.push(Value::Blob(account.0.to_vec()));
    }

    /// Only these days, both included.
    pub fn add_days(&mut self, from: Option<Day>, to: Option<Day>) {
        self.note_days(from, to);
        for (day, sql) in [(from, "t.day >= ?"), (to, "t.day <= ?")] {
            if let Some(day) = day {
                self.conditions.push(sql.to_owned());
                self.values.push(Value::from(day_number(day)));
            }
        }
    }

    /// Only rows whose text contains `search`, whatever case and accents.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn add_text(&mut self, reader: &Reader, search: &str) -> Result<(), AppError> {
        let folded = store::fold(search);
        if folded.is_empty() {
            return Ok(());
        }
        self.plain.more = true;
        let clause = contains(reader, folded)?;
        self.take(reader, clause)
    }

    /// `transactions t`, read as the conditions need it.
    pub fn from(&self) -> &'static str {
        if self.narrowed { "transactions t not indexed" } else { "transactions t" }
    }

    /// The condition.
    pub fn condition(&self) -> String {
        let base = if self.deleted { "t.deleted = 1" } else { "t.visible = 1" };
        let mut all = vec![base];
        all.extend(self.conditions.iter().map(String::as_str));
        all.join(" and ")
    }

    /// The values of the condition's `?`.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// What sums by month can answer.
    pub const fn plain(&self) -> Plain {
        self.plain
    }
}

/// The row's text contains `folded`, which is from [`store::fold`] and not empty.
fn contains(reader: &Reader, folded: String) -> Result<Clause, AppError> {
    let narrow = match store::candidates(reader.connection(), &folded)? {
        Candidates::Query(query) => Some((CANDIDATES.to_owned(), vec![Value::from(query)])),
        Candidates::Everywhere => None,
    };
    Ok(Clause { sql: "instr(t.search, ?) > 0".to_owned(), values: vec![Value::from(folded)], narrow })
}

/// Do two terms mean either of them?
fn alternative(one: &Term, other: &Term) -> bool {
    use Condition::{Account, Category, Currency, Payee};
    !one.negated
        && !other.negated
        && matches!(
            (&one.condition, &other.condition),
            (Category(_), Category(_))
                | (Account(_), Account(_))
                | (Payee(_), Payee(_))
                | (Currency(_), Currency(_))
        )
}

/// The place of a term in a query, as errors name it.
pub fn column(term: &Term) -> String {
    format!("query, column {}", term.span.start + 1)
}

impl From<QueryError> for AppError {
    fn from(error: QueryError) -> Self {
        let place = format!("query, column {}", error.span.start + 1);
        Self::invalid(&place, error.problem.to_string()).remedy(error.problem.remedy())
    }
}
