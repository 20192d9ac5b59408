//! What becomes of jobs in the ordinary course: once, later, again, never.

use super::stand::Stand;
use jobs::queue::{self, Filter, State};
use jobs::{Context, Job, JobError, NewJob};
use serde_json::json;
use std::time::Duration;

/// The form of the example's job, for its queue.
struct Counted;

impl Job for Counted {
    const NAME: &'static str = "test.counted";
    const VERSION: u32 = 2;
    type Payload = serde_json::Value;

    async fn run(&self, _: &mut Context, _: serde_json::Value) -> Result<(), JobError> {
        Err(JobError::Refused("only the worker's is run".to_owned()))
    }
}

fn counted(key: &str) -> NewJob {
    NewJob::of::<Counted>(key, &json!({})).unwrap()
}

const ENDED: &str = "select count(*) from job where name <> 'test.hourly' and state in ('done', 'dead')";

#[test]
fn a_key_is_one_job_and_a_rolled_back_cause_is_none() {
    let stand = Stand::new();
    stand.wait(async {
        let mut lost = stand.pool.begin().await.unwrap();
        assert!(jobs::enqueue(&mut lost, counted("rolled back")).await.unwrap().is_some());
        lost.rollback().await.unwrap();
    });
    assert_eq!(stand.put(vec![counted("a"), counted("b")]).len(), 2);
    assert_eq!(stand.put(vec![counted("b"), counted("c")]).len(), 1);
    let later = counted("later").after(Duration::from_hours(1));
    let past = counted("past").at(std::time::UNIX_EPOCH + Duration::from_secs(1_000_000_000));
    stand.put(vec![later, past]);
    let worker = stand.worker(&[]);
    stand.until(ENDED, 4);
    assert_eq!(stand.text("select key from job where state = 'waiting'"), "later");
    assert_eq!(stand.number("select count(*) from effect where what = 'done'"), 4);
    assert_eq!(stand.put(vec![counted("a")]).len(), 0, "done, and not done again");
    let metrics = worker.get("/metrics").body;
    for line in [
        "valorize_jobs{name=\"test.counted\",state=\"waiting\"} 1",
        "valorize_job_attempts_total{name=\"test.counted\",outcome=\"done\"} 4",
        "valorize_jobs_oldest_seconds{name=\"test.counted\"} 0",
        "valorize_job_seconds_count{name=\"test.counted\",outcome=\"done\"} 4",
    ] {
        assert!(metrics.contains(line), "{line} in {metrics}");
    }
    assert_eq!((worker.get("/healthz").status, worker.get("/readyz").status), (200, 200));
}

#[test]
fn what_fails_is_tried_again_then_kept_as_dead_and_can_be_replayed() {
    let stand = Stand::new();
    let again = stand.enqueue("test.counted", 2, &json!({"fails": 2}), 1)[0];
    let dead = stand.enqueue("test.counted", 2, &json!({"fails": 3}), 1)[0];
    let panics = stand.enqueue("test.panics", 1, &json!(null), 1)[0];
    let slow = stand.enqueue("test.counted", 2, &json!({"works": 60_000}), 1)[0];
    let _worker = stand.worker(&[]);
    stand.until("select count(*) from job where name <> 'test.hourly' and state in ('done', 'dead')", 4);
    let find = |id| stand.wait(queue::find(&stand.pool, id)).unwrap().unwrap();
    let outcomes = |id| -> Vec<String> {
        let attempts = stand.wait(queue::attempts(&stand.pool, id)).unwrap();
        attempts.into_iter().map(|attempt| attempt.outcome).collect()
    };
    assert_eq!(
        (find(again).state.as_str(), outcomes(again)),
        ("done", ["failed", "failed", "done"].map(str::to_owned).to_vec())
    );
    assert_eq!(find(dead).state, "dead");
    assert_eq!(find(dead).error.as_deref(), Some("attempt 3 was told to fail"));
    assert_eq!(find(panics).error.as_deref(), Some("it panicked: as it was told"));
    assert_eq!(find(slow).error.as_deref(), Some("it took longer than 5 s"));
    let filter = Filter { state: Some(State::Dead), most: 10, ..Filter::default() };
    let list: Vec<i64> =
        stand.wait(queue::list(&stand.pool, &filter)).unwrap().iter().map(|entry| entry.id).collect();
    assert_eq!(list, [slow, panics, dead]);
    assert_eq!(
        stand.number(&format!("select count(*) from effect where job <> {again} and what = 'done'")),
        0
    );
    // The fourth attempt succeeds.
    assert_eq!(stand.wait(queue::replay(&stand.pool, Some(dead), None)).unwrap(), 1);
    stand.until(&format!("select count(*) from job where id = {dead} and state = 'done'"), 1);
    assert_eq!(stand.number(&format!("select count(*) from effect where job = {dead}")), 1);
    assert_eq!(stand.wait(queue::replay(&stand.pool, Some(dead), None)).unwrap(), 0, "done is done");
    assert_eq!(stand.wait(queue::replay(&stand.pool, None, Some("test.panics"))).unwrap(), 1);
}

