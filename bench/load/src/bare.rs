//! The bare limits in the same run: what Postgres takes in of the same rows under the same promise, and what a WebSocket echo passes.

use crate::Size;
use crate::error::LoadError;
use crate::figures::{Figures, Target, float};
use crate::stand::Stand;
use crate::sync::population::random;
use axum::Router;
use axum::extract::WebSocketUpgrade;
use axum::extract::ws::WebSocket;
use axum::routing::get;
use axum::serve::ListenerExt as _;
use futures_util::{SinkExt as _, StreamExt as _};
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message;

/// Bytes of a push of one change, and of a sealed body.
const FRAME: usize = 420;
const BODY: usize = 272;

/// Rows of the log inserted so many at a time on so many connections, each waiting for the disk.
pub async fn postgres(
    stand: &Stand,
    size: Size,
    rows: usize,
    connections: usize,
    figures: &mut Figures,
) -> Result<(), LoadError> {
    let name = format!("bare Postgres, {rows} rows a commit, {connections} connections");
    println!("{name}");
    let (began, long) = (Instant::now(), size.time(6));
    let mut tasks = JoinSet::new();
    for _ in 0..connections {
        let pool = stand.pool.clone();
        tasks.spawn(async move {
            let (book, mut place) = (random::<16>().to_vec(), 0);
            while began.elapsed() < long {
                insert(&pool, &book, place, rows).await?;
                place += i64::try_from(rows).unwrap_or(i64::MAX);
            }
            Ok::<i64, sqlx::Error>(place)
        });
    }
    let mut inserted = 0;
    while let Some(ended) = tasks.join_next().await {
        inserted += ended.map_err(|error| LoadError::Wrong(error.to_string()))??;
    }
    let rate = float(inserted.unsigned_abs()) / began.elapsed().as_secs_f64();
    figures.add(&name, "inserted", rate, "rows/s", Target::None);
    Ok(())
}

async fn insert(pool: &sqlx::PgPool, book: &[u8], place: i64, rows: usize) -> Result<(), sqlx::Error> {
    let places: Vec<i64> = (place + 1..).take(rows).collect();
    let hashes: Vec<Vec<u8>> = places.iter().map(|_| random::<32>().to_vec()).collect();
    let bodies: Vec<Vec<u8>> = places.iter().map(|_| vec![0; BODY]).collect();
    sqlx::query(
        "insert into log
           (book, place, document, hash, actor, sequence, dependencies, grp, device, key, nonce, body, chain)
         select $1, place, substring(hash from 1 for 16), hash, $1, place, hash, 0, 1, 1, '', body, hash
         from unnest($2::bigint[], $3::bytea[], $4::bytea[]) as t(place, hash, body)",
    )
    .bind(book)
    .bind(places)
    .bind(hashes)
    .bind(bodies)
    .execute(pool)
    .await?;
    Ok(())
}

/// Serves a WebSocket that says back what it hears, until killed; prints where.
pub async fn serve_echo() -> Result<(), LoadError> {
    async fn echo(mut socket: WebSocket) {
        while let Some(Ok(message)) = socket.recv().await {
            if socket.send(message).await.is_err() {
                return;
            }
        }
    }
    let upgrade = |upgrade: WebSocketUpgrade| async move {
        upgrade.read_buffer_size(4 << 10).write_buffer_size(0).on_upgrade(echo)
    };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on http://{}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| {
        let _kept = stream.set_nodelay(true);
    });
    axum::serve(listener, Router::new().route("/v1/sync", get(upgrade))).await?;
    Ok(())
}

/// Messages of a push's size, there and back, over 200 connections to a process that does nothing else.
pub async fn echo(size: Size, figures: &mut Figures) -> Result<(), LoadError> {
    let connections = size.count(200);
    let name = format!("bare WebSocket echo, {connections} connections");
    println!("{name}");
    let mut process = Command::new(std::env::current_exe()?)
        .arg("echo")
        .stdout(Stdio::piped())
        .stdin(Stdio::null())
        .spawn()?;
    let counted = exchange(&mut process, connections, size).await;
    process.kill()?;
    process.wait()?;
    figures.add(&name, "there and back", counted?, "messages/s", Target::None);
    Ok(())
}

async fn exchange(
    process: &mut std::process::Child,
    connections: usize,
    size: Size,
) -> Result<f64, LoadError> {
    let mut said = String::new();
    if let Some(output) = process.stdout.take() {
        BufReader::new(output).read_line(&mut said)?;
    }
    let at = said.trim().strip_prefix("listening on http://").and_then(|at| at.parse().ok());
    let at = at.ok_or(LoadError::Server { said })?;
    let mut sockets = Vec::new();
    for number in 0..connections {
        sockets.push(crate::sync::device::open(at, "none", number).await?);
    }
    let (began, long) = (Instant::now(), size.time(6));
    let mut tasks = JoinSet::new();
    for mut socket in sockets {
        tasks.spawn(async move {
            let mut count = 0_u64;
            while began.elapsed() < long {
                socket.send(Message::Binary(vec![0; FRAME].into())).await?;
                socket.next().await.transpose()?;
                count += 1;
            }
            Ok::<u64, tokio_tungstenite::tungstenite::Error>(count)
        });
    }
    let mut count = 0;
    while let Some(ended) = tasks.join_next().await {
        count += ended.map_err(|error| LoadError::Wrong(error.to_string()))??;
    }
    Ok(float(count) / began.elapsed().as_secs_f64())
}
