//! The end: what is under way stops where it can, and the book is closed.

use app::host::Host;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

/// How long a write under way may take to end. Beyond it the program ends anyway: a commit is whole or not at all.
const PATIENCE: Duration = Duration::from_secs(10);

/// Closes the book. The window is gone already; the person waits for nothing.
pub fn close_book(host: &Arc<Host>) {
    host.cancel_all();
    let (done, closed) = mpsc::channel();
    let host = Arc::clone(host);
    std::thread::spawn(move || {
        // The receiver is gone only when patience ended.
        drop(done.send(host.call("book.close", b"{}", None).map(drop)));
    });
    match closed.recv_timeout(PATIENCE) {
        Ok(Ok(())) => log::info!("ended"),
        Ok(Err(error)) => log::info!("ended: {}", error.code.as_str()),
        Err(_) => log::warn!("ended while a write was under way"),
    }
}

#[cfg(test)]
mod tests {
    use super::close_book;
    use app::System;
    use app::host::{Host, Places};
    use std::sync::Arc;

    #[test]
    fn the_book_is_closed_and_whole_at_the_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let host = Arc::new(Host::new(Places::below(folder.path()), Box::new(|| Box::new(System))));
        let book = br#"{"name":"Casa","currency":"BRL","language":"pt-BR"}"#;
        host.call("book.create", book, None).expect("a book");
        close_book(&host);
        let status = host.call("book.status", b"{}", None).expect("a status");
        assert!(String::from_utf8_lossy(&status).contains(r#""open":false"#));
        assert!(host.open_last().expect("it opens again"));
        // With nothing open there is nothing to do.
        close_book(&host);
        close_book(&host);
    }
}
