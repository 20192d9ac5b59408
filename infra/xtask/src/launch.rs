//! `make run`: the app. In a window where there is a display, else in a browser.

use crate::checks::cargo;
use crate::error::XtaskError;
use crate::steps::show;
use crate::{interface, setup};

/// Builds everything and opens the app.
///
/// # Errors
/// When the set-up or a build fails.
pub fn run() -> Result<(), XtaskError> {
    setup::model()?;
    interface::build()?;
    println!("building Valorize (the first time takes several minutes)");
    if has_display() && crate::repository().join("desktop/Cargo.toml").is_file() {
        show(&mut cargo(&["build", "--bin", "valorize-desktop"]))?;
        println!("Valorize opens in its window; a new book, your own, or sample data: the first page asks.");
        return show(&mut cargo(&["run", "--quiet", "--bin", "valorize-desktop"]));
    }
    show(&mut cargo(&["build", "--bin", "valorize"]))?;
    println!("There is no display for a window here, so Valorize runs in a browser on this machine.");
    println!("Open the link below; a new book, your own, or sample data: the first page asks.\n");
    let mut serve = cargo(&["run", "--quiet", "--bin", "valorize", "--", "serve"]);
    if has_browser() {
        serve.arg("--open");
    }
    show(&mut serve)
}

fn has_display() -> bool {
    ["WAYLAND_DISPLAY", "DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
        || cfg!(any(target_os = "macos", windows))
}

/// Somebody chose a browser, or the desktop knows one.
fn has_browser() -> bool {
    has_display() || std::env::var_os("BROWSER").is_some_and(|value| !value.is_empty())
}
