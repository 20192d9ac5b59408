//! The one window: its size, where it was last time, and what it refuses.

use crate::links;
use tauri::plugin::TauriPlugin;
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{AppHandle, Manager as _, WebviewUrl, WebviewWindowBuilder};
use tauri_plugin_window_state::StateFlags;

/// Its label; `capabilities/main.json` names it.
pub const LABEL: &str = "main";

/// Opens it. It is shown when there is something to see.
///
/// # Errors
/// When the system has no window to give.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Valorize")
        .inner_size(1280.0, 860.0)
        .min_inner_size(800.0, 560.0)
        .visible(false)
        .on_navigation(|address| {
            let stays = links::inside(address);
            if !stays {
                log::warn!("a way out of the interface was refused");
            }
            stays
        })
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_page_load(|window, page| {
            if page.event() != PageLoadEvent::Finished {
                return;
            }
            match window.show() {
                Ok(()) => log::info!("the window is shown"),
                Err(error) => log::error!("the window cannot be shown: {error}"),
            }
        })
        .build()?;
    Ok(())
}

/// Brings it to the front.
pub fn to_front(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    // A desktop may refuse any of these; the files arrive all the same.
    drop(window.unminimize());
    drop(window.show());
    drop(window.set_focus());
}

/// Remembers size, place and whether it fills the screen.
pub fn remember_place() -> TauriPlugin<tauri::Wry> {
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(
            StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN,
        )
        .build()
}
