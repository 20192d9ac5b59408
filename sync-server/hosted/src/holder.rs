//! Who holds an access token, asked of the database in one question for all requests that wait.
//!
//! Nothing is remembered: a question is put after the request came, so a token that was ended, or a head that moved, before it is seen. What it
//! saves is that hundreds of requests a second each ask alone.

use crate::problem::Problem;
use crate::reads::{NoConnection, Reads, discard, in_time};
use sqlx::PgConnection;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{Semaphore, mpsc, oneshot};

/// Tokens in one question.
const MOST: usize = 256;
/// Questions on their way at once: a second one, so that a slow one does not hold up everybody.
const AT_ONCE: usize = 2;
/// Requests in line; who comes when it is full waits until there is a place.
const WAITING: usize = 1_024;

/// A token that stands, its book, and how far log and read model are.
#[derive(Debug, Clone)]
pub struct Holder {
    pub token: i64,
    pub book: Vec<u8>,
    pub account: i64,
    pub scopes: Vec<String>,
    pub role: String,
    /// Of the book's keys.
    pub version: i32,
    pub projected: i64,
    pub head: i64,
    pub epoch: Vec<u8>,
}

struct Asked {
    secret: Vec<u8>,
    answer: oneshot::Sender<Result<Option<Holder>, Arc<NoConnection>>>,
}

/// The way to ask.
pub struct Holders(mpsc::Sender<Asked>);

impl Holders {
    /// Asks until nobody can ask any more.
    pub fn new(reads: Arc<Reads>) -> Self {
        let (ask, asked) = mpsc::channel(WAITING);
        tokio::spawn(serve(reads, asked));
        Self(ask)
    }

    /// Who holds the token with this hash; none when it does not stand.
    pub async fn of(&self, secret: Vec<u8>) -> Result<Option<Holder>, Problem> {
        let (answer, answered) = oneshot::channel();
        let ended = || Problem::internal(&"nobody asks for tokens any more");
        self.0.send(Asked { secret, answer }).await.map_err(|_| ended())?;
        answered.await.map_err(|_| ended())?.map_err(|error| Problem::internal(&error))
    }
}

async fn serve(reads: Arc<Reads>, mut asked: mpsc::Receiver<Asked>) {
    let room = Arc::new(Semaphore::new(AT_ONCE));
    loop {
        // First the room, then who waits: they are more by then.
        let Ok(permit) = room.clone().acquire_owned().await else { return };
        let mut all = Vec::new();
        if asked.recv_many(&mut all, MOST).await == 0 {
            return;
        }
        let reads = reads.clone();
        tokio::spawn(async move {
            tell(&reads, all).await;
            drop(permit);
        });
    }
}

async fn tell(reads: &Reads, all: Vec<Asked>) {
    let secrets: Vec<Vec<u8>> = all.iter().map(|asked| asked.secret.clone()).collect();
    let found = find(reads, &secrets).await.map_err(Arc::new);
    for Asked { secret, answer } in all {
        let told = found.as_ref().map(|found| found.get(&secret).cloned()).map_err(Arc::clone);
        // Who went away meanwhile needs none.
        drop(answer.send(told));
    }
}

async fn find(reads: &Reads, secrets: &[Vec<u8>]) -> Result<HashMap<Vec<u8>, Holder>, NoConnection> {
    let mut connection = reads.unasked().await?;
    if let Ok(found) = in_time(read(&mut connection, secrets)).await {
        return Ok(found);
    }
    discard(connection);
    let mut connection = reads.of_none().await?;
    Ok(in_time(read(&mut connection, secrets)).await?)
}

/// One question: tokens, roles, that the server's device still stands in each book, and how far log and read model are.
async fn read(
    connection: &mut PgConnection,
    secrets: &[Vec<u8>],
) -> Result<HashMap<Vec<u8>, Holder>, sqlx::Error> {
    let rows = sqlx::query!(
        "select t.secret, t.id, t.book, t.account, t.scopes, m.role, h.version, h.projected, b.head, b.epoch
         from hosted_token t
         join hosted h on h.book = t.book and h.state = 'hosted'
         join book b on b.id = t.book
         join member m on m.book = t.book and m.account = t.account
         join device d on d.id = h.device and d.revoked_at is null
         where t.secret = any($1) and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())",
        secrets
    )
    .fetch_all(connection)
    .await?;
    let holder = rows.into_iter().map(|row| {
        let holder = Holder {
            token: row.id,
            book: row.book,
            account: row.account,
            scopes: row.scopes,
            role: row.role,
            version: row.version,
            projected: row.projected,
            head: row.head,
            epoch: row.epoch,
        };
        (row.secret, holder)
    });
    Ok(holder.collect())
}
