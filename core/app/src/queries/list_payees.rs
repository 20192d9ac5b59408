//! `payee.list`: payees, how many rows each has, and what they come to.

use crate::convert::known;
use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::row;
use crate::view::AmountView;
use domain::identity::fold;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::Reader;

/// List the payees with their rows and sums.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListPayees {
    /// Only names that contain this, whatever case and accents.
    pub search: Option<String>,
}

/// The payees.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PayeeList {
    /// By name.
    pub items: Vec<PayeeView>,
}

/// A payee.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PayeeView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Rows it is set on.
    pub transactions: u32,
    /// Sum of its rows, one per currency.
    pub totals: Vec<AmountView>,
    /// Day of its last row, `YYYY-MM-DD`.
    pub last_day: Option<String>,
    /// Payees that were merged into it.
    pub merged: u32,
}

impl Query for ListPayees {
    type Output = PayeeList;
    const NAME: &'static str = "payee.list";
    const TOPICS: &'static [Topic] = &[Topic::Payees, Topic::Transactions];

    fn run(&self, reader: &Reader) -> Result<PayeeList, AppError> {
        let search = self.search.as_deref().map(fold).filter(|search| !search.is_empty());
        let merged =
            "select root, count(*) from payee where merged_into is not null and root <> id group by root";
        let merged: HashMap<[u8; 12], u32> = pairs(reader, merged)?.into_iter().collect();
        let sql = "select id, name from payee where deleted = 0 order by name collate nocase, id";
        let mut statement = reader.connection().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut items: Vec<PayeeView> = Vec::new();
        let mut places: HashMap<[u8; 12], usize> = HashMap::new();
        for row in rows {
            let (id, name): ([u8; 12], String) = row?;
            if search.as_deref().is_some_and(|search| !fold(&name).contains(search)) {
                continue;
            }
            places.insert(id, items.len());
            items.push(PayeeView {
                id: row::id_text(id),
                name,
                transactions: 0,
                totals: Vec::new(),
                last_day: None,
                merged: merged.get(&id).copied().unwrap_or_default(),
            });
        }
        sums(reader, &places, &mut items)?;
        Ok(PayeeList { items })
    }
}

/// Rows, sums and last days from the index of payees, into their places.
fn sums(reader: &Reader, places: &HashMap<[u8; 12], usize>, items: &mut [PayeeView]) -> Result<(), AppError> {
    let mut currencies: HashMap<[u8; 12], String> = HashMap::new();
    for (id, code) in pairs::<String>(reader, "select id, currency from account")? {
        known(&code)?;
        currencies.insert(id, code);
    }
    let sql = "select payee, account, count(*), sum(amount), max(day) from transactions \
      where visible = 1 and payee is not null group by payee, account";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let Some(item) = places.get(&row.get::<_, [u8; 12]>(0)?).and_then(|place| items.get_mut(*place))
        else {
            continue;
        };
        let Some(currency) = currencies.get(&row.get::<_, [u8; 12]>(1)?) else { continue };
        item.transactions += row.get::<_, u32>(2)?;
        let minor: i64 = row.get(3)?;
        match item.totals.iter_mut().find(|total| total.currency == *currency) {
            Some(total) => total.minor = total.minor.saturating_add(minor),
            None => item.totals.push(AmountView { minor, currency: currency.clone() }),
        }
        let last = row::day_text(row.get(4)?);
        if item.last_day.as_ref().is_none_or(|day| *day < last) {
            item.last_day = Some(last);
        }
    }
    Ok(())
}

fn pairs<T: store::rusqlite::types::FromSql>(
    reader: &Reader,
    sql: &str,
) -> Result<Vec<([u8; 12], T)>, AppError> {
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
