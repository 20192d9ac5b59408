//! What touched entities say, as rows: transactions in bulk here, the rest in `entities`.

use super::shards::Applied;
use super::totals::Totals;
use super::{entities, merged};
use domain::transaction::Origin;
use domain::{Clearing, TransactionId};
use replica::{Entity, TransactionState, day_number, month_of_day_number};
use sqlx::PgConnection;
use std::collections::HashMap;
use sync_protocol::BookTag;

/// Tags of a row travel to the database as one text.
const BETWEEN_TAGS: char = '\u{1f}';

/// A text Postgres takes: it has no zero character.
pub fn text(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// A line of a split row.
struct Line {
    amount: i64,
    category: Option<Vec<u8>>,
    set: Option<Vec<u8>>,
    note: Option<String>,
    remainder: bool,
}

/// A row to be.
struct Row {
    state: TransactionState,
    category: Option<Vec<u8>>,
    payee: Option<Vec<u8>>,
    lines: Vec<Line>,
}

impl Row {
    fn id(&self) -> Vec<u8> {
        self.state.transaction.id.0.to_vec()
    }

    fn day(&self) -> i32 {
        day_number(self.state.transaction.date)
    }
}

/// Makes the read model say of these entities what their shards say.
pub async fn write(
    connection: &mut PgConnection,
    book: BookTag,
    applied: &Applied,
) -> Result<(), sqlx::Error> {
    let mut unsettled = false;
    let mut transactions = Vec::new();
    for (shard, states) in applied {
        for state in states.values() {
            match (shard.account(), state.entity) {
                (Some(account), Entity::Transaction(id)) => {
                    // Rows of which only registers have come, or whose facts are of a newer version, are none yet.
                    transactions.extend(state.transaction(account, id).ok().flatten());
                }
                _ => unsettled |= entities::write(connection, book, state).await?,
            }
        }
    }
    if unsettled {
        merged::settle(connection, book).await?;
    }
    if transactions.is_empty() {
        return Ok(());
    }
    let roots = merged::roots(connection, book).await?;
    let rows: Vec<Row> = transactions.into_iter().map(|state| row(state, &roots)).collect();
    let mut totals = Totals::default();
    take_away(connection, book, &rows, &mut totals).await?;
    upsert(connection, book, &rows).await?;
    lines(connection, book, &rows).await?;
    for row in rows.iter().filter(|row| row.state.visible()) {
        let transaction = &row.state.transaction;
        let (account, month) = (transaction.account.0, month_of_day_number(row.day()));
        let cleared = transaction.clearing >= Clearing::Cleared;
        if row.lines.is_empty() {
            totals.line(&account, month, row.category.as_deref(), transaction.amount, cleared, 1);
        }
        for line in &row.lines {
            totals.line(&account, month, line.category.as_deref(), line.amount, cleared, 1);
        }
    }
    totals.flush(connection, book).await
}

fn row(state: TransactionState, roots: &HashMap<Vec<u8>, Vec<u8>>) -> Row {
    let root = |id: [u8; 12]| roots.get(id.as_slice()).cloned().unwrap_or_else(|| id.to_vec());
    let transaction = &state.transaction;
    let mut lines = Vec::with_capacity(transaction.splits.len());
    let mut rest = transaction.amount;
    for split in &transaction.splits {
        rest = rest.wrapping_sub(split.amount);
        lines.push(Line {
            amount: split.amount,
            category: split.category.map(|id| root(id.0)),
            set: split.category.map(|id| id.0.to_vec()),
            note: split.note.as_deref().map(text),
            remainder: false,
        });
    }
    if rest != 0 && !lines.is_empty() {
        lines.push(Line { amount: rest, category: None, set: None, note: None, remainder: true });
    }
    Row {
        category: transaction.category.or(transaction.auto_category).map(|id| root(id.0)),
        payee: transaction.payee.map(|id| root(id.0)),
        lines,
        state,
    }
}

/// Takes what these rows count now out of the sums, and their lines away.
async fn take_away(
    connection: &mut PgConnection,
    book: BookTag,
    rows: &[Row],
    totals: &mut Totals,
) -> Result<(), sqlx::Error> {
    let ids: Vec<Vec<u8>> = rows.iter().map(Row::id).collect();
    let old = sqlx::query!(
        "select id, account, month, amount, category, clearing, visible, splits from hosted_transaction
         where book = $1 and id = any($2)",
        book.as_ref(),
        &ids
    )
    .fetch_all(&mut *connection)
    .await?;
    for row in old.iter().filter(|row| row.visible && row.splits == 0) {
        totals.line(&row.account, row.month, row.category.as_deref(), row.amount, row.clearing > 0, -1);
    }
    let split: Vec<Vec<u8>> = old.iter().filter(|row| row.splits > 0).map(|row| row.id.clone()).collect();
    if split.is_empty() {
        return Ok(());
    }
    let lines = sqlx::query!(
        "delete from hosted_split where book = $1 and transaction_id = any($2) returning transaction_id, amount, category",
        book.as_ref(),
        &split
    )
    .fetch_all(connection)
    .await?;
    let old: HashMap<&Vec<u8>, _> = old.iter().filter(|row| row.visible).map(|row| (&row.id, row)).collect();
    for line in lines {
        if let Some(row) = old.get(&line.transaction_id) {
            totals.line(&row.account, row.month, line.category.as_deref(), line.amount, row.clearing > 0, -1);
        }
    }
    Ok(())
}

async fn lines(connection: &mut PgConnection, book: BookTag, rows: &[Row]) -> Result<(), sqlx::Error> {
    let all: Vec<(Vec<u8>, i32, &Line)> = rows
        .iter()
        .flat_map(|row| (0..).zip(&row.lines).map(|(position, line)| (row.id(), position, line)))
        .collect();
    if all.is_empty() {
        return Ok(());
    }
    let ids: Vec<Vec<u8>> = all.iter().map(|(id, ..)| id.clone()).collect();
    let positions: Vec<i32> = all.iter().map(|(_, position, _)| *position).collect();
    let amounts: Vec<i64> = all.iter().map(|(.., line)| line.amount).collect();
    let categories: Vec<Option<Vec<u8>>> = all.iter().map(|(.., line)| line.category.clone()).collect();
    let sets: Vec<Option<Vec<u8>>> = all.iter().map(|(.., line)| line.set.clone()).collect();
    let notes: Vec<Option<String>> = all.iter().map(|(.., line)| line.note.clone()).collect();
    let remainders: Vec<bool> = all.iter().map(|(.., line)| line.remainder).collect();
    sqlx::query!(
        "insert into hosted_split (book, transaction_id, position, amount, category, category_set, note, remainder)
         select $1, * from unnest($2::bytea[], $3::int[], $4::bigint[], $5::bytea[], $6::bytea[], $7::text[], $8::bool[])",
        book.as_ref(),
        &ids,
        &positions,
        &amounts,
        &categories as &[Option<Vec<u8>>],
        &sets as &[Option<Vec<u8>>],
        &notes as &[Option<String>],
        &remainders
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// One statement however many rows: a column is an array.
async fn upsert(connection: &mut PgConnection, book: BookTag, rows: &[Row]) -> Result<(), sqlx::Error> {
    let id = |id: Option<[u8; 12]>| id.map(|id| id.to_vec());
    macro_rules! column {
        (|$row:ident, $transaction:ident, $facts:ident| $value:expr) => {
            rows.iter()
                .map(|$row| {
                    let $transaction = &$row.state.transaction;
                    let $facts = &$transaction.facts;
                    let _unused = ($row, $transaction, $facts);
                    $value
                })
                .collect::<Vec<_>>()
        };
    }
    let tags = |tags: &[String]| {
        let clean = tags.iter().map(|tag| text(tag).replace(BETWEEN_TAGS, " "));
        clean.collect::<Vec<_>>().join(&BETWEEN_TAGS.to_string())
    };
    let search = |row: &Row| {
        let (transaction, facts) = (&row.state.transaction, &row.state.transaction.facts);
        let texts = [
            Some(facts.description.as_str()),
            facts.payee.as_deref(),
            facts.memo.as_deref(),
            transaction.note.as_deref(),
        ];
        text(&domain::fold::search_text(&texts))
    };
    let clean = |value: &Option<String>| value.as_deref().map(text);
    sqlx::query(UPSERT)
        .bind(book.as_ref())
        .bind(column!(|row, t, f| row.id()))
        .bind(column!(|row, t, f| t.account.0.to_vec()))
        .bind(column!(|row, t, f| row.day()))
        .bind(column!(|row, t, f| month_of_day_number(row.day())))
        .bind(column!(|row, t, f| t.amount))
        .bind(column!(|row, t, f| f.amount.currency.code().to_owned()))
        .bind(column!(|row, t, f| row.state.visible()))
        .bind(column!(|row, t, f| t.clearing as i16))
        .bind(column!(|row, t, f| match f.origin {
            Origin::Statement => 0_i16,
            Origin::Pending => 1,
            Origin::Manual => 2,
        }))
        .bind(column!(|row, t, f| i32::try_from(row.lines.len()).unwrap_or(i32::MAX)))
        .bind(column!(|row, t, f| row.category.clone()))
        .bind(column!(|row, t, f| id(t.category.map(|id| id.0))))
        .bind(column!(|row, t, f| id(t.auto_category.map(|id| id.0))))
        .bind(column!(|row, t, f| row
            .state
            .auto_confidence
            .map(|part| i16::try_from(part).unwrap_or(i16::MAX))))
        .bind(column!(|row, t, f| row.payee.clone()))
        .bind(column!(|row, t, f| id(t.payee.map(|id| id.0))))
        .bind(column!(|row, t, f| text(&f.description)))
        .bind(column!(|row, t, f| clean(&f.payee)))
        .bind(column!(|row, t, f| clean(&f.memo)))
        .bind(column!(|row, t, f| clean(&f.bank_id)))
        .bind(column!(|row, t, f| clean(&f.check_number)))
        .bind(column!(|row, t, f| clean(&t.note)))
        .bind(column!(|row, t, f| tags(&t.tags)))
        .bind(column!(|row, t, f| day_number(f.date)))
        .bind(column!(|row, t, f| f.amount.minor))
        .bind(column!(|row, t, f| f.original.map(|money| money.minor)))
        .bind(column!(|row, t, f| f.original.map(|money| money.currency.code().to_owned())))
        .bind(column!(|row, t, f| f.instalment.map(|(number, _)| i32::from(number))))
        .bind(column!(|row, t, f| f.instalment.map(|(_, of)| i32::from(of))))
        .bind(column!(|row, t, f| row.state.deleted))
        .bind(column!(|row, t, f| row.state.removed))
        .bind(column!(|row, t, f| id(row.state.duplicate_of.map(|TransactionId(id)| id))))
        .bind(column!(|row, t, f| id(row.state.transfer.map(|TransactionId(id)| id))))
        .bind(column!(|row, t, f| search(row)))
        .execute(connection)
        .await?;
    Ok(())
}

const UPSERT: &str = "
insert into hosted_transaction (book, id, account, day, month, amount, currency, visible, clearing, origin, splits, category,
  user_category, auto_category, auto_confidence, payee, payee_set, description, statement_payee, memo, bank_id, check_number, note,
  tags, fact_day, fact_amount, original_amount, original_currency, instalment, instalments, deleted, removed, dup_of, transfer, search)
select $1, id, account, day, month, amount, currency, visible, clearing, origin, splits, category,
  user_category, auto_category, auto_confidence, payee, payee_set, description, statement_payee, memo, bank_id, check_number, note,
  string_to_array(tags, E'\\x1f'), fact_day, fact_amount, original_amount, original_currency, instalment, instalments, deleted,
  removed, dup_of, transfer, search
from unnest($2::bytea[], $3::bytea[], $4::int[], $5::int[], $6::bigint[], $7::text[], $8::bool[], $9::smallint[], $10::smallint[],
  $11::int[], $12::bytea[], $13::bytea[], $14::bytea[], $15::smallint[], $16::bytea[], $17::bytea[], $18::text[], $19::text[],
  $20::text[], $21::text[], $22::text[], $23::text[], $24::text[], $25::int[], $26::bigint[], $27::bigint[], $28::text[],
  $29::int[], $30::int[], $31::bool[], $32::bool[], $33::bytea[], $34::bytea[], $35::text[])
  as w(id, account, day, month, amount, currency, visible, clearing, origin, splits, category, user_category, auto_category,
    auto_confidence, payee, payee_set, description, statement_payee, memo, bank_id, check_number, note, tags, fact_day, fact_amount,
    original_amount, original_currency, instalment, instalments, deleted, removed, dup_of, transfer, search)
on conflict (book, id) do update set
  account = excluded.account, day = excluded.day, month = excluded.month, amount = excluded.amount, currency = excluded.currency,
  visible = excluded.visible, clearing = excluded.clearing, origin = excluded.origin, splits = excluded.splits,
  category = excluded.category, user_category = excluded.user_category, auto_category = excluded.auto_category,
  auto_confidence = excluded.auto_confidence, payee = excluded.payee, payee_set = excluded.payee_set,
  description = excluded.description, statement_payee = excluded.statement_payee, memo = excluded.memo, bank_id = excluded.bank_id,
  check_number = excluded.check_number, note = excluded.note, tags = excluded.tags, fact_day = excluded.fact_day,
  fact_amount = excluded.fact_amount, original_amount = excluded.original_amount, original_currency = excluded.original_currency,
  instalment = excluded.instalment, instalments = excluded.instalments, deleted = excluded.deleted, removed = excluded.removed,
  dup_of = excluded.dup_of, transfer = excluded.transfer, search = excluded.search";
