//! From a shard's entities to rows of the projection: transactions here, the rest in `project_book`.

use crate::StoreError;
use crate::merged;
use crate::project_book::project_book;
use crate::totals::Totals;
use domain::fold::search_text;
use domain::transaction::Origin;
use domain::{AccountId, CategoryId, Clearing, PayeeId, Split, TransactionId};
use replica::{Entity, EntityState, Field, ShardKey, TransactionState, day_number, month_of_day_number};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use rustc_hash::FxHashMap;

/// Writes rows and keeps the sums; [`Projector::finish`] writes these.
pub struct Projector<'a> {
    conn: &'a Connection,
    totals: Totals,
    /// Where merged categories and payees end; read when first needed.
    roots: Option<FxHashMap<[u8; 12], [u8; 12]>>,
    /// A merge was written since.
    unsettled: bool,
}

/// Is there certainly nothing of the entity in the projection yet?
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Yes: rows are added without looking.
    Fresh,
    /// No.
    Maybe,
}

/// The part of a row that its sums depend on.
#[derive(Clone, PartialEq, Eq)]
struct Summed {
    account: AccountId,
    month: i32,
    cleared: bool,
    lines: Vec<(Option<CategoryId>, i64)>,
}

impl<'a> Projector<'a> {
    pub fn new(conn: &'a Connection) -> Self {
        Self { conn, totals: Totals::default(), roots: None, unsettled: false }
    }

    /// Writes the sums.
    pub fn finish(mut self) -> Result<(), StoreError> {
        self.settle()?;
        self.totals.flush(self.conn)
    }

    /// Moves rows of categories and payees that were merged, or whose merge was taken back.
    fn settle(&mut self) -> Result<(), StoreError> {
        if self.unsettled {
            merged::settle(self.conn, &mut self.totals)?;
            self.unsettled = false;
            self.roots = None;
        }
        Ok(())
    }

    /// Where a category or payee counts.
    fn root(&mut self, id: [u8; 12]) -> Result<[u8; 12], StoreError> {
        self.settle()?;
        let roots = match self.roots.take() {
            Some(roots) => roots,
            None => merged::roots(self.conn)?,
        };
        let root = roots.get(&id).copied().unwrap_or(id);
        self.roots = Some(roots);
        Ok(root)
    }

    /// Makes the projection say of the entity what the shard says.
    pub fn entity(
        &mut self,
        shard: &ShardKey,
        state: &EntityState,
        freshness: Freshness,
    ) -> Result<(), StoreError> {
        self.notes(shard, state, freshness)?;
        if let (Some(account), Entity::Transaction(id)) = (shard.account(), state.entity) {
            // Facts of a newer version make no row; `needs_newer` names them.
            let Ok(row) = state.transaction(account, id) else { return Ok(()) };
            return match row {
                Some(row) => self.transaction(&row, fields(state), freshness),
                None => self.orphan(shard, state),
            };
        }
        self.unsettled |= state.registers.iter().any(|register| register.field == Field::MergedInto);
        project_book(self.conn, state)
    }

    fn transaction(
        &mut self,
        row: &TransactionState,
        fields: i64,
        freshness: Freshness,
    ) -> Result<(), StoreError> {
        let old = match freshness {
            Freshness::Fresh => None,
            Freshness::Maybe => self.stored(row.transaction.id)?,
        };
        if let Some(old) = &old {
            self.add(old.0.as_ref(), -1);
            self.clear_children(row.transaction.id, old.1)?;
        }
        let counts = self.counts(row)?;
        let lines = self.split_lines(row)?;
        self.add(summed(row, &counts, &lines).as_ref(), 1);
        write_row(self.conn, row, &counts, lines.len(), fields, old.is_some())?;
        self.children(row, &lines)
    }

    fn add(&mut self, summed: Option<&Summed>, sign: i64) {
        let Some(summed) = summed else { return };
        for &(category, amount) in &summed.lines {
            self.totals.line(summed.account, summed.month, category, amount, summed.cleared, sign);
        }
    }

    /// What the projection sums for the row now (`None` when it is hidden), and how many split lines it has.
    fn stored(&self, id: TransactionId) -> Result<Option<(Option<Summed>, i64)>, StoreError> {
        let mut find = self.conn.prepare_cached(
            "select account, day, amount, category, clearing, visible, splits from transactions where id = ?1",
        )?;
        let found = find.query_row([id.as_bytes()], |row| {
            let line = (optional_category(row, 3)?, row.get::<_, i64>(2)?);
            let summed = Summed {
                account: AccountId(row.get(0)?),
                month: month_of_day_number(row.get(1)?),
                cleared: row.get::<_, i64>(4)? > 0,
                lines: vec![line],
            };
            Ok((summed, row.get::<_, bool>(5)?, row.get::<_, i64>(6)?))
        });
        let Some((mut summed, visible, splits)) = found.optional()? else { return Ok(None) };
        if splits > 0 {
            let mut parts = self.conn.prepare_cached(
                "select category, amount from split where transaction_id = ?1 order by position",
            )?;
            let rows =
                parts.query_map([id.as_bytes()], |row| Ok((optional_category(row, 0)?, row.get(1)?)))?;
            summed.lines = rows.collect::<Result<_, _>>()?;
        }
        Ok(Some((visible.then_some(summed), splits)))
    }

