//! The way to Postgres, when it is not a socket: the certificate counts, and the name in it.

use super::stand::{Server, Stand, program};
use std::path::Path;
use std::process::Command;

/// A certificate for `localhost` and its key, both PEM, made with openssl; none where that is not installed.
fn certificate(folder: &Path) -> Option<(String, String)> {
    let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    let mut make = Command::new("openssl");
    make.args([
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
    ]);
    make.args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]);
    make.args(["-addext", "basicConstraints=critical,CA:FALSE"]);
    let made = make.arg("-out").arg(&certificate).arg("-keyout").arg(&key).output().ok()?;
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    Some((std::fs::read_to_string(certificate).unwrap(), std::fs::read_to_string(key).unwrap()))
}

#[test]
fn postgres_is_reached_over_tls_and_believed_only_with_the_right_certificate() {
    let mut stand = Stand::new();
    let Some((pem, key)) = certificate(stand.folder.path()) else {
        println!("OPENSSL IS NOT INSTALLED: NOT TRIED");
        return;
    };
    let port = stand.postgres.listen_with_tls(&pem, &key).unwrap();
    let root = stand.folder.path().join("certificate.pem");
    let root = format!("&sslrootcert={}", root.display());
    for (host, options, works) in [
        ("localhost", "sslmode=require".to_owned(), true),
        ("localhost", format!("sslmode=verify-full{root}"), true),
        ("127.0.0.1", format!("sslmode=verify-full{root}"), false),
        ("127.0.0.1", format!("sslmode=verify-ca{root}"), true),
        ("localhost", "sslmode=verify-full".to_owned(), false),
    ] {
        let url = format!("postgres://valorize@{host}:{port}/valorize?{options}");
        let ran = program("migrate").args(["--database", &url, "--log", "off"]).output().unwrap();
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert_eq!(ran.status.success(), works, "{host} {options}: {said}");
    }
    let encrypted = "select count(*) from pg_stat_ssl s join pg_stat_activity a on a.pid = s.pid where s.ssl";
    let url = format!("postgres://valorize@localhost:{port}/valorize?sslmode=verify-full{root}");
    let mut serve = program("serve");
    serve.args(["--database", &url, "--listen", "127.0.0.1:0", "--log", "warn"]);
    let _server = Server::start(serve);
    assert!(stand.number(encrypted) > 0, "what the server says to Postgres is encrypted");
}
