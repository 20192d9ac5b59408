//! Signing up and in. Either gives the device a token; the password is not needed again.

use super::device::{DeviceInput, enrol};
use super::password::Passwords;
use crate::http::{ApiError, Code};
use crate::settings::{Settings, SignUp};
use sha2::{Digest as _, Sha256};
use sqlx::{PgConnection, PgPool};

const PASSWORD: std::ops::RangeInclusive<usize> = 10..=200;

/// A name and password, and the device that is to get a token. Not to be printed.
#[derive(Clone, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// The account's name: 3 to 200 characters, often an address; upper and lower case are one.
    pub name: String,
    /// The password: 10 to 200 bytes.
    pub password: String,
    /// The device.
    pub device: DeviceInput,
    /// Where signing up needs one.
    #[serde(default)]
    pub invitation: Option<String>,
}

/// What a device keeps. Not to be printed.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub struct SignedIn {
    /// To be sent as `Authorization: Bearer`; shown once, kept only as a hash.
    pub token: String,
}

impl Credentials {
    /// The name as it is kept, when both can be used.
    fn checked_name(&self) -> Result<String, ApiError> {
        let name = self.name.trim().to_lowercase();
        if !(3..=200).contains(&name.chars().count()) || name.chars().any(char::is_control) {
            return Err(ApiError::new(Code::BadRequest, "a name has 3 to 200 characters"));
        }
        if !PASSWORD.contains(&self.password.len()) {
            return Err(ApiError::new(Code::BadRequest, "a password has 10 to 200 bytes"));
        }
        Ok(name)
    }
}

/// The hash an invitation or token is kept as: both are random, so a plain hash tells nothing.
pub fn hash_secret(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

/// May a new account be made? Gives the hash of the invitation to use up.
pub fn wants_invitation(settings: &Settings, code: Option<&str>) -> Result<Option<Vec<u8>>, ApiError> {
    match (settings.sign_up, code) {
        (SignUp::Closed, _) => Err(ApiError::new(Code::SignUpClosed, "this server takes no new accounts")),
        (SignUp::Invitation, None) => {
            Err(ApiError::new(Code::InvitationNeeded, "this server takes new accounts by invitation"))
        }
        (SignUp::Invitation, Some(code)) => Ok(Some(hash_secret(code))),
        (SignUp::Open, _) => Ok(None),
    }
}

/// Uses an invitation up for an account that was just made.
pub async fn use_invitation(
    connection: &mut PgConnection,
    code: &[u8],
    account: i64,
) -> Result<(), ApiError> {
    let used = sqlx::query!(
        "update invitation set used_by = $2 where code = $1 and used_by is null and expires_at > now()",
        code,
        account
    )
    .execute(connection)
    .await?;
    if used.rows_affected() == 0 {
        return Err(ApiError::new(Code::InvitationNeeded, "the invitation is unknown, used or expired"));
    }
    Ok(())
}

/// Makes an account and signs its first device in.
pub async fn sign_up(
    pool: &PgPool,
    settings: &Settings,
    passwords: &Passwords,
    input: Credentials,
) -> Result<SignedIn, ApiError> {
    let name = input.checked_name()?;
    let invitation = wants_invitation(settings, input.invitation.as_deref())?;
    let password = passwords.hash(input.password).await;
    let mut transaction = pool.begin().await?;
    let account = sqlx::query_scalar!(
        "insert into account (name, password) values ($1, $2) on conflict do nothing returning id",
        name,
        password
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(ApiError::new(Code::NameTaken, "an account of this name exists"))?;
    if let Some(code) = invitation {
        use_invitation(&mut transaction, &code, account).await?;
    }
    let token = enrol(&mut transaction, settings, account, &input.device).await?;
    transaction.commit().await?;
    Ok(SignedIn { token })
}

/// Signs a device in; a device signed in before gets a new token, and its old one ends.
pub async fn sign_in(
    pool: &PgPool,
    settings: &Settings,
    passwords: &Passwords,
    input: Credentials,
) -> Result<SignedIn, ApiError> {
    let name = input.checked_name()?;
    let row =
        sqlx::query!("select id, password from account where name = $1", name).fetch_optional(pool).await?;
    let (account, hash) = row.map(|row| (row.id, row.password)).unzip();
    let right = passwords.check(input.password, hash.flatten()).await;
    let Some(account) = account.filter(|_| right) else {
        return Err(ApiError::new(Code::Unauthorised, "no account of this name and password"));
    };
    let mut transaction = pool.begin().await?;
    let token = enrol(&mut transaction, settings, account, &input.device).await?;
    transaction.commit().await?;
    Ok(SignedIn { token })
}

/// Deletes invitations nobody used, sign-ins nobody finished and pairings, once their time is over; gives how many.
///
/// # Errors
/// When the database refuses it.
pub async fn forget_expired(pool: &PgPool) -> Result<u64, sqlx::Error> {
    let gone = sqlx::query_scalar!(
        r#"with invitations as (
             delete from invitation where used_by is null and expires_at <= now() returning 1
           ), attempts as (
             delete from sign_in_attempt where expires_at <= now() returning 1
           ), pairings as (
             delete from pairing where expires_at <= now() returning 1
           )
           select (select count(*) from invitations) + (select count(*) from attempts) + (select count(*) from pairings) as "gone!""#
    )
    .fetch_one(pool)
    .await?;
    Ok(gone.unsigned_abs())
}

/// Makes an invitation that lets one account sign up within `days`.
///
/// # Errors
/// When the database refuses it.
pub async fn invite(pool: &PgPool, days: u32) -> Result<String, sqlx::Error> {
    let code = super::device::secret("invite_");
    sqlx::query!(
        "insert into invitation (code, expires_at) values ($1, now() + make_interval(days => $2))",
        hash_secret(&code),
        i32::try_from(days).unwrap_or(i32::MAX)
    )
    .execute(pool)
    .await?;
    Ok(code)
}
