//! Programs of the stack that are not ours: taken out of the system's packages without installing them, so that nothing of them starts by itself.

use crate::error::XtaskError;
use crate::repository;
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
    let venv = folder.join("venv");
    let tools = Tools {
        caddy: root.join("usr/bin/caddy"),
        prometheus: root.join("usr/bin/prometheus"),
        promtool: root.join("usr/bin/promtool"),
        python: venv.join("bin/python"),
    };
    if !(tools.caddy.is_file() && tools.prometheus.is_file() && tools.promtool.is_file()) {
        unpacked(&root)?;
    }
    if !venv.join("bin/aiosmtpd").is_file() {
        show(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
        let options = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
        let pinned = ["--require-hashes", "--only-binary", ":all:", "-r", "infra/stack/requirements.txt"];
        show(Command::new(&tools.python).current_dir(repository()).args(options).args(pinned))?;
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
