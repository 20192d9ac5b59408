//! Names people type, as things of the book: by id, by exact name without case, by well-known key.

use crate::error::{AppError, ErrorCode};
use crate::parse;
use domain::identity::fold;
use domain::{
    AccountId, CategoryId, Clearing, Currency, Day, GroupId, Language, PayeeId, RuleId, TransactionId, ViewId,
};
use replica::ShardKey;
use store::Reader;
use store::rusqlite::{OptionalExtension as _, params};

/// The book's language.
///
/// # Errors
/// When the book cannot be read.
pub fn language(reader: &Reader) -> Result<Language, AppError> {
    let sql = "select language from book";
    let text: String = reader.connection().prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    parse::choice("language", &text, "pt-BR, en")
}

/// An account as operations need it.
#[derive(Debug, Clone)]
pub struct AccountRow {
    /// Id.
    pub id: AccountId,
    /// Name.
    pub name: String,
    /// Currency.
    pub currency: Currency,
    /// Opening balance, minor units.
    pub opening: i64,
    /// Somebody or an import set the opening balance.
    pub opening_known: bool,
}

/// An account with what statements know it by.
#[derive(Debug, Clone)]
pub struct Known {
    /// The account.
    pub account: AccountRow,
    /// Bank.
    pub bank: Option<String>,
    /// Account number.
    pub number: Option<String>,
}

/// The id in `rows` that `text` names: an id of one of them, else the only one with this name.
fn pick<'a, T>(
    thing: &str,
    text: &str,
    rows: &'a [T],
    id: impl Fn(&T) -> [u8; 12],
    names: impl Fn(&T) -> Vec<String>,
) -> Result<&'a T, AppError> {
    if let Ok(wanted) = text.parse::<TransactionId>()
        && let Some(found) = rows.iter().find(|row| id(row) == wanted.0)
    {
        return Ok(found);
    }
    let wanted = fold(text);
    let mut found = rows.iter().filter(|row| names(row).iter().any(|name| fold(name) == wanted));
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (Some(_), Some(_)) => {
            Err(AppError::new(ErrorCode::Ambiguous, format!("more than one {thing} is called `{text}`"))
                .remedy("use its id"))
        }
        _ => Err(AppError::not_found(thing, text).remedy(format!("see `valorize {thing} list`"))),
    }
}

/// Every account, deleted ones left out.
///
/// # Errors
/// When the book cannot be read.
pub fn accounts(reader: &Reader) -> Result<Vec<Known>, AppError> {
    let mut statement = reader.connection().prepare_cached(
        "select id, name, currency, opening_balance, opening_day, bank, number from account where deleted = 0",
    )?;
    let rows = statement.query_map([], |row| {
        let (opening, day): (i64, Option<i64>) = (row.get(3)?, row.get(4)?);
        let code: String = row.get(2)?;
        Ok((AccountId(row.get(0)?), row.get(1)?, code, opening, day, row.get(5)?, row.get(6)?))
    })?;
    let mut accounts = Vec::new();
    for row in rows {
        let (id, name, code, opening, day, bank, number) = row?;
        let currency = Currency::from_code(&code).ok_or_else(|| {
            AppError::new(ErrorCode::Damaged, format!("account `{name}` has the unknown currency {code}"))
        })?;
        let opening_known = day.is_some() || opening != 0;
        let account = AccountRow { id, name, currency, opening, opening_known };
        accounts.push(Known { account, bank, number });
    }
    Ok(accounts)
}

/// The account that `text` names.
///
/// # Errors
/// `not_found` or `ambiguous`.
pub fn account(reader: &Reader, text: &str) -> Result<AccountRow, AppError> {
    let accounts: Vec<AccountRow> = accounts(reader)?.into_iter().map(|known| known.account).collect();
    pick("account", text, &accounts, |account| account.id.0, |account| vec![account.name.clone()]).cloned()
}

/// Refuses a name another account has.
///
/// # Errors
/// `already_exists`.
pub fn account_name_is_free(reader: &Reader, name: &str) -> Result<(), AppError> {
    let taken = accounts(reader)?.iter().any(|known| fold(&known.account.name) == fold(name));
    if taken {
        return Err(AppError::new(ErrorCode::AlreadyExists, format!("there is an account `{name}` already")));
    }
    Ok(())
}

/// The category that `text` names: id, name, or key such as `groceries`; a merged category names the one it was merged into.
///
/// # Errors
/// `not_found` or `ambiguous`.
pub fn category(reader: &Reader, text: &str) -> Result<CategoryId, AppError> {
    let sql = "select id, name, key from category where deleted = 0";
    let merged = "select root, name, key from category where root <> id";
    following(reader, "category", text, sql, merged).map(CategoryId)
}

