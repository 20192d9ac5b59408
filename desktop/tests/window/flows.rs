//! What a person does with the window, from the first start on.

use crate::desk::{Desk, Keychain};
use crate::page::{PATIENCE, Page};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::future::Future;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

fn at_a_desk<F: Future<Output = ()>>(test: impl FnOnce(Desk) -> F) {
    at_a_desk_with(Keychain::Absent, test);
}

pub fn at_a_desk_with<F: Future<Output = ()>>(keychain: Keychain, test: impl FnOnce(Desk) -> F) {
    let Some(desk) = Desk::set_up(env!("CARGO_BIN_EXE_valorize-desktop"), keychain) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    runtime.expect("a runtime").block_on(test(desk));
}

fn sample(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../samples");
    folder.join(name).canonicalize().expect("a sample").to_string_lossy().into_owned()
}

const STATEMENT: &str = "conta-corrente-2026-06-a-08.ofx";

pub async fn new_book(page: &Page) -> Value {
    page.done("book.create", json!({ "name": "Casa", "currency": "BRL", "language": "pt-BR" })).await
}

async fn import(page: &Page, path: &str) -> u64 {
    import_as(page, json!({ "path": path })).await
}

async fn import_as(page: &Page, asked: Value) -> u64 {
    let planned = page.done("import.plan", asked).await;
    let plan = planned["plans"][0]["plan"].clone();
    page.done("import.commit", json!({ "plan": plan })).await["added"].as_u64().expect("a count")
}

async fn rows(page: &Page) -> Vec<Value> {
    let register = page.done("register.list", json!({ "limit": 200 })).await;
    register["items"].as_array().expect("rows").clone()
}

#[test]
fn what_was_done_is_there_after_a_restart() {
    at_a_desk(|desk| async move {
        let page = desk.open(&[]).await;
        assert_eq!(page.done("book.status", json!({})).await["open"], false, "a first start has no book");
        desk.picture("window-welcome");
        let book = new_book(&page).await;
        let added = import(&page, &sample(STATEMENT)).await;
        assert!(added > 0);
        let first = rows(&page).await[0]["id"].clone();
        let categories = page.done("category.list", json!({})).await;
        let category = categories["items"][3]["id"].clone();
        page.done("transaction.edit", json!({ "id": [first], "category": category })).await;
        desk.picture("window-book");
        page.end().await;

        let page = desk.open(&[]).await;
        let status = page.done("book.status", json!({})).await;
        assert_eq!((&status["open"], &status["path"]), (&json!(true), &book["path"]));
        let again = rows(&page).await;
        assert_eq!(again.len() as u64, added);
        assert_eq!((&again[0]["id"], &again[0]["category_id"]), (&first, &category));
        assert_eq!(import(&page, &sample(STATEMENT)).await, 0, "the same file adds nothing");
        desk.picture("window-again");
        page.end().await;

        let log = desk.log();
        assert!(log.contains("no book yet") && log.contains("a book is open"), "{log}");
        for row in again {
            let description = row["description"].as_str().expect("a description");
            assert!(!log.contains(description), "the log tells `{description}`");
        }
    });
}

