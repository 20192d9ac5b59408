//! Objects in a bucket: a server that speaks S3 and checks every signature, in this process.

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use jobs::objects::Objects;
use jobs::{ObjectSettings, StoreSettings};
use reqwest::StatusCode;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, SystemTime};
use tokio::net::TcpListener;

/// Serves each folder below `root` as a bucket.
async fn serve(root: &Path) -> SocketAddr {
    let mut service = S3ServiceBuilder::new(FileSystem::new(root).unwrap());
    service.set_auth(SimpleAuth::from_single("ana", "the secret"));
    let service = service.build();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                let builder = Builder::new(TokioExecutor::new());
                // A client that hangs up is no failure of the test's.
                let _ended = builder.serve_connection(TokioIo::new(connection), service).await;
            });
        }
    });
    at
}

/// What an operator sets.
fn settings(objects: &str, endpoint: &str, secret: &str, outside: Option<String>) -> ObjectSettings {
    let store = StoreSettings {
        objects_endpoint: Some(endpoint.to_owned()),
        objects_key: Some("ana".to_owned()),
        objects_secret: Some(secret.to_owned()),
    };
    ObjectSettings { objects: objects.to_owned(), objects_address: outside, store }
}

fn open(at: SocketAddr, secret: &str, outside: Option<SocketAddr>) -> Objects {
    let outside = outside.map(|at| format!("http://{at}/"));
    Objects::open(&settings("s3://valorize/some/where", &format!("http://{at}"), secret, outside)).unwrap()
}

async fn get(url: &str) -> (StatusCode, Vec<u8>) {
    let answer = reqwest::get(url).await.unwrap();
    (answer.status(), answer.bytes().await.unwrap().to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn objects_in_a_bucket_are_opened_by_links_that_their_store_checks() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("valorize")).unwrap();
    let at = serve(folder.path()).await;
    let objects = open(at, "the secret", None);
    assert!(!objects.is_folder(), "its links are served by the store");
    let (name, bytes) = ("reports/7/2026-11.pdf", b"%PDF-1.7 November".to_vec());
    assert_eq!(objects.get(name).await.unwrap(), None);
    objects.put(name, bytes.clone()).await.unwrap();
    assert_eq!(objects.get(name).await.unwrap(), Some(bytes.clone()));
    assert!(folder.path().join("valorize/some/where").join(name).is_file(), "below the prefix");

    let now = SystemTime::now();
    let link = objects.link(name, Duration::from_mins(1), now).await.unwrap();
    assert_eq!(get(&link).await, (StatusCode::OK, bytes));
    let elsewhere = link.replace("2026-11", "2026-12");
    let longer = link.replace("X-Amz-Expires=60", "X-Amz-Expires=600");
    assert_ne!(longer, link);
    let bare = link.split('?').next().unwrap();
    for wrong in [&elsewhere, &longer, bare] {
        assert_eq!(get(wrong).await.0, StatusCode::FORBIDDEN, "{wrong}");
    }
    let short = objects.link(name, Duration::from_secs(1), now).await.unwrap();
    tokio::time::sleep(Duration::from_millis(2_100)).await;
    assert_eq!(get(&short).await.0, StatusCode::FORBIDDEN, "its time is over");

    // From outside the same store has another address, as behind a proxy: links lead there, and are good there alone.
    let outside = serve(folder.path()).await;
    let objects = open(at, "the secret", Some(outside));
    let link = objects.link(name, Duration::from_mins(1), now).await.unwrap();
    assert_eq!(get(&link).await.0, StatusCode::OK);
    let inside = link.replace(&outside.to_string(), &at.to_string());
    assert_eq!(get(&inside).await.0, StatusCode::FORBIDDEN);
    assert_eq!(objects.get(name).await.unwrap().map(|bytes| bytes.len()), Some(17));

    let stranger = open(at, "another secret", None);
    assert!(stranger.get(name).await.is_err());
    objects.delete(name).await.unwrap();
    objects.delete(name).await.unwrap();
    assert_eq!(objects.get(name).await.unwrap(), None);
}

#[test]
fn a_store_that_is_none_is_refused_with_what_to_write() {
    let refused = |objects: &str, endpoint: &str| {
        let opened = Objects::open(&settings(objects, endpoint, "the secret", None));
        opened.err().map(|error| error.to_string()).unwrap_or_default()
    };
    for endpoint in ["minio:9000", "minio", "ftp://minio:9000", ""] {
        let said = refused("s3://valorize", endpoint);
        assert!(said.ends_with("write one such as http://minio:9000"), "{endpoint}: {said}");
    }
    for objects in ["gs://valorize", "valorize-data/objects"] {
        assert!(refused(objects, "http://minio:9000").contains("has buckets alone"), "{objects}");
    }
}
