//! The REST surface: queues create, get, list, delete, pause, resume, purge; tasks create, get, list, delete, run.

use crate::Emulator;
use crate::queue::{Queue, Task};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Bytes of a task.
const MOST: usize = 100 << 10;

/// A refusal in Google's form.
struct Refused(StatusCode, &'static str, String);

fn refused(status: StatusCode, name: &'static str, message: impl Into<String>) -> Refused {
    Refused(status, name, message.into())
}

fn invalid(message: impl Into<String>) -> Refused {
    refused(StatusCode::BAD_REQUEST, "INVALID_ARGUMENT", message)
}

fn missing(name: &str) -> Refused {
    refused(StatusCode::NOT_FOUND, "NOT_FOUND", format!("{name} does not exist"))
}

/// Any call below `/v2/`.
pub async fn answer(
    State(emulator): State<Arc<Emulator>>,
    method: Method,
    Path(path): Path<String>,
    body: Bytes,
) -> Response {
    match call(&emulator, &method, &path, &body) {
        Ok(value) => Json(value).into_response(),
        Err(Refused(status, name, message)) => {
            let error = json!({"code": status.as_u16(), "message": message, "status": name});
            (status, Json(json!({"error": error}))).into_response()
        }
    }
}

fn call(emulator: &Emulator, method: &Method, path: &str, body: &[u8]) -> Result<Value, Refused> {
    if body.len() > MOST {
        return Err(invalid("a task has 100 KiB at most"));
    }
    let given = match body {
        [] => json!({}),
        body => serde_json::from_slice(body).map_err(|error| invalid(format!("the body: {error}")))?,
    };
    let (path, verb) = path.rsplit_once(':').map_or((path, ""), |(path, verb)| (path, verb));
    let parts: Vec<&str> = path.split('/').collect();
    let ["projects", project, "locations", location, "queues", rest @ ..] = parts.as_slice() else {
        return Err(missing(path));
    };
    let parent = format!("projects/{project}/locations/{location}");
    let queue = rest.first().map(|queue| format!("{parent}/queues/{queue}"));
    match (method.as_str(), queue, &rest.get(1..).unwrap_or_default(), verb) {
        ("POST", None, _, "") => create_queue(emulator, &parent, &given),
        ("GET", None, _, "") => Ok(json!({"queues": list_queues(emulator, &parent)})),
        (method, Some(queue), [], verb) => on_queue(emulator, method, &queue, verb),
        (method, Some(queue), ["tasks"], "") => on_tasks(emulator, method, &queue, &given),
        (method, Some(queue), ["tasks", task], verb) => {
            on_task(emulator, method, &queue, &format!("{queue}/tasks/{task}"), verb)
        }
        _ => Err(missing(path)),
    }
}

/// A queue that is there from the beginning.
pub(crate) fn begin_with(emulator: &Emulator, name: &str) -> Result<(), String> {
    let wrong = || format!("`{name}` is no queue: write projects/P/locations/L/queues/Q");
    let (parent, queue) = name.rsplit_once("/queues/").ok_or_else(wrong)?;
    if queue.is_empty() || parent.split('/').count() != 4 {
        return Err(wrong());
    }
    create_queue(emulator, parent, &json!({"name": name})).map(drop).map_err(|_| wrong())
}

fn create_queue(emulator: &Emulator, parent: &str, given: &Value) -> Result<Value, Refused> {
    let name = given["name"].as_str().unwrap_or_default();
    if !name.starts_with(&format!("{parent}/queues/")) {
        return Err(invalid(format!("the name must begin with {parent}/queues/")));
    }
    let mut queues = emulator.queues();
    if queues.0.contains_key(name) {
        return Err(refused(StatusCode::CONFLICT, "ALREADY_EXISTS", format!("{name} exists")));
    }
    let queue = queues.0.entry(name.to_owned()).or_insert_with(|| Queue::new(given));
    Ok(queue.show(name))
}

fn list_queues(emulator: &Emulator, parent: &str) -> Vec<Value> {
    let queues = emulator.queues();
    let below = queues.0.iter().filter(|(name, _)| name.starts_with(&format!("{parent}/queues/")));
    below.map(|(name, queue)| queue.show(name)).collect()
}

fn on_queue(emulator: &Emulator, method: &str, name: &str, verb: &str) -> Result<Value, Refused> {
    let mut queues = emulator.queues();
    if method == "DELETE" && verb.is_empty() {
        return queues.0.remove(name).map(|_| json!({})).ok_or_else(|| missing(name));
    }
    let queue = queues.0.get_mut(name).ok_or_else(|| missing(name))?;
    match (method, verb) {
        ("GET", "") => {}
        ("POST", "pause") => queue.paused = true,
        ("POST", "resume") => queue.paused = false,
        ("POST", "purge") => queue.tasks.clear(),
        _ => return Err(invalid(format!("{method} {verb} is not known here"))),
    }
    Ok(queue.show(name))
}

fn on_tasks(emulator: &Emulator, method: &str, queue_name: &str, given: &Value) -> Result<Value, Refused> {
    let mut queues = emulator.queues();
    let queue = queues.0.get_mut(queue_name).ok_or_else(|| missing(queue_name))?;
    if method == "GET" {
        let tasks: Vec<Value> = queue.tasks.iter().map(|(name, task)| task.show(name)).collect();
        return Ok(json!({"tasks": tasks}));
    }
    let given = &given["task"];
    let now = SystemTime::now();
    let url = given["httpRequest"]["url"].as_str().unwrap_or_default();
    if !url.starts_with("http://") && !url.starts_with("https://") {
        return Err(invalid("httpRequest.url begins with http:// or https://"));
    }
    // POST is 1, and what is left out; others are not pushed by this emulator.
    if ![&json!(1), &json!("POST"), &Value::Null].contains(&&given["httpRequest"]["httpMethod"]) {
        return Err(invalid("httpRequest.httpMethod: this emulator pushes POST only"));
    }
    let next = match given["scheduleTime"].as_str() {
        None => now,
        Some(text) => {
            let moment = text.parse::<jiff::Timestamp>();
            let moment = moment.map_err(|error| invalid(format!("scheduleTime: {error}")))?;
            SystemTime::UNIX_EPOCH
                + Duration::from_millis(u64::try_from(moment.as_millisecond()).unwrap_or(0))
        }
    };
    let name = match given["name"].as_str() {
        None | Some("") => format!("{queue_name}/tasks/{:016x}", crate::tokens::number()),
        Some(name) => name.to_owned(),
    };
    let id = name.strip_prefix(&format!("{queue_name}/tasks/")).unwrap_or_default();
    let letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    if id.is_empty() || id.len() > 500 || !id.chars().all(letter) {
        return Err(invalid(format!(
            "{name}: a task is {queue_name}/tasks/ and up to 500 letters, digits, - and _"
        )));
    }
    let task =
        Task { given: given.clone(), created: now, next, dispatched: 0, answered: 0, under_way: false };
    let shown = task.show(&name);
    if !queue.add(&name, task) {
        let message = format!("{name}: a task of this name existed too recently");
        return Err(refused(StatusCode::CONFLICT, "ALREADY_EXISTS", message));
    }
    Ok(shown)
}

fn on_task(emulator: &Emulator, method: &str, queue: &str, name: &str, verb: &str) -> Result<Value, Refused> {
    let mut queues = emulator.queues();
    let queue = queues.0.get_mut(queue).ok_or_else(|| missing(queue))?;
    match (method, verb) {
        ("GET", "") => queue.tasks.get(name).map(|task| task.show(name)).ok_or_else(|| missing(name)),
        ("DELETE", "") => queue.tasks.remove(name).map(|_| json!({})).ok_or_else(|| missing(name)),
        ("POST", "run") => {
            let task = queue.tasks.get_mut(name).ok_or_else(|| missing(name))?;
            task.next = SystemTime::now();
            Ok(task.show(name))
        }
        _ => Err(invalid(format!("{method} {verb} is not known here"))),
    }
}
