//! Measures the store: `cargo run --release -p store --example measure -- [ROWS]...` (default 10000 and 100000).
//!
//! Import of rows over 24 months and 5 accounts, machine categories as a second commit, single edits, register pages, undo,
//! rebuild, check; sizes per row. Times are wall clock, medians where repeated.

use domain::TransactionId;
use domain::transaction::Origin;
use domain::{
    AccountId, BalanceProof, BatchId, Book, BookId, CategoryId, Currency, Day, Facts, ImportBatch, Language,
    Money,
};
use replica::{AutoCategory, IdentityKey, ShardKey, Write};
use std::time::{Duration, Instant};
use store::rusqlite::types::Value;
use store::{Commit, Reader, Store};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const KEY: [u8; 32] = [3; 32];
const MONTHS: usize = 24;
const ACCOUNTS: usize = 5;

fn main() -> Outcome<()> {
    let mut sizes: Vec<usize> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![10_000, 100_000];
    }
    for rows in sizes {
        measure(rows)?;
    }
    Ok(())
}

struct Made {
    account: AccountId,
    id: TransactionId,
    facts: Facts,
}

fn make(rows: usize) -> Outcome<Vec<Made>> {
    let identity = IdentityKey::new(&KEY);
    // Enough months that a shard stays near 800 rows whatever the size.
    let months = MONTHS.max(rows / (800 * ACCOUNTS));
    (0..rows)
        .map(|n| {
            let account = AccountId([u8::try_from(n % ACCOUNTS)? + 1; 12]);
            let month = (n / ACCOUNTS) % months;
            let date = Day::new(
                i16::try_from(2026 - month / 12)?,
                i8::try_from(month % 12)? + 1,
                i8::try_from(n * 7 % 28)? + 1,
            )?;
            let description =
                format!("COMPRA CARTAO {:05} MERCADO {} SAO PAULO", n * 7919 % 99_991, n * 31 % 2_000);
            let facts = Facts {
                date,
                amount: Money::new(-i64::try_from(n * 37 % 100_000)?, Currency::BRL),
                description,
                payee: None,
                memo: None,
                bank_id: Some(format!("2026{:010}", n * 104_729 % 9_999_999_967)),
                check_number: None,
                original: None,
                instalment: None,
                origin: Origin::Statement,
            };
            Ok(Made { account, id: identity.transaction_id(&n.to_le_bytes()), facts })
        })
        .collect()
}

