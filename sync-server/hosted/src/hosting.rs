//! Turning a book hosted and back: for its owner's devices, under their tokens.
//!
//! 1. `POST /v1/books/BOOK/hosted/offer`: the server draws a key for this book and says its name and public key as a member.
//! 2. The device names that member in the book, as it would another device, and pushes it. From then on every generation of keys is wrapped for it.
//! 3. `POST /v1/books/BOOK/hosted`: the device hands over the name key and the generations it has.
//!
//! The way back is taking the member out of the book, which rotates the keys: the server forgets everything when it reads that, or at once with `DELETE`.

use crate::book::{OpenBook, Opened};
use crate::project::{self, lock};
use crate::vault::Secrets;
use crate::{App, Hosted};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use relay::{Access, ApiError, Code, Device, Json, Pulled, enrol_server, parse_tag};
use sync_protocol::seal::{ExchangeKey, Generation, member_of_key};
use sync_protocol::{BookTag, DeviceTag, bytes_of_hex, hex_of_bytes};

/// The server as a member of a book.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct ServerMember {
    /// 32 hexadecimal digits: its name among the members.
    pub member: String,
    /// 64 hexadecimal digits: its X25519 public key.
    pub public_key: String,
}

/// What a device hands over.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandedKeys {
    /// 64 hexadecimal digits: the book's name key.
    pub name_key: String,
    /// Every generation of keys the device has, in hexadecimal digits, in the form of docs/sync-protocol.md.
    pub generations: Vec<String>,
}

/// How a book is hosted.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct HostedStatus {
    /// `offered`, or `hosted` once the keys were handed over.
    pub state: String,
    /// 32 hexadecimal digits.
    pub member: String,
    /// Entries of the log that the read model holds.
    pub projected: i64,
    /// Entries in the log.
    pub head: i64,
    /// Entries that do not open yet, for want of a key.
    pub waiting: i64,
}

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/v1/books/{tag}/hosted/offer", post(offer))
        .route("/v1/books/{tag}/hosted/rebuild", post(rebuild))
        .route("/v1/books/{tag}/hosted", get(status).post(host).delete(end))
}

async fn owner(hosted: &Hosted, device: Device, tag: &str) -> Result<Access, ApiError> {
    Access::as_owner(hosted.port.pool(), device, BookTag(parse_tag(tag)?)).await
}

fn failed(error: &dyn std::fmt::Display) -> ApiError {
    tracing::warn!(%error, "hosting failed");
    ApiError::new(Code::Internal, "the server failed; try again later")
}

async fn offer(
    State(hosted): State<App>,
    device: Device,
    Path(tag): Path<String>,
) -> Result<axum::Json<ServerMember>, ApiError> {
    let access = owner(&hosted, device, &tag).await?;
    let member = hosted.offer(access.book, device.account).await?;
    Ok(axum::Json(member))
}

async fn host(
    State(hosted): State<App>,
    device: Device,
    Path(tag): Path<String>,
    Json(keys): Json<HandedKeys>,
) -> Result<StatusCode, ApiError> {
    let access = owner(&hosted, device, &tag).await?;
    let wrong = |what: &str| {
        ApiError::new(Code::BadRequest, format!("{what}: hexadecimal digits of a key are expected"))
    };
    let names = bytes_of_hex(&keys.name_key).and_then(|bytes| bytes.try_into().ok());
    let names = names.ok_or_else(|| wrong("name_key"))?;
    let generations: Option<Vec<Vec<u8>>> = keys.generations.iter().map(|text| bytes_of_hex(text)).collect();
    let generations = generations.filter(|all| {
        !all.is_empty()
            && all.iter().all(|bytes| Generation::from_bytes(bytes).is_some_and(|key| key.writes()))
    });
    hosted.host(access.book, names, generations.ok_or_else(|| wrong("generations"))?).await?;
    hosted.wake.notify_one();
    Ok(StatusCode::NO_CONTENT)
}

async fn status(
    State(hosted): State<App>,
    device: Device,
    Path(tag): Path<String>,
) -> Result<axum::Json<HostedStatus>, ApiError> {
    let access = owner(&hosted, device, &tag).await?;
    let row = sqlx::query!(
        r#"select h.state, h.member, h.projected, b.head,
             (select count(*) from hosted_waiting w where w.book = h.book) as "waiting!"
           from hosted h join book b on b.id = h.book where h.book = $1"#,
        access.book.as_ref()
    )
    .fetch_optional(hosted.port.pool())
    .await?
    .ok_or_else(not_hosted)?;
    let member = hex_of_bytes(&row.member);
    let (state, projected, head, waiting) = (row.state, row.projected, row.head, row.waiting);
    Ok(axum::Json(HostedStatus { state, member, projected, head, waiting }))
}

