//! The first sync of a new device: with a real book, sealed, in its SQLite file; and the server's part alone.

use super::device::{Socket, open};
use super::population::{Resident, random, settle};
use super::thin::Thin;
use crate::Size;
use crate::error::LoadError;
use crate::figures::{Figures, Target, float};
use crate::stand::Stand;
use domain::transaction::Origin;
use domain::{AccountId, BalanceProof, Currency, Day, Facts, ImportBatch, Money};
use futures_util::{SinkExt as _, StreamExt as _};
use replica::{IdentityKey, Write};
use std::path::Path;
use std::time::Instant;
use store::{Commit, Reader, Store};
use sync_client::{BookJournal, Chance, Journal, Machine, Output, Sealing, State};
use sync_protocol::seal::BookKeys;
use sync_protocol::{Frame, Limits};
use tokio_tungstenite::tungstenite::Message;

const SECRET: [u8; 32] = [7; 32];
const ACCOUNTS: u8 = 3;

struct Dice;

impl Chance for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system gives random numbers");
    }
}

/// A device with a book in a file.
struct Real {
    store: Store,
    reader: Reader,
    sealing: Sealing,
    machine: Machine,
}

impl Real {
    fn new(path: &Path, resident: &Resident) -> Result<Self, LoadError> {
        let store = Store::create_empty(path, &SECRET, random())?;
        let reader = store.reader()?;
        let sealing = Sealing::new(resident.book, BookKeys::from_secret(&SECRET));
        let machine = Machine::new(resident.book, resident.device, "load");
        Ok(Self { store, reader, sealing, machine })
    }

    /// Talks until the book and the log say the same.
    async fn sync(&mut self, stand: &Stand, resident: &Resident) -> Result<(), LoadError> {
        let socket = open(stand.at, &resident.token, 0).await?;
        let Self { store, reader, sealing, machine } = self;
        let mut journal = BookJournal { store, reader, sealing, chance: &Dice };
        talk(machine, &mut journal, socket, |journal| Ok(journal.reader.unshown_count()? == 0)).await
    }

    fn rows(&self) -> Result<u64, LoadError> {
        let count = self
            .reader
            .connection()
            .query_row("select count(*) from transactions", [], |row| row.get::<_, i64>(0))
            .map_err(|error| LoadError::Wrong(error.to_string()))?;
        Ok(count.unsigned_abs())
    }
}

/// One connection, until the device is level and `done`.
pub async fn talk<J: Journal>(
    machine: &mut Machine,
    journal: &mut J,
    mut socket: Socket,
    done: impl Fn(&J) -> Result<bool, LoadError>,
) -> Result<(), LoadError>
where
    LoadError: From<J::Error>,
{
    let mut out = machine.connected(journal)?;
    loop {
        for output in out {
            let Output::Send(frame) = output else {
                return Err(LoadError::Wrong("the server sent the device away".to_owned()));
            };
            socket.send(Message::Binary(frame.encode().into())).await?;
        }
        let level = matches!(machine.state(journal.position()?), State::Live { level: true, .. });
        if level && done(journal)? {
            return Ok(());
        }
        out = match socket.next().await {
            Some(message) => match message? {
                Message::Binary(bytes) => {
                    let frame = Frame::decode(&bytes, &Limits::DEFAULT)
                        .map_err(|error| LoadError::Wrong(error.to_string()))?;
                    machine.received(frame, journal)?
                }
                _ => Vec::new(),
            },
            None => return Err(LoadError::Wrong("the server closed the connection".to_owned())),
        };
    }
}

