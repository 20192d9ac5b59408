//! Books in temporary folders, with time and ids that are the same on every run.

use app::{App, AppError, CommitImport, ImportedView, ListRegister, NewBook, Outside, PlanImport};
use domain::{Currency, Day, Language};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use testkit::{FixedClock, SequentialIds};

/// A world that stands still but for the clock, which moves one second with each look.
pub struct Fixed {
    ids: SequentialIds,
    clock: std::cell::Cell<i64>,
    device: &'static str,
}

impl Fixed {
    /// `start` tells two devices, or two runs, apart: no random byte is drawn twice.
    pub fn new(device: &'static str, start: u64) -> Self {
        let mut ids = SequentialIds::default();
        for _ in 0..start {
            ids.next_id();
        }
        Self { ids, clock: std::cell::Cell::new(FixedClock::START.now()), device }
    }
}

impl Outside for Fixed {
    fn now_ms(&self) -> i64 {
        self.clock.set(self.clock.get() + 1000);
        self.clock.get()
    }

    fn today(&self) -> Day {
        testkit::day(14)
    }

    fn random(&mut self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(12) {
            let id = self.ids.next_id();
            part.copy_from_slice(&id[12 - part.len()..]);
        }
    }

    fn device(&self) -> String {
        self.device.to_owned()
    }

    fn keychain(&self) -> bool {
        false
    }

    fn model_dir(&self) -> Option<PathBuf> {
        None
    }
}

/// A new book in `folder`: categories in Portuguese, no embedding model, only rules write categories.
pub fn new_book(folder: &Path) -> App {
    let new = NewBook { name: "Casa".to_owned(), currency: Currency::BRL, language: Language::PtBr };
    let mut app = App::create(&folder.join("book.valorize"), &new, Box::new(Fixed::new("kitchen", 0)))
        .expect("a new book");
    for (key, value) in [("categorizer.model", "none"), ("categorizer.threshold", "100")] {
        app.call("setting.set", json!({ "key": key, "value": value })).expect("a setting");
    }
    app
}

/// Plans and commits a file; the commit of each of its plans.
pub fn import(app: &mut App, file: &Path) -> Result<Vec<ImportedView>, AppError> {
    let planned = app.act(PlanImport { path: file.display().to_string(), ..PlanImport::default() })?;
    planned
        .plans
        .into_iter()
        .map(|plan| app.act(CommitImport { plan: plan.plan, categorise: None }))
        .collect()
}

/// Every row of the register, without ids: date, amount, text, clearing.
pub fn content(app: &App) -> Vec<(String, i64, String, String)> {
    let page =
        app.ask(&ListRegister { limit: Some(u32::MAX), ..ListRegister::default() }).expect("the register");
    let mut rows: Vec<_> = page
        .items
        .into_iter()
        .map(|row| (row.date, row.amount.minor, row.description, row.clearing))
        .collect();
    rows.sort();
    rows
}

/// Every table of the lossless export.
pub fn tables(app: &App) -> Value {
    let mut out = Vec::new();
    app::export::export(app.reader(), app::export::ExportFormat::Json, &mut out).expect("an export");
    serde_json::from_slice(&out).expect("JSON")
}

/// The book is sound.
pub fn assert_sound(app: &mut App) {
    let health = app.doctor(false).expect("a verdict");
    assert!(health.healthy, "{:?}", health.problems);
}
