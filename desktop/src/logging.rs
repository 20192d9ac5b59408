//! The log: what happened, by operation and error code. Amounts, names and texts of the book never go into it.

use log::LevelFilter;
use tauri::plugin::TauriPlugin;
use tauri_plugin_log::{Builder, RotationStrategy, Target, TargetKind};

/// Largest log file; the one before is kept beside it.
const LARGEST: u128 = 1 << 20;

/// The plugin that writes it, into the system's folder for logs.
pub fn plugin() -> TauriPlugin<tauri::Wry> {
    std::panic::set_hook(Box::new(|panic| {
        // Only where: the message of a panic may hold a value.
        match panic.location() {
            Some(place) => log::error!("a defect at {}:{}", place.file(), place.line()),
            None => log::error!("a defect at an unknown place"),
        }
    }));
    Builder::new()
        .clear_targets()
        .target(Target::new(TargetKind::LogDir { file_name: Some("valorize".to_owned()) }))
        .target(Target::new(TargetKind::Stderr))
        // Libraries may say what they like about themselves only when it is a warning.
        .level(LevelFilter::Warn)
        .level_for("valorize_desktop", LevelFilter::Info)
        .max_file_size(LARGEST)
        .rotation_strategy(RotationStrategy::KeepOne)
        .build()
}