    fn clear_children(&self, id: TransactionId, splits: i64) -> Result<(), StoreError> {
        if splits > 0 {
            self.conn
                .prepare_cached("delete from split where transaction_id = ?1")?
                .execute([id.as_bytes()])?;
        }
        self.conn.prepare_cached("delete from tag where transaction_id = ?1")?.execute([id.as_bytes()])?;
        Ok(())
    }

    fn children(&self, row: &TransactionState, lines: &[SplitLine]) -> Result<(), StoreError> {
        let id = row.transaction.id;
        for (position, line) in lines.iter().enumerate() {
            let SplitLine { split, category, remainder } = line;
            let category = category.as_ref().map(CategoryId::as_bytes);
            let set = split.category.as_ref().map(CategoryId::as_bytes);
            let position = position as i64;
            self.conn.prepare_cached("insert into split values (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute(
                params![id.as_bytes(), position, split.amount, category, split.note, remainder, set],
            )?;
        }
        for tag in &row.transaction.tags {
            self.conn
                .prepare_cached("insert or ignore into tag values (?1, ?2)")?
                .execute(params![tag, id.as_bytes()])?;
        }
        Ok(())
    }

    /// Notes a key this version does not know.
    pub fn unknown(&self, shard: &ShardKey, key: &str) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("insert or ignore into needs_newer values (?1, ?2)")?
            .execute([&shard.to_string(), key])?;
        Ok(())
    }

    fn orphan(&self, shard: &ShardKey, state: &EntityState) -> Result<(), StoreError> {
        let mut insert = self.conn.prepare_cached("insert or ignore into orphan values (?1, ?2)")?;
        insert.execute(params![shard.to_string(), state.entity.key()])?;
        Ok(())
    }

    /// Conflicts and keys of a newer version.
    fn notes(&self, shard: &ShardKey, state: &EntityState, freshness: Freshness) -> Result<(), StoreError> {
        let newer = state.needs_newer_version();
        // Two wraps of one generation for one member hold the same key: nothing a person could decide.
        let is_wrap = matches!(state.entity, Entity::Wrap(..));
        let conflicts = state
            .registers
            .iter()
            .filter(|register| register.values > 1)
            .map(|register| (register.field.as_str(), register.values));
        let conflicts: Vec<(&str, u32)> = (state.facts_values > 1 && !is_wrap)
            .then_some(("", state.facts_values))
            .into_iter()
            .chain(conflicts)
            .collect();
        if freshness == Freshness::Fresh && !newer && conflicts.is_empty() {
            return Ok(());
        }
        let (doc, key) = (shard.to_string(), state.entity.key());
        for table in ["conflict", "needs_newer", "orphan"] {
            self.conn
                .prepare_cached(&format!("delete from {table} where doc = ?1 and key = ?2"))?
                .execute([&doc, &key])?;
        }
        for (field, n) in conflicts {
            self.conn
                .prepare_cached("insert into conflict values (?1, ?2, ?3, ?4)")?
                .execute(params![doc, key, field, n])?;
        }
        if newer {
            self.conn.prepare_cached("insert into needs_newer values (?1, ?2)")?.execute([&doc, &key])?;
        }
        Ok(())
    }

    /// Writes the machine's category to a row whose other fields stay as they are, without its shard.
    pub fn auto_category(
        &mut self,
        id: TransactionId,
        auto: Option<replica::AutoCategory>,
        bit: i64,
    ) -> Result<(), StoreError> {
        let before = self.stored(id)?;
        let category = auto.as_ref().map(|auto| auto.category.as_bytes());
        let counts = auto.map(|auto| self.root(auto.category.0)).transpose()?;
        let confidence = auto.map(|auto| auto.confidence);
        self.conn
            .prepare_cached(
                "update transactions set auto_category = ?2, auto_confidence = ?3, \
                 category = case when user_category is null then ?5 else category end, fields = fields | ?4 where id = ?1",
            )?
            .execute(params![id.as_bytes(), category, confidence, bit, counts])?;
        let after = self.stored(id)?;
        if before != after {
            self.add(before.and_then(|(summed, _)| summed).as_ref(), -1);
            self.add(after.and_then(|(summed, _)| summed).as_ref(), 1);
        }
        Ok(())
    }
}

