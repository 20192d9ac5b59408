//! Measures at which distance a new merchant is worth telling: `cargo run --release -p categorize --example novelty -- FILE.csv...`
//!
//! Rows are replayed in order, user by user. A merchant that is new to its user's book counts as rightly told when its label is new there
//! too: money went to a kind of thing that this book has not had.

use categorize::evaluate::{LabelledRow, read_csv};
use categorize::novelty::{ENOUGH, nearest};
use categorize::{EmbedderChoice, MemoryCache, Vector, normalize, open_embedder, vectors_for};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// A merchant when it first came: how far from the nearest known one, and whether its label was new as well.
struct First {
    distance: f32,
    rightly: bool,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.cache/valorize");
    let folder = std::env::var_os("VALORIZE_CACHE").map_or_else(|| PathBuf::from(here), PathBuf::from);
    let mut embedder = open_embedder(&EmbedderChoice::in_cache(&folder))?;
    let mut cache = MemoryCache::default();
    let mut all = Vec::new();
    for file in std::env::args().skip(1) {
        let rows = read_csv(&std::fs::read(&file)?)?;
        let mut users: BTreeMap<&str, Vec<&LabelledRow>> = BTreeMap::new();
        for row in rows.iter().filter(|row| !row.date.is_empty() && !row.label.is_empty()) {
            users.entry(&row.user).or_default().push(row);
        }
        let mut firsts = Vec::new();
        for rows in users.values_mut() {
            rows.sort_by(|one, other| one.date.cmp(&other.date));
            firsts.extend(replay(rows, |keys| vectors_for(&mut *embedder, &mut cache, keys))?);
        }
        table(&file, &firsts);
        all.extend(firsts);
    }
    table("all of them", &all);
    Ok(())
}

fn replay<E>(
    rows: &[&LabelledRow],
    mut vectors: impl FnMut(&[&str]) -> Result<Vec<Vector>, E>,
) -> Result<Vec<First>, E> {
    let label =
        |row: &LabelledRow| if row.common.is_empty() { row.label.clone() } else { row.common.clone() };
    let (mut keys, mut labels, mut known) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    let mut firsts = Vec::new();
    for row in rows {
        let key = normalize(&row.description).key;
        let rightly = labels.insert(label(row));
        if key.is_empty() || !keys.insert(key.clone()) {
            continue;
        }
        let Some(vector) = vectors(&[&key])?.pop() else { continue };
        if known.len() >= ENOUGH
            && let Some((_, distance)) = nearest(&known, &vector)
        {
            firsts.push(First { distance, rightly });
        }
        known.push(vector);
    }
    Ok(firsts)
}

fn table(title: &str, firsts: &[First]) {
    let rightly = firsts.iter().filter(|one| one.rightly).count();
    println!("{title}: {} new merchants, {rightly} of a new label", firsts.len());
    for step in (30_u8..=80).step_by(5) {
        let far: Vec<&First> = firsts.iter().filter(|one| one.distance * 100.0 > f32::from(step)).collect();
        let right = far.iter().filter(|one| one.rightly).count();
        let percent = if far.is_empty() { 0 } else { right * 100 / far.len() };
        println!("  further than 0.{step}: {:4} told, {right:4} rightly, {percent:3} %", far.len());
    }
}
