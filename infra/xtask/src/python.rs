//! Python programs that are not ours, each in an environment of its own under `.cache`, from pinned files with checksums.

use crate::error::XtaskError;
use crate::repository;
use crate::steps::show;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Brings what `requirements` names into `folder`, unless it is there; gives the folder of its programs.
///
/// # Errors
/// When Python is missing, or a file cannot be had or is another than its checksum says.
pub fn environment(folder: &Path, requirements: &str) -> Result<PathBuf, XtaskError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| XtaskError::File { path, source }
    };
    let source = repository().join(requirements);
    let wanted = std::fs::read_to_string(&source).map_err(failed(&source))?;
    // Written last: an installation that was cut off is made anew.
    let stamp = folder.join("installed.txt");
    let programs = folder.join("bin");
    if std::fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
        return Ok(programs);
    }
    show(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder))?;
    let options = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
    let pinned = ["--require-hashes", "--only-binary", ":all:", "-r", requirements];
    show(Command::new(programs.join("python")).current_dir(repository()).args(options).args(pinned))?;
    std::fs::write(&stamp, wanted).map_err(failed(&stamp))?;
    Ok(programs)
}
