//! One term of a query as SQL.

use super::{column, contains, names};
use crate::error::AppError;
use domain::TransactionId;
use domain::query::{Bound, Condition, State, Term};
use replica::day_number;
use store::Reader;
use store::rusqlite::params_from_iter;
use store::rusqlite::types::Value;

/// A condition over `transactions t`, and where it helps, SQL for the numbers of the rows it can hold for.
#[derive(Debug, Clone)]
pub struct Clause {
    pub sql: String,
    pub values: Vec<Value>,
    pub narrow: Option<(String, Vec<Value>)>,
}

fn plain(sql: &str) -> Clause {
    Clause { sql: sql.to_owned(), values: Vec::new(), narrow: None }
}

fn ids(ids: &[[u8; 12]]) -> Vec<Value> {
    ids.iter().map(|id| Value::Blob(id.to_vec())).collect()
}

fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}

impl Clause {
    /// What the term says.
    ///
    /// # Errors
    /// `not_found` with the term's column when it names something that is not there.
    pub fn of(reader: &Reader, term: &Term) -> Result<Self, AppError> {
        let clause = condition(reader, &term.condition).map_err(|error| error.at(column(term)))?;
        Ok(if term.negated {
            // Nothing is known of an empty field: it is not what was asked for.
            Self { sql: format!("({}) is not true", clause.sql), values: clause.values, narrow: None }
        } else {
            clause
        })
    }

    /// Either of two.
    pub fn or(mut self, other: Self) -> Self {
        self.narrow = match (self.narrow, other.narrow) {
            (Some((one, mut values)), Some((two, more))) => {
                values.extend(more);
                Some((format!("{one} union all {two}"), values))
            }
            _ => None,
        };
        self.sql = format!("({} or {})", self.sql, other.sql);
        self.values.extend(other.values);
        self
    }
}

fn condition(reader: &Reader, condition: &Condition) -> Result<Clause, AppError> {
    match condition {
        Condition::Text(text) => text_clause(reader, text),
        Condition::Category(text) => category(reader, &names::categories(reader, text)?),
        Condition::Account(text) => {
            let accounts = names::accounts(reader, text)?;
            let sql = match accounts.len() {
                1 => "t.account = ?".to_owned(),
                count => format!("t.account in ({})", marks(count)),
            };
            Ok(Clause { sql, values: ids(&accounts), narrow: None })
        }
        Condition::Payee(text) => payee(reader, text),
        Condition::Tag(text) => {
            let tags: Vec<Value> = names::tags(reader, text)?.into_iter().map(Value::from).collect();
            let marks = marks(tags.len());
            let sql = format!("t.id in (select transaction_id from tag where tag in ({marks}))");
            let narrow = format!(
                "select x.rowid from tag g cross join transactions x on x.id = g.transaction_id where g.tag in ({marks})"
            );
            Ok(Clause { sql, values: tags.clone(), narrow: Some((narrow, tags)) })
        }
        Condition::Note(text) => {
            let mut clause = text_clause(reader, text)?;
            "(t.note is not null and instr(fold(t.note), ?) > 0)".clone_into(&mut clause.sql);
            Ok(clause)
        }
        Condition::Currency(code) => Ok(Clause {
            sql: "t.account in (select id from account where currency = ?)".to_owned(),
            values: vec![Value::from(code.clone())],
            narrow: None,
        }),
        Condition::Amount { low, high } => amount(reader, *low, *high),
        Condition::Date { from, to } => {
            let days = [(from, "t.day >= ?"), (to, "t.day <= ?")];
            let parts: Vec<_> = days.iter().filter_map(|(day, sql)| Some((day.as_ref()?, *sql))).collect();
            Ok(Clause {
                sql: parts.iter().map(|(_, sql)| *sql).collect::<Vec<_>>().join(" and "),
                values: parts.iter().map(|(day, _)| Value::from(day_number(**day))).collect(),
                narrow: None,
            })
        }
        Condition::Is(state) => is(reader, *state),
    }
}

fn text_clause(reader: &Reader, text: &str) -> Result<Clause, AppError> {
    let folded = store::fold(text);
    if folded.is_empty() {
        return Ok(plain("true"));
    }
    contains(reader, folded)
}