fn optional_category(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<CategoryId>> {
    Ok(row.get::<_, Option<[u8; 12]>>(index)?.map(CategoryId))
}

struct SplitLine {
    split: Split,
    /// Where it counts.
    category: Option<CategoryId>,
    remainder: bool,
}

/// Where a row counts, after merges.
struct Counts {
    category: Option<CategoryId>,
    payee: Option<PayeeId>,
}

impl Projector<'_> {
    /// Effective category (a person's before the machine's) and payee.
    fn counts(&mut self, row: &TransactionState) -> Result<Counts, StoreError> {
        let transaction = &row.transaction;
        let category = transaction.category.or(transaction.auto_category);
        Ok(Counts {
            category: category.map(|id| self.root(id.0)).transpose()?.map(CategoryId),
            payee: transaction.payee.map(|id| self.root(id.0)).transpose()?.map(PayeeId),
        })
    }

    /// The lines of a split row, with what the parts leave over as the last.
    fn split_lines(&mut self, row: &TransactionState) -> Result<Vec<SplitLine>, StoreError> {
        let transaction = &row.transaction;
        let mut lines = Vec::with_capacity(transaction.splits.len());
        let mut rest = transaction.amount;
        for split in &transaction.splits {
            rest = rest.wrapping_sub(split.amount);
            let category = split.category.map(|id| self.root(id.0)).transpose()?.map(CategoryId);
            lines.push(SplitLine { split: split.clone(), category, remainder: false });
        }
        if rest != 0 && !lines.is_empty() {
            let split = Split { amount: rest, category: None, note: None };
            lines.push(SplitLine { split, category: None, remainder: true });
        }
        Ok(lines)
    }
}

fn summed(row: &TransactionState, counts: &Counts, lines: &[SplitLine]) -> Option<Summed> {
    let transaction = &row.transaction;
    row.visible().then(|| Summed {
        account: transaction.account,
        month: month_of_day_number(day_number(transaction.date)),
        cleared: transaction.clearing >= Clearing::Cleared,
        lines: if lines.is_empty() {
            vec![(counts.category, transaction.amount)]
        } else {
            lines.iter().map(|line| (line.category, line.split.amount)).collect()
        },
    })
}

/// Bit set of the registers ever written.
fn fields(state: &EntityState) -> i64 {
    state.registers.iter().fold(0, |bits, register| bits | register.field.bit().cast_signed())
}

const COLUMNS: [&str; 32] = [
    "id",
    "account",
    "day",
    "amount",
    "visible",
    "clearing",
    "origin",
    "splits",
    "category",
    "user_category",
    "auto_category",
    "auto_confidence",
    "payee",
    "payee_set",
    "description",
    "statement_payee",
    "memo",
    "bank_id",
    "check_number",
    "note",
    "fact_day",
    "fact_amount",
    "original_amount",
    "original_currency",
    "instalment",
    "instalments",
    "deleted",
    "removed",
    "dup_of",
    "transfer",
    "fields",
    "search",
];

/// The statements over all columns, written once from [`COLUMNS`].
fn row_sql(exists: bool) -> &'static str {
    static SQL: std::sync::OnceLock<[String; 2]> = std::sync::OnceLock::new();
    let sql = SQL.get_or_init(|| {
        let marks: Vec<String> = (1..=COLUMNS.len()).map(|n| format!("?{n}")).collect();
        let sets: Vec<String> =
            COLUMNS.iter().zip(&marks).skip(1).map(|(column, mark)| format!("{column} = {mark}")).collect();
        [
            format!("insert into transactions ({}) values ({})", COLUMNS.join(", "), marks.join(", ")),
            format!("update transactions set {} where id = ?1", sets.join(", ")),
        ]
    });
    &sql[usize::from(exists)]
}

fn write_row(
    conn: &Connection,
    row: &TransactionState,
    counts: &Counts,
    splits: usize,
    fields: i64,
    exists: bool,
) -> Result<(), StoreError> {
    let transaction = &row.transaction;
    let facts = &transaction.facts;
    let texts = [
        Some(facts.description.as_str()),
        facts.payee.as_deref(),
        facts.memo.as_deref(),
        transaction.note.as_deref(),
    ];
    conn.prepare_cached(row_sql(exists))?.execute(params![
        transaction.id.as_bytes(),
        transaction.account.as_bytes(),
        day_number(transaction.date),
        transaction.amount,
        row.visible(),
        transaction.clearing as i64,
        match facts.origin {
            Origin::Statement => 0,
            Origin::Pending => 1,
            Origin::Manual => 2,
        },
        splits as i64,
        counts.category.as_ref().map(CategoryId::as_bytes),
        transaction.category.as_ref().map(CategoryId::as_bytes),
        transaction.auto_category.as_ref().map(CategoryId::as_bytes),
        row.auto_confidence,
        counts.payee.as_ref().map(PayeeId::as_bytes),
        transaction.payee.as_ref().map(PayeeId::as_bytes),
        facts.description,
        facts.payee,
        facts.memo,
        facts.bank_id,
        facts.check_number,
        transaction.note,
        day_number(facts.date),
        facts.amount.minor,
        facts.original.map(|money| money.minor),
        facts.original.map(|money| money.currency.code()),
        facts.instalment.map(|(n, _)| n),
        facts.instalment.map(|(_, of)| of),
        row.deleted,
        row.removed,
        row.duplicate_of.as_ref().map(TransactionId::as_bytes),
        row.transfer.as_ref().map(TransactionId::as_bytes),
        fields,
        search_text(&texts),
    ])?;
    Ok(())
}
