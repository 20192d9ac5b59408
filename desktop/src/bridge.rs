//! The one way from the interface to the host: an operation's name in a header, JSON bytes in and out; the host's events back.

use app::host::Host;
use app::{AppError, ErrorCode};
use std::sync::Arc;
use std::time::Instant;
use tauri::ipc::{InvokeBody, Request, Response};
use tauri::{AppHandle, Emitter as _, State};

/// The header with the operation's name.
const OPERATION: &str = "operation";
/// The header with the id of a call, under which its progress is told and it can be stopped.
const CALL: &str = "call-id";
/// The event that carries every `HostEvent`.
const HOST_EVENT: &str = "host";

/// Calls an operation, beside the thread that draws.
#[tauri::command]
pub async fn call(request: Request<'_>, host: State<'_, Arc<Host>>) -> Result<Response, AppError> {
    let name = header(&request, OPERATION)
        .ok_or_else(|| AppError::invalid(OPERATION, "the header with the operation's name is missing"))?;
    let call_id = header(&request, CALL);
    let input = match request.body() {
        InvokeBody::Raw(bytes) => bytes.clone(),
        // Where the bridge cannot carry bytes it carries JSON.
        InvokeBody::Json(value) => value.to_string().into_bytes(),
    };
    let host = Arc::clone(&host);
    blocking(move || {
        let started = Instant::now();
        let outcome = host.call(&name, &input, call_id.as_deref());
        note(&name, started, outcome.as_ref().err());
        outcome.map(Response::new)
    })
    .await
}

/// Asks a call to stop; false when it is not under way.
#[tauri::command]
pub fn cancel(id: &str, host: State<'_, Arc<Host>>) -> bool {
    host.cancel(id)
}

/// Tells the interface what the host tells.
pub fn pass_events_on(host: &Host, app: &AppHandle) {
    let app = app.clone();
    host.listen(move |event| {
        if let Err(error) = app.emit(HOST_EVENT, event) {
            log::warn!("an event did not reach the window: {error}");
        }
    });
}

/// Runs what may take long where it blocks nothing.
///
/// # Errors
/// What `work` answers.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    match tauri::async_runtime::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) => Err(AppError::new(ErrorCode::Internal, format!("the operation broke off: {error}"))),
    }
}

/// A header as text.
pub fn header(request: &Request<'_>, name: &str) -> Option<String> {
    request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// One line of the log. Inputs, answers and messages stay out of it: they hold amounts and names.
fn note(name: &str, started: Instant, refused: Option<&AppError>) {
    let ms = started.elapsed().as_millis();
    match refused {
        None => log::debug!("{name} answered in {ms} ms"),
        Some(error) if error.code == ErrorCode::Internal => {
            log::error!("{name} failed after {ms} ms: {}", error.code.as_str());
        }
        Some(error) => log::info!("{name} refused after {ms} ms: {}", error.code.as_str()),
    }
}
