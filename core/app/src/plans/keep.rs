//! Plans in the book: a head per plan, its lines in chunks, so that a page of a large plan reads only what it shows.

use super::StoredPlan;
use crate::error::{AppError, ErrorCode};
use crate::import_view::Show;
use crate::session::Session;
use domain::{Fate, PlanId, PlanLine};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::Reader;
use store::rusqlite::{self, Connection, OptionalExtension as _, params};

/// Plans nobody committed are dropped after a week.
const KEEP_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// Lines in a chunk.
const CHUNK: usize = 500;
/// Lines of plans held in memory between two actions.
const MOST_HELD: usize = 400_000;

/// Plans worked on last, so that a decision or a commit need not read them again.
#[derive(Default)]
pub struct Held(Vec<StoredPlan>);

impl Held {
    /// Takes a plan out.
    pub fn take(&mut self, id: PlanId) -> Option<StoredPlan> {
        let at = self.0.iter().position(|plan| plan.plan.id == id)?;
        Some(self.0.swap_remove(at))
    }

    /// Keeps a plan; the oldest go when there is too much.
    pub fn put(&mut self, plan: StoredPlan) {
        self.0.retain(|other| other.plan.id != plan.plan.id);
        self.0.push(plan);
        let (mut lines, mut kept) = (0, 0);
        for plan in self.0.iter().rev() {
            lines += plan.plan.lines.len();
            if kept > 0 && lines > MOST_HELD {
                break;
            }
            kept += 1;
        }
        let drop = self.0.len() - kept;
        self.0.drain(..drop);
    }
}

/// Keeps a plan whole; plans left open long before are dropped with it, so that the book does not grow by them.
///
/// # Errors
/// When the book cannot be written.
pub fn store(session: &mut Session<'_>, stored: &StoredPlan) -> Result<(), AppError> {
    let head = pack(&head_of(stored))?;
    let chunks = stored
        .plan
        .lines
        .chunks(CHUNK)
        .map(|lines| Ok((tally(lines), pack(lines)?)))
        .collect::<Result<Vec<_>, AppError>>()?;
    let at = session.outside.now_ms();
    let id = stored.plan.id.0;
    session.store.local(|tx| {
        tx.execute("delete from import_plan where created_at < ?1 and state <> 1", params![at - KEEP_MS])?;
        tx.execute(
            "delete from import_plan_lines where plan not in (select id from import_plan where state = 0) or plan = ?1",
            params![id],
        )?;
        write_head(tx, stored, at, &head)?;
        chunks.iter().enumerate().try_for_each(|(no, (counts, lines))| write_chunk(tx, id, no, *counts, lines))
    })?;
    Ok(())
}

/// Keeps a change of some lines, and of the head.
///
/// # Errors
/// When the book cannot be written.
pub fn store_lines(session: &mut Session<'_>, stored: &StoredPlan, lines: &[usize]) -> Result<(), AppError> {
    let mut numbers: Vec<usize> = lines.iter().map(|index| index / CHUNK).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let head = pack(&head_of(stored))?;
    let chunks = numbers
        .into_iter()
        .filter_map(|no| Some((no, stored.plan.lines.chunks(CHUNK).nth(no)?)))
        .map(|(no, lines)| Ok((no, tally(lines), pack(lines)?)))
        .collect::<Result<Vec<_>, AppError>>()?;
    let (at, id) = (session.outside.now_ms(), stored.plan.id.0);
    session.store.local(|tx| {
        write_head(tx, stored, at, &head)?;
        chunks.iter().try_for_each(|(no, counts, lines)| write_chunk(tx, id, *no, *counts, lines))
    })?;
    Ok(())
}

/// Throws a plan away.
///
/// # Errors
/// When the book cannot be written.
pub fn discard(session: &mut Session<'_>, id: PlanId) -> Result<(), AppError> {
    session.plans.take(id);
    session.store.local(|tx| {
        forget_lines(tx, id)?;
        tx.execute("delete from import_plan where id = ?1", [id.0]).map(drop)
    })?;
    Ok(())
}

/// Forgets a plan's lines: they are in the batch now, or nobody wants them.
///
/// # Errors
/// When SQLite fails.
pub fn forget_lines(tx: &Connection, id: PlanId) -> rusqlite::Result<()> {
    tx.execute("delete from import_plan_lines where plan = ?1", [id.0]).map(drop)
}

fn write_head(tx: &Connection, stored: &StoredPlan, at: i64, head: &[u8]) -> rusqlite::Result<()> {
    tx.execute(
        "insert into import_plan (id, account, created_at, plan) values (?1, ?2, ?3, ?4) \
         on conflict (id) do update set plan = excluded.plan, state = 0, batch = null",
        params![stored.plan.id.0, stored.plan.account.0, at, head],
    )
    .map(drop)
}

