//! `valorize serve` over a real socket: who is let in, what is refused, and that the book behind it answers.

use crate::process::Home;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

/// A running server, ended with the test.
pub struct Server {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    port: u16,
    pub token: String,
}

/// What the server answered.
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

impl Server {
    pub fn start(home: &Home, arguments: &[&str]) -> Self {
        let all = [&["serve", "--json-ready"], arguments].concat();
        let mut command = home.command(&all);
        for (name, folder) in
            [("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache")]
        {
            command.env(name, home.path().join(folder));
        }
        let mut child =
            command.env_remove("VALORIZE_BOOK").stdin(Stdio::piped()).spawn().expect("the server starts");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let mut server = Self { child, input, output, port: 0, token: String::new() };
        (server.port, server.token) = server.link();
        server
    }

    /// The next link the server prints.
    fn link(&mut self) -> (u16, String) {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("a line");
        let ready: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let url = ready["url"].as_str().expect("a link");
        let (address, token) = url.split_once("/?token=").expect("a token");
        let port = address.strip_prefix("http://127.0.0.1:").expect("this machine").parse().expect("a port");
        (port, token.to_owned())
    }

    fn send(&self, line: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut socket = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        let mut request =
            format!("{line} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        if !headers.iter().any(|(name, _)| *name == "Host") {
            request.push_str(&format!("Host: 127.0.0.1:{}\r\n", self.port));
        }
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        socket.write_all(format!("{request}\r\n").as_bytes()).expect("it reads");
        socket.write_all(body).expect("it reads");
        let mut bytes = Vec::new();
        socket.read_to_end(&mut bytes).expect("it answers");
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").expect("head and body");
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("a status");
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// Uses up a link; the answer is the cookie.
    pub fn enter(&self, token: &str) -> String {
        let answer = self.send(&format!("GET /?token={token}"), &[], b"");
        assert_eq!((answer.status, answer.header("location")), (303, Some("/")), "{}", answer.body);
        let cookie = answer.header("set-cookie").expect("a cookie");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        cookie.split(';').next().unwrap_or_default().to_owned()
    }

    fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn call(&self, cookie: &str, name: &str, input: &Value) -> Answer {
        let (line, origin) = (format!("POST /rpc/{name}"), self.origin());
        self.send(&line, &[("Cookie", cookie), ("Origin", &origin)], input.to_string().as_bytes())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn a_link_lets_in_once() {
    let home = Home::new();
    let mut server = Server::start(&home, &[]);
    assert_eq!(server.send("GET /?token=guessed", &[], b"").status, 403);
    let token = server.token.clone();
    let cookie = server.enter(&token);
    let again = server.send(&format!("GET /?token={token}"), &[], b"");
    assert_eq!((again.status, again.header("set-cookie")), (403, None));
    let known = server.send(&format!("GET /?token={token}"), &[("Cookie", &cookie)], b"");
    assert_eq!(known.status, 303, "a browser that is in may load its first address again");
    server.input.as_mut().expect("its input").write_all(b"\n").expect("it reads");
    let (_, second) = server.link();
    assert_ne!(server.enter(&second), cookie);
}

#[test]
fn nothing_is_answered_without_the_cookie() {
    let home = Home::new();
    let server = Server::start(&home, &[]);
    let origin = server.origin();
    for line in [
        "GET /",
        "GET /events",
        "GET /assets/main.js",
        "POST /rpc/book.status",
        "POST /files?name=a",
        "POST /cancel/x",
    ] {
        for cookie in ["", "valorize_1=x", &format!("valorize_{}=guess", server.port)] {
            let answer = server.send(line, &[("Cookie", cookie), ("Origin", &origin)], b"{}");
            assert_eq!(answer.status, 401, "{line} {cookie}");
        }
    }
}

#[test]
fn other_names_and_other_pages_are_refused() {
    let home = Home::new();
    let server = Server::start(&home, &[]);
    let cookie = server.enter(&server.token);
    let own = server.origin();
    let status = |line: &str, headers: &[(&str, &str)]| {
        let headers = [&[("Cookie", cookie.as_str())], headers].concat();
        server.send(line, &headers, b"{}").status
    };
    let call = "POST /rpc/book.status";
    assert_eq!(status(call, &[("Origin", &own)]), 200);
    assert_eq!(status(call, &[("Origin", &own.replace("127.0.0.1", "localhost"))]), 200);
    assert_eq!(status(call, &[]), 403, "a call without Origin is no page's");
    for origin in
        ["http://evil.example", "null", "http://127.0.0.1", "https://127.0.0.1:1", "http://127.0.0.1:1"]
    {
        assert_eq!(status(call, &[("Origin", origin)]), 403, "{origin}");
        assert_eq!(status("POST /files?name=a", &[("Origin", origin)]), 403, "{origin}");
        assert_eq!(status("GET /events", &[("Origin", origin)]), 403, "{origin}");
    }
    for site in ["cross-site", "same-site"] {
        assert_eq!(status("GET /events", &[("Sec-Fetch-Site", site)]), 403, "{site}");
        assert_eq!(status(call, &[("Origin", &own), ("Sec-Fetch-Site", site)]), 403, "{site}");
    }
    for name in ["evil.example", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example"] {
        assert_eq!(status(call, &[("Host", name), ("Origin", &own)]), 403, "{name}");
        let link = format!("GET /?token={}", server.token);
        assert_eq!(server.send(&link, &[("Host", name)], b"").status, 403, "{name}");
    }
    let preflight = server.send(
        "OPTIONS /rpc/book.status",
        &[("Cookie", &cookie), ("Origin", "http://evil.example")],
        b"",
    );
    assert_eq!(preflight.status, 403);
    assert!(preflight.header("access-control-allow-origin").is_none());
}

#[test]
fn every_answer_forbids_foreign_content() {
    let home = Home::new();
    let server = Server::start(&home, &[]);
    let cookie = server.enter(&server.token);
    let answers = [
        server.send("GET /", &[], b""),
        server.send("GET /", &[("Cookie", &cookie)], b""),
        server.call(&cookie, "book.status", &json!({})),
    ];
    for answer in answers {
        let policy = answer.header("content-security-policy").expect("a policy");
        for part in ["default-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
}

#[test]
fn files_outside_the_interface_are_out_of_reach() {
    let home = Home::new();
    let server = Server::start(&home, &[]);
    let cookie = server.enter(&server.token);
    for path in [
        "/../Cargo.toml",
        "/..%2fCargo.toml",
        "/%2e%2e/%2e%2e/Cargo.toml",
        "//etc/passwd.txt",
        "/assets/../../Cargo.toml",
    ] {
        let answer = server.send(&format!("GET {path}"), &[("Cookie", &cookie)], b"");
        assert!(answer.status >= 400, "{path}: {}", answer.status);
        assert!(!answer.body.contains("[workspace") && !answer.body.contains("root:"), "{path}");
    }
    let origin = server.origin();
    let headers = [("Cookie", cookie.as_str()), ("Origin", origin.as_str())];
    let kept = server.send("POST /files?name=..%2F..%2Fetc%2Fa.csv", &headers, b"a,b").json();
    let path = std::path::PathBuf::from(kept["path"].as_str().expect("a path"));
    assert!(path.starts_with(home.path()) && path.ends_with("a.csv"), "{}", path.display());
    assert_eq!(std::fs::read(path).expect("the bytes"), b"a,b");
}

#[test]
fn a_book_is_made_filled_and_heard_of() {
    let home = Home::new();
    let server = Server::start(&home, &[]);
    let cookie = server.enter(&server.token);
    let refused = server.call(&cookie, "account.list", &json!({}));
    assert_eq!((refused.status, refused.json()["code"].clone()), (409, json!("no_book")));
    assert_eq!(server.call(&cookie, "no.such", &json!({})).json()["code"], "unknown_operation");
    let book = json!({ "name": "Casa", "currency": "BRL", "language": "pt-BR" });
    assert_eq!(server.call(&cookie, "book.create", &book).json()["open"], true);

    let mut socket = TcpStream::connect(("127.0.0.1", server.port)).expect("it listens");
    write!(socket, "GET /events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nCookie: {cookie}\r\n\r\n", server.port)
        .expect("it reads");
    let mut stream = BufReader::new(socket);
    let mut next = |wanted: &str| {
        let mut line = String::new();
        while !line.contains(wanted) {
            line.clear();
            assert!(stream.read_line(&mut line).expect("the stream goes on") > 0, "no {wanted}");
        }
        line
    };
    next("text/event-stream");
    let account = json!({ "name": "Conta", "kind": "checking", "currency": "BRL" });
    assert_eq!(server.call(&cookie, "account.create", &account).status, 200);
    // Other news may come first: the book's first copy, made while it is quiet, is told of too.
    let told = next(r#""accounts""#);
    assert!(told.contains(r#""event":"changed""#), "{told}");
}

#[cfg(unix)]
#[test]
fn the_signal_to_end_ends_it_with_streams_open_and_closes_the_book() {
    let home = Home::with_book();
    let book = home.book().display().to_string();
    let mut server = Server::start(&home, &["--book", &book]);
    let cookie = server.enter(&server.token);
    assert_eq!(server.call(&cookie, "book.status", &json!({})).json()["path"], json!(book));
    let mut socket = TcpStream::connect(("127.0.0.1", server.port)).expect("it listens");
    write!(socket, "GET /events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nCookie: {cookie}\r\n\r\n", server.port)
        .expect("it reads");
    let mut first = [0];
    socket.read_exact(&mut first).expect("the stream begins");
    let kill = std::process::Command::new("kill").arg(server.child.id().to_string()).status();
    assert!(kill.expect("kill starts").success());
    assert_eq!(server.child.wait().expect("it ends").code(), Some(0));
    assert!(!home.path().join("book.valorize-wal").exists(), "the book was not closed");
    home.assert_sound();
}
