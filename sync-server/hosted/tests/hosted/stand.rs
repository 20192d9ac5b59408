//! A Postgres, a Redis where wanted, and a server in this process.

use super::device::Device;
use super::http::{Answer, ask};
use clap::Parser as _;
use hosted::HostedSettings;
use jobs::objects::Objects;
use jobs::{ObjectSettings, Registry, WebhookSettings};
use private_stores::{Postgres, Redis};
use relay::Settings;
use serde_json::{Value, json};
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use sync_protocol::DeviceTag;
use tempfile::TempDir;

#[derive(clap::Parser)]
struct All {
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    hosted: HostedSettings,
    #[command(flatten)]
    objects: ObjectSettings,
    #[command(flatten)]
    webhooks: WebhookSettings,
}

#[derive(clap::Parser)]
struct Working {
    #[command(flatten)]
    settings: jobs::Settings,
}

/// The stores and a server on them; they end with it.
pub struct Stand {
    pub at: String,
    pub postgres: Postgres,
    pub redis: Option<Redis>,
    folder: TempDir,
    stop: tokio::sync::watch::Sender<bool>,
}

impl Drop for Stand {
    fn drop(&mut self) {
        let _gone = self.stop.send(true);
    }
}

impl Stand {
    pub async fn new(redis: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Postgres runs as another user where the test runs as root, and must reach its folder in here.
        std::fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        let postgres = Postgres::start(&folder.path().join("postgres"), false).unwrap();
        let redis = redis.then(|| Redis::start(&folder.path().join("redis")).unwrap());
        let (stop, _) = tokio::sync::watch::channel(false);
        let mut stand = Self { at: String::new(), postgres, redis, folder, stop };
        stand.at = stand.serve(&[]).await;
        stand
    }

    /// One more instance on the same stores, with further options; its address.
    pub async fn serve(&self, options: &[&str]) -> String {
        let All { settings, hosted, objects, webhooks } = self.settings(options);
        let mut stop = self.stop.subscribe();
        let (say, heard) = tokio::sync::oneshot::channel();
        tokio::spawn(async move {
            let stopped = async move {
                let _gone = stop.wait_for(|stop| *stop).await;
            };
            let listening = move |address: std::net::SocketAddr| say.send(address.to_string()).unwrap();
            let more = |port| hosted::start(port, hosted, &objects, &webhooks);
            if let Err(error) = relay::serve(settings, more, listening, stopped).await {
                eprintln!("the server ended: {error}");
            }
        });
        heard.await.unwrap()
    }

    fn settings(&self, options: &[&str]) -> All {
        let key = "5a".repeat(32);
        let mut words = vec!["server".to_owned(), "--database".to_owned(), self.postgres.url()];
        if let Some(redis) = &self.redis {
            words.extend(["--redis".to_owned(), redis.url()]);
        }
        words.extend(["--objects".to_owned(), self.objects()]);
        let fixed = "--listen 127.0.0.1:0 --poll-seconds 1 --sign-up open --sign-ins-per-minute 1000 --connects-per-minute 10000 \
          --database-connections 8 --hosted-connections 4 --provision-secret sesame --hosted-key";
        words.extend(fixed.split_whitespace().map(str::to_owned));
        words.push(key);
        words.extend(options.iter().map(|&word| word.to_owned()));
        All::parse_from(words)
    }

    /// Where uploads and reports lie.
    pub fn objects(&self) -> String {
        self.folder.path().join("objects").display().to_string()
    }

    /// A worker on the same stores, until the stand ends; its address.
    pub async fn work(&self) -> String {
        self.work_with(None).await
    }

