//! The system's file dialogs. They are opened on this side, so that the page may neither read nor write a file that was not chosen.

use crate::bridge::{blocking, header};
use app::{AppError, ErrorCode};
use std::path::{Path, PathBuf};
use tauri::ipc::{InvokeBody, Request};
use tauri::{AppHandle, Manager as _, WebviewWindow};
use tauri_plugin_dialog::{DialogExt as _, FileDialogBuilder, FilePath};

/// Extensions of statements.
const STATEMENTS: &[&str] =
    &["ofx", "qfx", "ofc", "qif", "csv", "tsv", "txt", "xml", "camt", "sta", "mt940", "940"];
/// The header with the suggested name of a file to save.
const NAME: &str = "file-name";

/// Lets the person choose statements; none when they think better of it.
#[tauri::command]
pub async fn choose_files(window: WebviewWindow) -> Result<Vec<String>, AppError> {
    blocking(move || {
        let dialog = dialog(&window).add_filter("OFX, QIF, CSV, CAMT.053, MT940", &everyway(STATEMENTS));
        Ok(dialog.blocking_pick_files().unwrap_or_default().into_iter().filter_map(text).collect())
    })
    .await
}

/// Lets the person choose a book.
#[tauri::command]
pub async fn choose_book(window: WebviewWindow) -> Result<Option<String>, AppError> {
    blocking(move || {
        let dialog = dialog(&window).add_filter("Valorize", &["valorize"]);
        Ok(dialog.blocking_pick_file().and_then(text))
    })
    .await
}

/// Lets the person choose where a file of this name goes.
#[tauri::command]
pub async fn choose_target(suggested: String, window: WebviewWindow) -> Result<Option<String>, AppError> {
    blocking(move || Ok(target(&window, &suggested).map(|path| path.to_string_lossy().into_owned()))).await
}

/// Writes bytes where the person chooses; answers the path, or nothing when they think better of it.
#[tauri::command]
pub async fn save_file(request: Request<'_>, window: WebviewWindow) -> Result<Option<String>, AppError> {
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(AppError::invalid("body", "the file's bytes are missing"));
    };
    let bytes = bytes.clone();
    let name = header(&request, NAME).unwrap_or_default();
    // A header holds no accents by itself; the page sends the name percent-encoded.
    let name = url::form_urlencoded::parse(format!("name={}", name.replace('+', "%2B")).as_bytes())
        .next()
        .map_or(name.clone(), |(_, name)| name.into_owned());
    blocking(move || {
        let Some(path) = target(&window, &name) else { return Ok(None) };
        write(&path, &bytes)?;
        Ok(Some(path.to_string_lossy().into_owned()))
    })
    .await
}

fn target(window: &WebviewWindow, suggested: &str) -> Option<PathBuf> {
    let name = Path::new(suggested).file_name().unwrap_or_default().to_string_lossy().into_owned();
    dialog(window).set_file_name(name).blocking_save_file()?.into_path().ok()
}

fn dialog(window: &WebviewWindow) -> FileDialogBuilder<tauri::Wry> {
    let app: &AppHandle = window.app_handle();
    app.dialog().file().set_parent(window)
}

fn text(path: FilePath) -> Option<String> {
    path.into_path().ok().map(|path| path.to_string_lossy().into_owned())
}

/// Banks also write names in capitals, and filters mind the case.
fn everyway(extensions: &'static [&'static str]) -> Vec<&'static str> {
    const CAPITALS: &[&str] = &["OFX", "QFX", "OFC", "QIF", "CSV", "TSV", "TXT", "XML", "STA"];
    extensions.iter().chain(CAPITALS).copied().collect()
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    std::fs::write(path, bytes).map_err(|error| {
        let code = match error.kind() {
            std::io::ErrorKind::StorageFull => ErrorCode::DiskFull,
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                ErrorCode::ReadOnly
            }
            _ => ErrorCode::Io,
        };
        AppError::new(code, format!("the file cannot be written: {error}"))
            .at(path.display().to_string())
            .remedy("choose another folder")
    })
}
