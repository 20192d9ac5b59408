//! Several devices, a real server, real Postgres: as people run them.

use crate::process::{Home, ran};
use crate::stand::{ACCOUNT, Stand, invite, sample, spend};
use serde_json::Value;
use std::os::unix::fs::PermissionsExt as _;

#[test]
fn two_devices_and_a_copy_keep_one_book() {
    let mut stand = Stand::new();
    let laptop = Home::with_book();
    laptop.ok(&["import", &sample("conta-corrente-2026-06-a-08.ofx"), "--yes"]);
    stand.set_up(&laptop);
    let phrase = laptop.ok(&["sync", "phrase"]);
    assert_eq!(phrase.split_whitespace().count(), 24);

    let desk = stand.join(&phrase);
    assert_eq!(desk.book_of(), laptop.book_of());
    desk.assert_sound();

    // Weeks without a network: the same statement on both, and both change the same row.
    stand.kill();
    let first = laptop.book_of()[0]["id"].as_str().expect("an id").to_owned();
    for home in [&laptop, &desk] {
        home.ok(&["import", &sample("conta-corrente-2026-08-a-10.ofx"), "--yes"]);
    }
    laptop.ok(&["transaction", "edit", "--id", &first, "--note", "from the laptop"]);
    desk.ok(&["transaction", "edit", "--id", &first, "--category", "groceries"]);
    laptop.refused(&["sync", "once"], 22, "server_unreachable");
    assert_eq!(laptop.json(&["sync", "status", "--json"])["waiting"].as_u64().map(|n| n > 0), Some(true));

    stand.start();
    for home in [&laptop, &desk, &laptop] {
        home.sync();
    }
    let book = laptop.book_of();
    assert_eq!(book, desk.book_of());
    assert_eq!(book.as_array().map(Vec::len), Some(laptop.rows()));
    let row = book.as_array().expect("rows").iter().find(|row| row["id"] == first.as_str()).expect("the row");
    assert_eq!((&row["note"], row["category"].is_null()), (&Value::from("from the laptop"), false));
    assert_eq!(laptop.sync()["taken"], 0, "nothing moves when all is level");

    // A copy of the laptop's file goes on as a device of its own without knowing it.
    let copy = Home::new();
    std::fs::copy(laptop.book(), copy.book()).expect("a copy");
    copy.ok(&["transaction", "edit", "--id", &first, "--tags", "copied"]);
    spend(&laptop, "Conta corrente …78-9", "Banca");
    for home in [&copy, &laptop, &desk, &copy, &laptop] {
        home.sync();
    }
    assert_eq!(copy.book_of(), laptop.book_of());
    assert_eq!(desk.book_of(), laptop.book_of());
    for home in [&laptop, &desk, &copy] {
        home.assert_sound();
    }

    // The server has all of it and can read none of it.
    let text = laptop.book_of()[1]["description"].as_str().expect("a text").to_owned();
    let dump = stand
        .postgres
        .sql("valorize", "select string_agg(encode(body, 'escape'), '') from log")
        .expect("the log");
    assert!(dump.len() > 10_000 && !dump.contains(&text) && !dump.contains("tx/"), "the log tells something");
}

