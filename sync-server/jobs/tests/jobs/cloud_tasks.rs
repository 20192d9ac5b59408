//! The adapter to Cloud Tasks, through Google's own client, against an emulator that speaks its REST API and pushes with signed tokens.

use super::http::ask;
use super::stand::{Stand, WorkerProcess};
use cloud_tasks_emulator::Emulator;
use serde_json::json;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

const QUEUE: &str = "projects/p/locations/l/queues/jobs";
const LEFT: &str = "select count(*) from job where name = 'test.counted' and state in ('waiting', 'running')";

struct Google {
    emulator: Arc<Emulator>,
    port: u16,
}

impl Google {
    fn start(stand: &Stand) -> Self {
        let emulator = stand.wait(Emulator::start("127.0.0.1:0".parse().unwrap())).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let google = Self { emulator, port };
        let queue = json!({"name": QUEUE, "retryConfig": {"minBackoff": "0.05s", "maxBackoff": "0.4s", "maxAttempts": -1}});
        google.ask("POST", "projects/p/locations/l/queues", &queue);
        google
    }

    fn ask(&self, method: &str, path: &str, body: &serde_json::Value) -> serde_json::Value {
        let at = self.emulator.address.trim_start_matches("http://");
        let answer = ask(at, method, &format!("/v2/{path}"), "", &body.to_string());
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    fn worker(&self, stand: &Stand) -> WorkerProcess {
        let listen = format!("127.0.0.1:{}", self.port);
        let target = format!("http://{listen}");
        stand.worker(&[
            "--worker-listen",
            &listen,
            "--worker-issuer",
            &self.emulator.address,
            "--worker-audience",
            &target,
            "--worker-account",
            "tasks@p.iam.gserviceaccount.com",
            "--tasks-queue",
            QUEUE,
            "--tasks-target",
            &target,
            "--tasks-endpoint",
            &self.emulator.address,
        ])
    }
}

#[test]
fn jobs_go_through_cloud_tasks_with_one_effect_each() {
    let stand = Stand::new();
    let google = Google::start(&stand);
    stand.enqueue("test.counted", 2, &json!({"works": 10}), 120);
    let failing = stand.enqueue("test.counted", 2, &json!({"fails": 2}), 1)[0];
    let dead = stand.enqueue("test.counted", 2, &json!({"fails": 9}), 1)[0];
    let later = stand.enqueue("test.counted", 2, &json!({}), 1)[0];
    stand
        .postgres
        .sql("valorize", &format!("update job set next_at = now() + interval '2 hours' where id = {later}"))
        .unwrap();
    let mut worker = google.worker(&stand);
    stand.until("select least(count(*), 30) from job where name = 'test.counted' and state = 'done'", 30);
    worker.kill();
    let _worker = google.worker(&stand);
    stand.until(LEFT, 1);
    assert_eq!(stand.number("select count(*) from effect where what = 'done'"), 121);
    assert_eq!(stand.number("select count(distinct job) from effect where what = 'done'"), 121);
    assert_eq!(stand.text(&format!("select state from job where id = {failing}")), "done");
    let error = stand.text(&format!("select state || ': ' || error from job where id = {dead}"));
    assert_eq!(error, "dead: attempt 3 was told to fail");
    // Only the later one is left there too: dead jobs are asked for no longer.
    std::thread::sleep(Duration::from_millis(600));
    let tasks = google.ask("GET", &format!("{QUEUE}/tasks"), &json!({}));
    let tasks = tasks["tasks"].as_array().unwrap();
    let named: Vec<&str> = tasks.iter().map(|task| task["name"].as_str().unwrap()).collect();
    assert!(named.len() == 1 && named[0].ends_with(&format!("-{later}-0")), "{named:?}");
    // It is in the form that Cloud Tasks asks for.
    let request = &tasks[0]["httpRequest"];
    assert_eq!(request["url"], format!("http://127.0.0.1:{}/worker/jobs/test.counted", google.port));
    assert_eq!((&request["httpMethod"], &tasks[0]["dispatchCount"]), (&json!(1), &json!(0)));
    assert_eq!(request["oidcToken"]["serviceAccountEmail"], "tasks@p.iam.gserviceaccount.com");
    assert_eq!(request["headers"]["content-type"], "application/json");
    // Run now, as a person may ask it to.
    google.ask("POST", &format!("{}:run", named[0]), &json!({}));
    stand.until(LEFT, 0);
    // A replay has a task of its own.
    stand.wait(jobs::queue::replay(&stand.pool, Some(dead), None)).unwrap();
    stand.until(&format!("select attempts from job where id = {dead}"), 6);
}

#[test]
fn a_task_that_was_lost_is_handed_over_again() {
    let stand = Stand::new();
    let google = Google::start(&stand);
    google.ask("POST", &format!("{QUEUE}:pause"), &json!({}));
    let id = stand.enqueue("test.counted", 2, &json!({}), 1)[0];
    let _worker = google.worker(&stand);
    stand.until(&format!("select hands from job where id = {id}"), 1);
    google.ask("POST", &format!("{QUEUE}:purge"), &json!({}));
    google.ask("POST", &format!("{QUEUE}:resume"), &json!({}));
    let old = "update job set handed_at = now() - interval '2 hours', next_at = now() - interval '2 hours'";
    stand.postgres.sql("valorize", &format!("{old} where id = {id}")).unwrap();
    stand.until(LEFT, 0);
    assert_eq!(stand.number("select count(*) from effect where what = 'done'"), 1);
}
