//! Committing a plan: its changes are minted as on a device, kept, and then appended, so that a try that was cut off ends with the same bytes.

use super::ground::{Ground, existing, targets};
use super::plan::Kept;
use super::{Refusal, Upload, notice, upload};
use crate::Hosted;
use crate::book::OpenBook;
use crate::project::{self, Place, lock};
use crate::work::again;
use crate::write::seal_all;
use domain::{AccountId, PlanId};
use jobs::JobError;
use relay::AppendError;
use replica::{ChangeHeader, Entity, RawChange, ShardDocument, ShardKey, Write, import_writes, mint};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use std::collections::BTreeMap;
use sync_protocol::{BookTag, Item};

/// What is about to be appended, and what it comes to.
#[derive(Serialize, Deserialize)]
struct Outbox {
    items: Vec<Vec<u8>>,
    account: AccountId,
    /// The day's number and balance that the statement closes on.
    closing: Option<(i32, i64)>,
    batch: Vec<u8>,
    added: u32,
    merged: u32,
    known: u32,
}

/// A plan as it can be committed now.
enum Ready {
    Go(Outbox),
    /// The book has changed, and that leaves a doubt.
    Review(Box<Kept>),
}

impl Hosted {
    /// Appends what a plan comes to, once.
    pub(super) async fn commit_import(&self, book: BookTag, import: PlanId) -> Result<(), JobError> {
        let turn = self.turn(book);
        let _mine = turn.lock().await;
        let mut transaction = self.work.begin().await?;
        lock(&mut transaction, book).await?;
        while self.advance(&mut transaction, book).await? == Place::More {}
        let row = sqlx::query!(
            "select plan, outbox from hosted_import where book = $1 and id = $2 and state = 'committing'",
            book.as_ref(),
            import.0.as_slice()
        )
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(row) = row else { return Ok(()) };
        let open = self.opened_by_tag(book).await?;
        let outbox = if let Some(outbox) = row.outbox {
            // An earlier try may have appended all of it, or some.
            postcard::from_bytes(&outbox).map_err(|error| again(&error))?
        } else {
            let kept = row.plan.ok_or_else(|| JobError::Refused("the plan is not there".to_owned()))?;
            let kept: Kept = serde_json::from_slice(&kept).map_err(|error| again(&error))?;
            match ready(&mut transaction, &open, kept).await? {
                Ready::Go(outbox) => outbox,
                Ready::Review(kept) => return self.review(transaction, book, import, &kept).await,
            }
        };
        self.keep_outbox(book, import, &outbox).await?;
        let items = outbox.items.iter().map(|bytes| Item::from_bytes(bytes)).collect::<Option<Vec<Item>>>();
        let items = items.ok_or_else(|| JobError::Refused("what was kept cannot be read".to_owned()))?;
        match self.port.append(book, open.device, items).await {
            Ok(_) => {}
            Err(error @ (AppendError::Quota | AppendError::Forbidden)) => {
                return self.turned_away(transaction, book, import, error).await;
            }
            Err(error) => return Err(again(&error)),
        }
        while self.advance(&mut transaction, book).await? == Place::More {}
        finish(&mut transaction, book, import, &outbox).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// In a transaction of its own, before anything is appended.
    async fn keep_outbox(&self, book: BookTag, import: PlanId, outbox: &Outbox) -> Result<(), JobError> {
        let bytes = postcard::to_stdvec(outbox).map_err(|error| again(&error))?;
        let mut transaction = self.belonging(book).await?;
        sqlx::query!(
            "update hosted_import set outbox = $3 where book = $1 and id = $2",
            book.as_ref(),
            import.0.as_slice(),
            bytes
        )
        .execute(&mut *transaction)
        .await?;
        Ok(transaction.commit().await?)
    }

    async fn review(
        &self,
        mut transaction: sqlx::Transaction<'static, sqlx::Postgres>,
        book: BookTag,
        import: PlanId,
        kept: &Kept,
    ) -> Result<(), JobError> {
        self.keep_plan(&mut transaction, book, import, kept, true).await?;
        if let Some(upload) = upload(&mut transaction, book, import).await? {
            notice::give(&mut transaction, book, import, &upload, notice::Said::Review).await?;
        }
        Ok(transaction.commit().await?)
    }

    async fn turned_away(
        &self,
        mut transaction: sqlx::Transaction<'static, sqlx::Postgres>,
        book: BookTag,
        import: PlanId,
        error: AppendError,
    ) -> Result<(), JobError> {
        let code = if error == AppendError::Quota { "quota" } else { "forbidden" };
        let found: Option<Upload> = upload(&mut transaction, book, import).await?;
        if let Some(upload) = found {
            let refusal = Refusal::new(code, error.to_string());
            self.refuse(&mut transaction, book, import, &upload, &refusal).await?;
        }
        Ok(transaction.commit().await?)
    }
}

/// The changes of a plan, made anew when the account is another than it was planned on.
async fn ready(connection: &mut PgConnection, open: &OpenBook, mut kept: Kept) -> Result<Ready, JobError> {
    let account = kept.plan.account;
    let rows = existing(connection, open.tag, account).await?;
    if replica::rows_fingerprint(&rows) != kept.seen {
        let known = targets(connection, open.tag).await?;
        let target = known.iter().find(|known| known.id == account);
        let target =
            target.ok_or_else(|| JobError::Refused("the account is not there any more".to_owned()))?;
        let planned = tokio::task::block_in_place(|| kept.again(target, &rows, &open.identity));
        // What is not in question before and is now was decided by nobody.
        if planned.summary.counts.doubtful > 0
            || (planned.summary.proof != kept.summary.proof && planned.summary.needs_review())
        {
            return Ok(Ready::Review(Box::new(planned)));
        }
        kept = planned;
    }
    let ground = Ground::read(connection, open.tag, account, &rows).await?;
    let mut writes = Vec::new();
    let made = import_writes(&kept.plan, kept.currency, &open.identity, &ground, &mut writes)
        .map_err(|error| again(&error))?;
    let changes = changes(connection, open, &ground, &writes).await?;
    let items = seal_all(open, &changes)?;
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(Ready::Go(Outbox {
        items: items.iter().map(Item::to_bytes).collect(),
        account,
        closing: kept.plan.basis.closing.map(|(day, balance)| (replica::day_number(day), balance)),
        batch: made.batch.id.0.to_vec(),
        added: number(made.batch.added.len()) - number(made.batch.merged.len()) + made.restored,
        merged: number(made.batch.merged.len()),
        known: made.batch.same,
    }))
}

/// Rows nobody has are minted, facts and what is said of them apart, as on a device; the rest is written into its documents.
async fn changes(
    connection: &mut PgConnection,
    open: &OpenBook,
    ground: &Ground,
    writes: &[Write],
) -> Result<Vec<(RawChange, ChangeHeader)>, JobError> {
    type Parts<'a> = (Vec<&'a Write>, Vec<&'a Write>, Vec<&'a Write>);
    let mut by_shard: BTreeMap<ShardKey, Parts<'_>> = BTreeMap::new();
    for write in writes {
        let (facts, registers, edits) = by_shard.entry(write.shard()).or_default();
        match (write, write.entity()) {
            (Write::Facts { .. }, Entity::Batch) => facts.push(write),
            (Write::Facts { .. }, Entity::Transaction(id)) if !ground.has(id) => facts.push(write),
            (Write::Set { .. }, Entity::Transaction(id)) if !ground.has(id) => registers.push(write),
            _ => edits.push(write),
        }
    }
    let actor: [u8; 16] = relay::random();
    let mut changes = Vec::new();
    for (shard, (facts, registers, edits)) in by_shard {
        for minted in [facts, registers] {
            changes.extend(mint(shard, &minted, &open.identity).map_err(|error| again(&error))?);
        }
        if !edits.is_empty() {
            let mut document: ShardDocument = project::load(connection, open.tag, shard).await?;
            let made = tokio::task::block_in_place(|| document.write(&actor, &edits));
            changes.extend(made.map_err(|error| again(&error))?);
        }
    }
    Ok(changes)
}

async fn finish(
    connection: &mut PgConnection,
    book: BookTag,
    import: PlanId,
    outbox: &Outbox,
) -> Result<(), JobError> {
    sqlx::query!(
        "update hosted_import set state = 'committed', batch = $3, document = null, plan = null, outbox = null, ended_at = now(),
           target = $4, closing_day = $5, closing = $6
         where book = $1 and id = $2",
        book.as_ref(),
        import.0.as_slice(),
        outbox.batch,
        outbox.account.0.as_slice(),
        outbox.closing.map(|(day, _)| day),
        outbox.closing.map(|(_, balance)| balance)
    )
    .execute(&mut *connection)
    .await?;
    if let Some(upload) = upload(connection, book, import).await? {
        let said = notice::Said::Imported(outbox.added, outbox.merged, outbox.known);
        notice::give(connection, book, import, &upload, said).await?;
    }
    Ok(())
}