#[test]
fn a_device_that_was_revoked_keeps_what_it_has() {
    let stand = Stand::new();
    let laptop = Home::with_book();
    stand.set_up(&laptop);
    let phrase = laptop.ok(&["sync", "phrase"]);
    let desk = stand.join(&phrase);
    let devices = laptop.json(&["sync", "devices", "--json"]);
    let other = devices.as_array().expect("devices").iter().find(|device| device["this"] == false);
    let other = other.expect("the other")["tag"].as_str().expect("a tag").to_owned();
    laptop.ok(&["account", "create", "--name", "Carteira", "--currency", "BRL", "--kind", "cash"]);
    spend(&laptop, "Carteira", "Antes");
    laptop.sync();
    laptop.ok(&["sync", "revoke", &other]);
    desk.refused(&["sync", "once"], 23, "server_refused");
    desk.assert_sound();
    let gone = laptop.json(&["sync", "devices", "--json"]);
    let gone = gone.as_array().expect("devices").iter().find(|device| device["tag"] == other.as_str());
    let gone = gone.expect("it is still listed");
    assert_eq!((&gone["revoked"], &gone["keys"]), (&Value::from(true), &Value::from(false)));
    assert_eq!(
        (&devices[0]["behind"], &devices[1]["behind"]),
        (&Value::from(1), &Value::from(0)),
        "{devices}"
    );

    // What is changed from now on is sealed with a key that the device does not have; keys are no step of a person's to take back.
    spend(&laptop, "Carteira", "Depois");
    laptop.sync();
    let keys = stand.postgres.sql("valorize", "select count(distinct key) from log").expect("the log");
    assert_eq!(keys.trim(), "3", "the first, one for the second phrase, one without the device");
    assert!(laptop.ok(&["undo"]).contains("transaction.create"));
    laptop.ok(&["redo"]);
    laptop.sync();

    // A new device reads all of it, with the phrase of before: its key got the keys that came later.
    let fresh = stand.join(&phrase);
    assert_eq!(fresh.book_of(), laptop.book_of());
    assert_eq!(fresh.json(&["sync", "status", "--json"])["waiting"], 0);
    fresh.assert_sound();
    let words = [("VALORIZE_RECOVERY_PHRASE", phrase.trim())];
    assert!(fresh.ok_with(&["sync", "check-phrase"], &words).contains("This is the recovery phrase"));
    laptop.sync();
    let newer = laptop.ok(&["sync", "phrase"]);
    assert!(laptop.ok_with(&["sync", "check-phrase"], &words).contains("not the one of this book"));
    laptop.sync();
    let newest = stand.join(&newer);
    assert_eq!(newest.book_of(), laptop.book_of());

    let stranger = Home::new();
    let arguments = ["sync", "join", "--server", &stand.url(), "--account", ACCOUNT];
    let mut command = stranger.command(&arguments);
    let wrong = phrase.trim().replacen(' ', "  zoo ", 1);
    command.env("VALORIZE_SYNC_PASSWORD", "correct horse battery").env("VALORIZE_RECOVERY_PHRASE", wrong);
    assert_eq!(ran(&command.output().expect("a run"), &arguments).code, Some(2));
    let mut command = stranger.command(&arguments);
    command.env("VALORIZE_SYNC_PASSWORD", "another password").env("VALORIZE_RECOVERY_PHRASE", phrase.trim());
    assert_eq!(ran(&command.output().expect("a run"), &arguments).code, Some(23));
    assert!(!stranger.book().exists(), "nothing is made before everything fits");
}

#[test]
fn a_code_on_one_device_lets_another_in() {
    let stand = Stand::new();
    let laptop = Home::with_book();
    laptop.ok(&["import", &sample("conta-corrente-2026-06-a-08.ofx"), "--yes"]);
    stand.set_up(&laptop);

    // A wrong code is told on both sides, and is the only try.
    let (waiting, code) = invite(&laptop);
    let stranger = Home::new();
    let (number, _) = code.split_once('-').expect("a number and words");
    let wrong = format!("{number}-abandon-abandon");
    let arguments = ["sync", "join", "--server", &stand.url(), "--code", &wrong];
    assert_eq!(stranger.run(&arguments).code, Some(2), "told as wrong input");
    assert!(!stranger.book().exists());
    assert_eq!(waiting.wait_with_output().expect("it ends").status.code(), Some(2));
    stranger.refused(&["sync", "join", "--server", &stand.url(), "--code", &code], 3, "not_found");

    let (waiting, code) = invite(&laptop);
    let phone = Home::new();
    phone.ok(&["sync", "join", "--server", &stand.url(), "--code", &code.to_uppercase().replace('-', " ")]);
    assert!(waiting.wait_with_output().expect("it ends").status.success());
    assert_eq!(phone.book_of(), laptop.book_of());
    spend(&phone, "Conta corrente …78-9", "Banca");
    phone.sync();
    laptop.sync();
    assert_eq!(phone.book_of(), laptop.book_of());
    let devices = laptop.json(&["sync", "devices", "--json"]);
    let all = devices.as_array().expect("devices");
    assert!(all.len() == 2 && all.iter().all(|device| device["keys"] == true), "{devices}");
    for home in [&laptop, &phone] {
        home.assert_sound();
    }
}

