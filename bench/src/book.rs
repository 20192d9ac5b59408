//! Measurements over a real book in a real file, through the operations every surface uses.

use crate::corpus::Corpus;
use crate::measure::{Lap, MeasureError, Repeat};
use crate::write::{Shape, write};
use app::{App, NewBook, Outside};
use domain::Language;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;
use tempfile::TempDir;

/// Rows a book has before the measured import: an import into an existing book, not into an empty one.
const BEFORE: u32 = 5_000;

/// The outside world of a measurement: ids in a fixed sequence, one instant.
struct Fixed {
    state: u64,
}

impl Outside for Fixed {
    fn now_ms(&self) -> i64 {
        1_767_225_600_000
    }

    fn today(&self) -> domain::Day {
        jiff::civil::date(2026, 1, 1)
    }

    /// `SplitMix64` (Steele, Lea, Flood 2014): well spread, and the same in every run.
    fn random(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut mixed = self.state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            *byte = (mixed >> 56) as u8;
        }
    }

    fn device(&self) -> String {
        "bench".to_owned()
    }

    fn keychain(&self) -> bool {
        false
    }

    fn model_dir(&self) -> Option<PathBuf> {
        let named = std::env::var_os("VALORIZE_CACHE").map(PathBuf::from);
        named
            .or_else(|| Some(PathBuf::from(".cache/valorize")))
            .filter(|folder| folder.join("model").is_dir())
    }
}

fn outside() -> Box<dyn Outside> {
    // Another process start is another actor; within one measurement the number of the start is enough.
    static STARTS: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
    Box::new(Fixed { state: STARTS.fetch_add(1, std::sync::atomic::Ordering::Relaxed) << 32 })
}

/// A book in a folder of its own, with a statement of `rows` rows beside it.
struct Place {
    folder: TempDir,
    rows: u32,
}

impl Place {
    fn new(rows: u32, model: &str) -> Result<Self, MeasureError> {
        let folder = TempDir::new()?;
        let place = Self { folder, rows };
        statement(&place.path("before.ofx"), BEFORE, 2)?;
        statement(&place.path("statement.ofx"), rows, 1)?;
        let new =
            NewBook { name: "bench".to_owned(), currency: domain::Currency::BRL, language: Language::PtBr };
        let mut app = App::create(&place.path("book"), &new, outside())?;
        app.call("setting.set", json!({ "key": "categorizer.model", "value": model }))?;
        import_file(&mut app, &place.path("before.ofx"))?;
        Ok(place)
    }

