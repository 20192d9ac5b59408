//! A device that was let in once comes back later and later to a server that will have it no more.

use crate::support::new_book;
use app::sync::{Access, Account, Progress, Until, converse};
use app::{App, AppError, Passphrase};
use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use sync_protocol::{Bye, ByeCode, Frame, Limits, PROTOCOL, Welcome};
use tungstenite::{Message, WebSocket};

/// How the server treats a device that connects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Treatment {
    /// Greets it, and lets it stand until it has told that it does.
    Greeted,
    /// Hangs up at once.
    HungUp,
    /// Answers 503.
    Unavailable,
    /// Takes the connection and hangs up in the place of greeting.
    Ungreeted,
    /// Takes the connection and says farewell in the place of greeting.
    SentAway,
    /// Is gone: nobody listens any more.
    Gone,
}

use Treatment::{Gone, Greeted, HungUp, SentAway, Unavailable, Ungreeted};

/// How often it is refused in a row.
const REFUSALS: usize = 5;

/// The book is held alone and every wait is cut short: what is told of it counts, not a clock.
struct Hurried<'a>(&'a mut App);

impl Access for Hurried<'_> {
    fn with<T>(&mut self, work: impl FnOnce(&mut App) -> Result<T, AppError>) -> Result<T, AppError> {
        work(self.0)
    }

    fn changed(&mut self) -> bool {
        false
    }

    fn taken(&mut self) {}

    fn noticed(&mut self) {}

    fn hurried(&mut self) -> bool {
        true
    }
}

/// Treats one connection after the other so, after what setting up asks. The listener is for who comes after them.
fn serve(listener: TcpListener, plan: &[Treatment], stands: &Receiver<()>) -> Option<TcpListener> {
    let member = r#"[{"this":true,"name":"ana@example.org","role":"owner"}]"#;
    for answer in [r#"{"token":"secret"}"#, "{}", member] {
        answered(&accepted(&listener), "200 OK", answer);
    }
    for treatment in plan {
        match treatment {
            Greeted => greeted(&listener, stands),
            HungUp => drop(accepted(&listener)),
            Unavailable => answered(&accepted(&listener), "503 Service Unavailable", ""),
            Ungreeted => drop(hello(&listener)),
            SentAway => {
                let bye = Bye { code: ByeCode::Draining.into(), ..Bye::default() };
                said(&mut hello(&listener), Frame::Bye(bye));
            }
            Gone => return None,
        }
    }
    Some(listener)
}

fn accepted(listener: &TcpListener) -> TcpStream {
    listener.accept().expect("a connection").0
}

/// Reads one request and answers it.
fn answered(stream: &TcpStream, status: &str, body: &str) {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("a line");
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            if line.trim_end().is_empty() {
                break;
            }
            continue;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.parse().expect("a length");
        }
    }
    reader.read_exact(&mut vec![0; length]).expect("a body");
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}");
    (&*stream).write_all(head.as_bytes()).expect("it reads");
}

/// A device that has connected and greeted.
fn hello(listener: &TcpListener) -> WebSocket<TcpStream> {
    let mut socket = tungstenite::accept(accepted(listener)).expect("a WebSocket");
    let Message::Binary(bytes) = socket.read().expect("a message") else { panic!("no frame") };
    let frame = Frame::decode(&bytes, &Limits::DEFAULT).expect("a frame");
    assert!(matches!(&frame, Frame::Hello(hello) if hello.book().is_some()), "{frame:?}");
    socket
}

fn said(socket: &mut WebSocket<TcpStream>, frame: Frame) {
    socket.send(Message::Binary(frame.encode().into())).expect("it reads");
}

fn greeted(listener: &TcpListener, stands: &Receiver<()>) {
    let mut socket = hello(listener);
    // What it told of the connection before has no meaning any more.
    while stands.try_recv().is_ok() {}
    let welcome = Welcome { protocol: PROTOCOL, epoch: vec![7; 16], ..Welcome::default() };
    said(&mut socket, Frame::Welcome(welcome));
    stands.recv().expect("it stands");
}

/// The waits that a device was told of between connections that were treated so, one after each.
fn waits(plan: &[Treatment]) -> Vec<Duration> {
    let folder = tempfile::tempdir().expect("a folder");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("its address"));
    let (standing, stands) = channel();
    let planned = plan.to_vec();
    let server = std::thread::spawn(move || serve(listener, &planned, &stands));
    let mut app = new_book(folder.path());
    let password = Passphrase::new("correct horse battery".to_owned());
    let account = Account::new(&address, "ana@example.org", password, None).expect("an account");
    app.set_up_sync(&account, true).expect("it is let in");

    let mut waits = Vec::new();
    let mut hear = |progress: &Progress| match progress {
        Progress::Away { wait, .. } => {
            waits.push(*wait);
            waits.len() < plan.len()
        }
        Progress::At { .. } => {
            // The server may have heard enough.
            let _heard = standing.send(());
            true
        }
    };
    converse(Hurried(&mut app), None, Until::Stopped, &mut hear).expect("it goes on until it is stopped");
    if let Some(listener) = server.join().expect("the server ends") {
        listener.set_nonblocking(true).expect("a listener");
        let further = listener.accept().map_err(|error| error.kind());
        assert_eq!(further.err(), Some(ErrorKind::WouldBlock), "{plan:?}: it came without telling of a wait");
    }
    waits
}

#[test]
fn a_device_backs_off_from_a_server_that_refuses_it_after_it_stood() {
    for how in [HungUp, Unavailable, Ungreeted, SentAway, Gone] {
        let waits = waits(&[&[Greeted][..], &[how; REFUSALS]].concat());
        assert!(waits.is_sorted(), "{how:?}: {waits:?}");
        assert!(waits[REFUSALS] >= waits[0] * 16, "{how:?}: {waits:?}");
    }
}

#[test]
fn a_device_that_stands_again_comes_back_as_soon_as_at_first() {
    let waits = waits(&[Greeted, HungUp, HungUp, HungUp, Greeted, Unavailable]);
    assert!(waits[..4].is_sorted() && waits[3] >= waits[0] * 4, "{waits:?}");
    assert!(waits[4] <= waits[1] && waits[5] >= waits[4], "{waits:?}");
}
