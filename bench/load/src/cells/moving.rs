//! A cell comes, and the books that belong there move one after the other while their devices go on: what an operator does with infra/cells.

use super::map::CellMap;
use super::{Ground, POLL_SECONDS, Run};
use crate::error::LoadError;
use crate::figures::{Figures, Target, float};
use crate::stand::Stand;
use crate::sync::population::{Resident, invent};
use crate::sync::roaming::{Company, Found, Late, Sleep, newcomers};
use sqlx::PgPool;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};
use sync_protocol::BookTag;

const LEAVE: &str = include_str!("../../../../infra/cells/leave.sql");
const ENTER: &str = include_str!("../../../../infra/cells/enter.sql");
/// Work before anything moves, and after everything has.
const BESIDE: Duration = Duration::from_secs(3);
/// In which every server has looked at least once who may do what.
const LOOKED: Duration = Duration::from_millis(POLL_SECONDS * 1_250 + 1_000);

/// How long the parts of one move took.
struct Moved {
    all: Duration,
    /// From the fence to where devices find the book in its new cell.
    refused: Duration,
}

/// Runs it: of the cells the last is the one that comes.
pub async fn run(run: &Run<'_>, stands: &[Arc<Stand>], figures: &mut Figures) -> Result<Found, LoadError> {
    let devices = &run.cells.devices;
    let name = format!("{}, one comes to {} others", run.name, stands.len() - 1);
    println!("{name}");
    let each = devices.each as usize + 1;
    let ground = Ground::new(stands, CellMap::of(stands.len() - 1));
    let all = population(&ground, devices.books as usize, each);
    ground.settle(&all, each).await?;
    let (residents, newcomers) = newcomers(all, each);
    let sleep = Sleep {
        awake: Duration::from_secs_f64(devices.awake_seconds),
        asleep: Duration::from_secs_f64(devices.asleep_seconds),
    };
    let mut company = Company::gather(&ground.home(), &residents, Some(sleep), devices.rate).await?;
    company.work_until(company.begin() + BESIDE).await?;
    let moving = comes(&ground, &residents);
    let moved = move_all(&ground, &moving).await?;
    company.work_until(Instant::now() + BESIDE).await?;
    let (record, books) = (company.record.clone(), residents.len() / devices.each as usize);
    let found = ground.part(company, &residents, &newcomers).await?;
    nothing_left(&ground, &moving).await?;
    figures.add(&name, "books moved", float(moved.len() as u64), "", Target::None);
    figures.add(&name, "of all", 100.0 * float(moved.len() as u64) / float(books as u64), "%", Target::None);
    let milliseconds = |pick: fn(&Moved) -> Duration| {
        moved.iter().map(|moved| pick(moved).as_secs_f64() * 1e3).collect::<Vec<f64>>()
    };
    for (what, mut times) in [
        ("a move", milliseconds(|moved| moved.all)),
        ("of that, the book took no pushes", milliseconds(|moved| moved.refused)),
    ] {
        times.sort_unstable_by(f64::total_cmp);
        let (middle, longest) = (times.get(times.len() / 2), times.last());
        figures.add(&name, &format!("{what}, p50"), middle.copied().unwrap_or(0.0), "ms", Target::None);
        figures.add(&name, &format!("{what}, longest"), longest.copied().unwrap_or(0.0), "ms", Target::None);
    }
    let tally = &record.tally;
    let applied = ["push to applied p50", "push to applied p95", "push to applied p99"];
    figures.latency(&name, applied, &tally.arrival, Target::None);
    let longest = Duration::from_micros(tally.arrival.histogram().max()).as_secs_f64();
    figures.add(&name, "longest from push to applied", longest, "s", Target::None);
    let late = record.late(Late::Arrivals).len() as u64;
    figures.add(&name, "arrived more than a second late", float(late), "changes", Target::None);
    figures.note(format!(
        "{name}: servers look every {POLL_SECONDS} s who may do what, which is how devices learn that their book has moved; by default it is every 20 s"
    ));
    Ok(found)
}

/// Households of which at least one will move.
fn population(ground: &Ground, books: usize, each: usize) -> Vec<Resident> {
    let grown = CellMap::of(ground.stands.len());
    loop {
        let all = invent(books, each);
        if all.iter().any(|resident| grown.cell(resident.book) != ground.cell(resident.book)) {
            return all;
        }
    }
}

