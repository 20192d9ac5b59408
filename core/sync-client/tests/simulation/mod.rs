//! Devices and a log under faults drawn from a seed. After the faults everything must come level, and nothing may be lost.
//!
//! `SEEDS=20000 cargo test -p sync-client simulation` runs more; `SEED=17` runs one and prints what happened.

mod device;
mod log;
mod random;
mod real;
mod world;

use device::{Disk, Model};
use real::Book;
use world::{Faults, Mutant, World};

fn seeds() -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    match number("SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("SEEDS").unwrap_or(2_000),
    }
}

/// Runs a seed to the end; what is wrong then, with what led there.
fn run<D: Disk>(seed: u64, faults: Faults, mutant: Option<Mutant>) -> Result<(), String> {
    let mut world = World::<D>::new(seed, faults, mutant);
    world.trouble();
    world
        .settle()
        .and_then(|()| world.verdict())
        .map_err(|wrong| format!("seed {seed}, {faults:?}: {wrong}\nwhat happened:\n{}", world.story()))
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
    ];
    for (mutant, faults) in cases {
        let fails = |seed: &u64| run::<Model>(*seed, faults, Some(mutant)).is_err();
        // A few are enough: what runs in circles without a protection takes long to give up.
        let caught: Vec<u64> = (0..MUTANT_SEEDS).filter(fails).take(5).collect();
        println!("{mutant:?}: fails without it with seeds {caught:?}");
        assert!(!caught.is_empty(), "nothing fails without {mutant:?}: the simulation does not try it");
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
