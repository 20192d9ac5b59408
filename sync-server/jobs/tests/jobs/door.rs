//! Who may call a worker, and what it answers.

use super::http::ask;
use super::stand::Stand;
use cloud_tasks_emulator::Emulator;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const AUDIENCE: &str = "https://worker.example.org";
const ACCOUNT: &str = "tasks@project.iam.gserviceaccount.com";

#[test]
fn only_the_named_account_with_a_good_token_for_this_worker_comes_in() {
    let stand = Stand::new();
    let issuer = stand.wait(Emulator::start("127.0.0.1:0".parse().unwrap())).unwrap();
    let other = stand.wait(Emulator::start("127.0.0.1:0".parse().unwrap())).unwrap();
    let worker = stand.worker(&[
        "--worker-issuer",
        &issuer.address,
        "--worker-audience",
        AUDIENCE,
        "--worker-account",
        ACCOUNT,
        // It looks at the queue only at the start, before there is a job in it.
        "--job-poll-ms",
        "600000",
    ]);
    std::thread::sleep(Duration::from_millis(500));
    let id = stand.enqueue("test.counted", 2, &json!({}), 1)[0];
    let good = issuer.claims(ACCOUNT, AUDIENCE);
    type Change = fn(&mut Value);
    let cases: [(&str, u16, Change); 8] = [
        ("another audience", 401, |claims| claims["aud"] = json!("https://elsewhere.example.org")),
        ("another issuer", 401, |claims| claims["iss"] = json!("https://accounts.google.com")),
        ("expired", 401, |claims| claims["exp"] = json!(claims["iat"].as_u64().unwrap() - 300)),
        ("no expiry", 401, |claims| drop(claims.as_object_mut().unwrap().remove("exp"))),
        ("not yet valid", 401, |claims| claims["nbf"] = json!(claims["exp"].as_u64().unwrap())),
        ("another account", 403, |claims| claims["email"] = json!("eve@project.iam.gserviceaccount.com")),
        ("an account not proven", 403, |claims| claims["email_verified"] = json!(false)),
        ("no account", 403, |claims| drop(claims.as_object_mut().unwrap().remove("email"))),
    ];
    for (name, status, change) in cases {
        let mut claims = good.clone();
        change(&mut claims);
        let answer = worker.call("test.counted", id, &issuer.sign(&claims));
        assert_eq!(answer.status, status, "{name}: {}", answer.body);
    }
    let token = issuer.sign(&good);
    let (head, rest) = token.split_once('.').unwrap();
    let unsigned = format!("{head}.{}.", rest.split_once('.').unwrap().0);
    let forged = other.sign(&good);
    for (name, token) in
        [("none", ""), ("no token", "x.y.z"), ("another's key", &forged), ("no signature", &unsigned)]
    {
        let answer = worker.call("test.counted", id, token);
        assert_eq!((answer.status, answer.json()["code"].as_str()), (401, Some("unauthorised")), "{name}");
    }
    assert_eq!(stand.number("select attempts from job where name = 'test.counted'"), 0);
    answers(&stand, &worker, id, &token);
    // The issuer changes its key: the new one is asked for, though not with every bad token.
    issuer.rotate();
    let begun = Instant::now();
    let renewed = issuer.sign(&issuer.claims(ACCOUNT, AUDIENCE));
    while worker.call("test.counted", id, &renewed).status != 200 {
        assert!(begun.elapsed() < Duration::from_secs(30), "the new key was never asked for");
        std::thread::sleep(Duration::from_millis(300));
    }
    let metrics = worker.get("/metrics").body;
    assert!(metrics.contains("valorize_worker_refused_tokens_total"), "{metrics}");
}

/// What a caller with a good token hears.
fn answers(stand: &Stand, worker: &super::stand::WorkerProcess, id: i64, token: &str) {
    let call = |name: &str, id| {
        let answer = worker.call(name, id, token);
        let said = answer.json();
        let said = said["code"].as_str().or(said["state"].as_str()).unwrap().to_owned();
        (answer.status, said)
    };
    let is = |status: u16, said: &str| (status, said.to_owned());
    assert_eq!(call("test.stepwise", id), is(400, "bad_request"), "another job");
    assert_eq!(call("test.counted", id), is(200, "done"));
    assert_eq!(call("test.counted", id), is(200, "done"), "and not again");
    assert_eq!(stand.number("select count(*) from effect where what = 'done'"), 1);
    assert_eq!(call("test.counted", 999_999), is(200, "gone"));
    let unknown = stand.enqueue("test.unheard_of", 1, &json!({}), 1)[0];
    assert_eq!(call("test.unheard_of", unknown), is(503, "unknown_job"));
    let newer = stand.enqueue("test.counted", 3, &json!({}), 1)[0];
    assert_eq!(call("test.counted", newer), is(503, "again"));
    let failing = stand.enqueue("test.counted", 2, &json!({"fails": 9}), 1)[0];
    assert_eq!(call("test.counted", failing), is(503, "again"));
    assert_eq!(call("test.counted", failing), is(503, "again"));
    assert_eq!(call("test.counted", failing), is(200, "dead"), "its last try: nothing is left to ask for");
    for body in ["", "{}", "[1]", "{\"job\": \"1\"}", "{\"job\": 1, \"more\": 2}"] {
        assert_eq!(ask(&worker.at, "POST", "/worker/jobs/test.counted", token, body).status, 400, "{body}");
    }
    let long = format!("{{\"job\": {}1}}", " ".repeat(5_000));
    assert_eq!(ask(&worker.at, "POST", "/worker/jobs/test.counted", token, &long).status, 413);
    assert_eq!(ask(&worker.at, "GET", "/worker/jobs/test.counted", token, "").status, 405);
}

#[test]
fn without_an_issuer_nobody_comes_in() {
    let stand = Stand::new();
    let worker = stand.worker(&[]);
    assert_eq!(worker.call("test.counted", 1, "x.y.z").status, 401);
}
