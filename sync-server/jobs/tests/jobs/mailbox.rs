//! Receivers on this machine: an SMTP server that keeps what it gets, and a web server that keeps its calls.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

/// What was received, in order.
pub type Received = Arc<Mutex<Vec<String>>>;

/// Just enough of RFC 5321. The first `refusals` mails are put off with a 451. Gives the port.
pub fn smtp(refusals: usize) -> (u16, Received) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let received = Received::default();
    let kept = received.clone();
    std::thread::spawn(move || {
        let mut refused = 0;
        for stream in listener.incoming() {
            let mut out = stream.unwrap();
            let mut lines = BufReader::new(out.try_clone().unwrap());
            out.write_all(b"220 here\r\n").unwrap();
            let mut line = String::new();
            while lines.read_line(&mut line).unwrap_or(0) > 0 {
                let word = line.split_whitespace().next().unwrap_or_default().to_uppercase();
                let answer: &[u8] = match word.as_str() {
                    "EHLO" => b"250-here\r\n250 8BITMIME\r\n",
                    "MAIL" if refused < refusals => {
                        refused += 1;
                        b"451 come again\r\n"
                    }
                    "DATA" => {
                        out.write_all(b"354 go on\r\n").unwrap();
                        kept.lock().unwrap().push(mail(&mut lines));
                        b"250 kept\r\n"
                    }
                    "QUIT" => b"221 bye\r\n",
                    _ => b"250 yes\r\n",
                };
                if out.write_all(answer).is_err() {
                    break;
                }
                line.clear();
            }
        }
    });
    (port, received)
}

fn mail(lines: &mut impl std::io::BufRead) -> String {
    let mut text = String::new();
    loop {
        let before = text.len();
        if lines.read_line(&mut text).unwrap() == 0 || &text[before..] == ".\r\n" {
            text.truncate(before);
            return text;
        }
    }
}

/// Answers calls with these statuses, the last one for ever; `location` is where it redirects to. Gives the port.
pub fn web(statuses: &'static [u16]) -> (u16, Received) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let received = Received::default();
    let kept = received.clone();
    std::thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            let mut stream = stream.unwrap();
            let mut request = Vec::new();
            let mut part = [0; 4_096];
            while !whole(&request) {
                let length = stream.read(&mut part).unwrap();
                if length == 0 {
                    break;
                }
                request.extend_from_slice(&part[..length]);
            }
            kept.lock().unwrap().push(String::from_utf8(request).unwrap());
            let status = statuses.get(number).or(statuses.last()).unwrap();
            let answer = format!(
                "HTTP/1.1 {status} x\r\nlocation: http://127.0.0.1:{port}/elsewhere\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            );
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    (port, received)
}

fn whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length =
        head.to_lowercase().lines().find_map(|line| line.strip_prefix("content-length: ").map(str::to_owned));
    body.len() >= length.and_then(|length| length.parse().ok()).unwrap_or(0)
}
