//! Users at work, all on one thread that does nothing else, so that what the generator takes is known.

use super::choice::Draw;
use super::record::Record;
use super::tenants::Tenant;
use super::user::{Shared, User};
use crate::error::LoadError;
use crate::figures::float;
use crate::processes::{Turns, turns};
use crate::scenario::{Model, Plan, Requests};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::sync::Notify;
use tokio::task::{JoinSet, LocalSet};

/// What a run gave.
pub struct Outcome {
    pub record: Record,
    /// By number of the user: ids of rows.
    pub acked: Vec<(usize, String)>,
    /// The generator's thread at the end of each stage, beginning with the start.
    pub turns: Vec<(Duration, Turns)>,
}

impl Outcome {
    /// Of the time of a stage, the shares in which the generator was at work, and in which it wanted to be.
    pub fn saturation(&self, stage: usize) -> (f64, f64) {
        let ((from, before), (to, after)) = (self.turns[stage], self.turns[stage + 1]);
        let all = to.saturating_sub(from).as_secs_f64() * 1e9;
        let ran = float(after.ran.saturating_sub(before.ran));
        let waited = float(after.waited.saturating_sub(before.waited));
        (ran / all, (ran + waited) / all)
    }
}

/// The book of a user: one of the shared ones, or its own.
pub fn tenant_of(requests: &Requests, tenants: &[Rc<Tenant>], user: usize) -> Rc<Tenant> {
    let books = requests.books.shared.map_or(tenants.len(), |shared| shared as usize).max(1);
    tenants[user % books % tenants.len()].clone()
}

/// Works through the plan from `began` on.
pub async fn run(
    at: SocketAddr,
    requests: &Requests,
    tenants: &[Rc<Tenant>],
    in_time: Duration,
    began: Instant,
) -> Result<Outcome, LoadError> {
    let plan = Plan::new(requests);
    let think = (requests.model == Model::Closed && requests.think_seconds > 0.0)
        .then(|| Duration::from_secs_f64(requests.think_seconds));
    let shared = Rc::new(Shared {
        began,
        requests: requests.clone(),
        record: RefCell::new(Record::new(&plan, think, in_time)),
        acked: RefCell::default(),
    });
    let users: Vec<User> = (0..requests.most_users())
        .map(|number| User::new(number, at, &tenant_of(requests, tenants, number), &shared))
        .collect::<Result<_, _>>()?;
    let local = LocalSet::new();
    let seen = Rc::new(RefCell::new(Vec::new()));
    local.spawn_local(watch(plan.clone(), began, seen.clone()));
    let work = async {
        match requests.model {
            Model::Closed => closed(users, &plan, began, think.unwrap_or_default()).await,
            Model::Open => open(users, &plan, began).await,
        }
    };
    let ended = local.run_until(work).await;
    ended?;
    local.await;
    let turns = std::mem::take(&mut *seen.borrow_mut());
    let shared =
        Rc::into_inner(shared).ok_or_else(|| LoadError::Wrong("a user is still at work".to_owned()))?;
    Ok(Outcome { record: shared.record.into_inner(), acked: shared.acked.into_inner(), turns })
}

/// Notes what the generator had of the processors when each stage ends.
async fn watch(plan: Plan, began: Instant, seen: Rc<RefCell<Vec<(Duration, Turns)>>>) {
    until(began, Duration::ZERO).await;
    seen.borrow_mut().push((began.elapsed(), turns()));
    for part in plan.parts() {
        until(began, part.end).await;
        seen.borrow_mut().push((began.elapsed(), turns()));
    }
}

async fn until(began: Instant, moment: Duration) {
    tokio::time::sleep_until((began + moment).into()).await;
}

/// Each user asks, waits for the answer and thinks.
async fn closed(users: Vec<User>, plan: &Plan, began: Instant, think: Duration) -> Result<(), LoadError> {
    let mut tasks = JoinSet::new();
    for (number, mut user) in users.into_iter().enumerate() {
        let plan = plan.clone();
        tasks.spawn_local(async move {
            let mut due = plan.turn(number, Duration::ZERO);
            while let Some(moment) = due {
                until(began, moment).await;
                user.act(moment).await;
                due = plan.turn(number, began.elapsed() + think);
            }
        });
    }
    joined(tasks).await
}

/// Requests become due at exponentially distributed distances, whatever the server does. One that is due takes the next user who has
/// nothing to do; when all are waiting it waits for one, and that counts.
async fn open(users: Vec<User>, plan: &Plan, began: Instant) -> Result<(), LoadError> {
    let (idle, freed) = (Rc::new(RefCell::new(VecDeque::from(users))), Rc::new(Notify::new()));
    let (mut draw, mut due, mut tasks) = (Draw::new(1), Duration::ZERO, JoinSet::new());
    for part in plan.parts() {
        let rate = part.stage.rate.unwrap_or(1.0);
        due = due.max(part.start);
        loop {
            // 53 bits, the most a fraction holds.
            let uniform = (float(draw.next() >> 11) + 1.0) / float(1 << 53);
            due += Duration::from_secs_f64(-uniform.ln() / rate);
            if due >= part.end {
                break;
            }
            let moment = due;
            until(began, moment).await;
            let (idle, freed) = (idle.clone(), freed.clone());
            tasks.spawn_local(async move {
                let mut user = loop {
                    let free = idle.borrow_mut().pop_front();
                    match free {
                        Some(user) => break user,
                        None => freed.notified().await,
                    }
                };
                user.act(moment).await;
                idle.borrow_mut().push_back(user);
                freed.notify_one();
            });
            while tasks.try_join_next().is_some() {}
        }
    }
    joined(tasks).await
}

async fn joined(mut tasks: JoinSet<()>) -> Result<(), LoadError> {
    while let Some(ended) = tasks.join_next().await {
        ended.map_err(|error| LoadError::Wrong(format!("a user failed: {error}")))?;
    }
    Ok(())
}
