//! `account.list`: accounts with their balances, what was last imported and reconciled, and totals per group and currency.

use crate::convert::{Converter, MissingRate};
use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::view::AmountView;
use crate::{parse, row};
use domain::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use store::Reader;

/// List the accounts with their balances.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListAccounts {}

/// The accounts.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct AccountList {
    /// Open ones first, in the order their owner gave them, else by kind and name.
    pub items: Vec<AccountView>,
    /// Sums of the open accounts by group and currency.
    pub groups: Vec<GroupTotal>,
    /// Sums of all open accounts by currency.
    pub totals: Vec<AmountView>,
    /// All of it in the book's currency, by the newest rates; none while a rate is missing.
    pub converted: Option<AmountView>,
    /// The rates that are missing for that.
    pub missing_rates: Vec<MissingRate>,
}

/// The sum of a group in one currency.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct GroupTotal {
    /// The group.
    pub group: AccountGroup,
    /// Its open accounts in this currency.
    pub accounts: u32,
    /// Their balance.
    pub balance: AmountView,
}

/// What an account counts among.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountGroup {
    /// Current accounts and cash.
    Everyday,
    /// Savings.
    Savings,
    /// Credit cards.
    Credit,
    /// Investments.
    Investments,
    /// Loans and mortgages.
    Loans,
    /// Anything else of value.
    Other,
}

impl AccountGroup {
    /// The group of a kind, by its stable text.
    fn of(kind: &str) -> Self {
        match kind {
            "checking" | "cash" => Self::Everyday,
            "savings" => Self::Savings,
            "credit_card" => Self::Credit,
            "investment" => Self::Investments,
            "loan" => Self::Loans,
            _ => Self::Other,
        }
    }
}

/// An account.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct AccountView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: String,
    /// What it counts among.
    pub group: AccountGroup,
    /// Bank, as statements give it.
    pub bank: Option<String>,
    /// Number, as statements give it.
    pub number: Option<String>,
    /// Balance of all rows.
    pub balance: AmountView,
    /// Balance of the rows the bank has seen.
    pub cleared_balance: AmountView,
    /// Balance before the first row.
    pub opening_balance: AmountView,
    /// The day the opening balance stands for.
    pub opening_date: Option<String>,
    /// Rows.
    pub transactions: u32,
    /// Rows the bank has not confirmed.
    pub uncleared: u32,
    /// Day of the newest row.
    pub last_day: Option<String>,
    /// When a statement was last imported on this device, milliseconds since 1970-01-01 UTC.
    pub last_imported: Option<i64>,
    /// The day of the newest statement it was reconciled with.
    pub last_reconciled: Option<String>,
    /// No longer in use.
    pub closed: bool,
}

const SQL: &str = "select a.id, a.name, a.kind, a.bank, a.number, a.currency, a.closed, \
  a.opening_balance + coalesce((select sum(amount) from month_total m where m.account = a.id), 0), \
  a.opening_balance + coalesce((select sum(cleared) from month_total m where m.account = a.id), 0), \
  (select count(*) from transactions t where t.account = a.id and t.visible = 1), \
  (select max(day) from transactions t where t.account = a.id and t.visible = 1), \
  (select count(*) from transactions t where t.account = a.id and t.visible = 1 and t.clearing = 0), \
  a.opening_balance, a.opening_day \
  from account a where a.deleted = 0 \
  order by a.closed, a.position is null, a.position, a.kind, a.name collate nocase, a.id";

impl Query for ListAccounts {
    type Output = AccountList;
    const NAME: &'static str = "account.list";
    const TOPICS: &'static [Topic] = &[Topic::Accounts, Topic::Transactions, Topic::Imports];