impl From<std::convert::Infallible> for LoadError {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

/// The rows of one statement of several years, in one import, as one change a month and account.
fn import(rows: u64) -> Result<Commit, LoadError> {
    let key = IdentityKey::new(&SECRET);
    let shops =
        ["PADARIA DO BAIRRO", "SUPERMERCADO CENTRAL", "POSTO AVENIDA", "FARMACIA POPULAR", "LIVRARIA"];
    let mut writes = Vec::new();
    let mut added = Vec::new();
    for (number, shop) in (0..rows).zip(shops.iter().cycle()) {
        let part = |of: u64| i16::try_from(number / of).unwrap_or(0);
        let month = i8::try_from(part(84) % 12 + 1).unwrap_or(1);
        let day = i8::try_from(number % 28 + 1).unwrap_or(1);
        let account = AccountId([1 + u8::try_from(number / 28 % u64::from(ACCOUNTS)).unwrap_or(0); 12]);
        let facts = Facts {
            date: Day::constant(2016 + part(84 * 12) % 10, month, day),
            amount: Money::new(-100 - i64::try_from(number % 50_000).unwrap_or(0), Currency::BRL),
            description: format!("COMPRA CARTAO {shop} {:06}", number * 7_919 % 1_000_000),
            payee: None,
            memo: None,
            bank_id: Some(format!("{number:012}")),
            check_number: None,
            original: None,
            instalment: None,
            origin: Origin::Statement,
        };
        let id = key.transaction_id(&number.to_le_bytes());
        writes.push(Write::transaction(account, id, &facts)?);
        added.push(id);
    }
    let batch = ImportBatch {
        id: key.batch_id(b"the first import"),
        account: AccountId([1; 12]),
        file_name: "extrato.ofx".into(),
        file_sha256: [0; 32],
        format: "ofx".into(),
        added,
        merged: Vec::new(),
        filled: Vec::new(),
        same: 0,
        ignored: 0,
        proof: BalanceProof::Unavailable,
    };
    writes.push(Write::batch(&batch)?);
    Ok(Commit::new("import.commit", 1, "load", writes).import(batch.id))
}

/// A book of 100,000 rows goes up from one device and comes down on a new one.
pub async fn real(stand: &Stand, size: Size, figures: &mut Figures) -> Result<(), LoadError> {
    let rows = size.count(100_000) as u64;
    let name = format!("first sync, book of {rows} transactions");
    println!("{name}");
    let residents = settle(&stand.pool, 1, 2).await?;
    let file = |name: &str| stand.folder.path().join(name);
    let mut laptop = Real::new(&file("laptop.valorize"), &residents[0])?;
    laptop.store.commit(import(rows)?)?;
    let began = Instant::now();
    laptop.sync(stand, &residents[0]).await?;
    figures.add(&name, "up, echo included", began.elapsed().as_secs_f64(), "s", Target::None);
    let began = Instant::now();
    let before = stand.costs();
    let mut desk = Real::new(&file("desk.valorize"), &residents[1])?;
    desk.sync(stand, &residents[1]).await?;
    let took = began.elapsed();
    let used = stand.costs().since(before);
    figures.add(&name, "new device usable after", took.as_secs_f64(), "s", Target::AtMost(5.0));
    let server = (used.server + used.postgres).as_secs_f64();
    figures.add(&name, "of that, server and Postgres CPU", server, "s", Target::AtMost(0.3));
    let (kept, had) = (desk.rows()?, laptop.rows()?);
    if (kept, had) != (rows, rows) {
        return Err(LoadError::Wrong(format!("{name}: {had} rows went up and {kept} came down")));
    }
    let position = desk.reader.log_position()?;
    figures.add(&name, "entries in its log", float(position.cursor), "changes", Target::None);
    Ok(())
}

/// A log of 100,000 small changes read by a device that keeps no book: what the server can give.
pub async fn thin(stand: &Stand, size: Size, figures: &mut Figures) -> Result<(), LoadError> {
    let changes = size.count(100_000);
    let name = format!("first sync, log of {changes} small changes, no book");
    println!("{name}");
    let residents = settle(&stand.pool, 1, 2).await?;
    let mut writer = Thin::new(residents[0].book, random());
    (0..changes).for_each(|_| writer.change(0));
    let began = Instant::now();
    let mut machine = Machine::new(residents[0].book, residents[0].device, "load");
    let socket = open(stand.at, &residents[0].token, 0).await?;
    let all = changes as u64;
    talk(&mut machine, &mut writer, socket, |journal| Ok(journal.at().cursor == all)).await?;
    figures.add(&name, "up, echo included", began.elapsed().as_secs_f64(), "s", Target::None);
    let (before, began) = (stand.costs(), Instant::now());
    let mut reader = Thin::new(residents[1].book, random());
    let mut machine = Machine::new(residents[1].book, residents[1].device, "load");
    let socket = open(stand.at, &residents[1].token, 0).await?;
    talk(&mut machine, &mut reader, socket, |journal| Ok(journal.taken == all)).await?;
    figures.add(&name, "read after", began.elapsed().as_secs_f64(), "s", Target::None);
    let used = stand.costs().since(before);
    let server = (used.server + used.postgres).as_secs_f64();
    figures.add(&name, "of that, server and Postgres CPU", server, "s", Target::AtMost(0.3));
    Ok(())
}