    /// With the statement imported.
    fn full(rows: u32) -> Result<(Self, App), MeasureError> {
        let place = Self::new(rows, "none")?;
        let mut app = place.open()?;
        import_file(&mut app, &place.path("statement.ofx"))?;
        // As a book stands a little after an import; how long that takes is measured as `index-search`.
        while app.catch_up()? {}
        Ok((place, app))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn open(&self) -> Result<App, MeasureError> {
        Ok(App::open(&self.path("book"), outside())?)
    }
}

fn statement(path: &Path, rows: u32, seed: u64) -> Result<(), MeasureError> {
    let mut out = BufWriter::new(File::create(path)?);
    write(&Corpus::new(rows, Language::PtBr, seed), Shape::Ofx1, &mut out)?;
    Ok(out.flush()?)
}

/// Plans and commits a file; rows added and rows known.
fn import_file(app: &mut App, path: &Path) -> Result<(u64, u64), MeasureError> {
    let planned = app.call("import.plan", json!({ "path": path.display().to_string() }))?;
    let (mut added, mut known) = (0, 0);
    for plan in planned["plans"].as_array().into_iter().flatten() {
        let done = app.call("import.commit", json!({ "plan": plan["plan"] }))?;
        added += done["added"].as_u64().unwrap_or(0);
        known += done["known"].as_u64().unwrap_or(0);
    }
    Ok((added, known))
}

/// Parse, plan, commit, project and categorise a statement into an existing book.
pub fn import(rows: u32, model: &str) -> Result<Repeat, MeasureError> {
    let place = Place::new(rows, model)?;
    Ok(Box::new(move || {
        let copy = place.path("copy");
        for name in ["copy", "copy-wal", "copy-shm"] {
            // Left over from the repetition before; on the first there is none.
            drop(fs::remove_file(place.path(name)));
        }
        fs::copy(place.path("book"), &copy)?;
        let mut app = App::open(&copy, outside())?;
        let start = Instant::now();
        let (added, known) = import_file(&mut app, &place.path("statement.ofx"))?;
        let took = Some(start.elapsed());
        if added != u64::from(place.rows) || known != 0 {
            return Err(MeasureError::Wrong(format!(
                "added {added} and knew {known} of {} rows",
                place.rows
            )));
        }
        Ok(Lap { rows: added, took })
    }))
}

/// The same file again: nothing is new.
pub fn import_again(rows: u32) -> Result<Repeat, MeasureError> {
    let (place, mut app) = Place::full(rows)?;
    Ok(Box::new(move || match import_file(&mut app, &place.path("statement.ofx"))? {
        (0, known) if known == u64::from(place.rows) => Ok(Lap::whole(known)),
        (added, known) => Err(MeasureError::Wrong(format!("added {added}, knew {known}"))),
    }))
}

/// What an import leaves for later: the search index over its rows.
pub fn index_search(rows: u32) -> Result<Repeat, MeasureError> {
    let place = Place::new(rows, "none")?;
    let mut app = place.open()?;
    import_file(&mut app, &place.path("statement.ofx"))?;
    drop(app);
    Ok(Box::new(move || {
        let copy = place.path("copy");
        fs::copy(place.path("book"), &copy)?;
        let mut app = App::open(&copy, outside())?;
        let start = Instant::now();
        while app.catch_up()? {}
        Ok(Lap { rows: u64::from(place.rows), took: Some(start.elapsed()) })
    }))
}

/// Every row without a person's category asked again, all vectors known.
pub fn suggest_warm(rows: u32) -> Result<Repeat, MeasureError> {
    let place = Place::new(rows, "minilm")?;
    let mut app = place.open()?;
    import_file(&mut app, &place.path("statement.ofx"))?;
    app.call("suggestion.refresh", json!({}))?;
    Ok(Box::new(move || {
        let start = Instant::now();
        let done = app.call("suggestion.refresh", json!({}))?;
        let _place = &place;
        Ok(Lap { rows: done["rows"].as_u64().unwrap_or(0), took: Some(start.elapsed()) })
    }))
}

/// From nothing to the first page of the register.
pub fn open(rows: u32) -> Result<Repeat, MeasureError> {
    let (place, app) = Place::full(rows)?;
    drop(app);
    Ok(Box::new(move || {
        let mut app = place.open()?;
        answered(&app.call("register.list", json!({ "limit": 200 }))?, 1)
    }))
}

fn answered(page: &Value, queries: u64) -> Result<Lap, MeasureError> {
    match page["items"].as_array() {
        Some(items) if !items.is_empty() => Ok(Lap::whole(queries)),
        _ => Err(MeasureError::Wrong("the page is empty".to_owned())),
    }
}

/// A page of 200 rows of the register.
pub fn list(rows: u32, which: &str) -> Result<Repeat, MeasureError> {
    let (place, mut app) = Place::full(rows)?;
    let account = app.call("account.list", json!({}))?["items"][0]["id"].clone();
    let input = match which {
        "account" => json!({ "account": account, "limit": 200 }),
        "category" => json!({ "category": "groceries", "limit": 200 }),
        "deep" => json!({ "after": "2019-06-01/AAAAAAAAAAAAAAAA", "to": "2019-12-31", "limit": 200 }),
        "search" => json!({ "search": "padaria", "limit": 200 }),
        "miss" => json!({ "search": "no such text anywhere", "limit": 200 }),
        _ => json!({ "limit": 200 }),
    };
    let empty = matches!(which, "miss" | "deep");
    Ok(Box::new(move || {
        let page = app.call("register.list", input.clone())?;
        let _place = &place;
        if empty { Ok(Lap::whole(1)) } else { answered(&page, 1) }
    }))
}

fn query(rows: u32, name: &'static str, input: Value) -> Result<Repeat, MeasureError> {
    let (place, mut app) = Place::full(rows)?;
    Ok(Box::new(move || {
        let page = app.call(name, input.clone())?;
        let _place = &place;
        answered(&page, 1)
    }))
}

/// Accounts with balances.
pub fn accounts(rows: u32) -> Result<Repeat, MeasureError> {
    query(rows, "account.list", json!({}))
}

/// Sums by month and category over everything.
pub fn spending(rows: u32) -> Result<Repeat, MeasureError> {
    query(rows, "report.spending", json!({}))
}

/// The first page of the review queue.
pub fn review(rows: u32) -> Result<Repeat, MeasureError> {
    query(rows, "suggestion.list", json!({ "limit": 100 }))
}

/// A category change, durable when it returns; each time another row.
pub fn edit(rows: u32) -> Result<Repeat, MeasureError> {
    let (place, mut app) = Place::full(rows)?;
    let page = app.call("register.list", json!({ "limit": 10_000, "category": "none" }))?;
    let mut ids: Vec<Value> =
        page["items"].as_array().into_iter().flatten().map(|row| row["id"].clone()).collect();
    if ids.is_empty() {
        let page = app.call("register.list", json!({ "limit": 10_000 }))?;
        ids = page["items"].as_array().into_iter().flatten().map(|row| row["id"].clone()).collect();
    }
    let mut next = 0_usize;
    Ok(Box::new(move || {
        // A stride that is no divisor: neighbours in time are in other months.
        next = (next + 997) % ids.len();
        let category = if next.is_multiple_of(2) { "groceries" } else { "leisure" };
        app.call("transaction.edit", json!({ "id": [ids[next]], "category": category }))?;
        let _place = &place;
        Ok(Lap::whole(1))
    }))
}

/// What the disk asks for a durable write of a page.
pub fn fsync(_rows: u32) -> Result<Repeat, MeasureError> {
    let folder = TempDir::new()?;
    let mut file = File::create(folder.path().join("page"))?;
    Ok(Box::new(move || {
        let _folder = &folder;
        file.write_all(&[7; 4096])?;
        file.sync_all()?;
        Ok(Lap::whole(1))
    }))
}

/// The import taken back, and done again outside the measured time.
pub fn undo(rows: u32) -> Result<Repeat, MeasureError> {
    let (place, mut app) = Place::full(rows)?;
    Ok(Box::new(move || {
        let start = Instant::now();
        app.call("history.undo", json!({}))?;
        let took = Some(start.elapsed());
        app.call("history.redo", json!({}))?;
        Ok(Lap { rows: u64::from(place.rows), took })
    }))
}

/// Every check of the book.
pub fn doctor(rows: u32) -> Result<Repeat, MeasureError> {
    let (place, mut app) = Place::full(rows)?;
    Ok(Box::new(move || {
        let health = app.doctor(false)?;
        if !health.healthy {
            return Err(MeasureError::Wrong(health.problems.join("; ")));
        }
        Ok(Lap::whole(u64::from(place.rows)))
    }))
}

/// Bytes of the book's file per row of the imported statement, history and suggestions included.
///
/// # Errors
/// As the measurements.
pub fn bytes_per_row(rows: u32) -> Result<u64, MeasureError> {
    let empty = Place::new(rows, "none")?;
    let before = size(&empty.path("book"))?;
    let (place, app) = Place::full(rows)?;
    drop(app);
    Ok(size(&place.path("book"))?.saturating_sub(before) / u64::from(rows.max(1)))
}

/// Size with the write-ahead log, which closing empties.
fn size(book: &Path) -> Result<u64, MeasureError> {
    let log = book.with_file_name(format!("{}-wal", book.file_name().unwrap_or_default().to_string_lossy()));
    Ok(fs::metadata(book)?.len() + fs::metadata(log).map_or(0, |data| data.len()))
}

/// The overview, or a month of the budget, on the day of the newest row; the month is budgeted.
pub fn planning(rows: u32, name: &'static str) -> Result<Repeat, MeasureError> {
    let (place, mut app) = Place::full(rows)?;
    let accounts = app.call("account.list", json!({}))?;
    let days =
        accounts["items"].as_array().into_iter().flatten().filter_map(|item| item["last_day"].as_str());
    let day = days.max().unwrap_or("2024-01-31").to_owned();
    let month = day.get(..7).unwrap_or_default().to_owned();
    app.call("budget.fill_average", json!({ "month": month, "months": 12 }))?;
    let input = if name == "overview.show" { json!({ "day": day }) } else { json!({ "month": month }) };
    Ok(Box::new(move || {
        let answer = app.call(name, input.clone())?;
        let _place = &place;
        match answer["month"].as_str() {
            Some(told) if told == month => Ok(Lap::whole(1)),
            _ => Err(MeasureError::Wrong("the answer is of another month".to_owned())),
        }
    }))
}
