//! Books and who may reach them. A book of another account looks like one that does not exist.

use super::device::Device;
use crate::http::{ApiError, Code};
use crate::settings::Settings;
use sqlx::PgPool;
use sync_protocol::{BookTag, Chain};

/// What a member may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Everything, and giving others a role.
    Owner,
    /// Read and write.
    Editor,
    /// Read.
    Reader,
}

impl Role {
    const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Editor => "editor",
            Self::Reader => "reader",
        }
    }

    /// The role of a text.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Owner, Self::Editor, Self::Reader].into_iter().find(|role| role.name() == name)
    }
}

/// A book the account may reach.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct BookEntry {
    /// 32 hexadecimal digits.
    pub tag: String,
    /// What the account may do with it.
    pub role: Role,
    /// Entries in its log.
    pub head: i64,
    /// Bytes it takes, snapshots not counted.
    pub bytes: i64,
}

/// A member to be.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberInput {
    /// The other account's name.
    pub name: String,
    /// `editor` or `reader`.
    pub role: Role,
}

/// Somebody who may reach a book.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct MemberEntry {
    /// The account's name.
    pub name: String,
    /// What the account may do.
    pub role: Role,
    /// It is the one that asks.
    pub this: bool,
}

/// That a device may reach a book: the only way to one.
#[derive(Debug, Clone, Copy)]
pub struct Access {
    /// Which.
    pub book: BookTag,
    /// Whose.
    pub device: Device,
    /// What it may do there.
    pub role: Role,
}

impl Access {
    /// The device's access to a book, if it has any.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find(pool: &PgPool, device: Device, book: BookTag) -> Result<Option<Self>, sqlx::Error> {
        let role = sqlx::query_scalar!(
            "select m.role from member m join device d on d.account = m.account
             where m.account = $1 and m.book = $2 and d.id = $3 and d.revoked_at is null",
            device.account,
            book.as_ref(),
            device.id
        )
        .fetch_optional(pool)
        .await?;
        Ok(role.and_then(|role| Role::from_name(&role)).map(|role| Self { book, device, role }))
    }

    /// The same for what only the owner may do.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, or `internal`.
    pub async fn as_owner(pool: &PgPool, device: Device, book: BookTag) -> Result<Self, ApiError> {
        let access =
            Self::find(pool, device, book).await?.ok_or(ApiError::new(Code::NotFound, "no such book"))?;
        if access.role == Role::Owner {
            Ok(access)
        } else {
            Err(ApiError::new(Code::Forbidden, "only its owner may do that"))
        }
    }
}

/// Makes room for a book's log. Doing it again changes nothing.
pub async fn create_book(
    pool: &PgPool,
    settings: &Settings,
    device: &Device,
    tag: [u8; 16],
) -> Result<(), ApiError> {
    let mut transaction = pool.begin().await?;
    let owned =
        sqlx::query_scalar!(r#"select count(*) as "count!" from book where owner = $1"#, device.account)
            .fetch_one(&mut *transaction)
            .await?;
    let start = Chain::start(BookTag(tag)).0;
    let made = sqlx::query!(
        "insert into book (id, owner, epoch, chain) values ($1, $2, uuid_send(gen_random_uuid()), $3)
         on conflict do nothing",
        tag.as_slice(),
        device.account,
        start.as_slice()
    )
    .execute(&mut *transaction)
    .await?;
    if made.rows_affected() == 0 {
        let own = Access::find(pool, *device, BookTag(tag)).await?.is_some();
        let taken = ApiError::new(Code::NameTaken, "the tag is in use: draw another");
        return if own { Ok(()) } else { Err(taken) };
    }
    if owned >= i64::from(settings.books) {
        return Err(ApiError::new(Code::Quota, "the account owns as many books as it may"));
    }
    sqlx::query!(
        "insert into member (book, account, role) values ($1, $2, 'owner')",
        tag.as_slice(),
        device.account
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(())
}

/// The books the account may reach.
pub async fn list_books(pool: &PgPool, device: &Device) -> Result<Vec<BookEntry>, ApiError> {
    let rows = sqlx::query!(
        "select b.id, b.head, b.bytes, m.role from member m join book b on b.id = m.book
         where m.account = $1 order by b.created_at, b.id",
        device.account
    )
    .fetch_all(pool)
    .await?;
    let entries = rows.into_iter().filter_map(|row| {
        let (tag, role) = (BookTag::from_slice(&row.id)?.to_string(), Role::from_name(&row.role)?);
        Some(BookEntry { tag, role, head: row.head, bytes: row.bytes })
    });
    Ok(entries.collect())
}

/// Gives another account a role in a book of one's own.
pub async fn share_book(
    pool: &PgPool,
    device: &Device,
    tag: [u8; 16],
    member: &MemberInput,
) -> Result<(), ApiError> {
    let access = Access::as_owner(pool, *device, BookTag(tag)).await?;
    if member.role == Role::Owner {
        return Err(ApiError::new(Code::BadRequest, "a book has one owner"));
    }
    let shared = sqlx::query!(
        "insert into member (book, account, role) select $1, id, $3 from account where name = $2
         on conflict (book, account) do update set role = excluded.role where member.role <> 'owner'",
        access.book.as_ref(),
        member.name.trim().to_lowercase(),
        member.role.name()
    )
    .execute(pool)
    .await?;
    if shared.rows_affected() == 0 {
        return Err(ApiError::new(Code::NotFound, "no other account of this name"));
    }
    Ok(())
}

/// Everybody who may reach a book, for everybody who may.
pub async fn list_members(
    pool: &PgPool,
    device: &Device,
    tag: [u8; 16],
) -> Result<Vec<MemberEntry>, ApiError> {
    let access = Access::find(pool, *device, BookTag(tag))
        .await?
        .ok_or(ApiError::new(Code::NotFound, "no such book"))?;
    let rows = sqlx::query!(
        r#"select a.name, m.role, a.id = $2 as "this!" from member m join account a on a.id = m.account
           where m.book = $1 order by m.role = 'owner' desc, a.name"#,
        access.book.as_ref(),
        device.account
    )
    .fetch_all(pool)
    .await?;
    let entries = rows.into_iter().filter_map(|row| {
        Some(MemberEntry { name: row.name, role: Role::from_name(&row.role)?, this: row.this })
    });
    Ok(entries.collect())
}

/// Takes another account's role away.
pub async fn unshare_book(pool: &PgPool, device: &Device, tag: [u8; 16], name: &str) -> Result<(), ApiError> {
    let access = Access::as_owner(pool, *device, BookTag(tag)).await?;
    sqlx::query!(
        "delete from member m using account a
         where m.book = $1 and a.id = m.account and a.name = $2 and m.role <> 'owner'",
        access.book.as_ref(),
        name.trim().to_lowercase()
    )
    .execute(pool)
    .await?;
    Ok(())
}