/// A split row belongs to each category of its parts, and to no other.
fn category(reader: &Reader, categories: &[[u8; 12]]) -> Result<Clause, AppError> {
    let marks = marks(categories.len());
    let of_split = format!("select transaction_id from split where category in ({marks})");
    let any = format!("select exists ({of_split})");
    let split: bool = reader
        .connection()
        .prepare_cached(&any)?
        .query_row(params_from_iter(ids(categories)), |row| row.get(0))?;
    let own = format!("t.splits = 0 and t.category in ({marks})");
    let direct = format!("select rowid from transactions where visible = 1 and category in ({marks})");
    if !split {
        let values = ids(categories);
        return Ok(Clause {
            sql: format!("({own})"),
            values: values.clone(),
            narrow: Some((direct, values)),
        });
    }
    let sql = format!("({own} or t.splits > 0 and t.id in ({of_split}))");
    let narrow = format!("{direct} union all select rowid from transactions where id in ({of_split})");
    let twice: Vec<Value> = ids(categories).into_iter().chain(ids(categories)).collect();
    Ok(Clause { sql, values: twice.clone(), narrow: Some((narrow, twice)) })
}

/// What the payee column shows: the payee's name, else what the statement says.
fn payee(reader: &Reader, text: &str) -> Result<Clause, AppError> {
    let folded = store::fold(text);
    let payees = names::payees(reader, text)?;
    let marks = marks(payees.len());
    let own = "instr(fold(coalesce(t.statement_payee, t.description)), ?) > 0";
    let sql = format!("(t.payee in ({marks}) or t.payee is null and {own})");
    let mut values = ids(&payees);
    let set = format!("select rowid from transactions where visible = 1 and payee in ({marks})");
    let narrow = contains(reader, folded.clone())?.narrow.map(|(sql, texts)| {
        (format!("{set} union all {sql}"), values.iter().cloned().chain(texts).collect())
    });
    values.push(Value::from(folded));
    Ok(Clause { sql, values, narrow })
}

/// The same number means different minor units in currencies of different precision.
fn amount(reader: &Reader, low: Option<Bound>, high: Option<Bound>) -> Result<Clause, AppError> {
    let groups = names::currencies_by_digits(reader)?;
    let range = |digits: u32| {
        let mut parts = Vec::new();
        if let Some(low) = low {
            let (floor, ceil) = low.value.minor(digits);
            parts.push(if low.inclusive {
                format!("t.amount >= {ceil}")
            } else {
                format!("t.amount > {floor}")
            });
        }
        if let Some(high) = high {
            let (floor, ceil) = high.value.minor(digits);
            parts.push(if high.inclusive {
                format!("t.amount <= {floor}")
            } else {
                format!("t.amount < {ceil}")
            });
        }
        parts.join(" and ")
    };
    let (mut sql, mut values) = (Vec::new(), Vec::new());
    if let [(digits, _)] = groups.as_slice() {
        return Ok(plain(&format!("({})", range(*digits))));
    }
    for (digits, codes) in groups {
        let of = format!("t.account in (select id from account where currency in ({}))", marks(codes.len()));
        sql.push(format!("{of} and {}", range(digits)));
        values.extend(codes.into_iter().map(Value::from));
    }
    let sql = if sql.is_empty() { "false".to_owned() } else { format!("({})", sql.join(" or ")) };
    Ok(Clause { sql, values, narrow: None })
}

fn is(reader: &Reader, state: State) -> Result<Clause, AppError> {
    let doubtful = "select x.rowid from suggestion s cross join transactions x on x.id = s.transaction_id \
        where x.user_category is null and x.splits = 0";
    Ok(match state {
        State::Uncategorised => plain("t.category is null and t.splits = 0"),
        State::Split => plain("t.splits > 0"),
        State::Transfer => plain("t.transfer is not null"),
        State::Cleared => plain("t.clearing >= 1"),
        State::Uncleared => plain("t.clearing = 0"),
        State::Reconciled => plain("t.clearing = 2"),
        State::Automatic => plain("(t.user_category is null and t.category is not null and t.splits = 0)"),
        State::Doubtful => {
            let sql = "(t.user_category is null and t.splits = 0 and exists (select 1 from suggestion where transaction_id = t.id))";
            Clause { narrow: Some((doubtful.to_owned(), Vec::new())), ..plain(sql) }
        }
        State::Manual => plain("t.origin = 2"),
        State::Deleted => plain("t.deleted = 1"),
        State::Income => plain("t.amount > 0"),
        State::Expense => plain("t.amount < 0"),
        State::Conflict => {
            let mut find = reader.connection().prepare_cached(&format!(
                "select distinct key from conflict where doc like 'tx/%' and {}",
                crate::conflict::TO_DECIDE
            ))?;
            let keys = find.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
            let rows: Vec<[u8; 12]> =
                keys.iter().filter_map(|key| key.parse::<TransactionId>().ok()).map(|id| id.0).collect();
            Clause { sql: format!("t.id in ({})", marks(rows.len())), values: ids(&rows), narrow: None }
        }
    })
}
