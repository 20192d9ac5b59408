//! Time, randomness and places, taken from the system.

use crate::env::Outside;
use std::path::{Path, PathBuf};

/// The running machine.
pub struct System;

impl Outside for System {
    fn now_ms(&self) -> i64 {
        jiff::Timestamp::now().as_millisecond()
    }

    fn today(&self) -> domain::Day {
        jiff::ZonedDateTime::now().date()
    }

    fn random(&mut self, bytes: &mut [u8]) {
        // Without the system's randomness no id is safe: stopping is the only right answer.
        getrandom::fill(bytes).expect("the operating system gives randomness");
    }

    fn device(&self) -> String {
        std::env::var("VALORIZE_DEVICE")
            .ok()
            .or_else(|| std::fs::read_to_string("/etc/hostname").ok().map(|name| name.trim().to_owned()))
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| "this device".to_owned())
    }

    fn keychain(&self) -> bool {
        std::env::var_os("VALORIZE_NO_KEYCHAIN").is_none()
    }

    fn model_dir(&self) -> Option<PathBuf> {
        model_candidates().into_iter().find(|folder| folder.join("model").join("model.onnx").is_file())
    }
}

/// Where the categoriser's model may lie: named, beside the program, in the checkout, installed.
fn model_candidates() -> Vec<PathBuf> {
    let mut places = Vec::new();
    places.extend(std::env::var_os("VALORIZE_CACHE").map(PathBuf::from));
    if let Ok(program) = std::env::current_exe() {
        places.extend(program.ancestors().skip(1).take(4).map(|folder| folder.join(".cache/valorize")));
        places.extend(program.parent().map(|folder| folder.join("../share/valorize")));
    }
    places.push(PathBuf::from(".cache/valorize"));
    places.push(Path::new("/usr/share/valorize").to_path_buf());
    places
}

/// The book when none is named: `$VALORIZE_BOOK`, else `valorize/book.valorize` in the user's data folder.
pub fn default_book() -> PathBuf {
    if let Some(path) = std::env::var_os("VALORIZE_BOOK") {
        return PathBuf::from(path);
    }
    directories::ProjectDirs::from("", "", "valorize")
        .map_or_else(|| PathBuf::from("."), |dirs| dirs.data_dir().to_path_buf())
        .join("book.valorize")
}