#[test]
fn a_person_makes_a_book_imports_and_categorises_and_finds_it_again() {
    const FIRST: &str = "//*[@role='grid']//*[@role='row'][@aria-rowindex='2']";
    at_a_desk(|desk| async move {
        let page = desk.open(&[]).await;
        page.click("//button[normalize-space()='Make the book']").await;
        page.find("//h1[normalize-space()='First steps']").await;
        // As a file manager opens a statement: the program is started with it.
        let mut second = desk.start(&[&sample(STATEMENT)]);
        page.click("//button[starts-with(normalize-space(), 'Import ') and not(@disabled)]").await;
        page.find("//h2[normalize-space()='Imported']").await;
        assert!(second.wait().expect("its end").success(), "the second start handed its file over");
        page.click("//nav//a[normalize-space()='Transactions']").await;
        page.click(&format!("{FIRST}//*[@data-column='1']")).await;
        page.wait("return document.activeElement.getAttribute('role') === 'grid'").await;
        page.keys("\u{e00c}").await;
        page.keys("c").await;
        page.wait("return document.activeElement.getAttribute('aria-label') === 'Category'").await;
        page.keys("leisure and h").await;
        page.find("//*[@role='option'][contains(., 'Leisure and hobbies')]").await;
        desk.picture("window-category");
        page.keys("\u{e007}").await;
        page.find(&format!("{FIRST}[contains(., 'Leisure and hobbies')]")).await;
        desk.picture("window-categorised");
        page.end().await;

        let page = desk.open(&[]).await;
        page.click("//nav//a[normalize-space()='Transactions']").await;
        page.find(&format!("{FIRST}[contains(., 'Leisure and hobbies')]")).await;
        // The only one: nothing else is sure enough to say so by itself.
        let shown = rows(&page).await;
        let chosen = shown.iter().filter(|row| row["category"] == "Leisure and hobbies");
        assert_eq!(chosen.filter(|row| row["category_is_automatic"] == false).count(), 1);
        page.end().await;
    });
}