#[test]
fn payloads_of_other_versions_are_upgraded_refused_or_left_for_others() {
    let stand = Stand::new();
    let old = stand.enqueue("test.counted", 1, &json!({"milliseconds": 1}), 1)[0];
    let broken = stand.enqueue("test.counted", 1, &json!({}), 1)[0];
    let wrong = stand.enqueue("test.counted", 2, &json!({"colour": 1}), 1)[0];
    let newer = stand.enqueue("test.counted", 3, &json!({}), 1)[0];
    let unknown = stand.enqueue("test.unheard_of", 1, &json!({}), 1)[0];
    let _worker = stand.worker(&[]);
    stand.until(ENDED, 3);
    let state = |id: i64| {
        let entry = stand.wait(queue::find(&stand.pool, id)).unwrap().unwrap();
        (entry.state, entry.attempts, entry.error.unwrap_or_default())
    };
    assert_eq!(state(old).0, "done");
    let (is, attempts, error) = state(broken);
    assert_eq!((is.as_str(), attempts, error.as_str()), ("dead", 1, "version 1 is not understood"));
    assert!(state(wrong).2.contains("unknown field `colour`"), "{}", state(wrong).2);
    for id in [newer, unknown] {
        assert_eq!(
            state(id),
            ("waiting".to_owned(), 0, String::new()),
            "it waits for a worker that knows it"
        );
    }
}

#[test]
fn finished_steps_are_not_done_again() {
    let stand = Stand::new();
    let id = stand.enqueue("test.stepwise", 1, &json!({"fails": 2}), 1)[0];
    let _worker = stand.worker(&[]);
    stand.until(ENDED, 1);
    let effects =
        stand.text(&format!("select string_agg(what, ',' order by what) from effect where job = {id}"));
    assert_eq!(effects, "first,second,sum 3,third");
    let steps = stand.wait(queue::steps(&stand.pool, id)).unwrap();
    let seen: Vec<(&str, &str, i32)> =
        steps.iter().map(|step| (step.name.as_str(), step.state.as_str(), step.attempts)).collect();
    assert_eq!(seen, [("first", "done", 1), ("second", "done", 3), ("third", "done", 1)]);
}

#[test]
fn what_recurs_comes_once_however_many_workers_there_are_and_old_history_goes() {
    let stand = Stand::new();
    let (first, second) = (stand.worker(&[]), stand.worker(&[]));
    stand.until("select count(*) from job where name = 'test.hourly' and state = 'done'", 1);
    drop((first, second));
    // At the turn of an hour there may be two; never two with one key.
    assert_eq!(stand.number("select count(*) - count(distinct job) from effect where what = 'hourly'"), 0);
    stand.enqueue("test.counted", 2, &json!({}), 4);
    stand
        .postgres
        .sql(
            "valorize",
            "
        update job set state = 'done', ended_at = now() - interval '31 days' where name = 'test.counted';
        update job set state = 'dead' where id in (select max(id) from job where name = 'test.counted');
        update job set ended_at = now() where id in (select min(id) from job where name = 'test.counted')",
        )
        .unwrap();
    assert_eq!(stand.wait(queue::prune(&stand.pool, 30, 180)).unwrap(), 2);
    assert_eq!(stand.number("select count(*) from job where name = 'test.counted'"), 2);
}