    /// The same with the embedding model of this folder.
    pub async fn work_with(&self, model: Option<&Path>) -> String {
        let All { hosted, objects, .. } = self.settings(&[]);
        let mail = self.folder.path().join("mail").display().to_string();
        let url = self.postgres.url();
        let fixed = "--worker-listen 127.0.0.1:0 --job-poll-ms 20 --job-retry-ms 50 --job-concurrency 4";
        let words = ["worker", "--database", &url, "--mail-folder", &mail, "--objects", &self.objects()]
            .map(str::to_owned)
            .into_iter()
            .chain(fixed.split_whitespace().map(str::to_owned));
        let Working { settings } = Working::parse_from(words);
        let redis = self.redis.as_ref().map(Redis::url);
        let port = relay::open(Settings::beside(&url, redis.as_deref())).await.unwrap();
        let objects = Arc::new(Objects::open(&objects).unwrap());
        let registry = hosted::register_jobs(Registry::new(), port, hosted, objects, model).unwrap();
        let registry = jobs::notify::register(registry, &settings.delivery).unwrap();
        let pool = jobs::connect(&url, settings.connections()).await.unwrap();
        let mut stop = self.stop.subscribe();
        let (say, heard) = tokio::sync::oneshot::channel();
        tokio::spawn(async move {
            let stopped = async move {
                let _gone = stop.wait_for(|stop| *stop).await;
            };
            let listening = move |address: std::net::SocketAddr| say.send(address.to_string()).unwrap();
            if let Err(error) = jobs::serve(pool, registry, &settings, listening, stopped).await {
                eprintln!("the worker ended: {error}");
            }
        });
        heard.await.unwrap()
    }

    /// Asks until what is answered is as wanted.
    pub async fn until(&self, path: &str, token: &str, holds: impl Fn(&Value) -> bool) -> Value {
        let end = std::time::Instant::now() + std::time::Duration::from_secs(30);
        loop {
            let answer = self.get(path, token).await;
            if holds(&answer) {
                return answer;
            }
            assert!(std::time::Instant::now() < end, "{path}: {answer:#}");
            tokio::time::sleep(std::time::Duration::from_millis(30)).await;
        }
    }

    pub async fn ask(&self, method: &str, path: &str, token: &str, body: Option<&Value>) -> Answer {
        ask(&self.at, method, path, token, &[], body).await
    }

    pub async fn get(&self, path: &str, token: &str) -> Value {
        self.ask("GET", path, token, None).await.ok()
    }

    pub async fn post(&self, path: &str, token: &str, body: &Value) -> Value {
        self.ask("POST", path, token, Some(body)).await.ok()
    }

    /// Signs a device in; up when it is the account's first.
    pub async fn enter(&self, path: &str, name: &str) -> (DeviceTag, String) {
        let tag = DeviceTag(relay::random());
        let device = json!({"tag": tag.to_string(), "name": "test"});
        let input = json!({"name": name, "password": "correct horse battery", "device": device});
        let answer = self.post(path, "", &input).await;
        (tag, answer["token"].as_str().unwrap().to_owned())
    }

    /// A new account's first device, with a book that is on the server and nothing in it but what every book has.
    pub async fn device(&self, name: &str) -> Device {
        let (tag, token) = self.enter("/v1/accounts", name).await;
        let mut device = Device::new(&self.at, tag, token);
        let path = format!("/v1/books/{}", device.book);
        self.ask("PUT", &path, &device.token, None).await.ok();
        device.settle().await;
        device
    }

    /// Makes a device's book hosted as a device does; gives an access token.
    pub async fn host(&self, device: &mut Device) -> String {
        let path = format!("/v1/books/{}/hosted", device.book);
        let offer = self.post(&format!("{path}/offer"), &device.token, &json!({})).await;
        device.admit(offer["member"].as_str().unwrap(), offer["public_key"].as_str().unwrap());
        device.settle().await;
        self.post(&path, &device.token, &device.handed()).await;
        self.token(device, &["read", "write"]).await
    }

    pub async fn token(&self, device: &Device, scopes: &[&str]) -> String {
        let path = format!("/v1/books/{}/tokens", device.book);
        let made = self.post(&path, &device.token, &json!({"name": "test", "scopes": scopes})).await;
        made["token"].as_str().unwrap().to_owned()
    }

    /// What the database says.
    pub fn sql(&self, sql: &str) -> String {
        self.postgres.sql("valorize", sql).unwrap().trim().to_owned()
    }
}
