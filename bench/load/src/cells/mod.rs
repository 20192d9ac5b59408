//! Books over several cells: each a Postgres, a Redis and a server of its own that know nothing of the others. The same devices on one, on
//! two, on four of them, and then books that move while their devices go on.

mod map;
mod moving;

use crate::error::LoadError;
use crate::figures::{Figures, Target, float};
use crate::scenario::{Asked, Cells, Measure, asked};
use crate::stand::{Stand, Used};
use crate::sync::population::{Resident, insert, invent};
use crate::sync::roaming::{Company, Found, Home, Kept, compare, heads, newcomers, read};
use map::CellMap;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use sync_protocol::BookTag;

/// How often a server looks whether a device may still do what it might. By default it is every 20 seconds: so long would a device of a moved
/// book wait where it was.
const POLL_SECONDS: u64 = 1;
const WARM: Duration = Duration::from_secs(2);

/// What is run.
pub struct Run<'a> {
    pub name: String,
    pub cells: Cells,
    pub targets: Vec<Asked>,
    pub server: &'a Path,
    pub options: &'a [&'a str],
}

/// Cells that run, and which book lives in which of them.
struct Ground {
    stands: Vec<Arc<Stand>>,
    map: Arc<RwLock<CellMap>>,
}

impl Ground {
    fn new(stands: &[Arc<Stand>], map: CellMap) -> Self {
        Self { stands: stands.to_vec(), map: Arc::new(RwLock::new(map)) }
    }

    fn cell(&self, book: BookTag) -> usize {
        self.map.read().unwrap_or_else(PoisonError::into_inner).cell(book)
    }

    /// What every device does when it connects: it asks the map.
    fn home(&self) -> Home {
        let map = self.map.clone();
        let addresses: Vec<_> = self.stands.iter().map(|stand| stand.at).collect();
        Arc::new(move |book| addresses[map.read().unwrap_or_else(PoisonError::into_inner).cell(book)])
    }

    /// Puts each household into its cell.
    async fn settle(&self, residents: &[Resident], each: usize) -> Result<(), LoadError> {
        for (place, stand) in self.stands.iter().enumerate() {
            let its: Vec<Resident> =
                residents.iter().filter(|resident| self.cell(resident.book) == place).cloned().collect();
            insert(&stand.pool, &its, each).await?;
        }
        Ok(())
    }

    /// How long the logs are, each where its book lives.
    async fn heads(&self, residents: &[Resident]) -> Result<HashMap<BookTag, u64>, LoadError> {
        let mut all = HashMap::new();
        for (place, stand) in self.stands.iter().enumerate() {
            let its = residents.iter().map(|resident| resident.book).filter(|book| self.cell(*book) == place);
            all.extend(heads(&stand.pool, its).await?);
        }
        Ok(all)
    }

    /// The devices go; what they hold is held against what a new device of each book reads.
    async fn part(
        &self,
        mut company: Company,
        residents: &[Resident],
        newcomers: &[Resident],
    ) -> Result<Found, LoadError> {
        company.end().await?;
        // What is not level is found apart.
        let _level = company.settle(async || self.heads(residents).await).await?;
        let kept: Vec<Kept> = company.leave().await?;
        Ok(compare(&kept, &read(&self.home(), newcomers).await?))
    }
}

/// Runs it.
pub async fn run(run: &Run<'_>, figures: &mut Figures) -> Result<(), LoadError> {
    let poll = POLL_SECONDS.to_string();
    let options: Vec<&str> =
        ["--poll-seconds", &poll].into_iter().chain(run.options.iter().copied()).collect();
    let mut stands: Vec<Arc<Stand>> = Vec::new();
    let mut found = Vec::new();
    for count in &run.cells.counts {
        while stands.len() < *count {
            stands.push(Arc::new(Stand::start(run.server, &options, 1).await?));
        }
        let ground = Ground::new(&stands, CellMap::of(*count));
        found.push(measure(run, &ground, figures).await?);
    }
    found.push(moving::run(run, &stands, figures).await?);
    let sum = |pick: fn(&Found) -> u64| float(found.iter().map(pick).sum());
    for (what, title, value) in [
        (Measure::LostWrites, "target: acknowledged changes lost", sum(|found| found.lost)),
        (Measure::DoubledWrites, "target: changes there twice", sum(|found| found.doubled)),
        (Measure::ApartDevices, "target: devices that hold another log", sum(|found| found.apart)),
    ] {
        figures.add(&run.name, title, value, "", asked(&run.targets, what));
    }
    figures.note(format!(
        "{}: of {:.0} changes {:.0} were acknowledged",
        run.name,
        sum(|found| found.made),
        sum(|found| found.acked)
    ));
    Ok(())
}