#[test]
fn keys_lie_behind_a_passphrase_of_their_own() {
    let stand = Stand::new();
    let laptop = Home::with_book();
    laptop.ok(&["account", "create", "--name", "Carteira", "--currency", "BRL", "--kind", "cash"]);
    stand.set_up(&laptop);
    let token = stand.postgres.sql("valorize", "select count(*) from device").expect("devices");
    assert_eq!(token.trim(), "1");
    assert_eq!(laptop.json(&["sync", "keys", "--json"])["keep"], "book", "no keychain here");
    let passphrase = [("VALORIZE_KEYS_PASSPHRASE", "a passphrase of its own")];
    laptop.refused(&["sync", "keys", "--keep", "keychain"], 24, "no_keychain");
    laptop.refused(&["sync", "keys", "--keep", "file"], 2, "invalid_input");
    let said = laptop.ok_with(&["sync", "keys", "--keep", "file"], &passphrase);
    assert!(said.contains("behind a passphrase"), "{said}");
    let file = laptop.book().with_added_extension("keys");
    assert_eq!(std::fs::metadata(&file).expect("a key file").permissions().mode() & 0o777, 0o600);

    // Without the passphrase the book is whole and nothing goes out; a copy of the book is no copy of the device.
    spend(&laptop, "Carteira", "Banca");
    laptop.refused(&["sync", "once"], 2, "invalid_input");
    let mut command = laptop.command(&["sync", "once"]);
    command.env("VALORIZE_KEYS_PASSPHRASE", "a passphrase of others");
    assert_eq!(ran(&command.output().expect("a run"), &["sync", "once"]).code, Some(21));
    let copy = Home::new();
    std::fs::copy(laptop.book(), copy.book()).expect("a copy");
    let mut command = copy.command(&["sync", "once"]);
    command.envs(passphrase);
    assert_eq!(ran(&command.output().expect("a run"), &["sync", "once"]).code, Some(16));

    laptop.ok_with(&["sync", "once"], &passphrase);
    assert_eq!(laptop.json(&["sync", "status", "--json"])["waiting"], 0);
    laptop.ok_with(&["sync", "keys", "--keep", "book"], &passphrase);
    assert!(!file.exists());
    laptop.sync();

    // Who forgets the passphrase stops syncing and comes back as another device.
    laptop.ok_with(&["sync", "keys", "--keep", "file"], &passphrase);
    std::fs::remove_file(&file).expect("it is lost");
    laptop.refused(&["sync", "leave"], 2, "invalid_input");
    laptop.ok(&["sync", "leave", "--without-keys"]);
    let arguments = ["sync", "set-up", "--server", &stand.url(), "--account", ACCOUNT];
    laptop.ok_with(&arguments, &[]);
    spend(&laptop, "Carteira", "Padaria");
    laptop.sync();
    let devices = laptop.json(&["sync", "devices", "--json"]);
    assert_eq!(devices.as_array().map(Vec::len), Some(2), "{devices}");
    laptop.assert_sound();
}

