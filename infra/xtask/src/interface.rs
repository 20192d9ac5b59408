//! The interface in `ui/`: its packages, its build, its checks. What each step does stands in `ui/package.json`.

use crate::checks::cargo;
use crate::error::XtaskError;
use crate::node::Node;
use crate::stand::Stand;
use crate::steps::show;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The interface's folder.
pub struct Interface {
    node: Node,
    folder: PathBuf,
}

impl Interface {
    /// Finds Node and installs the locked packages, when they are not what the lock file says.
    ///
    /// # Errors
    /// When Node cannot be had or npm fails.
    pub fn install() -> Result<Self, XtaskError> {
        let folder = crate::repository().join("ui");
        let node = Node::find()?;
        packages(&node, &folder)?;
        Ok(Self { node, folder })
    }

    /// A script of `ui/package.json`. Browser tests find the program in `VALORIZE_PROGRAM`.
    pub fn script(&self, name: &str) -> Command {
        let mut command = self.node.npm(&self.folder, &["run", "--silent", name]);
        command.env("VALORIZE_PROGRAM", crate::repository().join("target/debug/valorize"));
        command
    }

    /// The flows in a browser, with a server for those that sync.
    pub fn flows(&self, stand: &Stand) -> Command {
        let mut command = self.script("e2e");
        command.env("VALORIZE_SYNC_SERVER", &stand.address).env("VALORIZE_SYNC_ISSUER", &stand.issuer);
        command
    }

    /// Builds `ui/dist`.
    ///
    /// # Errors
    /// When it does not build.
    pub fn build(&self) -> Result<(), XtaskError> {
        show(&mut self.script("build"))
    }
}

/// Installs the locked packages of a folder, when they are not what its lock file says.
///
/// # Errors
/// When npm fails.
pub fn packages(node: &Node, folder: &Path) -> Result<(), XtaskError> {
    let lock = read(&folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.installed-lock");
    if std::fs::read(&stamp).ok().as_ref() == Some(&lock) {
        return Ok(());
    }
    println!("installing the packages of {} (npm ci)", folder.display());
    show(&mut node.npm(folder, &["ci", "--no-audit", "--no-fund"]))?;
    std::fs::write(&stamp, lock).map_err(|source| XtaskError::File { path: stamp, source })
}

/// `make ui`: builds the interface.
///
/// # Errors
/// When it cannot be built.
pub fn build() -> Result<(), XtaskError> {
    Interface::install()?.build()
}

/// `make e2e` and `make screenshots`: the built interface in a browser, over a program built for it. Arguments go to Playwright.
///
/// # Errors
/// When something does not build or a flow fails.
pub fn in_browser(pictures: bool, arguments: &[String]) -> Result<(), XtaskError> {
    let interface = Interface::install()?;
    interface.build()?;
    show(&mut cargo(&["build", "--workspace", "--all-targets"]))?;
    let stand = Stand::start()?;
    let mut flows = interface.flows(&stand);
    if pictures {
        flows.env("SCREENSHOTS", "1");
    }
    flows.arg("--").args(arguments);
    show(&mut flows)
}

/// `make bench-ui`: start, memory and latency of the interface over the release build.
///
/// # Errors
/// When something does not build or a measurement fails.
pub fn bench(arguments: &[String]) -> Result<(), XtaskError> {
    let interface = Interface::install()?;
    interface.build()?;
    show(&mut cargo(&["build", "--release", "--package", "cli", "--package", "bench"]))?;
    let program = crate::repository().join("target/release/valorize");
    let mut script = interface.script("bench");
    script.env("VALORIZE_PROGRAM", program).arg("--").args(arguments);
    show(&mut script)
}

fn read(path: &Path) -> Result<Vec<u8>, XtaskError> {
    std::fs::read(path).map_err(|source| XtaskError::File { path: path.to_owned(), source })
}
