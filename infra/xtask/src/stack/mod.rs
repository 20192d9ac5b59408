//! `make stack`: what `infra/compose.yml` starts in containers, as programs on this machine, with the same configuration as far as they can be had.

mod files;
mod packages;
mod part;

use crate::checks::cargo;
use crate::error::XtaskError;
use crate::http::ask;
use crate::repository;
use crate::steps::show;
use part::Part;
use private_stores::{Postgres, Redis};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const QUEUE: &str = "projects/stack/locations/here/queues/jobs";
const PATIENCE: Duration = Duration::from_secs(30);

/// What is not here: no package that this project may use has it.
const LEFT_OUT: &str = "Grafana, Tempo, Loki and the OpenTelemetry collector are in infra/compose.yml alone";

/// Everything that runs, ended with it: what was started last ends first.
struct Stack {
    parts: Vec<Part>,
    proxy: SocketAddr,
    prometheus: SocketAddr,
    mail: PathBuf,
    stores: (Postgres, Redis),
}

/// Starts everything, and waits for Ctrl-C; with `check` it tries everything and ends.
///
/// # Errors
/// When a part cannot be had, does not start, or does not do its work.
pub fn run(check: bool) -> Result<(), XtaskError> {
    show(&mut cargo(&["build", "--bin", "sync-server", "--bin", "cloud-tasks-emulator"]))?;
    let folder = repository().join(".cache/stack");
    let tools = packages::bring(&folder)?;
    let stack = Stack::start(&folder, &tools)?;
    println!("proxy       http://{}   before two servers", stack.proxy);
    println!("Prometheus  http://{}   with the rules of infra/observability", stack.prometheus);
    println!("mail        {}", stack.mail.display());
    println!("what each of them says: {}", folder.join("run").display());
    println!("{LEFT_OUT}");
    if check {
        return stack.check(&tools);
    }
    println!("Ctrl-C ends all of it");
    stack.wait()
}

impl Stack {
    fn start(folder: &Path, tools: &packages::Tools) -> Result<Self, XtaskError> {
        let debug = repository().join("target/debug");
        let run = folder.join("run");
        let postgres = Postgres::start(&folder.join("postgres"), true)?;
        let redis = Redis::start(&folder.join("redis"))?;
        let mail = run.join("mail");
        make(&run)?;
        let mut parts = Vec::new();
        let smtp = free()?;
        parts.push(Part::start(
            "mail",
            &run,
            Command::new(&tools.python)
                .args(["-m", "aiosmtpd", "--nosetuid", "--listen", &smtp.to_string()])
                .args(["--class", "aiosmtpd.handlers.Mailbox"])
                .arg(&mail),
        )?);
        let mut emulator = Command::new(debug.join("cloud-tasks-emulator"));
        emulator.args(["--listen", "127.0.0.1:0", "--queue", QUEUE]);
        let (emulator, tasks) = Part::listening("tasks", &run, &mut emulator)?;
        parts.push(emulator);
        let role = |name: &str| {
            let mut command = Command::new(debug.join("sync-server"));
            command
                .args([name, "--database", &postgres.url(), "--redis", &redis.url(), "--log", "warn"])
                .env("VALORIZE_HOSTED_KEY", "ab".repeat(32))
                .env("VALORIZE_OBJECTS", run.join("objects"));
            command
        };
        let worker = free()?;
        parts.push(Part::start("worker", &run, role("worker").args(worker_options(worker, tasks, smtp)))?);
        let mut servers = Vec::new();
        for name in ["server", "server-2"] {
            let mut serve = role("serve");
            serve.args(["--listen", "127.0.0.1:0", "--sign-up", "open", "--proxies", "1"]);
            let (part, address) = Part::listening(name, &run, &mut serve)?;
            parts.push(part);
            servers.push(address);
        }
        let (proxy, prometheus) = (free()?, free()?);
        let caddyfile = files::caddyfile(&run, &servers)?;
        parts.push(Part::start(
            "proxy",
            &run,
            Command::new(&tools.caddy)
                .args(["run", "--adapter", "caddyfile", "--config"])
                .arg(caddyfile)
                .env("PROXY_SITE", format!("http://{proxy}"))
                .envs(["XDG_CONFIG_HOME", "XDG_DATA_HOME"].map(|name| (name, run.join("caddy")))),
        )?);
        let config = files::prometheus(&run, &servers, worker, prometheus)?;
        parts.push(Part::start(
            "prometheus",
            &run,
            Command::new(&tools.prometheus)
                .arg(format!("--config.file={}", config.display()))
                .arg(format!("--storage.tsdb.path={}", run.join("prometheus-data").display()))
                .arg(format!("--web.listen-address={prometheus}")),
        )?);
        let mut stack = Self { parts, proxy, prometheus, mail, stores: (postgres, redis) };
        stack.until("the proxy", |stack| ask(stack.proxy, "GET", "/readyz", "", "").is_ok())?;
        stack.until("Prometheus", |stack| ask(stack.prometheus, "GET", "/-/ready", "", "").is_ok())?;
        stack.until("the worker", |_| ask(worker, "GET", "/healthz", "", "").is_ok())?;
        Ok(stack)
    }