/// The load on so many cells, and what it costs.
async fn measure(run: &Run<'_>, ground: &Ground, figures: &mut Figures) -> Result<Found, LoadError> {
    let (devices, count) = (&run.cells.devices, ground.stands.len());
    let name = format!("{}, {count} of them", run.name);
    println!("{name}");
    let each = devices.each as usize + 1;
    let all = invent(devices.books as usize, each);
    ground.settle(&all, each).await?;
    for stand in &ground.stands {
        stand.rest().await?;
    }
    let (residents, newcomers) = newcomers(all, each);
    let mut company = Company::gather(&ground.home(), &residents, None, devices.rate).await?;
    company.start();
    tokio::time::sleep(WARM).await;
    let before: Vec<_> = ground.stands.iter().map(|stand| stand.costs()).collect();
    let began = company.count();
    company.work_until(began + Duration::from_secs_f64(devices.seconds)).await?;
    let spent = ground.stands.iter().zip(before).map(|(stand, before)| stand.costs().since(before));
    let used = spent.fold(Used::default(), Used::beside);
    let took = began.elapsed();
    let tally = &company.record.tally;
    let acked = float(tally.acked.load(Ordering::Relaxed));
    figures.add(&name, "acknowledged", acked / took.as_secs_f64(), "pushes/s", Target::None);
    figures.latency(
        &name,
        ["push to ack p50", "push to ack p95", "push to ack p99"],
        &tally.ack,
        Target::None,
    );
    let applied = ["push to applied p50", "push to applied p95", "push to applied p99"];
    figures.latency(&name, applied, &tally.arrival, Target::None);
    for (who, time) in [("servers", used.server), ("Postgres", used.postgres), ("Redis", used.redis)] {
        let each = time.as_secs_f64() * 1e6 / acked.max(1.0);
        figures.add(&name, &format!("CPU of {who} per push"), each, "us", Target::None);
    }
    let share = |time: Duration| 100.0 * time.as_secs_f64() / took.as_secs_f64();
    figures.add(&name, "generator at work", share(used.generator), "% of a processor", Target::None);
    figures.add(&name, "others at work", share(used.others), "% of a processor", Target::None);
    figures.add(&name, "machine busy", float(used.busy_percent), "%", Target::None);
    sizes(&name, ground, &residents, figures).await?;
    ground.part(company, &residents, &newcomers).await
}

/// What the cells take while they work, and how evenly the books are spread.
async fn sizes(
    name: &str,
    ground: &Ground,
    residents: &[Resident],
    figures: &mut Figures,
) -> Result<(), LoadError> {
    let mib = |bytes: u64| float(bytes) / 1024.0 / 1024.0;
    let sum = |pick: fn(&Stand) -> u64| mib(ground.stands.iter().map(|stand| pick(stand)).sum());
    figures.add(name, "memory of servers", sum(Stand::resident), "MiB", Target::None);
    figures.add(name, "memory of Postgres", sum(Stand::postgres_memory), "MiB", Target::None);
    figures.add(name, "memory of Redis", sum(Stand::redis_memory), "MiB", Target::None);
    let mut connections = 0;
    for stand in &ground.stands {
        let open = "select count(*) from pg_stat_activity where application_name = 'valorize sync-server'";
        connections += sqlx::query_scalar::<_, i64>(open).fetch_one(&stand.pool).await?.unsigned_abs();
    }
    figures.add(name, "Postgres connections of servers", float(connections), "", Target::None);
    let mut books = vec![HashSet::new(); ground.stands.len()];
    for resident in residents {
        books[ground.cell(resident.book)].insert(resident.book);
    }
    let fullest = books.iter().map(HashSet::len).max().unwrap_or_default();
    let all: usize = books.iter().map(HashSet::len).sum();
    let share = 100.0 * float(fullest as u64) / float(all.max(1) as u64);
    figures.add(name, "books in the fullest cell", share, "%", Target::None);
    Ok(())
}
