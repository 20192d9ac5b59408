//! `cloud-tasks-emulator`: Cloud Tasks on this machine.

use clap::Parser;
use cloud_tasks_emulator::Emulator;
use std::net::SocketAddr;

/// Answers as Cloud Tasks does and pushes tasks to their targets. Queues are created through the API, or named here.
#[derive(Debug, Parser)]
struct Arguments {
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8123")]
    listen: SocketAddr,
    /// Address under which others reach it, which its tokens name as their issuer; by default where it listens.
    #[arg(long)]
    address: Option<String>,
    /// A queue that is there from the beginning: projects/P/locations/L/queues/Q. May be given several times.
    #[arg(long)]
    queue: Vec<String>,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let Arguments { listen, address, queue } = Arguments::parse();
    let emulator = Emulator::start_as(listen, address, &queue).await?;
    println!("listening on {}", emulator.address);
    tokio::signal::ctrl_c().await
}
