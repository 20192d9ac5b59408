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