#[test]
fn a_folder_takes_the_place_of_a_server() {
    let shared = tempfile::tempdir().expect("a folder");
    let folder = shared.path().display().to_string();
    let laptop = Home::with_book();
    laptop.ok(&["import", &sample("conta-corrente-2026-06-a-08.ofx"), "--yes"]);
    laptop.refused(&["sync", "set-up", "--folder", &format!("{folder}/none")], 16, "io");
    let said = laptop.ok(&["sync", "set-up", "--folder", &folder]);
    assert!(said.contains("Who sees the folder cannot read it."), "{said}");
    let phrase = said.lines().find(|line| line.split_whitespace().count() == 24).expect("a phrase").trim();

    // By the phrase, and by a code through the folder.
    let desk = Home::new();
    desk.ok_with(&["sync", "join", "--folder", &folder], &[("VALORIZE_RECOVERY_PHRASE", phrase)]);
    assert_eq!(desk.book_of(), laptop.book_of());
    let (waiting, code) = invite(&laptop);
    let phone = Home::new();
    phone.ok(&["sync", "join", "--folder", &folder, "--code", &code]);
    assert!(waiting.wait_with_output().expect("it ends").status.success());
    assert_eq!(phone.book_of(), laptop.book_of());
    phone.refused(&["sync", "join", "--folder", &folder, "--code", &code], 4, "already_exists");

    // Each changes something while nobody looks.
    let first = laptop.book_of()[0]["id"].as_str().expect("an id").to_owned();
    laptop.ok(&["transaction", "edit", "--id", &first, "--note", "from the laptop"]);
    desk.ok(&["transaction", "edit", "--id", &first, "--category", "groceries"]);
    for home in [&phone, &desk] {
        home.ok(&["import", &sample("conta-corrente-2026-08-a-10.ofx"), "--yes"]);
    }
    for home in [&laptop, &desk, &phone, &laptop, &desk] {
        home.sync();
    }
    let book = laptop.book_of();
    assert_eq!((&book, &book), (&desk.book_of(), &phone.book_of()));
    assert_eq!(laptop.sync()["taken"], 0, "nothing moves when all is level");
    let status = laptop.json(&["sync", "status", "--json"]);
    assert_eq!((&status["waiting"], &status["server"]), (&Value::from(0), &Value::Null));

    // A wrong code is told on both sides.
    let (waiting, code) = invite(&laptop);
    let (number, _) = code.split_once('-').expect("a number and words");
    let stranger = Home::new();
    let wrong = ["sync", "join", "--folder", &folder, "--code", &format!("{number}-abandon-abandon")];
    stranger.refused(&wrong, 2, "invalid_input");
    assert_eq!(waiting.wait_with_output().expect("it ends").status.code(), Some(2));
    stranger.refused(&["sync", "join", "--folder", &folder, "--code", &code], 3, "not_found");

    // Who is taken out gets no later keys: what is written then waits for a key there.
    let devices = laptop.json(&["sync", "devices", "--json"]);
    let devices = devices.as_array().expect("devices");
    assert!(devices.len() == 3 && devices[0]["this"] == true, "{devices:?}");
    let tag = phone.json(&["sync", "devices", "--json"])[0]["tag"].as_str().expect("a tag").to_owned();
    laptop.ok(&["sync", "revoke", &tag]);
    laptop.ok(&["transaction", "edit", "--id", &first, "--note", "not for the phone"]);
    laptop.sync();
    desk.sync();
    assert_eq!(desk.book_of(), laptop.book_of());
    phone.refused(&["sync", "once"], 23, "server_refused");
    assert_ne!(phone.book_of(), laptop.book_of());

    // The stick is not in: nothing is lost, and nothing is written where it should be.
    let away = shared.path().with_extension("away");
    std::fs::rename(shared.path(), &away).expect("it is taken away");
    laptop.ok(&["transaction", "edit", "--id", &first, "--note", "meanwhile"]);
    laptop.refused(&["sync", "once"], 16, "io");
    assert!(!shared.path().exists());
    std::fs::rename(&away, shared.path()).expect("it is there again");
    for home in [&laptop, &desk] {
        home.sync();
        home.assert_sound();
    }
    assert_eq!(desk.book_of(), laptop.book_of());
    let text = laptop.book_of()[1]["description"].as_str().expect("a text").to_owned();
    assert!(!holds(shared.path(), text.as_bytes()), "the folder tells something");
}

