//! The host: the life of a book, queries beside a long write, events, progress, cancelling.

use crate::support::Fixed;
use app::host::{Event, Host, Places};
use app::{AppError, ErrorCode};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};

/// A host below `folder`, and all it tells.
fn host(folder: &Path) -> (Arc<Host>, Arc<Mutex<Vec<Event>>>) {
    let worlds = AtomicU64::new(0);
    let make = move || -> Box<dyn app::Outside> {
        Box::new(Fixed::new("kitchen", 10_000 * worlds.fetch_add(1, Ordering::Relaxed)))
    };
    let host = Arc::new(Host::new(Places::below(folder), Box::new(make)));
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = Arc::clone(&heard);
    host.listen(move |event| ear.lock().expect("the list").push(event.clone()));
    (host, heard)
}

fn call(host: &Host, name: &str, input: &Value) -> Result<Value, AppError> {
    let output = host.call(name, input.to_string().as_bytes(), None)?;
    Ok(serde_json::from_slice(&output).expect("JSON"))
}

fn ok(host: &Host, name: &str, input: &Value) -> Value {
    call(host, name, input).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn new_book(host: &Host, name: &str) -> Value {
    ok(host, "book.create", &json!({ "name": name, "currency": "BRL", "language": "pt-BR" }))
}

#[test]
fn a_book_is_made_closed_and_found_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (host, heard) = host(folder.path());
    assert_eq!(ok(&host, "book.status", &json!({}))["open"], false);
    let refused = call(&host, "account.list", &json!({})).expect_err("no book is open");
    assert_eq!(refused.code, ErrorCode::NoBook);

    let made = new_book(&host, "Casa & Filhos");
    let path = made["path"].as_str().expect("a path").to_owned();
    assert!(path.ends_with("casa---filhos.valorize"), "{path}");
    assert_eq!((made["open"].clone(), made["language"].clone()), (json!(true), json!("pt-BR")));
    assert!(ok(&host, "category.list", &json!({}))["items"].as_array().is_some_and(|all| all.len() > 10));

    let second = new_book(&host, "Casa & Filhos");
    assert!(second["path"].as_str().expect("a path").ends_with("casa---filhos-2.valorize"));
    ok(&host, "book.open", &json!({ "path": path }));
    ok(&host, "book.open", &json!({ "path": path }));
    let recent = ok(&host, "book.recent", &json!({}));
    assert_eq!(recent["books"][0]["path"], json!(path));
    assert_eq!(recent["books"].as_array().map(Vec::len), Some(2));
    ok(&host, "book.forget", &json!({ "path": path }));
    assert_eq!(ok(&host, "book.recent", &json!({}))["books"].as_array().map(Vec::len), Some(1));

    assert_eq!(ok(&host, "book.close", &json!({}))["open"], false);
    let names: Vec<&str> = heard
        .lock()
        .expect("the list")
        .iter()
        .filter_map(|event| match event {
            Event::Opened { .. } => Some("opened"),
            Event::Closed {} => Some("closed"),
            _ => None,
        })
        .collect();
    assert_eq!(names, ["opened", "closed", "opened", "closed", "opened", "closed"]);
    assert!(!Path::new(&path).with_extension("valorize-wal").exists());
}

#[test]
fn a_book_that_cannot_be_opened_leaves_the_other_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let (host, _) = host(folder.path());
    let made = new_book(&host, "Casa");
    let wrong = folder.path().join("letter.valorize");
    std::fs::write(&wrong, "dear bank").expect("a file");
    for (path, code) in [(wrong.display().to_string(), "damaged"), ("/no/such/book".to_owned(), "not_found")]
    {
        let refused = call(&host, "book.open", &json!({ "path": path })).expect_err("a refusal");
        assert_eq!(refused.code.as_str(), code, "{refused}");
        assert!(refused.remedy.is_some());
    }
    assert_eq!(ok(&host, "book.status", &json!({}))["path"], made["path"]);
}

#[test]
fn an_empty_book_has_no_categories_when_none_are_wanted() {
    let folder = tempfile::tempdir().expect("a folder");
    let (host, _) = host(folder.path());
    let input = json!({ "name": "Bare", "currency": "EUR", "language": "en", "default_categories": false });
    ok(&host, "book.create", &input);
    assert_eq!(ok(&host, "category.list", &json!({}))["items"], json!([]));
}

