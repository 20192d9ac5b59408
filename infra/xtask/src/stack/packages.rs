//! Programs of the stack that are not ours: taken out of the system's packages without installing them, so that nothing of them starts by itself.

use crate::error::XtaskError;
use crate::python;
use crate::steps::show;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where they are.
pub struct Tools {
    pub caddy: PathBuf,
    pub prometheus: PathBuf,
    pub promtool: PathBuf,
    /// With the catcher of mail.
    pub python: PathBuf,
}

/// Brings what is missing.
///
/// # Errors
/// When a package cannot be had; there are such on Debian and Ubuntu.
pub fn bring(folder: &Path) -> Result<Tools, XtaskError> {
    let root = folder.join("packages");
    let programs = python::environment(&folder.join("python"), "infra/stack/requirements.txt")?;
    let tools = Tools {
        caddy: root.join("usr/bin/caddy"),
        prometheus: root.join("usr/bin/prometheus"),
        promtool: root.join("usr/bin/promtool"),
        python: programs.join("python"),
    };
    if !(tools.caddy.is_file() && tools.prometheus.is_file() && tools.promtool.is_file()) {
        unpacked(&root)?;
    }
    Ok(tools)
}

fn unpacked(root: &Path) -> Result<(), XtaskError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| XtaskError::File { path, source }
    };
    let files = root.join("archives");
    std::fs::create_dir_all(&files).map_err(failed(&files))?;
    show(Command::new("apt-get").current_dir(&files).args(["--quiet", "download", "caddy", "prometheus"]))?;
    for entry in std::fs::read_dir(&files).map_err(failed(&files))? {
        let path = entry.map_err(failed(&files))?.path();
        if path.extension().is_some_and(|kind| kind == "deb") {
            show(Command::new("dpkg-deb").arg("--extract").arg(&path).arg(root))?;
        }
    }
    Ok(())
}
