//! How fast it is on 100,000 invented rows: `cargo run --release -p categorize --example speed`

use categorize::{
    Categorizer, CategorySeed, Config, EmbedderChoice, Example, Knowledge, MemoryCache, Query, normalize,
    open_embedder,
};
use domain::{CategoryId, CategoryKey, CategoryKind, Currency, TransactionId};
use std::path::PathBuf;
use std::time::Instant;

const ROWS: u32 = 100_000;
const MERCHANTS: u32 = 5_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let cache = std::env::var_os("VALORIZE_CACHE").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../.cache/valorize")),
        PathBuf::from,
    );
    let seeds: Vec<CategorySeed> = CategoryKey::ALL
        .iter()
        .zip(0_u8..)
        .map(|(key, n)| CategorySeed {
            id: CategoryId([n; 12]),
            key: Some(*key),
            name: key.as_str().to_owned(),
            kind: CategoryKind::Expense,
        })
        .collect();
    let parts = ["padaria", "loja", "market", "posto", "clinic", "studio", "north", "verde", "prime", "casa"];
    let name = |n: u32| -> String {
        [n % 10, n / 10 % 10, n / 100 % 10, n / 1_000 % 10]
            .iter()
            .map(|d| parts[*d as usize])
            .collect::<Vec<_>>()
            .join(" ")
    };
    let text = |i: u32| {
        format!(
            "COMPRA CARTAO {:02}/{:02} {} {i:06} SAO PAULO BR",
            i % 28 + 1,
            i % 12 + 1,
            name(i % MERCHANTS)
        )
    };
    let rows: Vec<Query> = (0..ROWS)
        .map(|i| Query {
            description: text(i),
            payee: None,
            amount_minor: -i64::from(i * 37 % 50_000),
            currency: Currency::BRL,
            rule: None,
        })
        .collect();
    let timed = |what: &str, count: u32, start: Instant| {
        let seconds = start.elapsed().as_secs_f64();
        println!("{what:32} {seconds:>8.3} s {:>12.0}/s", f64::from(count) / seconds);
    };
    let start = Instant::now();
    let letters: usize = rows.iter().map(|row| normalize(&row.description).key.len()).sum();
    timed("normalise, one core", ROWS, start);
    println!("{letters} letters of keys");
    let start = Instant::now();
    let mut embedder = open_embedder(&EmbedderChoice::in_cache(&cache))?;
    timed("load the model", 1, start);
    let start = Instant::now();
    let knowledge = Knowledge::new(Some(embedder.as_mut()), &mut MemoryCache::default())?;
    let mut categorizer = Categorizer::new(
        &seeds,
        knowledge,
        Some(embedder),
        Box::<MemoryCache>::default(),
        Config::default(),
    )?;
    timed("shipped knowledge, first time", 1, start);
    let start = Instant::now();
    categorizer.suggest(&rows)?;
    timed("suggest, nothing cached", ROWS, start);
    let examples = history(&rows, &seeds);
    let start = Instant::now();
    categorizer.learn(&examples)?;
    timed("learn the whole history", ROWS, start);
    let start = Instant::now();
    categorizer.suggest(&rows[..1])?;
    timed("fit the head", 1, start);
    let start = Instant::now();
    categorizer.suggest(&rows)?;
    timed("suggest, warm", ROWS, start);
    let start = Instant::now();
    categorizer.nearest(&rows[0], 5)?;
    timed("nearest of 5,000 descriptors", 1, start);
    Ok(())
}

/// Every row as a person would have categorised it.
fn history(rows: &[Query], seeds: &[CategorySeed]) -> Vec<Example> {
    rows.iter()
        .zip(0_u32..)
        .map(|(row, i)| Example {
            transaction: TransactionId([0; 12]),
            description: row.description.clone(),
            payee: None,
            amount_minor: row.amount_minor,
            currency: row.currency,
            category: seeds[(i % MERCHANTS % 7) as usize].id,
        })
        .collect()
}
