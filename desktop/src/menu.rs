//! The menu bar, where the platform has one of its own. Elsewhere the interface's own bar, palette and keys do its work.

use tauri::menu::{AboutMetadata, Menu, MenuEvent, MenuItem, PredefinedMenuItem, Submenu};
use tauri::{AppHandle, Emitter as _};

/// Says which entry was chosen.
const CHOSEN: &str = "menu";

/// Puts the menu up. Without one macOS would not even copy and paste.
///
/// # Errors
/// When the system refuses it.
pub fn install(app: &AppHandle) -> tauri::Result<()> {
    if cfg!(target_os = "macos") {
        app.set_menu(menu(app, &Words::of(&language()))?)?;
    }
    Ok(())
}

/// An entry was chosen: the interface does it.
pub fn chosen(app: &AppHandle, event: MenuEvent) {
    if let Err(error) = app.emit(CHOSEN, event.id().as_ref()) {
        log::warn!("the window was not told of a menu entry: {error}");
    }
}

/// The texts of one language.
struct Words {
    file: &'static str,
    open: &'static str,
    import: &'static str,
    edit: &'static str,
    window: &'static str,
    settings: &'static str,
}

impl Words {
    const fn english() -> Self {
        Self {
            file: "File",
            open: "Open Book…",
            import: "Import Statements…",
            edit: "Edit",
            window: "Window",
            settings: "Settings…",
        }
    }

    const fn portuguese() -> Self {
        Self {
            file: "Arquivo",
            open: "Abrir livro…",
            import: "Importar extratos…",
            edit: "Editar",
            window: "Janela",
            settings: "Ajustes…",
        }
    }

    fn of(language: &str) -> Self {
        if language.starts_with("pt") { Self::portuguese() } else { Self::english() }
    }
}

fn language() -> String {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_default()
}

fn menu(app: &AppHandle, words: &Words) -> tauri::Result<Menu<tauri::Wry>> {
    let entry = |id: &str, text: &str, keys: &str| MenuItem::with_id(app, id, text, true, Some(keys));
    let line = || PredefinedMenuItem::separator(app);
    let own = Submenu::with_items(
        app,
        "Valorize",
        true,
        &[
            &PredefinedMenuItem::about(app, None, Some(AboutMetadata::default()))?,
            &line()?,
            &entry("settings", words.settings, "CmdOrCtrl+,")?,
            &line()?,
            &PredefinedMenuItem::hide(app, None)?,
            &PredefinedMenuItem::quit(app, None)?,
        ],
    )?;
    let file = Submenu::with_items(
        app,
        words.file,
        true,
        &[
            &entry("open-book", words.open, "CmdOrCtrl+O")?,
            &entry("import", words.import, "CmdOrCtrl+I")?,
            &line()?,
            &PredefinedMenuItem::close_window(app, None)?,
        ],
    )?;
    let edit = Submenu::with_items(
        app,
        words.edit,
        true,
        &[
            &PredefinedMenuItem::cut(app, None)?,
            &PredefinedMenuItem::copy(app, None)?,
            &PredefinedMenuItem::paste(app, None)?,
            &PredefinedMenuItem::select_all(app, None)?,
        ],
    )?;
    let window = Submenu::with_items(
        app,
        words.window,
        true,
        &[&PredefinedMenuItem::minimize(app, None)?, &PredefinedMenuItem::fullscreen(app, None)?],
    )?;
    Menu::with_items(app, &[&own, &file, &edit, &window])
}
