//! Accounts, devices and books, put straight into the database: signing thousands up would hash as many passwords.

use crate::error::LoadError;
use sha2::{Digest as _, Sha256};
use sqlx::PgPool;
use sync_protocol::{BookTag, Chain, DeviceTag};

/// A device that may connect.
#[derive(Debug, Clone)]
pub struct Resident {
    /// Its tag.
    pub device: DeviceTag,
    /// Its token.
    pub token: String,
    /// Its book.
    pub book: BookTag,
}

/// Random bytes of the system.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random numbers");
    bytes
}

/// `books` accounts with a book and `each` devices. Devices of one book follow each other.
pub async fn settle(pool: &PgPool, books: usize, each: usize) -> Result<Vec<Resident>, LoadError> {
    let residents = invent(books, each);
    insert(pool, &residents, each).await?;
    Ok(residents)
}

/// Devices that are in no database yet.
pub fn invent(books: usize, each: usize) -> Vec<Resident> {
    let mut residents = Vec::with_capacity(books * each);
    for _ in 0..books {
        let book = BookTag(random());
        residents.extend((0..each).map(|_| {
            let device = DeviceTag(random());
            Resident { device, token: format!("vz_load_{device}"), book }
        }));
    }
    residents
}

/// Puts them into a database, `each` devices a book.
pub async fn insert(pool: &PgPool, residents: &[Resident], each: usize) -> Result<(), LoadError> {
    for part in residents.chunks(each * 500) {
        let tags: Vec<Vec<u8>> = part.chunks(each).map(|book| book[0].book.0.to_vec()).collect();
        let starts: Vec<Vec<u8>> =
            part.chunks(each).map(|book| Chain::start(book[0].book).0.to_vec()).collect();
        // The password is none: nobody signs in with it.
        sqlx::query(
            "with tags as (select * from unnest($1::bytea[], $2::bytea[]) as t(tag, chain)),
             made as (insert into account (name, password, quota)
               select 'load ' || encode(tag, 'hex'), '', 1::bigint << 50 from tags returning id, name),
             placed as (insert into book (id, owner, epoch, chain)
               select tag, id, uuid_send(gen_random_uuid()), chain from tags join made on name = 'load ' || encode(tag, 'hex')
               returning id, owner)
             insert into member (book, account, role) select id, owner, 'owner' from placed",
        )
        .bind(tags)
        .bind(starts)
        .execute(pool)
        .await?;
        let column = |pick: fn(&Resident) -> Vec<u8>| part.iter().map(pick).collect::<Vec<_>>();
        sqlx::query(
            "insert into device (account, tag, name, token)
             select b.owner, t.tag, 'load', t.token from unnest($1::bytea[], $2::bytea[], $3::bytea[]) as t(book, tag, token)
             join book b on b.id = t.book",
        )
        .bind(column(|resident| resident.book.0.to_vec()))
        .bind(column(|resident| resident.device.0.to_vec()))
        .bind(column(|resident| Sha256::digest(resident.token.as_bytes()).to_vec()))
        .execute(pool)
        .await?;
    }
    Ok(())
}

/// Entries in the logs of these devices' books.
pub async fn entries(pool: &PgPool, residents: &[Resident]) -> Result<u64, LoadError> {
    let mut books: Vec<Vec<u8>> = residents.iter().map(|resident| resident.book.0.to_vec()).collect();
    books.dedup();
    let count: i64 = sqlx::query_scalar("select coalesce(sum(head), 0)::bigint from book where id = any($1)")
        .bind(books)
        .fetch_one(pool)
        .await?;
    Ok(count.unsigned_abs())
}
