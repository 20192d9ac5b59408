//! Rules over the rows that are in the book already: what they would change. The preview and the doing are this one function.

use crate::error::{AppError, ErrorCode};
use domain::identity::fold;
use domain::rule::Condition;
use domain::rules::{RuleRow, RuleSet};
use domain::{AccountId, CategoryId, PayeeId, Rule, TransactionId};
use replica::{AutoCategory, ShardKey, Write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rusqlite::types::Value;
use store::rusqlite::{Row, params_from_iter};
use store::{CANDIDATES, Candidates, Reader, candidates};

/// Which rows rules may touch. Split rows and rows of a reconciled statement are never touched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RuleScope {
    /// Only rows without any category.
    Uncategorised,
    /// Also rows whose category the machine set.
    #[default]
    Automatic,
    /// Also rows whose category, payee or note a person set.
    Mine,
}

/// What would change on a row; `None` leaves the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// The row.
    pub id: TransactionId,
    shard: ShardKey,
    /// New category.
    pub category: Option<CategoryId>,
    by_hand: bool,
    /// New payee.
    pub payee: Option<PayeeId>,
    /// New note.
    pub note: Option<String>,
}

impl RowChange {
    /// Adds what makes the change.
    ///
    /// # Errors
    /// When a value has no encoding.
    pub fn write(&self, writes: &mut Vec<Write>) -> Result<(), AppError> {
        if let Some(category) = self.category {
            writes.push(if self.by_hand {
                self.shard.set_category(self.id, Some(category))?
            } else {
                self.shard.set_auto_category(self.id, Some(AutoCategory { category, confidence: 1000 }))?
            });
        }
        if let Some(payee) = self.payee {
            writes.push(self.shard.set_payee(self.id, Some(payee))?);
        }
        if let Some(note) = &self.note {
            writes.push(self.shard.set_note(self.id, Some(note))?);
        }
        Ok(())
    }
}

const COLUMNS: &str = "t.id, t.account, t.fact_day, t.description, coalesce(p.name, t.statement_payee, ''), t.memo, \
  t.amount, t.category, t.user_category is not null, t.payee, t.note, t.day";

/// What the rules would change, newest first.
///
/// # Errors
/// When the book cannot be read.
pub fn changes(reader: &Reader, rules: &[Rule], scope: RuleScope) -> Result<Vec<RowChange>, AppError> {
    let set = RuleSet::new(rules);
    let mut found = Vec::new();
    let scoped = match scope {
        RuleScope::Uncategorised => "t.category is null",
        RuleScope::Automatic => "t.user_category is null",
        RuleScope::Mine => "true",
    };
    let condition = format!("t.visible = 1 and t.splits = 0 and t.clearing < 2 and {scoped}");
    let narrow = match rules {
        [rule] => narrow(reader, rule)?,
        _ => None,
    };
    scan(reader, &condition, narrow, |row| {
        let outcome = set.evaluate(&seen(row)?.row());
        let (category, mine): (Option<[u8; 12]>, bool) = (row.get(7)?, row.get(8)?);
        let payee: Option<[u8; 12]> = row.get(9)?;
        let note: Option<String> = row.get(10)?;
        let over = scope == RuleScope::Mine;
        let change = RowChange {
            id: TransactionId(row.get(0)?),
            shard: shard(row)?,
            category: outcome.category.map(|(id, _)| id).filter(|id| category != Some(id.0)),
            by_hand: mine,
            payee: outcome
                .payee
                .map(|(id, _)| id)
                .filter(|id| payee != Some(id.0) && (over || payee.is_none())),
            note: outcome
                .note
                .map(|(text, _)| text)
                .filter(|text| note.as_ref() != Some(text) && (over || note.is_none())),
        };
        if change.category.is_some() || change.payee.is_some() || change.note.is_some() {
            found.push(change);
        }
        Ok(())
    })?;
    Ok(found)
}

/// How often a rule's conditions hold, and the day of the newest such row.
///
/// # Errors
/// When the book cannot be read.
pub fn hits(reader: &Reader, rule: &Rule) -> Result<(u32, Option<i32>), AppError> {
    let on = [Rule { enabled: true, ..rule.clone() }];
    let set = RuleSet::new(&on);
    let (mut rows, mut last) = (0, None);
    scan(reader, "t.visible = 1", narrow(reader, rule)?, |row| {
        if set.matches(&seen(row)?.row()) {
            rows += 1;
            last = last.max(Some(row.get::<_, i32>(11)?));
        }
        Ok(())
    })?;
    Ok((rows, last))
}

/// The texts of a row, held while the rules look at them.
struct Seen {
    account: AccountId,
    description: String,
    payee: String,
    memo: Option<String>,
    amount: i64,
}

impl Seen {
    fn row(&self) -> RuleRow<'_> {
        RuleRow {
            account: self.account,
            payee: &self.payee,
            description: &self.description,
            memo: self.memo.as_deref(),
            amount: self.amount,
        }
    }
}

fn seen(row: &Row<'_>) -> Result<Seen, AppError> {
    Ok(Seen {
        account: AccountId(row.get(1)?),
        description: row.get(3)?,
        payee: row.get(4)?,
        memo: row.get(5)?,
        amount: row.get(6)?,
    })
}

fn shard(row: &Row<'_>) -> Result<ShardKey, AppError> {
    let day: i32 = row.get(2)?;
    let day = replica::day_from_number(day)
        .ok_or_else(|| AppError::new(ErrorCode::Damaged, format!("{day} is no day")))?;
    Ok(ShardKey::for_transaction(AccountId(row.get(1)?), day))
}

/// A condition that lets the search index find the rows, where the rule looks for a text in the description.
fn narrow(reader: &Reader, rule: &Rule) -> Result<Option<String>, AppError> {
    for condition in &rule.conditions {
        if let Condition::Description { value, .. } = condition
            && let Candidates::Query(query) = candidates(reader.connection(), &fold(value))?
        {
            return Ok(Some(query));
        }
    }
    Ok(None)
}

fn scan(
    reader: &Reader,
    condition: &str,
    narrow: Option<String>,
    mut visit: impl FnMut(&Row<'_>) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let rowids = narrow.as_ref().map_or(String::new(), |_| format!(" and t.rowid in ({CANDIDATES})"));
    let sql = format!(
        "select {COLUMNS} from transactions t left join payee p on p.id = t.payee \
         where {condition}{rowids} order by t.day desc, t.id desc"
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(narrow.map(Value::from)))?;
    while let Some(row) = rows.next()? {
        visit(row)?;
    }
    Ok(())
}