/// A laptop and others that share its book through a folder; and the recovery phrase.
fn over_a_folder<const OTHERS: usize>(folder: &str) -> (Home, [Home; OTHERS], String) {
    let laptop = Home::with_book();
    laptop.ok(&["import", &sample("conta-corrente-2026-06-a-08.ofx"), "--yes"]);
    let said = laptop.ok(&["sync", "set-up", "--folder", folder]);
    let phrase = said.lines().find(|line| line.split_whitespace().count() == 24).expect("a phrase").trim();
    let others = std::array::from_fn(|_| {
        let home = Home::new();
        home.ok_with(&["sync", "join", "--folder", folder], &[("VALORIZE_RECOVERY_PHRASE", phrase)]);
        home
    });
    for home in [&laptop].into_iter().chain(&others).chain([&laptop]) {
        home.sync();
    }
    (laptop, others, phrase.to_owned())
}

fn row_of(home: &Home) -> String {
    home.book_of()[0]["id"].as_str().expect("an id").to_owned()
}

#[test]
fn devices_of_a_folder_know_how_far_the_others_are() {
    let shared = tempfile::tempdir().expect("a folder");
    let (laptop, [desk, phone], _) = over_a_folder(&shared.path().display().to_string());
    // How far the others are, by what they said in the folder.
    let behind = |home: &Home| -> Vec<u64> {
        let devices = home.json(&["sync", "devices", "--json"]);
        let others = devices.as_array().expect("devices").iter().filter(|device| device["this"] == false);
        others
            .map(|device| {
                assert!(device["seen_seconds_ago"].as_u64().is_some(), "{device}");
                device["behind"].as_u64().expect("it is known")
            })
            .collect()
    };
    for home in [&phone, &laptop] {
        home.sync();
    }
    assert_eq!(behind(&laptop), [0, 0]);
    laptop.ok(&["transaction", "edit", "--id", &row_of(&laptop), "--note", "not read yet"]);
    laptop.sync();
    assert_eq!(behind(&laptop), [1, 1]);
    assert!(laptop.ok(&["sync", "devices"]).contains(", 1 change(s) behind"));
    for home in [&desk, &laptop] {
        home.sync();
    }
    let mut now = behind(&laptop);
    now.sort_unstable();
    assert_eq!(now, [0, 1], "the phone was not there");
    phone.sync();
}

#[test]
fn of_two_phrases_made_at_the_same_time_one_is_kept() {
    let shared = tempfile::tempdir().expect("a folder");
    let folder = shared.path().display().to_string();
    let (laptop, [desk], phrase) = over_a_folder(&folder);
    let phrase = phrase.as_str();
    // Two devices make a recovery phrase at the same time: both stand until a person keeps one.
    let [one, other] = [&laptop, &desk].map(|home| home.ok(&["sync", "phrase"]).trim().to_owned());
    for home in [&laptop, &desk, &laptop, &desk] {
        home.sync();
    }
    assert_eq!(laptop.json(&["sync", "status", "--json"])["phrases"], 2);
    assert!(laptop.ok(&["sync", "status"]).contains("2 recovery phrases"));
    let keep = ["sync", "keep-phrase"];
    let paper = shared.path().join("phrase.txt");
    std::fs::write(&paper, phrase).expect("a file");
    let (keep_of, paper) = (["sync", "keep-phrase", "--phrase-file"], paper.display().to_string());
    desk.refused(&[keep_of.as_slice(), &[paper.as_str()]].concat(), 3, "not_found");
    laptop.ok_with(&keep, &[("VALORIZE_RECOVERY_PHRASE", &one)]);
    for home in [&laptop, &desk, &laptop] {
        home.sync();
    }
    assert_eq!(desk.json(&["sync", "status", "--json"])["phrases"], 1);
    let join = ["sync", "join", "--folder", &folder];
    let [right, wrong] = [Home::new(), Home::new()];
    std::fs::write(&paper, &other).expect("a file");
    wrong.refused(&[join.as_slice(), &["--phrase-file", &paper]].concat(), 3, "not_found");
    right.ok_with(&join, &[("VALORIZE_RECOVERY_PHRASE", &one)]);
    assert_eq!(right.book_of(), laptop.book_of());
}

