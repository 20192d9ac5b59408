//! Files that come from outside: the command line, a file manager, a second start.
//!
//! They wait until the interface takes them, so that none is lost while the page loads and none comes twice.

use app::host::Host;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tauri::{AppHandle, Emitter as _, Manager as _, State};
use url::Url;

/// Says that files wait to be taken.
const FILES_EVENT: &str = "open-files";
/// The extension of books.
const BOOK: &str = "valorize";

/// Statement files that wait to be taken.
#[derive(Default)]
pub struct Arrivals(Mutex<Vec<String>>);

impl Arrivals {
    /// Adds files.
    pub fn add(&self, files: Vec<PathBuf>) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.extend(files.into_iter().map(|path| path.to_string_lossy().into_owned()));
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What a command line names.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The last book.
    pub book: Option<PathBuf>,
    /// Everything else.
    pub statements: Vec<PathBuf>,
}

/// The files that wait; each is given once.
#[tauri::command]
pub fn take_files(arrivals: State<'_, Arrivals>) -> Vec<String> {
    arrivals.take()
}

/// Reads a command line, the program's name first. Paths may be `file:` addresses and are taken from `folder`; options are left alone.
pub fn read(arguments: &[String], folder: &Path) -> Given {
    let mut given = Given::default();
    let files = arguments.iter().skip(1).filter(|argument| !argument.starts_with('-'));
    for path in files.filter_map(|argument| local_path(argument, folder)) {
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(BOOK)) {
            given.book = Some(path);
        } else {
            given.statements.push(path);
        }
    }
    given
}

/// Opens this book, or the one that was open last. Without one the interface welcomes.
pub fn open_first(host: &Host, book: Option<&Path>) {
    let outcome = match book {
        Some(path) => host.open(path).map(|()| true),
        None => host.open_last(),
    };
    match outcome {
        Ok(true) => log::info!("a book is open"),
        Ok(false) => log::info!("no book yet"),
        // The interface shows the list of books; choosing this one there says why it does not open.
        Err(error) => log::error!("the book cannot be opened: {}", error.code.as_str()),
    }
}

/// A second start hands its files to this one, which comes to the front.
pub fn from_second_start(app: &AppHandle, arguments: &[String], folder: &str) {
    log::info!("a second start handed over {} arguments", arguments.len().saturating_sub(1));
    arrive(app, read(arguments, Path::new(folder)));
    super::window::to_front(app);
}

/// The system asks to open files.
#[cfg_attr(not(target_os = "macos"), allow(dead_code))]
pub fn from_system(app: &AppHandle, urls: &[Url]) {
    let arguments: Vec<String> =
        std::iter::once(String::new()).chain(urls.iter().map(Url::to_string)).collect();
    arrive(app, read(&arguments, Path::new("/")));
}

fn arrive(app: &AppHandle, given: Given) {
    if let Some(book) = given.book {
        let host = Arc::clone(&app.state::<Arc<Host>>());
        // Opening may take long; this thread must answer the second start at once.
        std::thread::spawn(move || open_first(&host, Some(&book)));
    }
    if given.statements.is_empty() {
        return;
    }
    app.state::<Arrivals>().add(given.statements);
    if let Err(error) = app.emit(FILES_EVENT, ()) {
        log::warn!("the window was not told of new files: {error}");
    }
}

fn local_path(argument: &str, folder: &Path) -> Option<PathBuf> {
    if argument.is_empty() {
        return None;
    }
    match Url::parse(argument) {
        Ok(address) if address.scheme() == "file" => address.to_file_path().ok(),
        // Anything else with a long scheme is no file; a short one is the letter of a drive.
        Ok(address) if address.scheme().len() > 1 && argument.contains("://") => None,
        _ => Some(folder.join(argument)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Given, read};
    use std::path::{Path, PathBuf};

    #[test]
    fn a_command_line_names_a_book_and_statements() {
        let read = |arguments: &[&str]| {
            let all: Vec<String> = ["valorize"].iter().chain(arguments).map(ToString::to_string).collect();
            read(&all, Path::new("/data/ana"))
        };
        let statements = |paths: &[&str]| paths.iter().map(PathBuf::from).collect::<Vec<_>>();
        assert_eq!(read(&[]), Given::default());
        assert_eq!(
            read(&["extrato.ofx", "file:///tmp/m%C3%AAs%201.csv", "--flag", "https://example.org/x.ofx", ""]),
            Given { book: None, statements: statements(&["/data/ana/extrato.ofx", "/tmp/mês 1.csv"]) }
        );
        assert_eq!(
            read(&["a.VALORIZE", "/b/c.valorize", "d.qif"]),
            Given { book: Some("/b/c.valorize".into()), statements: statements(&["/data/ana/d.qif"]) }
        );
    }
}
