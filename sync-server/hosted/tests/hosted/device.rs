//! A device: the real client machine over a real book's file and a real WebSocket.

use domain::transaction::Origin;
use domain::{
    Account, AccountId, AccountKind, Book, BookId, Category, CategoryGroup, CategoryId, CategoryKind,
    Currency, Day, Facts, GroupId, Language, Member, MemberId, MemberRole, Money, Payee, PayeeId,
    TransactionId,
};
use futures_util::{SinkExt as _, StreamExt as _};
use replica::{ShardKey, Write};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::time::{Duration, Instant};
use store::{Commit, Reader, Store};
use sync_client::{BookJournal, Chance, Machine, Output, SealedPack, Sealing, State, When, book_keys};
use sync_protocol::seal::ExchangeKey;
use sync_protocol::{BookTag, DeviceTag, Frame, Limits};
use tempfile::TempDir;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

pub const ACCOUNT: AccountId = AccountId([1; 12]);
pub const OTHER_ACCOUNT: AccountId = AccountId([2; 12]);
pub const FOOD: CategoryId = CategoryId([3; 12]);
pub const FUN: CategoryId = CategoryId([4; 12]);
pub const PAYEE: PayeeId = PayeeId([5; 12]);
pub const OTHER_PAYEE: PayeeId = PayeeId([6; 12]);

struct System;

impl Chance for System {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            chunk.copy_from_slice(&relay::random::<32>()[..chunk.len()]);
        }
    }
}

pub struct Device {
    /// The notices that came.
    pub heard: Vec<Frame>,
    _folder: TempDir,
    at: String,
    pub token: String,
    pub tag: DeviceTag,
    pub book: BookTag,
    pub store: Store,
    pub reader: Reader,
    sealing: Sealing,
    machine: Machine,
    socket: Option<Socket>,
}

/// What every book here begins with.
fn first() -> Vec<Write> {
    let account = |id, name: &str, opening_balance| Account {
        id,
        name: name.to_owned(),
        kind: AccountKind::Checking,
        currency: Currency::EUR,
        bank: None,
        number: None,
        opening_balance,
        opening_date: None,
        closed: false,
    };
    let group = GroupId([7; 12]);
    let category = |id, name: &str, position| Category {
        id,
        group,
        name: name.to_owned(),
        key: None,
        position,
        archived: false,
    };
    let book = Book {
        id: BookId([8; 12]),
        name: "Home".to_owned(),
        currency: Currency::EUR,
        language: Language::En,
    };
    let group =
        CategoryGroup { id: group, name: "Life".to_owned(), kind: CategoryKind::Expense, position: 0 };
    let payee = |id, name: &str| Write::payee(&Payee { id, name: name.to_owned() });
    let writes = [
        Write::book(&book),
        Write::group(&group),
        Write::category(&category(FOOD, "Food", 0)),
        Write::category(&category(FUN, "Fun", 1)),
        Write::account(&account(ACCOUNT, "Everyday", 10_000)),
        Write::account(&account(OTHER_ACCOUNT, "Savings", 0)),
        payee(PAYEE, "Baker"),
        payee(OTHER_PAYEE, "Bakery"),
    ];
    writes.into_iter().collect::<Result<_, _>>().unwrap()
}

/// A row as a statement brings it.
pub fn facts(day: Day, minor: i64, description: &str, origin: Origin) -> Facts {
    Facts {
        date: day,
        amount: Money::new(minor, Currency::EUR),
        description: description.to_owned(),
        payee: None,
        memo: None,
        bank_id: None,
        check_number: None,
        original: None,
        instalment: None,
        origin,
    }
}

