//! What the read model says of an account, as planning and committing an import need it.

use crate::work::again;
use domain::identity::fold;
use domain::planner::{ExistingRow, RowState};
use domain::transaction::Origin;
use domain::{AccountId, CategoryId, Clearing, Currency, TransactionId};
use jobs::JobError;
use replica::{CodecError, ImportGround, ShardKey, day_from_number};
use sqlx::PgConnection;
use std::collections::HashMap;
use sync_protocol::BookTag;

/// An account that a statement may be of.
pub struct Target {
    pub id: AccountId,
    pub currency: Currency,
    pub bank: Option<String>,
    pub number: Option<String>,
    pub opening: i64,
    pub opening_known: bool,
}

/// Every account of the book that is there.
pub async fn targets(connection: &mut PgConnection, book: BookTag) -> Result<Vec<Target>, JobError> {
    let rows = sqlx::query!(
        "select id, currency, bank, number, opening_balance, opening_day from hosted_account
         where book = $1 and not deleted order by id",
        book.as_ref()
    )
    .fetch_all(connection)
    .await?;
    let targets = rows.into_iter().filter_map(|row| {
        Some(Target {
            id: AccountId(row.id.try_into().ok()?),
            currency: Currency::from_code(&row.currency)?,
            bank: row.bank,
            number: row.number,
            opening: row.opening_balance,
            opening_known: row.opening_day.is_some() || row.opening_balance != 0,
        })
    });
    Ok(targets.collect())
}

/// Every row the account has or had.
pub async fn existing(
    connection: &mut PgConnection,
    book: BookTag,
    account: AccountId,
) -> Result<Vec<ExistingRow>, JobError> {
    let rows = sqlx::query!(
        r#"select t.id, t.fact_day, t.day, t.amount, t.description, coalesce(p.name, t.statement_payee) as payee,
             t.bank_id, t.check_number, t.instalment, t.instalments, t.origin, t.clearing, t.deleted, t.removed, t.dup_of
           from hosted_transaction t left join hosted_payee p on p.book = $1 and p.id = t.payee
           where t.book = $1 and t.account = $2"#,
        book.as_ref(),
        account.0.as_slice()
    )
    .fetch_all(connection)
    .await?;
    let mut existing = Vec::with_capacity(rows.len());
    for row in rows {
        let kept: Option<[u8; 12]> = row.dup_of.and_then(|id| id.try_into().ok());
        let day = |number| day_from_number(number).ok_or_else(|| again(&format!("{number} is no day")));
        let number = |number: i32| u16::try_from(number).ok();
        existing.push(ExistingRow {
            id: TransactionId(row.id.try_into().map_err(|_| again(&"an id of another length"))?),
            posted: day(row.fact_day)?,
            date: day(row.day)?,
            amount: row.amount,
            description: row.description,
            payee: row.payee,
            bank_id: row.bank_id,
            check_number: row.check_number,
            instalment: row.instalment.and_then(number).zip(row.instalments.and_then(number)),
            origin: [Origin::Statement, Origin::Pending]
                .get(usize::from(row.origin.cast_unsigned()))
                .copied()
                .unwrap_or(Origin::Manual),
            clearing: match row.clearing {
                2 => Clearing::Reconciled,
                1 => Clearing::Cleared,
                _ => Clearing::Uncleared,
            },
            state: match (row.deleted, row.removed, kept) {
                // The undo of an import wins over the rest: its lines count as fresh.
                (_, true, _) => RowState::RemovedByUndo,
                (true, false, _) => RowState::DeletedByUser,
                (false, false, Some(kept)) => RowState::MergedInto(TransactionId(kept)),
                (false, false, None) => RowState::Live,
            },
        });
    }
    Ok(existing)
}

/// The account's rows and the book's categories, read before.
pub struct Ground {
    account: AccountId,
    /// A deletion by hand, and whether an undo removed the row as well.
    deleted: HashMap<TransactionId, bool>,
    rows: HashMap<TransactionId, (ShardKey, Clearing)>,
    /// By folded name and by key; none where two have it.
    categories: HashMap<String, Option<CategoryId>>,
}

impl Ground {
    pub async fn read(
        connection: &mut PgConnection,
        book: BookTag,
        account: AccountId,
        existing: &[ExistingRow],
    ) -> Result<Self, JobError> {
        let deleted = sqlx::query!(
            "select id, removed from hosted_transaction where book = $1 and account = $2 and deleted",
            book.as_ref(),
            account.0.as_slice()
        )
        .fetch_all(&mut *connection)
        .await?;
        let named = sqlx::query!(
            "select id, name, key from hosted_category where book = $1 and not deleted",
            book.as_ref()
        )
        .fetch_all(connection)
        .await?;
        let mut categories: HashMap<String, Option<CategoryId>> = HashMap::new();
        for row in named {
            let Ok(id) = row.id.try_into().map(CategoryId) else { continue };
            for name in [Some(row.name), row.key].into_iter().flatten() {
                let known = categories.entry(fold(&name)).or_insert(Some(id));
                if *known != Some(id) {
                    *known = None;
                }
            }
        }
        let rows = existing
            .iter()
            .map(|row| (row.id, (ShardKey::for_transaction(account, row.posted), row.clearing)));
        let deleted =
            deleted.into_iter().filter_map(|row| Some((TransactionId(row.id.try_into().ok()?), row.removed)));
        Ok(Self { account, deleted: deleted.collect(), rows: rows.collect(), categories })
    }

    /// Is there a row of this id, whatever became of it?
    pub fn has(&self, id: TransactionId) -> bool {
        self.rows.contains_key(&id)
    }
}

/// Why a plan has no writes.
#[derive(Debug, thiserror::Error)]
pub enum GroundError {
    #[error(transparent)]
    Codec(#[from] CodecError),
    #[error("account {0} has no row {1} that a line could be merged into")]
    NoRow(AccountId, TransactionId),
}

impl ImportGround for Ground {
    type Error = GroundError;

    fn deleted(&self) -> Result<HashMap<TransactionId, bool>, GroundError> {
        Ok(self.deleted.clone())
    }

    fn kept(&self, id: TransactionId) -> Result<(ShardKey, Clearing), GroundError> {
        self.rows.get(&id).copied().ok_or(GroundError::NoRow(self.account, id))
    }

    fn category(&self, name: &str) -> Option<CategoryId> {
        self.categories.get(&fold(name)).copied().flatten()
    }
}
