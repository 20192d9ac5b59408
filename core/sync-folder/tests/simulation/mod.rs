//! Devices around shared folders under faults drawn from a seed. After the faults all must show the same book, and nothing may be lost.
//!
//! `SEEDS=5000 cargo test -p sync-folder simulation` runs more; `SEED=17` runs one and prints what happened.

#[path = "../../../sync-client/tests/simulation/book.rs"]
pub mod book;
#[path = "../../../sync-client/tests/simulation/random.rs"]
pub mod random;
mod share;
mod world;

use world::{Faults, Mutant, Step, World, script};

fn seeds() -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    match number("SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("SEEDS").unwrap_or(600),
    }
}

/// Answers how many packs were made, and how many files they took the place of.
fn play(
    seed: u64,
    steps: &[Step],
    faults: Faults,
    mutant: Option<Mutant>,
) -> Result<(usize, usize), (String, String)> {
    let mut world = World::new(seed, faults, mutant);
    world.trouble(steps);
    world.settle().and_then(|()| world.verdict()).map_err(|wrong| (wrong, world.story()))?;
    Ok(world.compacted)
}

/// Runs a seed; when it fails, the shortest script that still does is told.
fn run(seed: u64, faults: Faults, mutant: Option<Mutant>) -> Result<(usize, usize), String> {
    let mut steps = script(seed);
    let mut failure = match play(seed, &steps, faults, mutant) {
        Ok(compacted) => return Ok(compacted),
        Err(failure) => failure,
    };
    let mut size = steps.len() / 2;
    while size > 0 {
        let mut at = 0;
        while at < steps.len() {
            let without = [&steps[..at], &steps[(at + size).min(steps.len())..]].concat();
            match play(seed, &without, faults, mutant) {
                Err(still) => (steps, failure) = (without, still),
                Ok(_) => at += size,
            }
        }
        size /= 2;
    }
    let (wrong, story) = failure;
    Err(format!("seed {seed}, {faults:?}: {wrong}\nin {} steps:\n{story}\nscript: {steps:?}", steps.len()))
}

const KINDS: [Faults; 4] = [Faults::Network, Faults::Stick, Faults::Crashes, Faults::Clones];

/// Each seed has one kind of faults.
#[test]
fn every_seed_comes_level_and_loses_nothing() {
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get) as u64;
    let work = |worker: u64| {
        let mut compacted = (0, 0);
        for seed in seeds().filter(|seed| seed / 4 % workers == worker) {
            let faults = KINDS[usize::try_from(seed % 4).unwrap()];
            match run(seed, faults, None) {
                Ok((packed, removed)) => compacted = (compacted.0 + packed, compacted.1 + removed),
                Err(wrong) => panic!("{wrong}"),
            }
        }
        compacted
    };
    let (mut packed, mut removed) = (0, 0);
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|worker| scope.spawn(move || work(worker))).collect();
        for worker in running {
            let compacted = worker.join().unwrap();
            (packed, removed) = (packed + compacted.0, removed + compacted.1);
        }
    });
    println!("{packed} packs took the place of {removed} files");
    assert!(seeds().count() < 100 || (packed > 0 && removed > 0), "nothing was packed: it was not tried");
}

#[test]
fn every_protection_is_needed() {
    let cases = [
        (Mutant::NeverMends, Faults::Stick),
        (Mutant::NeverMakesAnew, Faults::Clones),
        (Mutant::MarksBeforeItWrites, Faults::Crashes),
        (Mutant::RemovesBeforeItPacks, Faults::Stick),
        (Mutant::TakesPacksForRead, Faults::Stick),
    ];
    for (mutant, faults) in cases {
        let fails = |seed: &u64| play(*seed, &script(*seed), faults, Some(mutant)).is_err();
        let caught: Vec<u64> = (0..200).filter(fails).take(2).collect();
        println!("{mutant:?}: fails without it with seeds {caught:?}");
        assert!(!caught.is_empty(), "nothing fails without {mutant:?}: the simulation does not try it");
    }
}