async fn rebuild(
    State(hosted): State<App>,
    device: Device,
    Path(tag): Path<String>,
) -> Result<StatusCode, ApiError> {
    let access = owner(&hosted, device, &tag).await?;
    match hosted.rebuild(access.book).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(project::ProjectError::NotHosted) => Err(not_hosted()),
        Err(project::ProjectError::Pruned) => {
            let detail =
                "the log's beginning was pruned, and no snapshot opens that holds it: nothing was changed";
            Err(ApiError::new(Code::Conflict, detail))
        }
        Err(error) => Err(failed(&error)),
    }
}

async fn end(
    State(hosted): State<App>,
    device: Device,
    Path(tag): Path<String>,
) -> Result<StatusCode, ApiError> {
    let access = owner(&hosted, device, &tag).await?;
    let turn = hosted.turn(access.book);
    let _mine = turn.lock().await;
    let mut transaction = hosted.work.begin().await?;
    lock(&mut transaction, access.book).await?;
    project::forget(&mut transaction, access.book).await?;
    transaction.commit().await?;
    hosted.forget(access.book);
    Ok(StatusCode::NO_CONTENT)
}

fn not_hosted() -> ApiError {
    ApiError::new(Code::NotFound, "the book is not hosted")
}

impl Hosted {
    /// The server's key for a book; the same one when it was drawn before.
    pub async fn offer(&self, book: BookTag, account: i64) -> Result<ServerMember, ApiError> {
        let said = |public: [u8; 32]| ServerMember {
            member: member_of_key(&public).to_string(),
            public_key: hex_of_bytes(&public),
        };
        let mut transaction = self.work.begin().await?;
        lock(&mut transaction, book).await?;
        let kept = sqlx::query_scalar!("select sealed from hosted where book = $1", book.as_ref())
            .fetch_optional(&mut *transaction)
            .await?;
        if let Some(kept) = kept {
            let secrets = self.vault.open(book, &kept).map_err(|error| failed(&error))?;
            return Ok(said(ExchangeKey::new(secrets.exchange).public()));
        }
        let secrets = Secrets {
            exchange: relay::random(),
            identity: relay::random(),
            names: None,
            generations: vec![],
        };
        let public = ExchangeKey::new(secrets.exchange).public();
        let member = member_of_key(&public);
        let device = enrol_server(&mut transaction, account, member, "server").await?;
        sqlx::query!(
            "insert into hosted (book, device, member, sealed) values ($1, $2, $3, $4)",
            book.as_ref(),
            device,
            member.as_ref(),
            self.vault.close(book, &secrets, relay::random())
        )
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(said(public))
    }

    /// Keeps the keys a device handed over, when they open the log.
    pub async fn host(
        &self,
        book: BookTag,
        names: [u8; 32],
        generations: Vec<Vec<u8>>,
    ) -> Result<(), ApiError> {
        let mut transaction = self.work.begin().await?;
        lock(&mut transaction, book).await?;
        let row =
            sqlx::query!("select device, member, sealed, version from hosted where book = $1", book.as_ref())
                .fetch_optional(&mut *transaction)
                .await?
                .ok_or_else(|| {
                    ApiError::new(Code::NotFound, "ask for an offer first: POST .../hosted/offer")
                })?;
        let mut secrets = self.vault.open(book, &row.sealed).map_err(|error| failed(&error))?;
        secrets.names = Some(names);
        for generation in generations {
            if !secrets.generations.contains(&generation) {
                secrets.generations.push(generation);
            }
        }
        let member = DeviceTag::from_slice(&row.member).ok_or_else(not_hosted)?;
        let sealed = self.vault.close(book, &secrets, relay::random());
        let open =
            OpenBook::new(book, row.device, member, row.version + 1, secrets).ok_or_else(not_hosted)?;
        match self.port.page(book, 0).await? {
            Pulled::Page(page) => {
                let opens = page.items.iter().any(|item| matches!(open.open(item), Opened::Change(_)));
                if !page.items.is_empty() && !opens {
                    return Err(ApiError::new(Code::BadRequest, "these keys do not open the book's log"));
                }
            }
            Pulled::Pruned => {
                if self.packed(&open).await?.is_none() {
                    return Err(ApiError::new(
                        Code::Conflict,
                        "the log's beginning was pruned, and these keys open no snapshot that a device has vouched for",
                    ));
                }
            }
            Pulled::Elsewhere => return Err(ApiError::new(Code::NotFound, "no such book")),
        }
        sqlx::query!(
            "update hosted set sealed = $2, version = version + 1, state = 'hosted' where book = $1",
            book.as_ref(),
            sealed
        )
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }
}
