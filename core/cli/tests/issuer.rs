//! A small OIDC issuer of our own, and a person who signs in there in a browser.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};
use url::Url;

pub const CLIENT: &str = "valorize-test";
/// The pair of RFC 8037, appendix A: `d` and `x`.
const SECRET: [u8; 32] = [
    0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44,
    0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
];
const PUBLIC: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
/// What stands before the secret in PKCS #8.
const BEFORE: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

/// What was asked for with a code: the challenge, where to send it, and the nonce.
type Codes = Arc<Mutex<HashMap<String, [String; 3]>>>;

/// An issuer on this machine; it answers as long as the test runs.
pub struct Issuer {
    pub url: String,
}

impl Issuer {
    /// One that knows a single person.
    pub fn start(person: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/realm", listener.local_addr().expect("an address"));
        let (named, codes) = (url.clone(), Codes::default());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                serve(stream.expect("a caller"), &named, person, &codes);
            }
        });
        Self { url }
    }
}

fn serve(mut stream: TcpStream, issuer: &str, person: &str, codes: &Codes) {
    let (path, body) = request(&mut stream);
    let url = Url::parse(&format!("http://issuer{path}")).expect("an address");
    let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
    match url.path() {
        "/realm/.well-known/openid-configuration" => answer(
            &mut stream,
            &json!({
                "issuer": issuer, "jwks_uri": format!("{issuer}/keys"),
                "authorization_endpoint": format!("{issuer}/authorize?tenant=one"), "token_endpoint": format!("{issuer}/token"),
            }),
        ),
        "/realm/keys" => answer(
            &mut stream,
            &json!({"keys": [
                {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": "one", "x": PUBLIC}
            ]}),
        ),
        "/realm/authorize" => {
            assert_eq!(
                (
                    &*asked["response_type"],
                    &*asked["client_id"],
                    &*asked["code_challenge_method"],
                    &*asked["tenant"]
                ),
                ("code", CLIENT, "S256", "one")
            );
            let code = format!("code {}", asked["nonce"]);
            let kept = ["code_challenge", "redirect_uri", "nonce"].map(|name| asked[name].clone());
            codes.lock().expect("codes").insert(code.clone(), kept);
            let mut back = Url::parse(&asked["redirect_uri"]).expect("an address");
            back.query_pairs_mut().append_pair("code", &code).append_pair("state", &asked["state"]);
            let head = format!(
                "HTTP/1.1 302 Found\r\nlocation: {back}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            );
            stream.write_all(head.as_bytes()).expect("it listens");
        }
        "/realm/token" => {
            let form: HashMap<String, String> =
                url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
            let kept = codes.lock().expect("codes").remove(&form["code"]).expect("a code of ours, once");
            let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"]));
            assert_eq!([&challenge, &form["redirect_uri"]], [&kept[0], &kept[1]], "whoever asked gets it");
            answer(
                &mut stream,
                &json!({ "token_type": "Bearer", "id_token": token(issuer, person, &kept[2]) }),
            );
        }
        other => panic!("nobody asks for {other}"),
    }
}

fn token(issuer: &str, person: &str, nonce: &str) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time").as_secs();
    let claims = json!({
        "iss": issuer, "aud": CLIENT, "sub": person, "nonce": nonce, "iat": now, "exp": now + 300,
        "email": format!("{person}@example.org"), "email_verified": true,
    });
    let header = Header { kid: Some("one".to_owned()), ..Header::new(Algorithm::EdDSA) };
    let key = EncodingKey::from_ed_der(&[BEFORE.as_slice(), &SECRET].concat());
    encode(&header, &claims, &key).expect("a token")
}

/// Path and body of a request.
fn request(stream: &mut TcpStream) -> (String, String) {
    let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
    loop {
        let length = stream.read(&mut part).expect("it speaks");
        bytes.extend_from_slice(&part[..length]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let size =
            head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if body.len() >= size.unwrap_or(0) {
            return (head.split(' ').nth(1).expect("a path").to_owned(), body.to_owned());
        }
    }
}

fn answer(stream: &mut TcpStream, said: &Value) {
    let body = said.to_string();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all((head + &body).as_bytes()).expect("it listens");
}

/// Follows an address as a browser does; what is shown in the end.
pub fn browse(address: &str) -> String {
    let mut at = Url::parse(address).expect("an address");
    loop {
        let place = (at.host_str().expect("a host"), at.port().expect("a port"));
        let mut stream = TcpStream::connect(place).expect("somebody answers");
        let query = at.query().map_or_else(String::new, |query| format!("?{query}"));
        let head = format!(
            "GET {}{query} HTTP/1.1\r\nhost: {}:{}\r\nconnection: close\r\n\r\n",
            at.path(),
            place.0,
            place.1
        );
        stream.write_all(head.as_bytes()).expect("it listens");
        let mut said = String::new();
        stream.read_to_string(&mut said).expect("it speaks");
        match said.lines().find_map(|line| line.strip_prefix("location: ")) {
            Some(next) => at = Url::parse(next).expect("an address"),
            None => return said,
        }
    }
}
