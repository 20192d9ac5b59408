//! An import whose worker is killed again and again has one effect.

use super::http::{ask, ask_octets};
use super::stand::{Server, Stand};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

const KEY: [&str; 2] = ["--hosted-key", "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"];
const ROWS: u32 = 6_000;

/// A CSV statement of so many rows.
fn statement() -> Vec<u8> {
    let mut text = "Date,Description,Amount\n".to_owned();
    for row in 0..ROWS {
        let (month, day) = (1 + row / 28 % 12, 1 + row % 28);
        writeln!(text, "2025-{month:02}-{day:02},Shop number {row},-{}.{:02}", 1 + row % 90, row % 100)
            .unwrap();
    }
    text.into_bytes()
}

#[test]
fn a_worker_killed_in_the_middle_of_an_import_leaves_one_effect() {
    let stand = Stand::with_redis();
    let objects = stand.folder.path().join("objects").display().to_string();
    let common = [&KEY[..], &["--objects", &objects]].concat();
    let server = |more: &[&str]| stand.server(&[&common[..], more].concat());
    let (one, two) = (server(&["--provision-secret", "sesame"]), server(&[]));
    let made = ask(&one.at, "POST", "/api/provision", "sesame", Some(&json!({"transactions": 10}))).json();
    let (token, account) = (made["token"].as_str().unwrap(), made["account_ids"][0].as_str().unwrap());
    let path = format!("/api/imports?account_id={account}&file_name=year.csv");
    let key = [("idempotency-key", "year")];
    let uploaded = ask_octets(&one.at, "POST", &path, token, &key, &statement());
    assert_eq!(uploaded.status, 202, "{}", uploaded.text());
    let import: Value = uploaded.json();
    let path = format!("/api/imports/{}", import["id"].as_str().unwrap());

    let until = Instant::now() + Duration::from_mins(2);
    for wait in (0..).map(|turn| 150 + 350 * turn) {
        let mut worker = stand.worker_with(&common);
        let kill = Instant::now() + Duration::from_millis(wait);
        let committed = |at: &str| ask(at, "GET", &path, token, None).json()["state"] == "committed";
        while Instant::now() < kill && !committed(&two.at) {
            std::thread::sleep(Duration::from_millis(10));
        }
        worker.kill();
        if committed(&two.at) {
            break;
        }
        assert!(Instant::now() < until, "it is never done");
    }
    let rows = |what: &str| stand.number(&format!("select {what} from hosted_transaction where visible"));
    assert_eq!((rows("count(*)"), rows("count(distinct id)")), (i64::from(ROWS) + 10, i64::from(ROWS) + 10));
    let batches = "select count(distinct shard) from (select shard from hosted_tail union all select shard from hosted_shard) s
                   where shard like 'import/%'";
    assert_eq!(stand.number(batches), 1, "one import");
    assert!(
        stand.number("select max(attempts) from job where name = 'statement.import'") > 1,
        "it was killed"
    );
    let worker: Server = stand.worker_with(&common);
    let until = Instant::now() + Duration::from_secs(30);
    let told = || ask(&one.at, "GET", "/api/notifications", token, None).json();
    while stand.number("select count(*) from job where name = 'statement.import' and state <> 'done'") > 0 {
        assert!(Instant::now() < until, "the job does not end");
        std::thread::sleep(Duration::from_millis(30));
    }
    assert_eq!(told()["items"].as_array().unwrap().len(), 1, "its owner was told once");
    drop(worker);
}
