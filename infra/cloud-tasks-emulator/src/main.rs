//! `cloud-tasks-emulator`: Cloud Tasks on this machine.

use clap::Parser;
use cloud_tasks_emulator::Emulator;
use std::net::SocketAddr;

/// Answers as Cloud Tasks does and pushes tasks to their targets. Queues are created through the API.
#[derive(Debug, Parser)]
struct Arguments {
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8123")]
    listen: SocketAddr,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let emulator = Emulator::start(Arguments::parse().listen).await?;
    println!("listening on {}", emulator.address);
    tokio::signal::ctrl_c().await
}
