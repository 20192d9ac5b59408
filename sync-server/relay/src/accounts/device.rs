//! Devices and their tokens.

use super::account::{SignedIn, hash_secret};
use crate::http::{ApiError, Code};
use crate::settings::Settings;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sqlx::{PgConnection, PgPool};
use sync_protocol::DeviceTag;

/// A device as it names itself.
#[derive(Debug, Clone, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviceInput {
    /// 32 hexadecimal digits, drawn at random when the device joined.
    pub tag: String,
    /// For people: "laptop".
    pub name: String,
}

/// A device of the account.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct DeviceEntry {
    /// 32 hexadecimal digits.
    pub tag: String,
    /// For people.
    pub name: String,
    /// Its token no longer works.
    pub revoked: bool,
    /// Seconds since it was last connected.
    pub seen_seconds_ago: i64,
    /// It is the one that asks.
    pub this: bool,
}

/// A device that showed its token. Whoever holds one of these may act for the account.
#[derive(Debug, Clone, Copy)]
pub struct Device {
    /// Its row.
    pub id: i64,
    /// Whose it is.
    pub account: i64,
    /// As it names itself.
    pub tag: DeviceTag,
}

/// A random secret to be shown once.
pub fn secret(prefix: &str) -> String {
    format!("{prefix}{}", URL_SAFE_NO_PAD.encode(crate::random::<32>()))
}

/// 16 bytes from 32 hexadecimal digits.
///
/// # Errors
/// `bad_request`.
pub fn parse_tag(text: &str) -> Result<[u8; 16], ApiError> {
    let tag: Result<DeviceTag, _> = text.parse();
    tag.map(|tag| tag.0).map_err(|_| ApiError::new(Code::BadRequest, "a tag has 32 hexadecimal digits"))
}

/// Gives a device of the account a fresh token.
pub async fn enrol(
    connection: &mut PgConnection,
    settings: &Settings,
    account: i64,
    device: &DeviceInput,
) -> Result<String, ApiError> {
    let tag = parse_tag(&device.tag)?;
    if device.name.is_empty() || device.name.len() > 200 {
        return Err(ApiError::new(Code::BadRequest, "a device's name has 1 to 200 bytes"));
    }
    let others = sqlx::query_scalar!(
        r#"select count(*) as "count!" from device where account = $1 and tag <> $2 and revoked_at is null"#,
        account,
        tag.as_slice()
    )
    .fetch_one(&mut *connection)
    .await?;
    if others >= i64::from(settings.devices) {
        return Err(ApiError::new(Code::Quota, "the account has as many devices as it may: revoke one"));
    }
    let token = secret("vz_");
    sqlx::query!(
        "insert into device (account, tag, name, token) values ($1, $2, $3, $4)
         on conflict (account, tag) do update
           set name = excluded.name, token = excluded.token, revoked_at = null, seen_at = now()",
        account,
        tag.as_slice(),
        device.name,
        hash_secret(&token)
    )
    .execute(connection)
    .await?;
    Ok(token)
}

/// Makes a device that is the server itself, for a book the account owns: it has a row like every other, so that the account's list shows it and
/// revoking it ends what the server may write, and no token that anybody knows. Answers its row's id.
///
/// # Errors
/// When the database fails.
pub async fn enrol_server(
    connection: &mut PgConnection,
    account: i64,
    tag: DeviceTag,
    name: &str,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into device (account, tag, name, token) values ($1, $2, $3, $4)
         on conflict (account, tag) do update set name = excluded.name, revoked_at = null returning id",
        account,
        tag.as_ref(),
        name,
        hash_secret(&secret("none_"))
    )
    .fetch_one(connection)
    .await
}

/// A token for a further device, from one that is signed in: it passes the token on, so the newcomer needs no password. The tag must be
/// new to the account: nobody is signed out by it.
pub async fn add_device(
    pool: &PgPool,
    settings: &Settings,
    device: &Device,
    newcomer: &DeviceInput,
) -> Result<SignedIn, ApiError> {
    let tag = parse_tag(&newcomer.tag)?;
    let mut transaction = pool.begin().await?;
    let known = sqlx::query_scalar!(
        r#"select exists (select 1 from device where account = $1 and tag = $2 and revoked_at is null) as "known!""#,
        device.account,
        tag.as_slice()
    )
    .fetch_one(&mut *transaction)
    .await?;
    if known {
        return Err(ApiError::new(Code::NameTaken, "a device of this tag is signed in: draw another"));
    }
    let token = enrol(&mut transaction, settings, device.account, newcomer).await?;
    transaction.commit().await?;
    Ok(SignedIn { token })
}

/// The device of a token, unless it was revoked.
pub async fn authenticate(pool: &PgPool, token: &str) -> Result<Option<Device>, sqlx::Error> {
    let row = sqlx::query!(
        "update device set seen_at = now() where token = $1 and revoked_at is null returning id, account, tag",
        hash_secret(token)
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.and_then(|row| {
        Some(Device { id: row.id, account: row.account, tag: DeviceTag::from_slice(&row.tag)? })
    }))
}

/// The account's devices.
pub async fn list_devices(pool: &PgPool, device: &Device) -> Result<Vec<DeviceEntry>, ApiError> {
    let rows = sqlx::query!(
        r#"select id, tag, name, revoked_at is not null as "revoked!",
             extract(epoch from now() - seen_at)::bigint as "ago!" from device where account = $1 order by id"#,
        device.account
    )
    .fetch_all(pool)
    .await?;
    let entries = rows.into_iter().filter_map(|row| {
        Some(DeviceEntry {
            tag: DeviceTag::from_slice(&row.tag)?.to_string(),
            name: row.name,
            revoked: row.revoked,
            seen_seconds_ago: row.ago,
            this: row.id == device.id,
        })
    });
    Ok(entries.collect())
}

/// Ends the token of a device of the account; gives its row's id, so that its connections can be ended too.
pub async fn revoke_device(pool: &PgPool, device: &Device, tag: [u8; 16]) -> Result<i64, ApiError> {
    sqlx::query_scalar!(
        "update device set revoked_at = coalesce(revoked_at, now()) where account = $1 and tag = $2 returning id",
        device.account,
        tag.as_slice()
    )
    .fetch_optional(pool)
    .await?
    .ok_or(ApiError::new(Code::NotFound, "no such device"))
}

/// A fresh token for the device that asks; the one it asked with ends.
pub async fn rotate_token(pool: &PgPool, device: &Device) -> Result<SignedIn, ApiError> {
    let token = secret("vz_");
    sqlx::query!("update device set token = $2 where id = $1", device.id, hash_secret(&token))
        .execute(pool)
        .await?;
    Ok(SignedIn { token })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_back_and_secrets_differ() {
        assert_eq!(parse_tag(&DeviceTag([0xab; 16]).to_string()).expect("a tag"), [0xab; 16]);
        for wrong in ["", "ab", &"g".repeat(32), &"é".repeat(16), &"a".repeat(33)] {
            assert!(parse_tag(wrong).is_err(), "{wrong}");
        }
        assert_ne!(secret("a"), secret("a"));
    }
}