/// The thing that `text` names among those of the first statement, else among the merged ones of the second.
fn following(
    reader: &Reader,
    thing: &str,
    text: &str,
    sql: &str,
    merged: &str,
) -> Result<[u8; 12], AppError> {
    let names =
        |row: &Named| [Some(row.1.clone()), row.2.clone()].into_iter().flatten().collect::<Vec<String>>();
    match pick(thing, text, &three(reader, sql)?, |row| row.0, names) {
        Err(error) if error.code == ErrorCode::NotFound => {
            let mut rows = three(reader, merged)?;
            rows.sort_unstable();
            rows.dedup_by_key(|row| (row.0, fold(&row.1)));
            pick(thing, text, &rows, |row| row.0, names).map(|row| row.0)
        }
        found => found.map(|row| row.0),
    }
}

/// The category group that `text` names.
///
/// # Errors
/// `not_found` or `ambiguous`.
pub fn group(reader: &Reader, text: &str) -> Result<GroupId, AppError> {
    let rows = three(reader, "select id, name, null from category_group where deleted = 0")?;
    pick("group", text, &rows, |row| row.0, |row| vec![row.1.clone()]).map(|row| GroupId(row.0))
}

/// The payee that `text` names; the name of a merged payee names the one it was merged into.
///
/// # Errors
/// `not_found` or `ambiguous`.
pub fn payee(reader: &Reader, text: &str) -> Result<PayeeId, AppError> {
    let sql = "select id, name, null from payee where deleted = 0";
    let merged = "select root, name, null from payee where root <> id";
    following(reader, "payee", text, sql, merged).map(PayeeId)
}

/// The rule that `text` names.
///
/// # Errors
/// `not_found` or `ambiguous`.
pub fn rule(reader: &Reader, text: &str) -> Result<RuleId, AppError> {
    let rows = three(reader, "select id, name, null from rule where deleted = 0")?;
    pick("rule", text, &rows, |row| row.0, |row| vec![row.1.clone()]).map(|row| RuleId(row.0))
}

/// The saved view that `text` names.
///
/// # Errors
/// `not_found` or `ambiguous`.
pub fn view(reader: &Reader, text: &str) -> Result<ViewId, AppError> {
    let rows = three(reader, "select id, name, null from saved_view where deleted = 0")?;
    pick("view", text, &rows, |row| row.0, |row| vec![row.1.clone()]).map(|row| ViewId(row.0))
}

/// Refuses a name another category has.
///
/// # Errors
/// `already_exists`.
pub fn category_name_is_free(reader: &Reader, name: &str) -> Result<(), AppError> {
    let rows = three(reader, "select id, name, null from category where deleted = 0")?;
    if rows.iter().any(|row| fold(&row.1) == fold(name)) {
        return Err(AppError::new(ErrorCode::AlreadyExists, format!("there is a category `{name}` already")));
    }
    Ok(())
}

type Named = ([u8; 12], String, Option<String>);

fn three(reader: &Reader, sql: &str) -> Result<Vec<Named>, AppError> {
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A transaction as edits need it.
#[derive(Debug, Clone)]
pub struct TransactionRow {
    /// Id.
    pub id: TransactionId,
    /// Its shard.
    pub shard: ShardKey,
    /// Effective amount, minor units.
    pub amount: i64,
    /// Typed in by hand.
    pub manual: bool,
    /// How far it is settled; reconciled rows are locked.
    pub clearing: Clearing,
    /// Part of the book; else deleted, removed or a duplicate.
    pub visible: bool,
}

/// The transaction with this id.
///
/// # Errors
/// `invalid_input` when the text is no id, `not_found` when no row has it.
pub fn transaction(reader: &Reader, text: &str) -> Result<TransactionRow, AppError> {
    let id: TransactionId =
        text.parse().map_err(|error: domain::id::ParseIdError| AppError::invalid("id", error.to_string()))?;
    let sql = "select account, fact_day, amount, origin, clearing, visible from transactions where id = ?1";
    let row = reader
        .connection()
        .prepare_cached(sql)?
        .query_row(params![id.0], |row| {
            Ok((
                row.get::<_, [u8; 12]>(0)?,
                row.get::<_, i32>(1)?,
                row.get(2)?,
                row.get::<_, i64>(3)?,
                row.get::<_, i64>(4)?,
                row.get(5)?,
            ))
        })
        .optional()?;
    let (account, day, amount, origin, clearing, visible) =
        row.ok_or_else(|| AppError::not_found("transaction", text))?;
    let account = AccountId(account);
    let day: Day = replica::day_from_number(day)
        .ok_or_else(|| AppError::new(ErrorCode::Damaged, format!("transaction {text} has no valid day")))?;
    let shard = ShardKey::for_transaction(account, day);
    Ok(TransactionRow {
        id,
        shard,
        amount,
        manual: origin == 2,
        clearing: match clearing {
            2 => Clearing::Reconciled,
            1 => Clearing::Cleared,
            _ => Clearing::Uncleared,
        },
        visible,
    })
}
