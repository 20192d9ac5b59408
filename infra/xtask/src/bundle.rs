//! `make bundle`: an installable package of the window with everything it needs, and the proof that it installs and starts.

use crate::checks::cargo;
use crate::error::XtaskError;
use crate::interface::{self, packages};
use crate::node::Node;
use crate::setup;
use crate::steps::show;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What the package must hold, relative to the system's root.
const HOLDS: &[&str] = &[
    "usr/bin/valorize-desktop",
    "usr/share/applications/Valorize.desktop",
    "usr/share/mime/packages/valorize.xml",
    "usr/share/metainfo/org.valorize.desktop.metainfo.xml",
    "usr/share/icons/hicolor/128x128/apps/valorize-desktop.png",
    "usr/share/valorize/model/model.onnx",
    "usr/share/valorize/model/LICENSE",
    "usr/share/valorize/onnxruntime/libonnxruntime.so",
    "usr/share/valorize/onnxruntime/LICENSE",
];

/// What it must say it needs.
const NEEDS: &[&str] = &["libwebkit2gtk-4.1-0", "libgtk-3-0", "libc6"];

/// How long the first start may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// Builds the package and tries it.
///
/// # Errors
/// When something does not build, or the package is not whole.
pub fn build() -> Result<(), XtaskError> {
    setup::model()?;
    interface::build()?;
    let folder = crate::repository().join("desktop");
    let node = Node::find()?;
    packages(&node, &folder)?;
    println!("building the release of the window (several minutes)");
    show(&mut node.npm(&folder, &["run", "--silent", "bundle"]))?;
    let package = newest(&crate::repository().join("target/release/bundle/deb"))?;
    check(&package)?;
    let size = std::fs::metadata(&package).map_or(0, |file| file.len());
    println!("\n{} ({} MB): install it with", package.display(), size >> 20);
    println!("  sudo apt install {}", package.display());
    Ok(())
}

/// `make bench-window`: start, memory and the way of a call in the real window, over a book of many rows.
///
/// # Errors
/// When something does not build or a measurement fails.
pub fn measure(arguments: &[String]) -> Result<(), XtaskError> {
    interface::build()?;
    show(&mut cargo(&["build", "--release", "--package", "desktop", "--example", "measure_window"]))?;
    show(&mut cargo(&["build", "--release", "--package", "desktop"]))?;
    let release = crate::repository().join("target/release");
    let mut tool = Command::new(release.join("examples/measure_window"));
    show(tool.arg(release.join("valorize-desktop")).args(arguments))
}

/// Unpacks the package into a folder of its own, as installing would, and starts the program from there.
fn check(package: &Path) -> Result<(), XtaskError> {
    let root = crate::repository().join("target/bundle-check");
    if root.exists() {
        std::fs::remove_dir_all(&root).map_err(|source| XtaskError::File { path: root.clone(), source })?;
    }
    show(Command::new("dpkg-deb").arg("--extract").arg(package).arg(&root))?;
    for file in HOLDS {
        if !root.join(file).is_file() {
            return Err(XtaskError::Bundle(format!("the package lacks /{file}")));
        }
    }
    needs(package)?;
    show(Command::new("desktop-file-validate").arg(root.join("usr/share/applications/Valorize.desktop")))?;
    // The system's own reader of file types must take ours.
    show(Command::new("update-mime-database").arg(root.join("usr/share/mime")))?;
    starts(&root)?;
    println!("the package unpacks, its files are well formed, and the program starts from it");
    Ok(())
}

fn needs(package: &Path) -> Result<(), XtaskError> {
    let mut command = Command::new("dpkg-deb");
    command.arg("--field").arg(package).arg("Depends");
    let output =
        command.output().map_err(|source| XtaskError::Start { program: "dpkg-deb".to_owned(), source })?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    match NEEDS.iter().find(|need| !said.contains(**need)) {
        Some(missing) => {
            Err(XtaskError::Bundle(format!("the package does not say that it needs {missing}: {said}")))
        }
        None => Ok(()),
    }
}

/// Starts the unpacked program on a display that nobody sees, with an empty home, until its log says that the window is there.
fn starts(root: &Path) -> Result<(), XtaskError> {
    let home = root.join("home");
    std::fs::create_dir_all(&home).map_err(|source| XtaskError::File { path: home.clone(), source })?;
    let mut command = Command::new("xvfb-run");
    command.arg("--auto-servernum").arg(root.join("usr/bin/valorize-desktop")).current_dir(&home);
    for (name, below) in [
        ("HOME", ""),
        ("XDG_CONFIG_HOME", ".config"),
        ("XDG_DATA_HOME", ".local/share"),
        ("XDG_CACHE_HOME", ".cache"),
    ] {
        command.env(name, home.join(below));
    }
    // A book or a window of the person who builds must not come in.
    command.env_remove("VALORIZE_BOOK").env_remove("VALORIZE_CACHE").env_remove("WAYLAND_DISPLAY");
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut program =
        command.spawn().map_err(|source| XtaskError::Start { program: "xvfb-run".to_owned(), source })?;
    let log = home.join(".local/share/org.valorize.desktop/logs/valorize.log");
    let verdict = wait_for_window(&mut program, &log);
    end(&mut program);
    verdict
}

fn wait_for_window(program: &mut Child, log: &Path) -> Result<(), XtaskError> {
    let began = Instant::now();
    loop {
        let text = std::fs::read_to_string(log).unwrap_or_default();
        if text.contains("model is not at hand") {
            return Err(XtaskError::Bundle("the program does not find the model in the package".to_owned()));
        }
        if text.contains("the window is shown") {
            return Ok(());
        }
        let ended = program.try_wait().is_ok_and(|state| state.is_some());
        if ended || began.elapsed() > PATIENCE {
            return Err(XtaskError::Bundle(format!("the program shows no window; its log: {text}")));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Ends xvfb-run, the display and the program: they are one group.
fn end(program: &mut Child) {
    let group = format!("-{}", program.id());
    let asked = Command::new("kill").args(["-TERM", "--", &group]).status();
    if !asked.is_ok_and(|status| status.success()) {
        drop(program.kill());
    }
    drop(program.wait());
}

fn newest(folder: &Path) -> Result<PathBuf, XtaskError> {
    let entries = std::fs::read_dir(folder)
        .map_err(|source| XtaskError::File { path: folder.to_owned(), source })?
        .flatten();
    let packages =
        entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == "deb"));
    packages
        .max_by_key(|path| std::fs::metadata(path).and_then(|file| file.modified()).ok())
        .ok_or_else(|| XtaskError::Bundle("the bundler left no package".to_owned()))
}
