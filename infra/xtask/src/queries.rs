//! The server's SQL against its schema: sqlx's macros ask a fresh database about every query, and what it answers is compared with what
//! each crate keeps in `.sqlx`, so that a build needs no database.

use crate::checks::cargo;
use crate::error::XtaskError;
use crate::repository;
use crate::steps::show;
use private_stores::Postgres;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Crates with queries, with those of them below each.
const QUERYING: [(&str, &[&str]); 3] = [("relay", &[]), ("jobs", &[]), ("hosted", &["relay", "jobs"])];

/// What tells sqlx's macros where to ask, and where to keep the answers.
pub type Variables = [(&'static str, OsString); 3];

/// Answers by the name of their file.
type Answers = BTreeMap<String, Vec<u8>>;

/// A database of today's schema, and a folder for what it answers.
struct Asked {
    postgres: Postgres,
    scratch: PathBuf,
}

/// Does `build`, which has cargo look at the whole workspace under these variables, so that every query is asked of a fresh database.
///
/// # Errors
/// When the build fails, as it does over a query that does not fit the schema, or when the committed answers are others.
pub fn check(build: impl FnOnce(Variables) -> Result<(), XtaskError>) -> Result<(), XtaskError> {
    let asked = Asked::new()?;
    let fresh = asked.prepare("all", &QUERYING.map(|(krate, _)| krate))?;
    build(asked.variables(&fresh))?;
    let mut kept = Answers::new();
    for (krate, _) in QUERYING {
        kept.extend(answers(&home(krate).join(".sqlx"))?);
    }
    if answers(&fresh)? == kept {
        return Ok(());
    }
    Err(XtaskError::Step(
        "what is kept in sync-server/*/.sqlx is stale: cargo run --bin xtask -- queries".to_owned(),
    ))
}

/// Asks about every query of one crate after the other, and keeps the answers in its `.sqlx`.
///
/// # Errors
/// When a query does not fit the schema, or a file cannot be written.
pub fn write() -> Result<(), XtaskError> {
    let asked = Asked::new()?;
    for (krate, below) in QUERYING {
        let fresh = asked.prepare(krate, &[krate])?;
        show(cargo(&["check", "--quiet", "--package", krate]).envs(asked.variables(&fresh)))?;
        let mut new = answers(&fresh)?;
        // Crates below it are built by the way and leave their answers too.
        for below in below {
            let theirs = answers(&home(below).join(".sqlx"))?;
            new.retain(|name, _| !theirs.contains_key(name));
        }
        keep(&home(krate).join(".sqlx"), &new)?;
        println!("{krate}: {} queries", new.len());
    }
    Ok(())
}

impl Asked {
    fn new() -> Result<Self, XtaskError> {
        let root = repository();
        let scratch = root.join(".cache/queries");
        if scratch.exists() {
            std::fs::remove_dir_all(&scratch).map_err(failed(&scratch))?;
        }
        let postgres = Postgres::start(&scratch.join("postgres"), false)?;
        let mut migrations: Vec<PathBuf> = std::fs::read_dir(root.join("migrations/postgres"))
            .map_err(failed(&root))?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| {
                path.file_name()
                    .is_some_and(|name| name.to_string_lossy().starts_with(|c: char| c.is_ascii_digit()))
            })
            .collect();
        migrations.sort();
        for migration in migrations {
            postgres.sql_file("valorize", &migration)?;
        }
        Ok(Self { postgres, scratch })
    }

    /// An empty folder for answers. Cargo does not know that the database is part of what the macros read: `crates` look changed.
    fn prepare(&self, name: &str, crates: &[&str]) -> Result<PathBuf, XtaskError> {
        let fresh = self.scratch.join(name);
        std::fs::create_dir_all(&fresh).map_err(failed(&fresh))?;
        for krate in crates {
            let library = home(krate).join("src/lib.rs");
            let file = std::fs::File::open(&library).map_err(failed(&library))?;
            file.set_modified(std::time::SystemTime::now()).map_err(failed(&library))?;
        }
        Ok(fresh)
    }

    fn variables(&self, fresh: &Path) -> Variables {
        [
            ("SQLX_OFFLINE", "false".into()),
            ("SQLX_OFFLINE_DIR", fresh.into()),
            ("DATABASE_URL", self.postgres.url().into()),
        ]
    }
}

/// Where a crate lies.
fn home(krate: &str) -> PathBuf {
    repository().join("sync-server").join(krate)
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> XtaskError + use<> {
    let path = path.to_owned();
    move |source| XtaskError::File { path, source }
}

/// Makes `folder` hold these and no others.
fn keep(folder: &Path, new: &Answers) -> Result<(), XtaskError> {
    std::fs::create_dir_all(folder).map_err(failed(folder))?;
    for gone in answers(folder)?.keys().filter(|name| !new.contains_key(*name)) {
        let path = folder.join(gone);
        std::fs::remove_file(&path).map_err(failed(&path))?;
    }
    for (name, bytes) in new {
        let path = folder.join(name);
        std::fs::write(&path, bytes).map_err(failed(&path))?;
    }
    Ok(())
}

fn answers(folder: &Path) -> Result<Answers, XtaskError> {
    let mut answers = Answers::new();
    for entry in std::fs::read_dir(folder).map_err(failed(folder))? {
        let entry = entry.map_err(failed(folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("query-") {
            answers.insert(name, std::fs::read(entry.path()).map_err(failed(folder))?);
        }
    }
    Ok(answers)
}
