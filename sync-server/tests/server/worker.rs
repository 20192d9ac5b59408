//! The role `worker` and `sync-server jobs`. What the queue itself promises is tried in `jobs`.

use super::stand::{Server, Stand, program};
use std::process::Output;
use std::time::{Duration, Instant};

impl Stand {
    fn worker(&self) -> Server {
        let objects = self.folder.path().join("objects").display().to_string();
        self.worker_with(&["--objects", &objects])
    }

    /// A worker with these further options.
    pub fn worker_with(&self, options: &[&str]) -> Server {
        let mut command = self.command("worker");
        command.args(["--worker-listen", "127.0.0.1:0", "--job-poll-ms", "20", "--job-lease-ms", "600"]);
        command.args(["--job-retry-ms", "20", "--mail-folder"]).arg(self.folder.path().join("mail"));
        Server::start({
            command.args(options);
            command
        })
    }

    fn jobs(&self, words: &[&str]) -> Output {
        let mut command = program("jobs");
        command.args(words).args(["--database", &self.postgres.url()]).output().unwrap()
    }

    fn said(&self, words: &[&str]) -> String {
        let output = self.jobs(words);
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn until(&self, sql: &str, expected: i64) {
        let until = Instant::now() + Duration::from_secs(30);
        while self.number(sql) != expected {
            assert!(Instant::now() < until, "{sql}: {}, not {expected}", self.number(sql));
            std::thread::sleep(Duration::from_millis(30));
        }
    }
}

#[test]
fn upkeep_comes_by_itself_and_a_worker_ends_when_told() {
    let stand = Stand::new();
    assert!(stand.command("migrate").status().unwrap().success());
    let expired = "insert into invitation (code, expires_at) select sha256(n::text::bytea), now() - n * interval '1 day'
                   from generate_series(-1, 1) n where n <> 0";
    stand.postgres.sql("valorize", expired).unwrap();
    let mut worker = stand.worker();
    stand.until("select count(*) from job where state = 'done'", 3);
    assert_eq!(stand.number("select count(*) from invitation"), 1, "only the one whose time is over is gone");
    let list = stand.said(&["list"]);
    for name in ["history.prune", "log.prune", "expired.forget"] {
        assert!(list.contains(name), "{list}");
    }
    assert!(worker.metric("valorize_job_attempts_total{name=\"log.prune\",outcome=\"done\"}") > 0.5);
    assert_eq!((worker.get("/healthz", "").status, worker.get("/readyz", "").status), (200, 200));
    worker.terminate();
    assert_eq!(worker.ended(Duration::from_secs(8)), Some(true));
}

#[test]
fn dead_jobs_are_listed_shown_and_replayed() {
    let stand = Stand::new();
    assert!(stand.command("migrate").status().unwrap().success());
    let broken = "insert into job (name, key, version, payload) values ('mail.send', 'x', 1, '{\"colour\": 1}') returning id";
    let id = stand.number(broken).to_string();
    let _worker = stand.worker();
    stand.until("select count(*) from job where state = 'dead'", 1);
    let dead = stand.said(&["dead"]);
    assert!(dead.contains(&id) && dead.contains("unknown field `colour`"), "{dead}");
    let shown = stand.said(&["show", &id]);
    for part in ["mail.send version 1", "key       x", "attempt   1 at ", "failed", "{\"colour\":1}"] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    let json: serde_json::Value = serde_json::from_str(&stand.said(&["show", &id, "--json"])).unwrap();
    assert_eq!((&json["job"]["state"], &json["attempts"][0]["outcome"]), (&"dead".into(), &"failed".into()));
    assert_eq!(stand.said(&["replay", &id]), "1 jobs will be tried again\n");
    stand.until("select coalesce(max(attempts), 0) from job where name = 'mail.send' and state = 'dead'", 2);
    for (words, said) in [
        (["show", "999999"].as_slice(), "there is no job 999999"),
        (&["replay", "999999"], "there is no dead job 999999"),
        (&["replay"], "required"),
    ] {
        let output = stand.jobs(words);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && text.contains(said), "{words:?}: {text}");
    }
}
