//! Mailboxes through which two devices that share a code find each other. What they say is sealed by a key both derive from the code;
//! the server knows who opened a mailbox, when, and how long each message is.

use crate::accounts::{Device, hash_secret, secret};
use crate::http::{ApiError, Code};
use sqlx::PgPool;
use std::time::Duration;
use tokio::time::Instant;

/// How long a mailbox stands, seconds.
const LIFE: i32 = 300;
/// Mailboxes an account may have open.
const OPEN: i64 = 3;
/// Bytes of a message.
const BYTES: usize = 8 << 10;
/// Messages of each side.
const STEPS: i16 = 4;
/// How long a reader may wait for a message, and how often the database is asked meanwhile.
const PATIENCE: Duration = Duration::from_secs(25);
const LOOK: Duration = Duration::from_millis(200);
/// Draws of a number before giving up: with a thousand mailboxes open one draw in nine hundred meets one.
const DRAWS: usize = 8;

/// A mailbox, as its host learns of it.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct PairingEntry {
    /// Six digits: the public part of the code a person carries to the other device.
    pub code_id: i32,
    /// Seconds it stands.
    pub expires_in_seconds: i32,
}

/// What the guest gets for its first message. Not to be printed.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub struct Guest {
    /// To be sent as `Authorization: Bearer` with everything else this guest asks of this pairing.
    pub secret: String,
}

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The signed-in device.
    Host,
    /// The one that wants in.
    Guest,
}

impl Side {
    /// By its name in a path.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Host, Self::Guest].into_iter().find(|side| side.name() == name)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Guest => "guest",
        }
    }
}

/// Whoever asks something of a mailbox.
#[derive(Debug)]
pub enum Caller {
    /// With a device's token.
    Host(Device),
    /// With the secret it got.
    Guest(String),
}

fn missing() -> ApiError {
    ApiError::new(Code::NotFound, "no such pairing, or its time is over")
}

/// Opens a mailbox for a device of an account.
pub async fn open(pool: &PgPool, device: &Device) -> Result<PairingEntry, ApiError> {
    sweep(pool).await?;
    let open = sqlx::query_scalar!(
        r#"select count(*) as "count!" from pairing p join device d on d.id = p.device where d.account = $1"#,
        device.account
    )
    .fetch_one(pool)
    .await?;
    if open >= OPEN {
        return Err(ApiError::new(Code::Quota, "several pairings are open: end one, or wait some minutes"));
    }
    for _ in 0..DRAWS {
        let id = 100_000 + i32::try_from(crate::jitter(900_000)).unwrap_or_default();
        let made = sqlx::query!(
            "insert into pairing (id, device, expires_at) values ($1, $2, now() + make_interval(secs => $3))
             on conflict do nothing",
            id,
            device.id,
            f64::from(LIFE)
        )
        .execute(pool)
        .await?;
        if made.rows_affected() == 1 {
            return Ok(PairingEntry { code_id: id, expires_in_seconds: LIFE });
        }
    }
    Err(ApiError::new(Code::Internal, "no free number was found; try again"))
}

/// Removes what is over. Expired mailboxes are also never found, so when this runs does not matter.
pub async fn sweep(pool: &PgPool) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from pairing where expires_at <= now()").execute(pool).await?;
    Ok(())
}

/// The first message of a guest, who has nothing but the number: it becomes the only guest.
pub async fn join(pool: &PgPool, id: i32, bytes: &[u8]) -> Result<Guest, ApiError> {
    checked(1, bytes)?;
    let secret = secret("vp_");
    let mut transaction = pool.begin().await?;
    let joined = sqlx::query!(
        "update pairing set guest = $2 where id = $1 and guest is null and expires_at > now()",
        id,
        hash_secret(&secret)
    )
    .execute(&mut *transaction)
    .await?;
    if joined.rows_affected() == 0 {
        return Err(missing());
    }
    sqlx::query!(
        "insert into pairing_message (pairing, side, step, bytes) values ($1, 'guest', 1, $2)",
        id,
        bytes
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(Guest { secret })
}

/// Which side the caller is of this mailbox; whoever is none learns no more than that there is nothing.
async fn side(pool: &PgPool, id: i32, caller: &Caller) -> Result<Side, ApiError> {
    let (device, guest) = match caller {
        Caller::Host(device) => (Some(device.id), None),
        Caller::Guest(secret) => (None, Some(hash_secret(secret))),
    };
    let host = sqlx::query_scalar!(
        r#"select device = $2 as "host?" from pairing
           where id = $1 and expires_at > now() and (device = $2 or guest = $3)"#,
        id,
        device,
        guest
    )
    .fetch_optional(pool)
    .await?
    .ok_or_else(missing)?;
    Ok(if host == Some(true) { Side::Host } else { Side::Guest })
}

/// Leaves a message; the same one again changes nothing.
pub async fn leave(
    pool: &PgPool,
    id: i32,
    caller: &Caller,
    on: Side,
    step: i16,
    bytes: &[u8],
) -> Result<(), ApiError> {
    checked(step, bytes)?;
    if side(pool, id, caller).await? != on {
        return Err(missing());
    }
    let left = sqlx::query!(
        "insert into pairing_message as m (pairing, side, step, bytes) values ($1, $2, $3, $4)
         on conflict (pairing, side, step) do update set bytes = m.bytes where m.bytes = excluded.bytes",
        id,
        on.name(),
        step,
        bytes
    )
    .execute(pool)
    .await
    .map_err(|error| match &error {
        // It ended between the two statements.
        sqlx::Error::Database(said) if said.is_foreign_key_violation() => missing(),
        _ => error.into(),
    })?;
    if left.rows_affected() == 0 {
        return Err(ApiError::new(Code::Conflict, "another message stands there"));
    }
    Ok(())
}

/// Waits for a message of the other side; none when none came in time.
pub async fn wait(
    pool: &PgPool,
    id: i32,
    caller: &Caller,
    of: Side,
    step: i16,
) -> Result<Option<Vec<u8>>, ApiError> {
    let until = Instant::now() + PATIENCE;
    loop {
        // Asked anew each time: a mailbox that ended is not waited for.
        if side(pool, id, caller).await? == of {
            return Err(missing());
        }
        let found = sqlx::query_scalar!(
            "select bytes from pairing_message where pairing = $1 and side = $2 and step = $3",
            id,
            of.name(),
            step
        )
        .fetch_optional(pool)
        .await?;
        if found.is_some() || Instant::now() >= until {
            return Ok(found);
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Ends a mailbox, from either side.
pub async fn end(pool: &PgPool, id: i32, caller: &Caller) -> Result<(), ApiError> {
    side(pool, id, caller).await?;
    sqlx::query!("delete from pairing where id = $1", id).execute(pool).await?;
    Ok(())
}

fn checked(step: i16, bytes: &[u8]) -> Result<(), ApiError> {
    if !(1..=STEPS).contains(&step) {
        return Err(ApiError::new(Code::BadRequest, "a side has 4 steps"));
    }
    if bytes.is_empty() || bytes.len() > BYTES {
        return Err(ApiError::new(Code::BadRequest, "a message has 1 to 8192 bytes"));
    }
    Ok(())
}