fn measure(rows: usize) -> Outcome<()> {
    let folder = std::env::temp_dir().join(format!("valorize-measure-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("book");
    let book =
        Book { id: BookId([1; 12]), name: "Book".into(), currency: Currency::BRL, language: Language::En };
    let mut store =
        Store::create(&path, &KEY, [1; 16], Commit::new("create", 0, "bench", vec![Write::book(&book)?]))?;
    println!("{rows} rows");
    let made = make(rows)?;
    let batch = import(&mut store, &made)?;
    categorise(&mut store, &made)?;
    println!("  file                  {:>9} bytes per row", size(&path)? / u64::try_from(rows)?);
    edits(&mut store, &made)?;
    pages(&store.reader()?)?;
    let start = Instant::now();
    store.rebuild_projection()?;
    report("rebuild", start.elapsed());
    let start = Instant::now();
    let report_of = store.reader()?.integrity_check()?;
    report("check", start.elapsed());
    if !report_of.problems.is_empty() {
        println!("  PROBLEMS {:?}", report_of.problems);
    }
    let start = Instant::now();
    store.undo_import(batch, 9, "bench")?;
    report("undo of the import", start.elapsed());
    println!("  file after all        {:>9} bytes per row", size(&path)? / u64::try_from(rows)?);
    drop(store);
    Ok(std::fs::remove_dir_all(&folder)?)
}

fn import(store: &mut Store, made: &[Made]) -> Outcome<BatchId> {
    let batch = ImportBatch {
        id: BatchId([2; 12]),
        account: made[0].account,
        file_name: "extrato.ofx".into(),
        file_sha256: [0; 32],
        format: "ofx".into(),
        added: made.iter().map(|row| row.id).collect(),
        merged: vec![],
        filled: vec![],
        same: 0,
        ignored: 0,
        proof: BalanceProof::Unavailable,
    };
    let start = Instant::now();
    let mut writes: Vec<Write> = made
        .iter()
        .map(|row| Write::transaction(row.account, row.id, &row.facts))
        .collect::<Result<_, _>>()?;
    writes.push(Write::batch(&batch)?);
    report("encode writes", start.elapsed());
    mint_alone(&writes)?;
    let start = Instant::now();
    store.commit(Commit::new("import", 1, "bench", writes).import(batch.id))?;
    report("import commit", start.elapsed());
    Ok(batch.id)
}

/// The minting part of the import by itself, on one core.
fn mint_alone(writes: &[Write]) -> Outcome<()> {
    let mut by_shard: std::collections::BTreeMap<ShardKey, Vec<&Write>> = std::collections::BTreeMap::new();
    for write in writes {
        by_shard.entry(write.shard()).or_default().push(write);
    }
    let identity = IdentityKey::new(&KEY);
    let start = Instant::now();
    let mut bytes = 0;
    for (key, writes) in &by_shard {
        bytes +=
            replica::mint(*key, writes, &identity)?.iter().map(|(raw, _)| raw.bytes.len()).sum::<usize>();
    }
    report("mint alone, one core", start.elapsed());
    println!("  changes               {:>9} bytes in {} shards", bytes, by_shard.len());
    Ok(())
}

fn categorise(store: &mut Store, made: &[Made]) -> Outcome<()> {
    let writes = made
        .iter()
        .enumerate()
        .map(|(n, row)| {
            let category = CategoryId([u8::try_from(n % 30).unwrap_or(0) + 1; 12]);
            let auto = AutoCategory { category, confidence: u16::try_from(n * 13 % 1_000).unwrap_or(0) };
            ShardKey::for_transaction(row.account, row.facts.date).set_auto_category(row.id, Some(auto))
        })
        .collect::<Result<_, _>>()?;
    let start = Instant::now();
    store.commit(Commit::new("categorise", 2, "bench", writes).automatic())?;
    report("machine categories", start.elapsed());
    Ok(())
}

fn edits(store: &mut Store, made: &[Made]) -> Outcome<()> {
    let mut times = Vec::new();
    for n in 0..300 {
        let row = &made[n * 7_919 % made.len()];
        let write = ShardKey::for_transaction(row.account, row.facts.date)
            .set_category(row.id, Some(CategoryId([u8::try_from(n % 30)? + 1; 12])))?;
        let start = Instant::now();
        store.commit(Commit::new("edit", 3, "bench", vec![write]))?;
        times.push(start.elapsed());
    }
    percentiles("one edit", times);
    Ok(())
}

fn pages(reader: &Reader) -> Outcome<()> {
    let queries = [
        (
            "register, all",
            "select * from transactions where visible = 1 and (day, id) < (?1, x'80') order by day desc, id desc limit 100",
        ),
        (
            "register, account",
            "select * from transactions where visible = 1 and account = x'010101010101010101010101' and (day, id) < (?1, x'80') order by day desc, id desc limit 100",
        ),
        (
            "register, category",
            "select * from transactions where visible = 1 and category = x'050505050505050505050505' and (day, id) < (?1, x'80') order by day desc, id desc limit 100",
        ),
        (
            "search, rare",
            "select * from transactions where visible = 1 and day < ?1 and search like '%mercado 1999 %' order by day desc, id desc limit 100",
        ),
        (
            "search, none",
            "select * from transactions where visible = 1 and day < ?1 + 10000 and search like '%nowhere%' order by day desc, id desc limit 100",
        ),
        (
            "balances",
            "select account, sum(amount) from month_total where month < ?1 + 10000 group by account",
        ),
        (
            "months by category",
            "select month, category, sum(amount) from month_total where month < ?1 + 10000 group by month, category",
        ),
    ];
    for (name, sql) in queries {
        let mut select = reader.connection().prepare(sql)?;
        let mut times = Vec::new();
        for n in 0..50_i64 {
            let start = Instant::now();
            let mut rows = select.query([20_500 - n * 10])?;
            while let Some(row) = rows.next()? {
                let _: Value = row.get(0)?;
            }
            times.push(start.elapsed());
        }
        percentiles(name, times);
    }
    Ok(())
}

fn size(path: &std::path::Path) -> Outcome<u64> {
    store::rusqlite::Connection::open(path)?.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?;
    Ok(std::fs::metadata(path)?.len())
}

fn report(name: &str, time: Duration) {
    println!("  {name:<22}{:>9.1} ms", time.as_secs_f64() * 1_000.0);
}

fn percentiles(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |part: usize| times[(times.len() - 1) * part / 100].as_secs_f64() * 1_000.0;
    println!("  {name:<22}{:>9.3} ms median, {:.3} ms p95", at(50), at(95));
}