    /// Waits until something holds; a part that ended meanwhile is an error of its own.
    fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) -> Result<(), XtaskError> {
        let end = Instant::now() + PATIENCE;
        while !holds(self) {
            self.parts.iter_mut().try_for_each(Part::running)?;
            if Instant::now() > end {
                return Err(XtaskError::Step(format!("{what} (nothing within {} s)", PATIENCE.as_secs())));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    /// Uses every part once.
    fn check(mut self, tools: &packages::Tools) -> Result<(), XtaskError> {
        show(Command::new(&tools.promtool).args(["test", "rules"]).arg(files::rules_test()))?;
        let account = r#"{"name": "ana@example.org", "password": "correct horse battery",
            "device": {"tag": "0123456789abcdef0123456789abcdef", "name": "stack"}}"#;
        let path =
            if ask(self.proxy, "POST", "/v1/accounts", "", account).is_ok() { "made" } else { "there" };
        println!("an account is {path}, through the proxy");
        if ask(self.proxy, "GET", "/metrics", "", "").is_ok() {
            return Err(XtaskError::Step("the proxy: /metrics is open to everybody".to_owned()));
        }
        self.until("Prometheus reads both servers and the worker", |stack| {
            let targets = ask(stack.prometheus, "GET", "/api/v1/targets?state=active", "", "");
            targets.is_ok_and(|text| text.matches(r#""health":"up""#).count() == 4)
        })?;
        self.until("the rules give values", |stack| {
            let rules = ask(stack.prometheus, "GET", "/api/v1/rules", "", "").unwrap_or_default();
            rules.contains(r#""health":"ok""#) && !rules.contains(r#""health":"err""#)
        })?;
        println!("Prometheus reads both servers, the worker and itself, and its rules are sound");
        // A worker under Cloud Tasks hands what is due over at its start, and is called for it.
        self.until("jobs go through the tasks emulator", Self::jobs_done)?;
        println!("jobs came through the tasks emulator");
        Ok(())
    }

    fn jobs_done(&self) -> bool {
        let done = "select count(*) > 0 from job where state = 'done'";
        self.stores.0.sql("valorize", done).is_ok_and(|said| said.trim() == "t")
    }

    /// Until a part ends, or somebody ends all of it.
    fn wait(mut self) -> Result<(), XtaskError> {
        loop {
            self.parts.iter_mut().try_for_each(Part::running)?;
            std::thread::sleep(Duration::from_millis(500));
        }
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        while self.parts.pop().is_some() {}
    }
}

fn worker_options(listen: SocketAddr, tasks: SocketAddr, smtp: SocketAddr) -> Vec<String> {
    let (here, tasks) = (format!("http://{listen}"), format!("http://{tasks}"));
    let options = [
        ("--worker-listen", listen.to_string()),
        ("--worker-issuer", tasks.clone()),
        ("--worker-audience", here.clone()),
        ("--worker-account", "tasks@stack.iam.gserviceaccount.com".to_owned()),
        ("--tasks-queue", QUEUE.to_owned()),
        ("--tasks-target", here),
        ("--tasks-endpoint", tasks),
        ("--smtp", format!("smtp://{smtp}")),
    ];
    options.into_iter().flat_map(|(name, value)| [name.to_owned(), value]).collect()
}

fn make(folder: &Path) -> Result<(), XtaskError> {
    std::fs::create_dir_all(folder).map_err(|source| XtaskError::File { path: folder.to_owned(), source })
}

/// An address nobody listens on.
fn free() -> Result<SocketAddr, XtaskError> {
    let listener = TcpListener::bind("127.0.0.1:0");
    listener
        .and_then(|listener| listener.local_addr())
        .map_err(|source| XtaskError::Start { program: "a listener".to_owned(), source })
}
