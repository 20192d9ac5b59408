//! Books that move to another cell as an operator moves them, with infra/cells: two Postgres, and a server on each.

use super::device::{Device, settle};
use super::http::ask;
use super::joining::{get, put, share};
use super::oidc::Issuer;
use super::snapshots::give_and_vouch;
use super::stand::{Server, Stand, random};
use super::step::devices;
use private_stores::StoreError;
use std::time::Duration;
use sync_client::Machine;
use sync_protocol::{BookTag, ByeCode};

const LEAVE: &str = include_str!("../../../infra/cells/leave.sql");
const ENTER: &str = include_str!("../../../infra/cells/enter.sql");
/// What a book and its people consist of.
const TABLES: [&str; 10] = [
    "account",
    "identity",
    "device",
    "book",
    "member",
    "recovery",
    "snapshot",
    "snapshot_part",
    "snapshot_verified",
    "log",
];

/// A cell that books leave and one that they enter.
struct Cells {
    old: Stand,
    new: Stand,
}

impl Cells {
    fn new() -> Self {
        let cells = Self { old: Stand::new(), new: Stand::new() };
        for stand in [&cells.old, &cells.new] {
            assert!(stand.command("migrate").status().unwrap().success());
        }
        let host = cells.old.folder.path().join("postgres").display().to_string();
        let settings = [
            ("host", host.as_str()),
            ("port", "5432"),
            ("database", "valorize"),
            ("user", "valorize"),
            ("password", "none"),
        ];
        let set = settings.map(|(name, value)| format!("\\set {name} '{value}'\n")).concat();
        run(&cells.old, LEAVE);
        run(&cells.new, &(set + ENTER));
        cells
    }

    /// Everything both hold, so that a change of anything shows.
    fn held(&self) -> Vec<String> {
        let table = |name: &str| {
            format!("select '{name}', count(*), md5(string_agg(t::text, ';' order by t::text)) from {name} t")
        };
        let sql = TABLES.map(table).join(" union all ");
        [&self.old, &self.new].map(|stand| stand.postgres.sql("valorize", &sql).unwrap()).to_vec()
    }

    /// What a statement says in both.
    fn both(&self, sql: &str) -> [String; 2] {
        [&self.old, &self.new].map(|stand| stand.postgres.sql("valorize", sql).unwrap())
    }
}

fn run(stand: &Stand, script: &str) {
    let path = stand.folder.path().join("script.sql");
    std::fs::write(&path, script).unwrap();
    stand.postgres.sql_file("valorize", &path).unwrap();
}

/// Asks for one of the functions; those in the same transaction as what is done `first`.
fn call_after(stand: &Stand, first: &str, function: &str, book: BookTag) -> Result<String, StoreError> {
    let said = stand.postgres.sql("valorize", &format!("{first} select {function}('\\x{book}')"))?;
    Ok(said.trim().to_owned())
}

fn call(stand: &Stand, function: &str, book: BookTag) -> Result<String, StoreError> {
    call_after(stand, "", function, book)
}

/// Devices find the book in its new cell from here on.
fn lead(devices: &mut [Device], server: &Server) {
    for device in devices {
        device.at.clone_from(&server.at);
        device.drop_connection();
    }
}

/// Lets devices work for a moment.
async fn work(devices: &mut [Device]) {
    for _ in 0..50 {
        for device in devices.iter_mut() {
            device.step(Duration::from_millis(2)).await;
        }
    }
}

/// What must be the same in both cells, though people and devices have other numbers there. Who is no member any more is nobody in the new one,
/// and what a device is still sending of a snapshot it sends anew.
const LOG: &str = "select place, hash, document, actor, sequence, dependencies, grp, key, nonce, md5(body), chain, \
    stored_at, a.name, d.tag from log l left join (device d join account a on a.id = d.account \
    join member m on m.account = a.id) on d.id = l.device order by place";
const PEOPLE: &str = "select a.name, m.role, d.tag, d.name, d.token, d.revoked_at is null from member m \
    join account a on a.id = m.account join device d on d.account = a.id order by a.name, d.tag";
