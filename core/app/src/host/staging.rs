//! Files that were dropped or uploaded, kept until they are imported.

use crate::env::{Outside, fresh_id};
use crate::error::{AppError, ErrorCode};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The staged files of one host.
pub struct Staging {
    folder: PathBuf,
    made: Mutex<Vec<PathBuf>>,
}

impl Staging {
    /// Below this folder, which is made when first needed.
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder, made: Mutex::new(Vec::new()) }
    }

    /// A fresh place for a file of this name. The name is kept, without its folders: it is shown and remembered with the import.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn place(&self, name: &str, outside: &mut dyn Outside) -> Result<PathBuf, AppError> {
        let own = self.folder.join(domain::BookId(fresh_id(outside)).to_string());
        std::fs::create_dir_all(&own).map_err(|error| failed(&own, &error))?;
        self.made.lock().unwrap_or_else(PoisonError::into_inner).push(own.clone());
        Ok(own.join(plain_name(name)))
    }

    /// Removes a staged file; files that are not staged are left alone.
    ///
    /// # Errors
    /// `not_found` when the file is not one of ours.
    pub fn discard(&self, path: &Path) -> Result<(), AppError> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let own = path.parent().and_then(|own| made.iter().position(|folder| folder == own));
        let Some(at) = own else { return Err(AppError::not_found("staged file", path.display())) };
        let own = made.swap_remove(at);
        std::fs::remove_dir_all(&own).map_err(|error| failed(&own, &error))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        for own in self.made.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            // The program ends: a copy that cannot be removed now lies in the cache folder, where the system may clear it.
            drop(std::fs::remove_dir_all(own));
        }
    }
}

/// The last part of the name, without characters a file system may refuse.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .filter(|letter| !letter.is_control() && !"<>:\"|?*".contains(*letter))
        .take(120)
        .collect();
    if plain.trim_matches(['.', ' ']).is_empty() { "statement".to_owned() } else { plain }
}

fn failed(path: &Path, error: &std::io::Error) -> AppError {
    let code = match error.kind() {
        std::io::ErrorKind::StorageFull => ErrorCode::DiskFull,
        _ => ErrorCode::Io,
    };
    AppError::new(code, format!("the file cannot be kept: {error}")).at(path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::plain_name;

    #[test]
    fn names_lose_their_folders_and_nothing_else() {
        for (given, kept) in [
            ("extrato de março.ofx", "extrato de março.ofx"),
            ("../../etc/passwd", "passwd"),
            ("C:\\bank\\bill.csv", "bill.csv"),
            ("..", "statement"),
            ("", "statement"),
            ("a\nb?.qif", "ab.qif"),
        ] {
            assert_eq!(plain_name(given), kept);
        }
    }
}