#[test]
fn a_second_start_hands_its_files_to_the_first() {
    at_a_desk(|desk| async move {
        let page = desk.open(&[]).await;
        new_book(&page).await;
        page.later(
            "const done = arguments[0], bridge = window.__TAURI_INTERNALS__;
             const handler = bridge.transformCallback(() => { window.filesCame = true; });
             bridge.invoke('plugin:event|listen', { event: 'open-files', target: { kind: 'Any' }, handler })
                 .then(() => done(true), done);",
        )
        .await;
        let mut second = desk.start(&[&format!("file://{}", sample(STATEMENT))]);
        let started = Instant::now();
        while second.try_wait().expect("its state").is_none() {
            assert!(started.elapsed() < PATIENCE, "the second start does not end");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        page.wait("return window.filesCame === true").await;
        // The interface takes them and goes to the import; where it is not built they still wait.
        page.later(
            "const done = arguments[0];
             window.__TAURI_INTERNALS__.invoke('take_files').then(files => { window.taken = files; done(true); }, done);",
        )
        .await;
        page.wait(&format!(
            "return window.taken.some(path => path.endsWith('{STATEMENT}')) || location.href.includes('import')"
        ))
        .await;
        desk.picture("window-handed-over");
        page.end().await;
    });
}

#[test]
fn the_page_reaches_nothing_but_the_operations() {
    at_a_desk(|desk| async move {
        let page = desk.open(&[]).await;
        for (script, refused) in [
            (
                "fetch('https://example.org/').then(() => done('reached'), () => done('refused'))",
                "the network",
            ),
            (
                "new Promise((yes, no) => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; \
                 document.head.append(s); window.ran ? yes() : no(); }).then(() => done('reached'), () => done('refused'))",
                "a script of elsewhere",
            ),
            (
                "window.__TAURI_INTERNALS__.invoke('plugin:dialog|open', { options: {} })\
                 .then(() => done('reached'), () => done('refused'))",
                "a plugin",
            ),
            (
                "window.__TAURI_INTERNALS__.invoke('plugin:opener|open_url', { url: 'https://example.org' })\
                 .then(() => done('reached'), () => done('refused'))",
                "a program",
            ),
            (
                "window.__TAURI_INTERNALS__.invoke('open_link', { address: 'file:///etc/passwd' })\
                 .then(() => done('reached'), () => done('refused'))",
                "a file by a link",
            ),
            ("done(window.__TAURI__ === undefined ? 'refused' : 'reached')", "a bridge for everyone"),
            ("done(window.open('https://example.org/') === null ? 'refused' : 'reached')", "a second window"),
        ] {
            let answer = page.later(&format!("const done = arguments[0]; {script}")).await;
            assert_eq!(answer, json!("refused"), "{refused}");
        }
        page.run("location.href = 'https://example.org/'").await;
        // A way that is open would have been taken by then.
        tokio::time::sleep(Duration::from_millis(500)).await;
        let address = page.run("return location.href").await;
        assert!(
            address.as_str().is_some_and(|address| address.starts_with("tauri://localhost")),
            "{address}"
        );
        let error = page.call("no.such", json!({})).await.expect_err("no such operation");
        assert_eq!(error["code"], "unknown_operation");
        let language = page.run("return navigator.language").await;
        assert!(language.as_str().is_some_and(|language| language.starts_with("en")), "{language}");
        page.end().await;
    });
}

#[test]
fn the_end_of_the_program_in_the_middle_of_an_import_is_harmless() {
    at_a_desk(|desk| async move {
        let file = desk.home().join("large.qif");
        std::fs::write(&file, many_rows(30_000)).expect("a large statement");
        let file = file.to_string_lossy().into_owned();
        let page = desk.open(&[]).await;
        new_book(&page).await;
        let account = json!({ "name": "Conta", "kind": "checking", "currency": "BRL" });
        page.done("account.create", account).await;
        let asked = json!({ "path": file, "account": "Conta" });
        let planned = page.done("import.plan", asked.clone()).await;
        let plan = &planned["plans"][0]["plan"];
        page.run(&format!(
            "window.__TAURI_INTERNALS__.invoke('call', new TextEncoder().encode(JSON.stringify({{ plan: {plan} }})), \
             {{ headers: {{ operation: 'import.commit' }} }})"
        ))
        .await;
        page.end().await;

        let page = desk.open(&[]).await;
        assert_eq!(page.done("book.status", json!({})).await["open"], true);
        let imports = page.done("import.list", json!({})).await;
        let whole = match imports["items"].as_array().expect("imports").len() {
            0 => import_as(&page, asked.clone()).await,
            _ => 30_000,
        };
        assert_eq!(whole, 30_000, "all of the import or nothing of it");
        assert_eq!(import_as(&page, asked).await, 0);
        page.end().await;
    });
}

fn many_rows(rows: u32) -> String {
    let mut text = "!Type:Bank\n".to_owned();
    for row in 0..rows {
        let (month, day) = (row / 28 % 12 + 1, row % 28 + 1);
        let year = 2000 + row / 336 % 25;
        write!(
            text,
            "D{month:02}/{day:02}/{year}\nT-{}.{:02}\nPLOJA {}\n^\n",
            row % 900 + 1,
            row % 100,
            row % 700
        )
        .expect("text grows");
    }
    text
}

#[test]
fn a_book_named_on_the_command_line_is_opened() {
    at_a_desk(|desk| async move {
        let page = desk.open(&[]).await;
        let path = desk.home().join("other.valorize").to_string_lossy().into_owned();
        let made = json!({ "path": path, "name": "Other", "currency": "EUR", "language": "en" });
        page.done("book.create", made).await;
        new_book(&page).await;
        page.end().await;
        let page = desk.open(&[&path]).await;
        assert_eq!(page.done("book.status", json!({})).await["name"], "Other");
        page.end().await;
    });
}

#[test]
fn the_desktop_files_are_well_formed() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("linux");
    let template = std::fs::read_to_string(folder.join("valorize.desktop.hbs")).expect("the template");
    let entry = template
        .replace("{{name}}", "Valorize")
        .replace("{{exec}}", "valorize-desktop")
        .replace("{{icon}}", "valorize-desktop")
        .replace("{{mime_type}}", "application/x-ofx");
    assert!(!entry.contains("{{"), "{entry}");
    let place = tempfile::tempdir().expect("a folder");
    let path = place.path().join("valorize.desktop");
    std::fs::write(&path, entry).expect("the entry");
    match Command::new("desktop-file-validate").arg(&path).output() {
        Ok(verdict) => assert!(verdict.status.success(), "{}", String::from_utf8_lossy(&verdict.stdout)),
        Err(_) => eprintln!("\n*** NOT TESTED: the desktop entry. Install first: desktop-file-utils ***\n"),
    }
}
