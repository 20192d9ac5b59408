//! Measures the real window over a book of many rows: start, memory, the way of a call. `make bench-window` runs it.
//!
//! `measure_window PROGRAM [ROWS]` writes a table in Markdown to its output.

#[allow(dead_code)]
#[path = "../tests/window/desk.rs"]
mod desk;
#[allow(dead_code)]
#[path = "../tests/window/page.rs"]
mod page;

use desk::{Desk, Keychain};
use page::Page;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

const STARTS: usize = 5;
const CALLS: usize = 200;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let Some(program) = arguments.next() else {
        eprintln!("usage: measure_window PROGRAM [ROWS]");
        std::process::exit(2);
    };
    let program = Path::new(&program).canonicalize().expect("the program").to_string_lossy().into_owned();
    let rows = arguments.next().map_or(100_000, |rows| rows.parse().expect("a number of rows"));
    let Some(desk) = Desk::set_up(&program, Keychain::Absent) else { std::process::exit(1) };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    runtime.expect("a runtime").block_on(measure(&desk, rows));
}

async fn measure(desk: &Desk, rows: u32) {
    fill(desk, rows).await;
    let mut starts = Vec::new();
    let mut shown = Vec::new();
    let mut memory = 0;
    let mut calls = Value::Null;
    for turn in 0..STARTS {
        let began = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_secs_f64() * 1000.0;
        let page = desk.open(&[]).await;
        page.wait(
            "return performance.getEntriesByName('first-contentful-paint').length > 0 \
             && document.querySelector('nav a, nav button') !== null",
        )
        .await;
        let paint = page
            .run(
                "return performance.timeOrigin \
                 + performance.getEntriesByName('first-contentful-paint')[0].startTime",
            )
            .await;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_secs_f64() * 1000.0;
        starts.push(paint.as_f64().expect("a time") - began);
        shown.push(now - began);
        if turn + 1 == STARTS {
            calls = page.later(&time_calls()).await;
            memory = resident(&desk.home().to_string_lossy());
            desk.picture("window-many-rows");
        }
        page.end().await;
    }
    starts.sort_by(f64::total_cmp);
    shown.sort_by(f64::total_cmp);
    println!("| what, over {rows} rows | measured |");
    println!("|---|---|");
    println!("| start to the first picture, median of {STARTS} | {:.0} ms |", starts[STARTS / 2]);
    println!("| start until the sidebar answers | {:.0} ms |", shown[STARTS / 2]);
    println!("| memory, all processes (PSS) | {} MB |", memory / 1024);
    println!(
        "| a page of 200 rows through the window, p50 / p95 of {CALLS} | {} / {} ms |",
        calls["p50"], calls["p95"]
    );
}

async fn fill(desk: &Desk, rows: u32) {
    let file = desk.home().join("many.qif");
    std::fs::write(&file, statement(rows)).expect("a statement");
    let page = desk.open(&[]).await;
    let began = Instant::now();
    done(&page, "book.create", json!({ "name": "Many", "currency": "BRL", "language": "pt-BR" })).await;
    let account = json!({ "name": "Conta", "kind": "checking", "currency": "BRL" });
    done(&page, "account.create", account).await;
    let asked = json!({ "path": file.to_string_lossy(), "account": "Conta" });
    let planned = done(&page, "import.plan", asked).await;
    let plan = &planned["plans"][0]["plan"];
    done(&page, "import.commit", json!({ "plan": plan, "categorise": false })).await;
    eprintln!("{rows} rows imported in {:.1} s", began.elapsed().as_secs_f64());
    page.end().await;
}

async fn done(page: &Page, name: &str, input: Value) -> Value {
    page.done(name, input).await
}

fn time_calls() -> String {
    format!(
        "const done = arguments[0];
         const body = new TextEncoder().encode(JSON.stringify({{ limit: 200 }}));
         const one = () => window.__TAURI_INTERNALS__.invoke('call', body, {{ headers: {{ operation: 'register.list' }} }})
             .then(bytes => JSON.parse(new TextDecoder().decode(bytes)));
         (async () => {{
             const took = [];
             for (let turn = 0; turn < {CALLS}; turn += 1) {{
                 const began = performance.now();
                 await one();
                 took.push(performance.now() - began);
             }}
             took.sort((one, other) => one - other);
             const at = part => Math.round(took[Math.floor(took.length * part)] * 10) / 10;
             done({{ p50: at(0.5), p95: at(0.95) }});
         }})();"
    )
}

fn statement(rows: u32) -> String {
    let mut text = "!Type:Bank\n".to_owned();
    for row in 0..rows {
        let (month, day) = (row / 28 % 12 + 1, row % 28 + 1);
        let year = 2000 + row / 336 % 25;
        let amount = (row % 900 + 1, row % 100);
        write!(
            text,
            "D{month:02}/{day:02}/{year}\nT-{}.{:02}\nPLOJA {}\n^\n",
            amount.0,
            amount.1,
            row % 2000
        )
        .expect("text grows");
    }
    text
}

/// Kilobytes of every process of this desk, each shared page counted once.
fn resident(home: &str) -> u64 {
    let processes = std::fs::read_dir("/proc").expect("processes").flatten();
    let ours = processes.filter(|process| {
        let environment = std::fs::read(process.path().join("environ")).unwrap_or_default();
        let name = std::fs::read_to_string(process.path().join("comm")).unwrap_or_default();
        let wanted = format!("HOME={home}");
        let of_desk = environment.split(|byte| *byte == 0).any(|entry| entry == wanted.as_bytes());
        of_desk
            && (name.starts_with("valorize") || name.starts_with("WebKit"))
            && !name.starts_with("WebKitWebDri")
    });
    let size = |process: std::fs::DirEntry| {
        let text = std::fs::read_to_string(process.path().join("smaps_rollup")).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with("Pss:"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    };
    ours.filter_map(size).sum()
}
