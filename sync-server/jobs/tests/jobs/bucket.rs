//! Objects in a bucket: a server that speaks S3 and checks every signature, in this process.

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use jobs::ObjectSettings;
use jobs::objects::Objects;
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

fn open(at: SocketAddr, secret: &str) -> Objects {
    let settings = ObjectSettings {
        objects: "s3://valorize/some/where".to_owned(),
        objects_address: "http://127.0.0.1:1".to_owned(),
    };
    let endpoint = format!("http://{at}");
    let options = [
        ("aws_access_key_id", "ana"),
        ("aws_secret_access_key", secret),
        ("aws_region", "eu-west-1"),
        ("aws_endpoint_url", &endpoint),
        ("aws_allow_http", "true"),
    ];
    Objects::open_with(&settings, &options).unwrap()
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
    let objects = open(at, "the secret");
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

    let stranger = open(at, "another secret");
    assert!(stranger.get(name).await.is_err());
    objects.delete(name).await.unwrap();
    objects.delete(name).await.unwrap();
    assert_eq!(objects.get(name).await.unwrap(), None);
}