impl Device {
    pub fn new(at: &str, tag: DeviceTag, token: String) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.valorize");
        let commit = Commit::new("book.create", 0, "test", first());
        let mut store = Store::create(&path, &relay::random(), relay::random(), commit).unwrap();
        let reader = store.reader().unwrap();
        let keys = book_keys(&reader).unwrap();
        let (book, exchange) = (keys.tag(), ExchangeKey::new(relay::random()));
        let mut sealing = Sealing::new(book, keys).receiving(tag, exchange.clone());
        let member = Member {
            id: MemberId(tag.0),
            name: "test".to_owned(),
            role: MemberRole::Editor,
            public_key: exchange.public(),
            added_by: None,
            handed: Vec::new(),
            account: None,
        };
        let when = When { at: 0, device: "test".to_owned() };
        BookJournal { store: &mut store, reader: &reader, sealing: &mut sealing, chance: &System }
            .admit(member, &when)
            .unwrap();
        let machine = Machine::new(book, tag, "test");
        Self {
            heard: Vec::new(),
            _folder: folder,
            at: at.to_owned(),
            token,
            tag,
            book,
            store,
            reader,
            sealing,
            machine,
            socket: None,
        }
    }

    fn journal<T>(&mut self, act: impl FnOnce(&mut Machine, &mut BookJournal<'_>) -> T) -> T {
        let Self { store, reader, sealing, machine, .. } = self;
        act(machine, &mut BookJournal { store, reader, sealing, chance: &System })
    }

    /// Commits writes; they are pushed when it settles.
    pub fn commit(&mut self, writes: Vec<Write>) {
        self.store.commit(Commit::new("test", 0, "test", writes)).unwrap();
    }

    /// The same as an import does it: minted.
    pub fn mint(&mut self, writes: Vec<Write>) {
        self.store.commit(Commit::new("test", 0, "test", writes).automatic()).unwrap();
    }

    /// Types a row in.
    pub fn add(&mut self, day: Day, minor: i64, description: &str) -> (ShardKey, TransactionId) {
        let id = TransactionId(relay::random());
        self.commit(vec![
            Write::transaction(ACCOUNT, id, &facts(day, minor, description, Origin::Manual)).unwrap(),
        ]);
        (ShardKey::for_transaction(ACCOUNT, day), id)
    }

    /// Its state as it is left with a server.
    pub fn pack(&mut self) -> SealedPack {
        self.journal(|_, journal| sync_client::Journal::pack(journal)).unwrap().expect("it is level")
    }

    /// Rows that count.
    pub fn rows(&self) -> i64 {
        let sql = "select count(*) from transactions where visible = 1";
        self.reader.connection().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// Names the server a member, as it would another device.
    pub fn admit(&mut self, member: &str, public_key: &str) {
        let bytes = |text: &str| -> Vec<u8> {
            (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
        };
        let member = Member {
            id: MemberId(bytes(member).try_into().unwrap()),
            name: "server".to_owned(),
            role: MemberRole::Editor,
            public_key: bytes(public_key).try_into().unwrap(),
            added_by: Some(MemberId(self.tag.0)),
            handed: Vec::new(),
            account: None,
        };
        let when = When { at: 0, device: "test".to_owned() };
        self.journal(|_, journal| journal.admit(member, &when)).unwrap();
    }

    /// Takes a member out: keys rotate.
    pub fn remove(&mut self, member: MemberId) {
        let when = When { at: 0, device: "test".to_owned() };
        self.journal(|_, journal| journal.remove_members(&[member], &when)).unwrap();
    }

    /// The keys as they are handed to the server.
    pub fn handed(&self) -> Value {
        let hex = |bytes: &[u8]| {
            bytes.iter().fold(String::new(), |mut text, byte| {
                write!(text, "{byte:02x}").unwrap();
                text
            })
        };
        let keys = self.sealing.keys();
        let generations: Vec<String> = keys.generations().map(|one| hex(&one.to_bytes())).collect();
        json!({"name_key": hex(keys.names().bytes()), "generations": generations})
    }

    async fn carry_out(&mut self, out: Vec<Output>) {
        for output in out {
            match output {
                Output::Send(frame) => {
                    let socket = self.socket.as_mut().unwrap();
                    socket.send(Message::Binary(frame.encode().into())).await.unwrap();
                }
                other => panic!("{other:?}"),
            }
        }
    }

    /// Connects when it is not connected, sends what is new here, and reads what comes within a moment.
    pub async fn step(&mut self) {
        if self.socket.is_none() {
            let mut request = format!("ws://{}/v1/sync", self.at).into_client_request().unwrap();
            request.headers_mut().insert("authorization", format!("Bearer {}", self.token).parse().unwrap());
            let (socket, _) = tokio_tungstenite::connect_async(request).await.unwrap();
            self.socket = Some(socket);
            let out = self.journal(|machine, journal| machine.connected(&*journal)).unwrap();
            self.carry_out(out).await;
        }
        let out = self.journal(|machine, journal| machine.changed(&*journal)).unwrap();
        self.carry_out(out).await;
        let socket = self.socket.as_mut().unwrap();
        if let Ok(Some(Ok(Message::Binary(bytes)))) =
            tokio::time::timeout(Duration::from_millis(20), socket.next()).await
        {
            let frame = Frame::decode(&bytes, &Limits::DEFAULT).unwrap();
            if matches!(frame, Frame::Notice(_)) {
                self.heard.push(frame.clone());
            }
            let out = self.journal(|machine, journal| machine.received(frame, journal)).unwrap();
            self.carry_out(out).await;
        }
    }

    /// Connects to another instance from now on.
    pub fn move_to(&mut self, at: &str) {
        at.clone_into(&mut self.at);
        self.socket = None;
        self.machine.disconnected();
    }

    /// Works until everything is pushed and pulled.
    pub async fn settle(&mut self) {
        self.until(|device| {
            let position = device.journal(|_, journal| sync_client::Journal::position(journal)).unwrap();
            let level = matches!(device.machine.state(position), State::Live { level: true, .. });
            level && device.reader.unshown_count().unwrap() == 0
        })
        .await;
    }

    /// Works until something holds.
    pub async fn until(&mut self, holds: impl Fn(&mut Self) -> bool) {
        let end = Instant::now() + Duration::from_secs(30);
        while !holds(self) {
            assert!(Instant::now() < end, "it does not come true");
            self.step().await;
        }
    }
}
