//! Signing in through an issuer: a small one runs in the test, with a key of its own.

use super::http::{Answer, ask};
use super::stand::{PASSWORD, Server, Stand, random};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};
use sync_protocol::DeviceTag;

const CLIENT: &str = "valorize-test";
/// The pair of RFC 8037, appendix A: `d` and `x`.
const SECRET: [u8; 32] = [
    0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44,
    0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
];
const PUBLIC: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
/// What stands before the secret in PKCS #8.
const BEFORE: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

/// An issuer on this machine; it answers as long as the test runs.
pub struct Issuer {
    url: String,
    asked: Arc<AtomicUsize>,
}

impl Issuer {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/realm", listener.local_addr().unwrap());
        let asked = Arc::new(AtomicUsize::new(0));
        let (named, count) = (url.clone(), asked.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut request = [0; 2_048];
                let length = stream.read(&mut request).unwrap();
                let path =
                    String::from_utf8_lossy(&request[..length]).split(' ').nth(1).unwrap_or("").to_owned();
                count.fetch_add(1, Ordering::Relaxed);
                let body = match path.as_str() {
                    "/realm/.well-known/openid-configuration" => {
                        json!({"issuer": named, "jwks_uri": format!("{named}/keys")})
                    }
                    "/realm/keys" => json!({"keys": [
                        {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": "one", "x": PUBLIC}
                    ]}),
                    _ => json!({}),
                };
                let body = body.to_string();
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
                    body.len()
                );
                stream.write_all((head + &body).as_bytes()).unwrap();
            }
        });
        Self { url, asked }
    }

    fn claims(&self, subject: &str, nonce: &str) -> Value {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        json!({
            "iss": self.url, "aud": CLIENT, "sub": subject, "nonce": nonce, "iat": now, "exp": now + 300,
            "email": format!("{subject}@example.org"), "email_verified": true,
        })
    }

    pub fn server(&self, stand: &Stand, options: &[&str]) -> Server {
        stand.server(&[&["--oidc-issuer", &self.url, "--oidc-client-id", CLIENT], options].concat())
    }

    /// Signs a device in for this subject; gives it and its token.
    pub fn sign_in(&self, server: &Server, subject: &str) -> (DeviceTag, String) {
        let tag = DeviceTag(random());
        let answer = enter_as(server, tag, &sign(&self.claims(subject, &nonce(server))));
        assert_eq!(answer.status, 200, "{}", answer.body);
        (tag, answer.json()["token"].as_str().unwrap().to_owned())
    }
}

fn sign(claims: &Value) -> String {
    sign_as("one", SECRET, claims)
}

fn sign_as(id: &str, secret: [u8; 32], claims: &Value) -> String {
    let header = Header { kid: Some(id.to_owned()), ..Header::new(Algorithm::EdDSA) };
    let key = EncodingKey::from_ed_der(&[BEFORE.as_slice(), &secret].concat());
    encode(&header, claims, &key).unwrap()
}

fn nonce(server: &Server) -> String {
    let attempt = ask(&server.at, "POST", "/v1/oidc/attempts", "", None).json();
    assert_eq!((&attempt["client_id"], &attempt["expires_in_seconds"]), (&json!(CLIENT), &json!(600)));
    attempt["nonce"].as_str().unwrap().to_owned()
}

fn enter(server: &Server, token: &str) -> Answer {
    enter_as(server, DeviceTag(random()), token)
}

fn enter_as(server: &Server, tag: DeviceTag, token: &str) -> Answer {
    let device = json!({"tag": tag.to_string(), "name": "laptop"});
    ask(&server.at, "POST", "/v1/oidc/sessions", "", Some(&json!({"id_token": token, "device": device})))
}

#[test]
fn whom_the_issuer_vouches_for_gets_an_account_and_finds_it_again() {
    let (stand, issuer) = (Stand::new(), Issuer::start());
    let server = issuer.server(&stand, &[]);
    let first = enter(&server, &sign(&issuer.claims("ana", &nonce(&server))));
    assert_eq!(first.status, 200, "{}", first.body);
    let token = first.json()["token"].as_str().unwrap().to_owned();
    server.book(&token);
    // The address has changed since; the subject has not.
    let mut claims = issuer.claims("ana", &nonce(&server));
    claims["email"] = json!("ana.new@example.org");
    let second = enter(&server, &sign(&claims)).json()["token"].as_str().unwrap().to_owned();
    assert_eq!(server.get("/v1/books", &second).json().as_array().unwrap().len(), 1);
    assert_eq!(server.get("/v1/devices", &second).json().as_array().unwrap().len(), 2);
    let names = stand.postgres.sql("valorize", "select name from account").unwrap();
    assert_eq!(names.trim(), "ana@example.org");
    assert_eq!(issuer.asked.load(Ordering::Relaxed), 2, "its description and its keys, once");
    // No password opens it.
    let device = json!({"tag": DeviceTag(random()).to_string(), "name": "laptop"});
    let input = json!({"name": "ana@example.org", "password": PASSWORD, "device": device});
    assert_eq!(ask(&server.at, "POST", "/v1/sessions", "", Some(&input)).status, 401);
}