#[test]
fn actions_tell_their_topics_and_refusals_tell_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (host, heard) = host(folder.path());
    new_book(&host, "Casa");
    heard.lock().expect("the list").clear();
    ok(&host, "account.create", &json!({ "name": "Conta", "kind": "checking", "currency": "BRL" }));
    call(&host, "account.create", &json!({ "name": "Conta", "kind": "checking", "currency": "BRL" }))
        .expect_err("there already");
    ok(&host, "account.list", &json!({}));
    // Operations of the host that only read would otherwise make whoever reads them read again for ever.
    for reads in ["backup.list", "security.status", "categorizer.status", "sync.status"] {
        ok(&host, reads, &json!({}));
    }
    let heard = heard.lock().expect("the list");
    // The book's first copy is made beside all this and tells of itself alone.
    let copy = json!({ "event": "changed", "topics": ["backups"] });
    let told: Vec<Value> = heard.iter().map(|event| json!(event)).filter(|event| *event != copy).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["event"], "changed");
    assert!(
        told[0]["topics"].as_array().is_some_and(|topics| topics.contains(&json!("accounts"))),
        "{told:?}"
    );
}

#[test]
fn queries_answer_while_a_write_is_under_way() {
    let folder = tempfile::tempdir().expect("a folder");
    let (host, _) = host(folder.path());
    new_book(&host, "Casa");
    let (started, wait_started) = mpsc::channel();
    let (finish, wait_finish) = mpsc::channel::<()>();
    let writer = Arc::clone(&host);
    let long = std::thread::spawn(move || {
        writer.with_app(|_| {
            started.send(()).expect("someone waits");
            wait_finish.recv().expect("the test goes on");
            Ok(())
        })
    });
    wait_started.recv().expect("the write begins");
    assert_eq!(ok(&host, "book.show", &json!({}))["name"], "Casa");
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| ok(&host, "account.list", &json!({})));
        }
    });
    finish.send(()).expect("the write waits");
    long.join().expect("no panic").expect("no refusal");
}

const STATEMENT: &str =
    "Data;Descrição;Valor\n01/10/2026;Padaria do Bairro;-12,50\n02/10/2026;Salário;3.500,00\n";

fn staged(host: &Host, name: &str, text: &str) -> String {
    let path = host.stage(name).expect("a place");
    std::fs::write(&path, text).expect("the file is kept");
    path.display().to_string()
}

#[test]
fn long_work_tells_how_far_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let (host, heard) = host(folder.path());
    new_book(&host, "Casa");
    let path = staged(&host, "extrato.csv", STATEMENT);
    let input = json!({ "path": path }).to_string();
    let planned = host.call("import.plan", input.as_bytes(), Some("one")).expect("a plan");
    let planned: Value = serde_json::from_slice(&planned).expect("JSON");
    let input = json!({ "plan": planned["plans"][0]["plan"] }).to_string();
    host.call("import.commit", input.as_bytes(), Some("two")).expect("an import");
    let heard = heard.lock().expect("the list");
    let stages = |id: &str| -> Vec<String> {
        heard
            .iter()
            .filter_map(|event| match event {
                Event::Progress { call, stage, .. } if call == id => json!(stage).as_str().map(str::to_owned),
                _ => None,
            })
            .collect()
    };
    assert_eq!(stages("one"), ["reading", "comparing", "writing"]);
    assert_eq!(stages("two"), ["reading", "categorising", "writing"]);
    assert!(!host.cancel("one"), "a finished call cannot be cancelled");
}

#[test]
fn a_cancelled_import_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (host, _) = host(folder.path());
    new_book(&host, "Casa");
    let path = staged(&host, "extrato.csv", STATEMENT);
    let planned = ok(&host, "import.plan", &json!({ "path": path }));
    let stopper = Arc::downgrade(&host);
    host.listen(move |event| {
        if let (Event::Progress { call, .. }, Some(host)) = (event, stopper.upgrade()) {
            host.cancel(call);
        }
    });
    let input = json!({ "plan": planned["plans"][0]["plan"] }).to_string();
    let stopped = host.call("import.commit", input.as_bytes(), Some("import")).expect_err("it was stopped");
    assert_eq!(stopped.code, ErrorCode::Cancelled);
    assert_eq!(ok(&host, "book.show", &json!({}))["transactions"], 0);
    let again = host.call("import.commit", input.as_bytes(), None);
    assert!(again.is_ok(), "the plan is still there");
}

#[test]
fn staged_files_go_with_the_host() {
    let folder = tempfile::tempdir().expect("a folder");
    let (host, _) = host(folder.path());
    let kept = ok(&host, "file.stage", &json!({ "name": "../a.csv", "content": "YSxi" }));
    let gone = ok(&host, "file.stage", &json!({ "name": "b.csv", "content": "" }));
    let path = |staged: &Value| Path::new(staged["path"].as_str().expect("a path")).to_owned();
    assert_eq!(std::fs::read(path(&kept)).expect("the bytes"), b"a,b");
    assert!(path(&kept).starts_with(folder.path()));
    ok(&host, "file.discard", &json!({ "path": gone["path"] }));
    assert!(!path(&gone).exists());
    let foreign = call(&host, "file.discard", &json!({ "path": folder.path() })).expect_err("not ours");
    assert_eq!(foreign.code, ErrorCode::NotFound);
    drop(host);
    assert!(!path(&kept).exists());
}