const SNAPSHOTS: &str = "select s.id, s.base, s.chain, s.size, s.sha256, s.received, s.whole, s.uploaded_on, m.tag, v.tag, \
    (select md5(string_agg(p.bytes, '' order by p.at)) from snapshot_part p where p.snapshot = s.id) from snapshot s \
    left join device m on m.id = s.uploaded_by left join snapshot_verified o on o.snapshot = s.id \
    left join device v on v.id = o.device where s.whole order by s.id, v.tag";
const REST: &str = "select r.version, r.bytes, b.epoch, b.head, b.chain, b.pruned, b.bytes, o.name from book b \
    join account o on o.id = b.owner left join recovery r on r.book = b.id";

#[tokio::test]
async fn a_book_moves_with_its_people_and_snapshots_and_goes_on_there() {
    let (mut cells, issuer) = (Cells::new(), Issuer::start());
    let options = ["--snapshot-after", "50", "--poll-seconds", "1"];
    let [old, new] = [&cells.old, &cells.new].map(|stand| issuer.server(stand, &options));
    // Somebody lives in the new cell already: people and devices have other numbers there.
    (0..3).for_each(|_| drop(new.sign_up(&format!("zoe-{}", BookTag(random())))));
    let (book, mut all) = devices(&old, 2);
    let ana = all[0].token.clone();
    let bob = issuer.sign_in(&old, "bob");
    let [eve, _, dan] = ["eve", "fay", "dan"].map(|name| old.sign_up(name));
    for (name, role) in [("bob@example.org", "editor"), ("eve", "editor"), ("fay", "reader")] {
        assert_eq!(share(&old, book, &ana, name, role).status, 204);
    }
    for device in &mut all {
        device.disk.packs.gives = true;
        device.machine = Machine::new(book, device.tag, "test").packing_after(100);
    }
    all.push(Device::new(&old, book, bob.clone()));
    // Eve writes, and is no member any more when the book moves.
    let mut gone = [Device::new(&old, book, eve)];
    (0..10).for_each(|value| gone[0].disk.change(value));
    settle(&mut gone, 10).await;
    let member = |name: &str| format!("/v1/books/{book}/members/{name}");
    assert_eq!(ask(&old.at, "DELETE", &member("eve"), &ana, None).status, 204);
    (10..200).for_each(|value| all[usize::try_from(value % 3).unwrap()].disk.change(value));
    give_and_vouch(&cells.old, &mut all, 200).await;
    let recovery = format!("/v1/books/{book}/recovery");
    assert_eq!(put(&old, &recovery, &ana, b"first").etag(), "\"1\"");

    assert_eq!(call(&cells.new, "leaving.copy_book", book).unwrap(), "200");
    // It goes on meanwhile: entries, a new blob, people and devices who come and go.
    assert_eq!(put(&old, &recovery, &ana, b"second").etag(), "\"2\"");
    assert_eq!(share(&old, book, &ana, "dan", "editor").status, 204);
    assert_eq!(ask(&old.at, "DELETE", &member("fay"), &ana, None).status, 204);
    all.push(Device::new(&old, book, issuer.sign_in(&old, "bob")));
    all.push(Device::new(&old, book, dan));
    for value in 200..240 {
        all[usize::try_from(value % 5).unwrap()].change(value).await;
    }
    settle(&mut all, 240).await;
    let people = cells.old.postgres.sql("valorize", PEOPLE).unwrap();

    call(&cells.old, "cell.fence_book", book).unwrap();
    all[0].change(240).await;
    all[4].change(241).await;
    assert_eq!(put(&old, &recovery, &ana, b"third").status, 403);
    assert_eq!(share(&old, book, &ana, "fay", "reader").code(), "forbidden");
    assert_eq!(call(&cells.new, "leaving.rest_of_book", book).unwrap(), "240");
    for same in [LOG, SNAPSHOTS, REST] {
        let [there, here] = cells.both(same);
        assert_eq!(here, there);
    }
    assert_eq!(cells.new.postgres.sql("valorize", PEOPLE).unwrap(), people);
    work(&mut all).await;
    assert_eq!((all[0].disk.waiting(), all[4].disk.waiting()), (1, 1), "the old cell takes no change");

    lead(&mut all, &new);
    settle(&mut all, 242).await;
    call(&cells.old, "cell.remove_book", book).unwrap();
    let rows = TABLES[3..].iter().map(|table| format!("(select count(*) from {table})"));
    assert_eq!(cells.old.number(&format!("select {}", rows.collect::<Vec<_>>().join(" + "))), 0);
    let mut late = Device::new(&old, book, (all[1].tag, all[1].token.clone()));
    work(std::slice::from_mut(&mut late)).await;
    assert_eq!(late.stopped, Some(ByeCode::NotFound));

    // Nothing here needs the old cell any more.
    drop(old);
    cells.old.postgres.stop().unwrap();
    assert_eq!(get(&new, &recovery, &ana).text(), "second");
    assert_eq!(new.get("/v1/books", &issuer.sign_in(&new, "bob").1).json()[0]["role"], "editor");
    let fresh = Device::new(&new, book, new.sign_in("ana@example.com"));
    all.push(fresh);
    all[2].change(242).await;
    settle(&mut all, 243).await;
    assert_eq!(all[5].disk.packs.loaded, 1, "it was given the snapshot that came along");
    assert!(all.iter().all(|device| device.disk.reminted == 0 && device.stopped.is_none()));
}