#[test]
fn a_token_that_is_not_of_this_issuer_for_this_server_of_now_opens_nothing() {
    let (stand, issuer) = (Stand::new(), Issuer::start());
    let server = issuer.server(&stand, &[]);
    type Change = fn(&mut Value);
    let cases: [(&str, Change); 8] = [
        ("expired", |claims| claims["exp"] = json!(claims["exp"].as_u64().unwrap() - 400)),
        ("no expiry", |claims| drop(claims.as_object_mut().unwrap().remove("exp"))),
        ("another issuer", |claims| claims["iss"] = json!("https://id.example.org")),
        ("for another server", |claims| claims["aud"] = json!("somebody-else")),
        ("asked for by another", |claims| claims["azp"] = json!("somebody-else")),
        ("for several, asked for by nobody", |claims| claims["aud"] = json!([CLIENT, "somebody-else"])),
        ("a nonce of its own", |claims| claims["nonce"] = json!("invented")),
        ("no nonce", |claims| drop(claims.as_object_mut().unwrap().remove("nonce"))),
    ];
    for (name, change) in cases {
        let mut claims = issuer.claims("ana", &nonce(&server));
        change(&mut claims);
        let refused = enter(&server, &sign(&claims));
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (401, "unauthorised"),
            "{name}: {}",
            refused.body
        );
    }
    let good = issuer.claims("ana", &nonce(&server));
    let parts: Vec<String> = sign(&good).split('.').map(str::to_owned).collect();
    let mut other = good.clone();
    other["sub"] = json!("eve");
    let other_parts: Vec<String> = sign(&other).split('.').map(str::to_owned).collect();
    let shared =
        encode(&Header::new(Algorithm::HS256), &good, &EncodingKey::from_secret(PUBLIC.as_bytes())).unwrap();
    for (name, token) in [
        ("another key under the same name", sign_as("one", random(), &good)),
        ("a key nobody knows", sign_as("two", SECRET, &good)),
        ("the signature of another text", format!("{}.{}.{}", parts[0], other_parts[1], parts[2])),
        ("no signature", format!("{}.{}.", parts[0], parts[1])),
        ("signed with what everybody knows", shared),
        ("no token", "x.y.z".to_owned()),
    ] {
        let refused = enter(&server, &token);
        assert_eq!(refused.status, 401, "{name}: {}", refused.body);
    }
    assert_eq!(stand.number("select count(*) from account"), 0);
    assert_eq!(enter(&server, &sign(&good)).status, 200, "the good one does, once");
    assert_eq!(enter(&server, &sign(&good)).status, 401, "and not again");
}

#[test]
fn an_issuer_opens_no_door_that_is_closed_and_takes_no_account_over() {
    let (stand, issuer) = (Stand::new(), Issuer::start());
    let open = issuer.server(&stand, &[]);
    open.sign_up("ana@example.org");
    let taken = enter(&open, &sign(&issuer.claims("ana", &nonce(&open))));
    assert_eq!(
        (taken.status, taken.code().as_str()),
        (409, "name_taken"),
        "somebody with a password has the name"
    );
    let mut unproven = issuer.claims("ana", &nonce(&open));
    unproven["email_verified"] = json!(false);
    assert_eq!(enter(&open, &sign(&unproven)).status, 200);
    let names = stand.postgres.sql("valorize", "select name from account order by id desc limit 1").unwrap();
    assert_eq!(names.trim(), format!("ana at {}", issuer.url), "an address that is not proven is no name");
    let closed = issuer.server(&stand, &["--sign-up", "closed"]);
    assert_eq!(enter(&closed, &sign(&issuer.claims("new", &nonce(&closed)))).code(), "sign_up_closed");
    assert_eq!(
        enter(&closed, &sign(&issuer.claims("ana", &nonce(&closed)))).status,
        200,
        "who is known comes in"
    );
    let invited = issuer.server(&stand, &["--sign-up", "invitation"]);
    assert_eq!(enter(&invited, &sign(&issuer.claims("new", &nonce(&invited)))).code(), "invitation_needed");
    let without = stand.server(&[]);
    assert_eq!(ask(&without.at, "POST", "/v1/oidc/attempts", "", None).status, 404);
    let slow = issuer.server(&stand, &["--sign-ins-per-minute", "5"]);
    let statuses: Vec<u16> =
        (0..12).map(|_| ask(&slow.at, "POST", "/v1/oidc/attempts", "", None).status).collect();
    assert!(statuses.contains(&429), "{statuses:?}");
}
