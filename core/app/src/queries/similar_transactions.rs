//! `transaction.similar`: rows like one row.

use crate::error::AppError;
use crate::filter::Filter;
use crate::operation::{Query, Topic};
use crate::view::RowView;
use crate::{resolve, row};
use categorize::normalize;
use domain::query::{Condition, RowQuery, Span, Term, write_query};
use domain::similarity::TextEvidence;
use domain::{Language, TransactionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::params_from_iter;
use store::rusqlite::types::Value;

/// Least likeness of two texts, 0 to 1000.
const ALIKE: u16 = 600;
/// Rows looked at.
const LOOKED_AT: u32 = 1_000;

/// Find transactions like one: of the same payee, or with nearly the same text; of the same amount first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SimilarTransactions {
    /// Which row.
    pub id: String,
    /// At most so many; by default 50.
    pub limit: Option<u32>,
}

/// Rows like one.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SimilarRows {
    /// The likest first.
    pub items: Vec<SimilarRow>,
    /// A query that asks for such rows.
    pub query: String,
}

/// A row like another.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SimilarRow {
    /// The row.
    pub row: RowView,
    /// It has the same payee.
    pub same_payee: bool,
    /// It has the same amount.
    pub same_amount: bool,
    /// Likeness of the texts, 0 to 1000.
    pub likeness: u32,
}

impl Query for SimilarTransactions {
    type Output = SimilarRows;
    const NAME: &'static str = "transaction.similar";
    const TOPICS: &'static [Topic] = &[Topic::Transactions, Topic::Payees];

    fn run(&self, reader: &Reader) -> Result<SimilarRows, AppError> {
        let id = resolve::transaction(reader, &self.id)?.id;
        let missing = || AppError::not_found("transaction", &self.id);
        let one = row::by_id(reader.connection(), id)?.ok_or_else(missing)?;
        let key = normalize(&one.description).key;
        let query = like(&one, &key);
        let mine = TextEvidence::new([key.as_str()]);
        let mut items = Vec::new();
        for other in candidates(reader, id, &query)? {
            let likeness = mine.similarity(&TextEvidence::new([normalize(&other.description).key.as_str()]));
            let same_payee = one.payee.is_some() && one.payee == other.payee;
            if same_payee || likeness >= ALIKE {
                let same_amount = other.amount == one.amount;
                items.push(SimilarRow { row: other, same_payee, same_amount, likeness: u32::from(likeness) });
            }
        }
        items.sort_by_key(|item| std::cmp::Reverse((item.same_amount, item.same_payee, item.likeness)));
        items.truncate(usize::try_from(self.limit.unwrap_or(50)).unwrap_or(usize::MAX));
        Ok(SimilarRows { items, query: write_query(&query, Language::En) })
    }
}

/// The row's payee; else the longest word that names its matter.
fn like(one: &RowView, key: &str) -> RowQuery {
    let word = key.split(' ').max_by_key(|word| word.chars().count()).unwrap_or(key);
    let condition = match &one.payee {
        Some(payee) => Condition::Payee(payee.clone()),
        None if word.trim().is_empty() => Condition::Text(one.description.clone()),
        None => Condition::Text(word.to_owned()),
    };
    RowQuery { terms: vec![Term { negated: false, condition, span: Span { start: 0, end: 0 } }] }
}

fn candidates(reader: &Reader, id: TransactionId, query: &RowQuery) -> Result<Vec<RowView>, AppError> {
    let mut filter = Filter::read(reader, &write_query(query, Language::En))?;
    filter.add("t.id <> ?", [Value::Blob(id.0.to_vec())]);
    let sql = format!(
        "select {} from (select t.rowid as number from {} where {} order by t.day desc, t.id desc limit {LOOKED_AT}) w \
         cross join transactions t on t.rowid = w.number {}",
        row::COLUMNS,
        filter.from(),
        filter.condition(),
        row::JOINS
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(filter.values()), row::view)?;
    Ok(rows.collect::<Result<_, _>>()?)
}
