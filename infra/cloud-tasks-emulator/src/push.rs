//! Pushing due tasks to their targets, as Cloud Tasks does it.

use crate::Emulator;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

const LOOK: Duration = Duration::from_millis(10);
/// Cloud Tasks' own default.
const DEADLINE: Duration = Duration::from_mins(10);

/// Looks for due tasks for ever; each is pushed on a task of its own.
pub async fn push(emulator: Arc<Emulator>) {
    loop {
        for (queue, name, given, tried) in due(&emulator) {
            let emulator = emulator.clone();
            tokio::spawn(async move {
                let status = send(&emulator, &queue, &name, &given, tried).await;
                let taken = status.is_some_and(|status| (200..300).contains(&status));
                if let Some(queue) = emulator.queues().0.get_mut(&queue) {
                    queue.pushed(&name, taken, status.is_some(), SystemTime::now());
                }
            });
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Tasks that are due, marked as under way.
fn due(emulator: &Emulator) -> Vec<(String, String, Value, u32)> {
    let now = SystemTime::now();
    let mut all = Vec::new();
    let mut queues = emulator.queues();
    for (queue_name, queue) in queues.0.iter_mut().filter(|(_, queue)| !queue.paused) {
        for (name, task) in queue.tasks.iter_mut().filter(|(_, task)| !task.under_way && task.next <= now) {
            let tried = task.dispatched;
            task.under_way = true;
            task.dispatched += 1;
            all.push((queue_name.clone(), name.clone(), task.given.clone(), tried));
        }
    }
    all
}

/// The status of the answer, if there was one.
async fn send(emulator: &Emulator, queue: &str, name: &str, given: &Value, tried: u32) -> Option<u16> {
    let request = &given["httpRequest"];
    let url = request["url"].as_str()?;
    let body = STANDARD.decode(request["body"].as_str().unwrap_or_default()).ok()?;
    let last = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
    let mut push = emulator
        .client
        .post(url)
        .timeout(DEADLINE)
        .header("x-cloudtasks-queuename", last(queue))
        .header("x-cloudtasks-taskname", last(name))
        .header("x-cloudtasks-taskretrycount", tried)
        .body(body);
    for (name, value) in request["headers"].as_object().into_iter().flatten() {
        push = push.header(name, value.as_str().unwrap_or_default());
    }
    if let Some(email) = request["oidcToken"]["serviceAccountEmail"].as_str() {
        let audience =
            request["oidcToken"]["audience"].as_str().filter(|text| !text.is_empty()).unwrap_or(url);
        let token = emulator.signer().token(email, audience);
        push = push.bearer_auth(token);
    }
    Some(push.send().await.ok()?.status().as_u16())
}