#[test]
fn the_sample_book_is_lived_in_tried_and_thrown_away() {
    for language in ["pt-BR", "en"] {
        let folder = tempfile::tempdir().expect("a folder");
        let (host, _) = host(folder.path());
        let status = ok(&host, "book.load_sample", &json!({ "language": language }));
        assert_eq!(status["sample"], true);
        let book = ok(&host, "book.show", &json!({}));
        assert!(book["transactions"].as_u64().is_some_and(|rows| rows > 1000), "{book}");
        assert_eq!(book["accounts"], 5);
        let caught = ok(&host, "suggestion.catch_up", &json!({}));
        assert!(caught["rows"].as_u64().is_some_and(|rows| rows > 20), "{caught}");
        assert_eq!(ok(&host, "suggestion.catch_up", &json!({}))["rows"], 0, "once is enough");

        let staged = ok(&host, "file.stage_sample", &json!({}));
        let plan = ok(&host, "import.plan", &json!({ "path": staged["path"] }))["plans"][0].take();
        assert_eq!(plan["account_found_by"], "layout", "{plan}");
        for kind in ["new", "known"] {
            assert!(plan[kind].as_u64().is_some_and(|lines| lines > 0), "{kind}: {plan}");
        }
        assert_eq!(plan["asked"], 2, "{plan}");
        ok(&host, "import.commit", &json!({ "plan": plan["plan"], "categorise": false }));

        let file = Path::new(status["path"].as_str().expect("a path")).to_owned();
        let gone = ok(&host, "book.remove_sample", &json!({}));
        assert_eq!((&gone["open"], file.exists()), (&json!(false), false));
        assert_eq!(ok(&host, "book.recent", &json!({}))["books"], json!([]));
    }
}

#[test]
fn an_open_plan_stays_good_while_suggestions_are_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let (host, _) = host(folder.path());
    ok(&host, "book.load_sample", &json!({ "language": "en" }));
    let staged = ok(&host, "file.stage_sample", &json!({}));
    let plan = ok(&host, "import.plan", &json!({ "path": staged["path"] }))["plans"][0].take();
    ok(&host, "suggestion.catch_up", &json!({}));
    let queue = ok(&host, "suggestion.list", &json!({ "limit": 500 }));
    for item in queue["items"].as_array().expect("items").iter().take(12) {
        ok(&host, "suggestion.review", &json!({ "id": item["row"]["id"], "verdict": "accept" }));
    }
    ok(&host, "import.commit", &json!({ "plan": plan["plan"], "categorise": false }));
    let refused = call(&host, "book.remove_sample", &json!({ "really": true })).expect_err("no such field");
    assert_eq!(refused.code, ErrorCode::InvalidInput);
}

/// Mailboxes that stand in a shared folder.
fn mailboxes(shared: &Path) -> usize {
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.expect("an entry").file_name();
    let all = std::fs::read_dir(shared).expect("a folder").map(name);
    all.filter(|name| name.to_string_lossy().starts_with("valorize-pairing-")).count()
}

#[test]
fn of_codes_asked_for_at_once_the_last_stands_and_nothing_is_left_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let shared = folder.path().join("shared");
    std::fs::create_dir(&shared).expect("a folder");
    let (host, _) = host(folder.path());
    let path = new_book(&host, "Casa")["path"].as_str().expect("a path").to_owned();
    ok(&host, "sync.set_up_folder", &json!({ "folder": shared.display().to_string() }));
    // Those before are taken back beside other work.
    let stand = |count: usize| {
        (0..600).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(50));
            mailboxes(&shared) == count
        })
    };
    for _ in 0..8 {
        let asked: Vec<_> = std::thread::scope(|scope| {
            let ask = || scope.spawn(|| call(&host, "sync.invite", &json!({})));
            let threads: Vec<_> = (0..6).map(|_| ask()).collect();
            threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
        });
        let shown = ok(&host, "sync.invitation", &json!({}))["code"].clone();
        let codes: Vec<Value> = asked.iter().flatten().map(|view| view["code"].clone()).collect();
        assert!(codes.contains(&shown), "{shown} is none of {codes:?}");
        for refused in asked.iter().filter_map(|answer| answer.as_ref().err()) {
            assert_eq!(refused.code, ErrorCode::Cancelled);
        }
        assert!(stand(1), "{} codes stand", mailboxes(&shared));
    }
    ok(&host, "book.close", &json!({}));
    assert!(stand(0), "{} codes stand", mailboxes(&shared));
    // Nobody holds the file any more.
    drop(app::App::open(Path::new(&path), Box::new(Fixed::new("kitchen", 900_000))).expect("the book"));
}
