//! Workers that are killed, stop, or are many; and jobs that are dangerous. Each effect happens once.

use super::stand::Stand;
use serde_json::json;
use std::time::Duration;

const LEFT: &str = "select count(*) from job where name = 'test.counted' and state <> 'done'";

/// No job has two effects or none.
fn once_each(stand: &Stand, jobs: i64) {
    assert_eq!(stand.number("select count(*) from effect where what = 'done'"), jobs);
    assert_eq!(stand.number("select count(distinct job) from effect where what = 'done'"), jobs);
    assert_eq!(stand.number("select count(*) from job_attempt a join job j on j.id = a.job where outcome = 'done' and name = 'test.counted'"), jobs);
}

#[test]
fn a_worker_killed_in_the_middle_leaves_nothing_half_done() {
    let stand = Stand::new();
    stand.enqueue("test.counted", 2, &json!({"works": 25}), 300);
    for _ in 0..4 {
        let mut worker = stand.worker(&[]);
        std::thread::sleep(Duration::from_millis(350));
        worker.kill();
    }
    let lost = stand.number("select count(*) from job where state = 'running'");
    assert!(lost > 0, "it was killed while it worked");
    // Killed several times in a row a job may have used up its tries: it is kept then, and replayed.
    let _worker = stand.worker(&[]);
    stand
        .until("select count(*) from job where name = 'test.counted' and state in ('waiting', 'running')", 0);
    stand.wait(jobs::queue::replay(&stand.pool, None, None)).unwrap();
    stand.until(LEFT, 0);
    once_each(&stand, 300);
    assert!(stand.number("select count(*) from job_attempt where outcome = 'lost'") >= lost);
}

#[test]
fn two_workers_share_the_work() {
    let stand = Stand::new();
    stand.enqueue("test.counted", 2, &json!({"works": 5}), 400);
    let _workers = (stand.worker(&[]), stand.worker(&[]));
    stand.until(LEFT, 0);
    once_each(&stand, 400);
    let shares = stand.number(
        "select min(count) from (select count(*) from job_attempt where outcome = 'done' group by worker) s",
    );
    assert!(shares > 20, "{shares}");
    assert_eq!(stand.number("select count(*) from job_attempt where outcome <> 'done'"), 0);
}

#[test]
fn a_worker_that_stops_finishes_what_it_can_and_gives_the_rest_back() {
    let stand = Stand::new();
    stand.enqueue("test.counted", 2, &json!({"works": 400}), 4);
    let long = stand.enqueue("test.counted", 2, &json!({"works": 4_000}), 1)[0];
    let mut worker = stand.worker(&["--drain-seconds", "1"]);
    stand.until("select count(*) from job where name = 'test.counted' and state = 'running'", 5);
    worker.terminate();
    assert_eq!(worker.ended(Duration::from_secs(4)), Some(true));
    assert_eq!(stand.number(LEFT), 1);
    let state = format!("select state || ' ' || attempts - forgiven from job where id = {long}");
    assert_eq!(stand.text(&state), "waiting 0", "this attempt does not count");
    let _next = stand.worker(&[]);
    stand.until(LEFT, 0);
    once_each(&stand, 5);
}

#[test]
fn a_stalled_worker_loses_its_job_and_what_it_does_afterwards_counts_for_nothing() {
    let stand = Stand::new();
    let id = stand.enqueue("test.counted", 2, &json!({"works": 1_500}), 1)[0];
    let _worker = stand.worker(&["--job-lease-ms", "60000"]);
    stand.until("select count(*) from job where name = 'test.counted' and state = 'running'", 1);
    // As if its lease had run out and another had taken it over and failed.
    stand
        .postgres
        .sql("valorize", &format!("update job set attempts = attempts + 1 where id = {id}"))
        .unwrap();
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(stand.number("select count(*) from effect where what = 'done'"), 0);
    assert_eq!(stand.number("select count(*) from job_attempt where outcome = 'done' and job <> (select id from job where name = 'test.hourly')"), 0);
}

#[test]
fn a_job_that_ends_its_worker_each_time_is_given_up() {
    let stand = Stand::new();
    stand.enqueue("test.deadly", 1, &json!(null), 1);
    for _ in 0..2 {
        let mut worker = stand.worker(&[]);
        assert_eq!(worker.ended(Duration::from_secs(20)), Some(false));
    }
    let _worker = stand.worker(&[]);
    stand.until("select count(*) from job where name = 'test.deadly' and state = 'dead'", 1);
    assert_eq!(
        stand.text("select error from job where name = 'test.deadly'"),
        "the worker that ran it was lost"
    );
}

#[test]
fn a_restarted_database_costs_time_only() {
    let mut stand = Stand::new();
    stand.enqueue("test.counted", 2, &json!({"works": 20}), 200);
    let _worker = stand.worker(&[]);
    std::thread::sleep(Duration::from_millis(200));
    stand.postgres.stop().unwrap();
    std::thread::sleep(Duration::from_millis(300));
    stand.postgres.resume().unwrap();
    stand.until(LEFT, 0);
    once_each(&stand, 200);
}
