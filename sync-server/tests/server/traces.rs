//! Spans as a collector gets them: those of a request, a push, its commit and a job, under the trace that asked.

use super::http::ask_octets;
use super::raw::{Raw, hello, item};
use super::stand::{Server, Stand, program};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use sync_protocol::{Frame, Push};

const TRACE: [u8; 16] = [0x4b; 16];

/// Takes what is sent to it and answers 200.
fn collector() -> (String, Arc<Mutex<Vec<Vec<u8>>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = format!("http://{}", listener.local_addr().unwrap());
    let taken: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
    let into = taken.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut bytes = Vec::new();
            let mut piece = [0; 4_096];
            let whole = |bytes: &[u8]| {
                let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
                let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
                let length =
                    head.split("content-length: ").nth(1)?.split("\r\n").next()?.parse::<usize>().ok()?;
                Some(bytes.len() >= end + 4 + length)
            };
            while whole(&bytes) != Some(true) {
                match stream.read(&mut piece) {
                    Ok(0) | Err(_) => break,
                    Ok(length) => bytes.extend(&piece[..length]),
                }
            }
            let _gone =
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            into.lock().unwrap().push(bytes);
        }
    });
    (at, taken)
}

fn holds(taken: &Mutex<Vec<Vec<u8>>>, what: &[u8]) -> bool {
    taken.lock().unwrap().iter().any(|bytes| bytes.windows(what.len()).any(|window| window == what))
}

/// Waits until the collector has it.
fn until(taken: &Mutex<Vec<Vec<u8>>>, what: &[u8]) {
    let end = Instant::now() + Duration::from_secs(20);
    while !holds(taken, what) {
        assert!(Instant::now() < end, "the collector was never told of {:?}", String::from_utf8_lossy(what));
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[tokio::test]
async fn a_collector_gets_requests_pushes_commits_and_jobs_under_their_trace() {
    let stand = Stand::new();
    let (at, taken) = collector();
    let mut server = stand.server(&["--otlp", &at]);
    let (tag, token) = server.sign_up("ana@example.com");
    let book = server.book(&token);
    let parent = format!("00-{}-00f067aa0ba902b7-01", "4b".repeat(16));
    let answer = ask_octets(&server.at, "GET", "/v1/books", &token, &[("traceparent", &parent)], &[]);
    assert_eq!(answer.status, 200);
    let (mut raw, _) = Raw::greet(&server.at, &token, hello(book, tag)).await;
    raw.send(Frame::Push(Push { number: 1, items: vec![item(1)] })).await;
    assert!(matches!(raw.answer().await, Some(Frame::PushAck(_))));
    // What waits is sent at the end too.
    server.terminate();
    assert_eq!(server.ended(Duration::from_secs(15)), Some(true));
    for what in
        [&b"/v1/traces"[..], b"valorize-sync-server", b"request", b"/v1/books", b"push", b"commit", &TRACE]
    {
        until(&taken, what);
    }
    assert!(!holds(&taken, token.as_bytes()) && !holds(&taken, b"ana@example.com"), "spans name nobody");
    taken.lock().unwrap().clear();
    let asked = format!(
        "insert into job (name, key, version, payload, next_at, trace) values ('log.prune', 'test', 1, 'null', now(), '{parent}')"
    );
    stand.postgres.sql("valorize", &asked).unwrap();
    let mut command = program("worker");
    command.args(["--database", &stand.postgres.url(), "--worker-listen", "127.0.0.1:0", "--log", "warn"]);
    command.args(["--job-poll-ms", "20", "--otlp", &at]);
    command.arg("--objects").arg(stand.folder.path().join("objects"));
    command.arg("--mail-folder").arg(stand.folder.path().join("mail"));
    let mut worker = Server::start(command);
    let end = Instant::now() + Duration::from_secs(20);
    while stand.number("select count(*) from job where key = 'test' and state = 'done'") == 0 {
        assert!(Instant::now() < end, "the job was not done");
        std::thread::sleep(Duration::from_millis(30));
    }
    worker.terminate();
    assert_eq!(worker.ended(Duration::from_secs(15)), Some(true));
    for what in [&b"log.prune"[..], &TRACE] {
        until(&taken, what);
    }
}

#[test]
fn a_collector_that_is_away_costs_nothing() {
    let stand = Stand::new();
    let server = stand.server(&["--otlp", "http://127.0.0.1:9"]);
    let (_, token) = server.sign_up("ana@example.com");
    let began = Instant::now();
    for _ in 0..50 {
        assert_eq!(server.get("/v1/books", &token).status, 200);
    }
    assert!(began.elapsed() < Duration::from_secs(20));
}