#[test]
fn a_book_is_hosted_and_taken_back() {
    let stand = Stand::new();
    let laptop = Home::with_book();
    laptop.refused(&["sync", "host", "--yes"], 3, "not_found");
    stand.set_up(&laptop);
    laptop.ok(&["account", "create", "--name", "Carteira", "--currency", "BRL", "--kind", "cash"]);
    spend(&laptop, "Carteira", "Banca");
    laptop.refused(&["sync", "host"], 2, "invalid_input");
    laptop.refused(&["sync", "unhost"], 3, "not_found");
    assert!(laptop.ok(&["sync", "notices"]).contains("No server reads this book"));
    laptop.refused(&["sync", "jobs"], 3, "not_found");
    assert!(laptop.ok(&["sync", "host", "--yes"]).contains("The server reads this book from now on"));
    let devices = laptop.json(&["sync", "devices", "--json"]);
    assert!(devices.as_array().is_some_and(|all| all.len() == 2 && all[1]["keys"] == true), "{devices}");

    // What is here is there, and what a program writes there comes here.
    let token =
        laptop.json(&["sync", "token", "--write", "--json"])["token"].as_str().expect("it").to_owned();
    let (_, rows) = stand.api("GET", "/api/transactions", &token, "");
    assert_eq!(
        (&rows["items"][0]["description"], rows["items"].as_array().map(Vec::len)),
        (&Value::from("Banca"), Some(1))
    );
    let account = rows["items"][0]["account_id"].as_str().expect("an account");
    let coffee = serde_json::json!({
        "account_id": account, "posted_on": "2026-10-02", "amount_minor": -300, "currency": "BRL", "description": "Coffee",
    });
    assert_eq!(stand.api("POST", "/api/transactions", &token, &coffee.to_string()).0, 201);
    laptop.sync();
    assert!(laptop.ok(&["transactions"]).contains("Coffee"));
    let reads = laptop.json(&["sync", "token", "--json"])["token"].as_str().expect("it").to_owned();
    assert_eq!(stand.api("POST", "/api/transactions", &reads, &coffee.to_string()).0, 403);

    // What it has to tell is shown here, and read is read.
    let told = laptop.json(&["sync", "notices", "--json"]);
    assert_eq!((&told["hosted"], &told["unread"]), (&Value::from(true), &Value::from(0)), "{told}");
    let notice = "insert into notification (account, kind, key, title, body, about) \
         select owner, 'goal_reached', '1', 'Boat is reached', 'It holds what it was for.', encode(id, 'hex') from book";
    stand.postgres.sql("valorize", notice).expect("a notice");
    let shown = laptop.ok(&["sync", "notices", "--read"]);
    assert!(shown.contains("* Boat is reached") && shown.contains("    It holds"), "{shown}");
    assert!(laptop.ok(&["sync", "notices"]).contains("  Boat is reached"));
    assert!(laptop.json(&["sync", "jobs", "--json"])["items"].is_array());

    // The way back: tokens are of no use, the server's tables are empty, and later changes are sealed with keys that it never had.
    laptop.ok(&["sync", "unhost"]);
    assert_eq!(stand.api("GET", "/api/transactions", &token, "").0, 401);
    let left = stand.postgres.sql("valorize", "select count(*) from hosted_transaction").expect("the tables");
    assert_eq!(left.trim(), "0");
    spend(&laptop, "Carteira", "Padaria");
    laptop.sync();
    let last = "select key > 1 from log order by place desc limit 1";
    assert_eq!(stand.postgres.sql("valorize", last).expect("the log").trim(), "t");
    laptop.refused(&["sync", "token"], 3, "not_found");
    laptop.assert_sound();
}

/// Does any file below say this?
fn holds(folder: &std::path::Path, what: &[u8]) -> bool {
    std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).any(|path| {
        if path.is_dir() {
            return holds(&path, what);
        }
        std::fs::read(&path).expect("a file").windows(what.len()).any(|window| window == what)
    })
}