/// The last cell is one of the map's from now on. Gives the books that belong there and where they are.
fn comes(ground: &Ground, residents: &[Resident]) -> Vec<(BookTag, usize)> {
    let mut books: Vec<BookTag> = residents.iter().map(|resident| resident.book).collect();
    books.dedup();
    let mut map = ground.map.write().unwrap_or_else(PoisonError::into_inner);
    map.add(&format!("cell-{}", ground.stands.len()), &books)
}

/// Cell by cell; the first move is broken off once, and begun anew.
async fn move_all(ground: &Ground, moving: &[(BookTag, usize)]) -> Result<Vec<Moved>, LoadError> {
    let last = ground.stands.len() - 1;
    let to = &ground.stands[last];
    let mut moved = Vec::new();
    for (place, from) in ground.stands[..last].iter().enumerate() {
        let its: Vec<BookTag> = moving.iter().filter(|(_, at)| *at == place).map(|(book, _)| *book).collect();
        if its.is_empty() {
            continue;
        }
        connect(from, to).await?;
        for book in its {
            if moved.is_empty() {
                break_off(from, to, book).await?;
            }
            moved.push(move_book(ground, from, to, book).await?);
        }
    }
    Ok(moved)
}

/// Installs what is needed for moves from one cell to the other.
async fn connect(from: &Arc<Stand>, to: &Arc<Stand>) -> Result<(), LoadError> {
    let socket = from.postgres_socket().display().to_string();
    let settings =
        [("host", socket.as_str()), ("port", "5432"), ("database", "valorize"), ("user", "valorize")];
    let settings = settings.into_iter().chain([("password", "none")]);
    let set: Vec<String> = settings.map(|(name, value)| format!("\\set {name} '{value}'\n")).collect();
    for (stand, script) in [(from, LEAVE.to_owned()), (to, set.concat() + ENTER)] {
        let stand = stand.clone();
        let done = tokio::task::spawn_blocking(move || stand.psql(&script)).await;
        done.map_err(|error| LoadError::Wrong(error.to_string()))??;
    }
    Ok(())
}

async fn call(pool: &PgPool, function: &str, book: BookTag) -> Result<(), LoadError> {
    let statement = format!("select {function}($1)");
    sqlx::query(sqlx::AssertSqlSafe(statement)).bind(book.0.as_slice()).execute(pool).await?;
    Ok(())
}

async fn move_book(ground: &Ground, from: &Stand, to: &Stand, book: BookTag) -> Result<Moved, LoadError> {
    let began = Instant::now();
    call(&to.pool, "leaving.copy_book", book).await?;
    let fenced = Instant::now();
    call(&from.pool, "cell.fence_book", book).await?;
    call(&to.pool, "leaving.rest_of_book", book).await?;
    ground.map.write().unwrap_or_else(PoisonError::into_inner).moved(book);
    let refused = fenced.elapsed();
    call(&from.pool, "cell.remove_book", book).await?;
    Ok(Moved { all: began.elapsed(), refused })
}

/// A move that ends half-way: the book stays where it is and takes pushes again.
async fn break_off(from: &Stand, to: &Stand, book: BookTag) -> Result<(), LoadError> {
    call(&to.pool, "leaving.copy_book", book).await?;
    call(&from.pool, "cell.fence_book", book).await?;
    tokio::time::sleep(LOOKED).await;
    call(&from.pool, "cell.unfence_book", book).await?;
    call(&to.pool, "leaving.forget_book", book).await?;
    tokio::time::sleep(LOOKED).await;
    Ok(())
}

/// Nothing of a moved book is where it was.
async fn nothing_left(ground: &Ground, moved: &[(BookTag, usize)]) -> Result<(), LoadError> {
    for (place, stand) in ground.stands.iter().enumerate() {
        let its = moved.iter().filter(|(_, at)| *at == place).map(|(book, _)| book.0.to_vec());
        let left: i64 = sqlx::query_scalar(
            "select (select count(*) from book where id = any($1)) + (select count(*) from log where book = any($1))",
        )
        .bind(its.collect::<Vec<_>>())
        .fetch_one(&stand.pool)
        .await?;
        if left > 0 {
            return Err(LoadError::Wrong(format!("{left} rows of moved books are where they were")));
        }
    }
    Ok(())
}