    fn run(&self, reader: &Reader) -> Result<AccountList, AppError> {
        let imported: HashMap<[u8; 12], i64> = by_account(
            reader,
            "select b.account, max(a.at) from action a join import_batch b on b.id = a.batch \
             where a.batch is not null and b.undone = 0 group by b.account",
        )?;
        let reconciled: HashMap<[u8; 12], i32> = by_account(
            reader,
            "select account, max(day) from reconciliation where deleted = 0 group by account",
        )?;
        let mut statement = reader.connection().prepare_cached(SQL)?;
        let rows = statement.query_map([], |row| {
            let id = row.get(0)?;
            let view = account(id, row)?;
            Ok(AccountView {
                last_imported: imported.get(&id).copied(),
                last_reconciled: reconciled.get(&id).copied().map(row::day_text),
                ..view
            })
        })?;
        let items: Vec<AccountView> = rows.collect::<Result<_, _>>()?;
        let (groups, totals) = sums(&items);
        let mut converter = Converter::to_book(reader)?;
        let converted = converted(&mut converter, &totals)?;
        Ok(AccountList { items, groups, totals, converted, missing_rates: converter.missing() })
    }
}

fn by_account<T: store::rusqlite::types::FromSql>(
    reader: &Reader,
    sql: &str,
) -> Result<HashMap<[u8; 12], T>, AppError> {
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn account(id: [u8; 12], row: &store::rusqlite::Row<'_>) -> store::rusqlite::Result<AccountView> {
    let (kind, currency): (String, String) = (row.get(2)?, row.get(5)?);
    let (last_day, opening_day): (Option<i32>, Option<i32>) = (row.get(10)?, row.get(13)?);
    Ok(AccountView {
        id: row::id_text(id),
        name: row.get(1)?,
        group: AccountGroup::of(&kind),
        kind,
        bank: row.get(3)?,
        number: row.get(4)?,
        closed: row.get(6)?,
        balance: AmountView { minor: row.get(7)?, currency: currency.clone() },
        cleared_balance: AmountView { minor: row.get(8)?, currency: currency.clone() },
        transactions: row.get(9)?,
        last_day: last_day.map(row::day_text),
        uncleared: row.get(11)?,
        opening_balance: AmountView { minor: row.get(12)?, currency },
        opening_date: opening_day.map(row::day_text),
        last_imported: None,
        last_reconciled: None,
    })
}

/// The totals in the book's currency; the day after every rate makes the newest count.
fn converted(converter: &mut Converter<'_>, totals: &[AmountView]) -> Result<Option<AmountView>, AppError> {
    let mut sum = Some(0_i64);
    for total in totals {
        let currency = parse::currency("currency", &total.currency)?;
        let part = converter.convert(total.minor, currency, Day::MAX)?;
        sum = sum.zip(part).map(|(sum, part)| sum.wrapping_add(part));
    }
    let currency = converter.currency().code().to_owned();
    Ok(sum.map(|minor| AmountView { minor, currency }))
}

/// Sums of open accounts; they wrap as the sums of the projection do.
fn sums(items: &[AccountView]) -> (Vec<GroupTotal>, Vec<AmountView>) {
    let mut groups: BTreeMap<(AccountGroup, &str), (u32, i64)> = BTreeMap::new();
    let mut totals: BTreeMap<&str, i64> = BTreeMap::new();
    for item in items.iter().filter(|item| !item.closed) {
        let currency = item.balance.currency.as_str();
        let group = groups.entry((item.group, currency)).or_default();
        *group = (group.0 + 1, group.1.wrapping_add(item.balance.minor));
        let total = totals.entry(currency).or_default();
        *total = total.wrapping_add(item.balance.minor);
    }
    let amount = |currency: &str, minor| AmountView { minor, currency: currency.to_owned() };
    let groups = groups
        .into_iter()
        .map(|((group, currency), (accounts, minor))| GroupTotal {
            group,
            accounts,
            balance: amount(currency, minor),
        })
        .collect();
    (groups, totals.into_iter().map(|(currency, minor)| amount(currency, minor)).collect())
}