#[tokio::test]
async fn a_move_that_is_refused_leaves_both_cells_as_they_were() {
    let (cells, issuer) = (Cells::new(), Issuer::start());
    let key = "5a".repeat(32);
    let objects = cells.old.folder.path().join("objects").display().to_string();
    let old = issuer.server(&cells.old, &["--hosted-key", &key, "--objects", &objects]);
    let (book, mut all) = devices(&old, 1);
    let ana = all[0].token.clone();
    issuer.sign_in(&old, "bob");
    assert_eq!(share(&old, book, &ana, "bob@example.org", "editor").status, 204);
    (0..20).for_each(|value| all[0].disk.change(value));
    settle(&mut all, 20).await;
    let hosted = old.book(&ana);
    let offer = ask(&old.at, "POST", &format!("/v1/books/{hosted}/hosted/offer"), &ana, None);
    assert_eq!(offer.status, 200, "{}", offer.body);
    drop((old, all));

    let refused = |stand: &Stand, first: &str, function: &str, book: BookTag, why: &str| {
        let before = cells.held();
        let said = call_after(stand, first, function, book).expect_err(why).to_string();
        assert!(said.contains(why), "{function}: {said}");
        assert_eq!(cells.held(), before, "{function}: {why}");
    };
    let (copy, rest, forget) = ("leaving.copy_book", "leaving.rest_of_book", "leaving.forget_book");
    let (fence, remove) = ("cell.fence_book", "cell.remove_book");
    let identity = |name: &str, subject: &str| {
        let issuer = cells.old.postgres.sql("valorize", "select distinct issuer from identity").unwrap();
        format!(
            "insert into account (name) values ('{name}'); insert into identity (issuer, subject, account)
             select '{}', '{subject}', id from account where name = '{name}';",
            issuer.trim()
        )
    };
    let password = "insert into account (name, password) values ('ana@example.com', 'another');";
    let nowhere = BookTag(random());
    for (first, function, book, why) in [
        ("", copy, nowhere, "there is no such book"),
        ("", copy, hosted, "the book is hosted"),
        (password, copy, book, "has the name of a member of the book, ana@example.com"),
        (
            &identity("bob@example.org", "robert"),
            copy,
            book,
            "the name of a member of the book, bob@example.org",
        ),
        (&identity("robert", "bob"), copy, book, "bob@example.org, signs in here to another account, robert"),
        ("", rest, book, "the book is not fenced"),
        ("", forget, nowhere, "all there is of it"),
    ] {
        refused(&cells.new, first, function, book, why);
    }
    refused(&cells.old, "", fence, nowhere, "there is no such book");
    refused(&cells.old, "", remove, book, "the book is not fenced");

    call(&cells.old, fence, book).unwrap();
    refused(&cells.new, "", rest, book, "the book was not copied");
    assert_eq!(call(&cells.new, copy, book).unwrap(), "20");
    let roles = "select a.name, m.role from member m join account a on a.id = m.account order by a.name";
    let kept = cells.new.postgres.sql("valorize", roles).unwrap();
    assert_eq!(kept, "ana@example.com|owner\nbob@example.org|editor\n", "the fence does not come along");
    refused(&cells.new, "", copy, book, "the book is here already");
    let loses = "delete from log where place = 7;";
    refused(&cells.new, loses, rest, book, "the log is not whole: 20 entries are expected");
    let forges = "update log set chain = sha256('') where place = 20;";
    refused(&cells.new, forges, rest, book, "the log is not whole");
    let restored = "update book set epoch = uuid_send(gen_random_uuid());";
    refused(&cells.new, restored, rest, book, "another epoch");

    // Twice is as good as once, up to the last step.
    call(&cells.old, fence, book).unwrap();
    assert_eq!(call(&cells.new, rest, book).unwrap(), "20");
    assert_eq!(call(&cells.new, rest, book).unwrap(), "20");
    call(&cells.old, remove, book).unwrap();
    refused(&cells.old, "", remove, book, "the book is not fenced");
    refused(&cells.new, "", copy, book, "there is no such book");
    refused(&cells.new, "", forget, book, "all there is of it");
}