fn write_chunk(
    tx: &Connection,
    id: [u8; 12],
    no: usize,
    [fresh, known, doubtful, ignored]: [u32; 4],
    lines: &[u8],
) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "insert or replace into import_plan_lines (plan, no, fresh, known, doubtful, ignored, lines) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![id, i64::try_from(no).unwrap_or(i64::MAX), fresh, known, doubtful, ignored, lines])
    .map(drop)
}

fn head_of(stored: &StoredPlan) -> StoredPlan {
    let mut head = stored.without_lines();
    head.counts = Some(crate::import_view::count(&stored.plan));
    head
}

/// Doubtful lines stay together, whatever a person said of them since.
const fn place(line: &PlanLine) -> usize {
    match (&line.proposed, &line.fate) {
        (Fate::Likely { .. }, _) | (_, Fate::Likely { .. }) => 2,
        (_, Fate::New) => 0,
        (_, Fate::Same { .. }) => 1,
        (_, Fate::Ignored { .. }) => 3,
    }
}

fn tally(lines: &[PlanLine]) -> [u32; 4] {
    let mut counts = [0; 4];
    for line in lines {
        counts[place(line)] += 1;
    }
    counts
}

fn pack<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, AppError> {
    let json =
        serde_json::to_vec(value).map_err(|error| AppError::new(ErrorCode::Internal, error.to_string()))?;
    Ok(lz4_flex::compress_prepend_size(&json))
}

fn unpack<T: DeserializeOwned>(packed: &[u8]) -> Result<T, AppError> {
    let damaged = |error: String| {
        AppError::new(ErrorCode::Damaged, format!("the stored plan cannot be read: {error}"))
            .remedy("plan the file again")
    };
    let json = lz4_flex::decompress_size_prepended(packed).map_err(|error| damaged(error.to_string()))?;
    serde_json::from_slice(&json).map_err(|error| damaged(error.to_string()))
}

/// The id that `text` names.
///
/// # Errors
/// `invalid_input`.
pub fn plan_id(text: &str) -> Result<PlanId, AppError> {
    text.parse().map_err(|error: domain::id::ParseIdError| AppError::invalid("plan", error.to_string()))
}

/// The open plan with this id, without its lines.
///
/// # Errors
/// `not_found` when there is none or it was committed.
pub fn head(reader: &Reader, text: &str) -> Result<StoredPlan, AppError> {
    let id = plan_id(text)?;
    let packed: Option<Vec<u8>> = reader
        .connection()
        .prepare_cached("select plan from import_plan where id = ?1 and state = 0")?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    let packed =
        packed.ok_or_else(|| AppError::not_found("open plan", text).remedy("plan the file again"))?;
    unpack(&packed)
}

/// The open plan with this id.
///
/// # Errors
/// As [`head`].
pub fn load(reader: &Reader, text: &str) -> Result<StoredPlan, AppError> {
    let mut stored = head(reader, text)?;
    let sql = "select lines from import_plan_lines where plan = ?1 order by no";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let mut rows = statement.query([stored.plan.id.0])?;
    while let Some(row) = rows.next()? {
        let lines: Vec<PlanLine> = unpack(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
        stored.plan.lines.extend(lines);
    }
    Ok(stored)
}

/// Some lines of a plan with their places, and how many there are of that kind.
///
/// # Errors
/// When the book cannot be read.
pub fn page(
    reader: &Reader,
    id: PlanId,
    show: Show,
    offset: usize,
    limit: usize,
) -> Result<(Vec<(usize, PlanLine)>, usize), AppError> {
    let sql = "select no, fresh, known, doubtful, ignored from import_plan_lines where plan = ?1 order by no";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let chunks = statement
        .query_map([id.0], |row| Ok((row.get(0)?, [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?])))?;
    let mut one = reader
        .connection()
        .prepare_cached("select lines from import_plan_lines where plan = ?1 and no = ?2")?;
    let (mut total, mut found) = (0, Vec::new());
    for chunk in chunks {
        let (no, counts): (u32, [u32; 4]) = chunk?;
        let here = match show.place() {
            Some(place) => counts[place],
            None => counts.iter().sum(),
        } as usize;
        let before = total;
        total += here;
        if here == 0 || total <= offset || found.len() >= limit {
            continue;
        }
        let packed: Vec<u8> = one.query_row(params![id.0, no], |row| row.get(0))?;
        let lines: Vec<PlanLine> = unpack(&packed)?;
        let wanted = lines
            .into_iter()
            .enumerate()
            .filter(|(_, line)| show.place().is_none_or(|wanted| place(line) == wanted))
            .skip(offset.saturating_sub(before))
            .take(limit - found.len())
            .map(|(at, line)| (no as usize * CHUNK + at, line));
        found.extend(wanted);
    }
    Ok((found, total))
}
