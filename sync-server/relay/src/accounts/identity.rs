//! Signing in with an ID token of the issuer this server trusts, instead of a password.

use super::account::{SignedIn, hash_secret, use_invitation, wants_invitation};
use super::device::{DeviceInput, enrol, secret};
use crate::http::{ApiError, Code};
use crate::oidc::{Person, SignInIssuer};
use crate::settings::Settings;
use ::oidc::OidcError;
use sqlx::{PgConnection, PgPool};

/// How long a person may take at the issuer, seconds.
const LIFE: i32 = 600;

/// What a device needs to ask the issuer.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Attempt {
    /// The issuer's URL.
    pub issuer: String,
    /// The server's name there.
    pub client_id: String,
    /// To be put into the request; the ID token must carry it. It works once.
    pub nonce: String,
    /// Seconds it may be used.
    pub expires_in_seconds: i32,
}

/// An ID token, and the device that is to get a token of ours. Not to be printed.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityInput {
    /// As the issuer gave it to the device.
    pub id_token: String,
    /// The device.
    pub device: DeviceInput,
    /// Where a new account needs one.
    #[serde(default)]
    pub invitation: Option<String>,
}

/// Begins to sign in through the issuer.
pub async fn begin(pool: &PgPool, issuer: &SignInIssuer) -> Result<Attempt, ApiError> {
    let nonce = secret("");
    sqlx::query!("delete from sign_in_attempt where expires_at <= now()").execute(pool).await?;
    sqlx::query!(
        "insert into sign_in_attempt (nonce, expires_at) values ($1, now() + make_interval(secs => $2))",
        hash_secret(&nonce),
        f64::from(LIFE)
    )
    .execute(pool)
    .await?;
    let (url, client_id) = (issuer.url().to_owned(), issuer.client_id.clone());
    Ok(Attempt { issuer: url, client_id, nonce, expires_in_seconds: LIFE })
}

/// Signs a device in for whom the token speaks of; makes the account when there is none.
pub async fn sign_in_with(
    pool: &PgPool,
    settings: &Settings,
    issuer: &SignInIssuer,
    input: &IdentityInput,
) -> Result<SignedIn, ApiError> {
    let person = issuer.check(&input.id_token).await.map_err(|error| match error {
        OidcError::Issuer(_) => {
            tracing::warn!(%error, "nobody can sign in through the issuer");
            ApiError::new(Code::Internal, "the issuer cannot be asked; try again later")
        }
        OidcError::Token(_) => refused(&error.to_string()),
    })?;
    let mut transaction = pool.begin().await?;
    let used = sqlx::query!(
        "delete from sign_in_attempt where nonce = $1 and expires_at > now()",
        hash_secret(&person.nonce)
    )
    .execute(&mut *transaction)
    .await?;
    if used.rows_affected() == 0 {
        return Err(refused("its nonce was not given out here, or was used"));
    }
    let known = sqlx::query_scalar!(
        "select account from identity where issuer = $1 and subject = $2",
        issuer.url(),
        person.subject
    )
    .fetch_optional(&mut *transaction)
    .await?;
    let account = match known {
        Some(account) => account,
        None => open_account(&mut transaction, settings, issuer, &person, input).await?,
    };
    let token = enrol(&mut transaction, settings, account, &input.device).await?;
    transaction.commit().await?;
    Ok(SignedIn { token })
}

fn refused(why: &str) -> ApiError {
    ApiError::new(Code::Unauthorised, why)
}

async fn open_account(
    connection: &mut PgConnection,
    settings: &Settings,
    issuer: &SignInIssuer,
    person: &Person,
    input: &IdentityInput,
) -> Result<i64, ApiError> {
    let invitation = wants_invitation(settings, input.invitation.as_deref())?;
    // An account of that name with a password is somebody the issuer did not vouch for: it is not taken over.
    let name = person.email.clone().unwrap_or_else(|| format!("{} at {}", person.subject, issuer.url()));
    let account = sqlx::query_scalar!(
        "insert into account (name) values ($1) on conflict do nothing returning id",
        name.trim().to_lowercase()
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(ApiError::new(Code::NameTaken, "an account of this name exists: sign in with its password"))?;
    if let Some(code) = invitation {
        use_invitation(connection, &code, account).await?;
    }
    sqlx::query!(
        "insert into identity (issuer, subject, account) values ($1, $2, $3)",
        issuer.url(),
        person.subject,
        account
    )
    .execute(connection)
    .await?;
    Ok(account)
}