#[tokio::test]
async fn a_move_that_is_broken_off_can_be_made_later() {
    let cells = Cells::new();
    let [old, new] = [&cells.old, &cells.new].map(|stand| stand.server(&["--poll-seconds", "1"]));
    let (book, mut all) = devices(&old, 3);
    let second = old.book(&all[0].token);
    (0..20).for_each(|value| all[0].disk.change(value));
    settle(&mut all, 20).await;
    let members = cells.old.postgres.sql("valorize", "select * from member order by 1, 2").unwrap();
    assert_eq!(call(&cells.new, "leaving.copy_book", book).unwrap(), "20");
    call(&cells.old, "cell.fence_book", book).unwrap();
    call(&cells.old, "cell.unfence_book", book).unwrap();
    call(&cells.new, "leaving.forget_book", book).unwrap();
    assert_eq!(cells.new.number("select (select count(*) from book) + (select count(*) from log)"), 0);
    assert_eq!(cells.old.postgres.sql("valorize", "select * from member order by 1, 2").unwrap(), members);
    all[1].change(20).await;
    all.iter_mut().for_each(Device::drop_connection);
    settle(&mut all, 21).await;

    // Before it is made after all, one device gets another token, and one is shut out.
    let ended = all[0].token.clone();
    let answer = ask(&old.at, "POST", "/v1/token", &ended, None);
    answer.json()["token"].as_str().unwrap().clone_into(&mut all[0].token);
    let shut_out = all.pop().unwrap();
    let path = format!("/v1/devices/{}", shut_out.tag);
    assert_eq!(ask(&old.at, "DELETE", &path, &all[0].token, None).status, 204);
    for (book, entries) in [(book, "21"), (second, "0")] {
        assert_eq!(call(&cells.new, "leaving.copy_book", book).unwrap(), entries);
        call(&cells.old, "cell.fence_book", book).unwrap();
        assert_eq!(call(&cells.new, "leaving.rest_of_book", book).unwrap(), entries);
        call(&cells.old, "cell.remove_book", book).unwrap();
    }
    lead(&mut all, &new);
    all[0].change(21).await;
    settle(&mut all, 22).await;
    for token in [&ended, &shut_out.token] {
        assert_eq!(new.get("/v1/books", token).status, 401);
    }
    assert_eq!(new.get("/v1/books", &all[0].token).json().as_array().unwrap().len(), 2);
}
