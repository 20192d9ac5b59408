//! The window: Tauri around the host of `app`.
//!
//! Nothing is decided here. The interface calls operations through one command, hears the host's events, and everything that touches the
//! system (dialogs, files, links) is done on this side, so that the page needs no permission beyond those of `capabilities/main.json`.
// Tauri hands commands and events their arguments by value.
#![allow(clippy::needless_pass_by_value)]
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arrivals;
mod bridge;
mod dialogs;
mod environment;
mod interface;
mod links;
mod logging;
mod menu;
mod quit;
mod window;

use app::Outside as _;
use app::host::Host;
use arrivals::Arrivals;
use std::sync::Arc;
use tauri::{App, AppHandle, Manager as _, RunEvent};

/// What goes wrong before there is a window.
#[derive(Debug, thiserror::Error)]
enum StartError {
    #[error("the environment cannot be prepared: {0}")]
    Environment(#[from] std::io::Error),
    #[error("the window cannot be opened: {0}")]
    Window(#[from] tauri::Error),
}

fn main() -> std::process::ExitCode {
    match run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("valorize: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), StartError> {
    environment::prepare()?;
    let mut context = tauri::generate_context!();
    context.set_assets(Box::new(interface::Interface));
    let app = tauri::Builder::default()
        // First, so that a second start ends before it touches anything.
        .plugin(tauri_plugin_single_instance::init(|app, arguments, folder| {
            arrivals::from_second_start(app, &arguments, &folder);
        }))
        .plugin(logging::plugin())
        .plugin(window::remember_place())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        .invoke_handler(tauri::generate_handler![
            bridge::call,
            bridge::cancel,
            dialogs::choose_book,
            dialogs::choose_files,
            dialogs::choose_target,
            dialogs::save_file,
            links::open_link,
            arrivals::take_files,
        ])
        .on_menu_event(menu::chosen)
        .setup(|app| Ok(set_up(app)?))
        .build(context)?;
    app.run(on_event);
    Ok(())
}

/// Opens the book named on the command line or the one that was open last, then the window.
fn set_up(app: &mut App) -> tauri::Result<()> {
    let host = Arc::new(Host::of_user());
    if app::System.model_dir().is_none() {
        log::warn!("the categoriser's model is not at hand; it does with less");
    }
    bridge::pass_events_on(&host, app.handle());
    app.manage(Arc::clone(&host));
    app.manage(Arrivals::default());
    let arguments: Vec<String> =
        std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let folder = std::env::current_dir().unwrap_or_default();
    let given = arrivals::read(&arguments, &folder);
    arrivals::open_first(&host, given.book.as_deref());
    app.state::<Arrivals>().add(given.statements);
    menu::install(app.handle())?;
    window::open(app.handle())
}

fn on_event(app: &AppHandle, event: RunEvent) {
    match event {
        RunEvent::Exit => quit::close_book(&app.state::<Arc<Host>>()),
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => arrivals::from_system(app, &urls),
        _ => {}
    }
}
