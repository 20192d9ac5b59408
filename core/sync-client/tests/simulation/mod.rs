//! Devices and a log under faults drawn from a seed. After the faults everything must come level, and nothing may be lost.
//!
//! `SEEDS=20000 cargo test -p sync-client simulation` runs more; `SEED=17` runs one and prints what happened.

mod book;
mod device;
mod log;
mod random;
mod real;
mod world;

use book::Book;
use device::{Disk, Model};
use world::{Faults, Mutant, Step, World, script};

fn seeds() -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    match number("SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("SEEDS").unwrap_or(2_000),
    }
}

/// Runs a script to the end; what is wrong then, and what led there.
fn play<D: Disk>(
    seed: u64,
    steps: &[Step],
    faults: Faults,
    mutant: Option<Mutant>,
) -> Result<(), (String, String)> {
    let mut world = World::<D>::new(seed, faults, mutant);
    world.trouble(steps);
    world.settle().and_then(|()| world.verdict()).map_err(|wrong| (wrong, world.story()))
}

/// Runs a seed; when it fails, the shortest script that still does is told.
fn run<D: Disk>(seed: u64, faults: Faults, mutant: Option<Mutant>) -> Result<(), String> {
    let steps = script(seed);
    let Err(first) = play::<D>(seed, &steps, faults, mutant) else { return Ok(()) };
    let (steps, (wrong, story)) = shortest::<D>(seed, steps, faults, mutant, first);
    let count = steps.len();
    Err(format!("seed {seed}, {faults:?}: {wrong}\nin {count} steps:\n{story}\nscript: {steps:?}"))
}

type Failed = (Vec<Step>, (String, String));

/// Leaves out steps, in ever smaller pieces, as long as it still fails.
fn shortest<D: Disk>(
    seed: u64,
    mut steps: Vec<Step>,
    faults: Faults,
    mutant: Option<Mutant>,
    mut failure: (String, String),
) -> Failed {
    let mut size = steps.len() / 2;
    while size > 0 {
        let mut at = 0;
        while at < steps.len() {
            let without = [&steps[..at], &steps[(at + size).min(steps.len())..]].concat();
            match play::<D>(seed, &without, faults, mutant) {
                Err(still) => (steps, failure) = (without, still),
                Ok(()) => at += size,
            }
        }
        size /= 2;
    }
    (steps, failure)
}

#[test]
fn every_seed_comes_level_and_loses_nothing() {
    for faults in [Faults::Network, Faults::Crashes, Faults::Clones, Faults::Restores] {
        for seed in seeds() {
            if let Err(wrong) = run::<Model>(seed, faults, None) {
                panic!("{wrong}");
            }
        }
    }
}

/// Seeds each left-out protection is tried with.
const MUTANT_SEEDS: u64 = 2_000;

#[test]
fn every_protection_is_needed() {
    let cases = [
        (Mutant::AckIsDurable, Faults::Restores),
        (Mutant::CursorAlone, Faults::Crashes),
        (Mutant::NoChainCheck, Faults::Restores),
        (Mutant::NoFence, Faults::Clones),
        (Mutant::NoDependencyCheck, Faults::Clones),
        (Mutant::NoRemint, Faults::Clones),
        (Mutant::NoVerification, Faults::Network),
    ];
    for (mutant, faults) in cases {
        let fails = |seed: &u64| play::<Model>(*seed, &script(*seed), faults, Some(mutant)).is_err();
        // A few are enough: what runs in circles without a protection takes long to give up.
        let caught: Vec<u64> = (0..MUTANT_SEEDS).filter(fails).take(5).collect();
        println!("{mutant:?}: fails without it with seeds {caught:?}");
        assert!(!caught.is_empty(), "nothing fails without {mutant:?}: the simulation does not try it");
        if mutant == Mutant::CursorAlone {
            let told = run::<Model>(caught[0], faults, Some(mutant)).unwrap_err();
            println!("{told}");
            let (_, script) = told.split_once("script: ").unwrap();
            assert!(script.matches("Step").count() < 40, "it is told briefly");
        }
    }
}

/// The same with real books: SQLite files, Automerge documents, sealed changes. Each seed has one kind of faults.
#[test]
fn real_books_come_level_and_show_the_same() {
    let kinds = [Faults::Network, Faults::Crashes, Faults::Clones, Faults::Restores];
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get) as u64;
    let work = |worker: u64| {
        for seed in seeds().filter(|seed| seed / 4 % workers == worker) {
            let faults = kinds[usize::try_from(seed % 4).unwrap()];
            if let Err(wrong) = run::<Book>(seed, faults, None) {
                panic!("{wrong}");
            }
        }
    };
    std::thread::scope(|scope| {
        for worker in 0..workers {
            scope.spawn(move || work(worker));
        }
    });
}
