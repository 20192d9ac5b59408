//! Replays labelled files: `cargo run --release -p categorize --example evaluate -- [--unseen|--cold] FILE.csv...`

use categorize::evaluate::{Mode, Options, evaluate, read_csv};
use categorize::{EmbedderChoice, MemoryCache, open_embedder};
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let cache = std::env::var_os("VALORIZE_CACHE").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../.cache/valorize")),
        PathBuf::from,
    );
    let mut options = Options::default();
    let mut embeddings = true;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--unseen" => options.mode = Mode::UnseenMerchants,
            "--cold" => options.mode = Mode::ColdStart,
            "--chronological" => options.mode = Mode::Chronological,
            "--no-embeddings" => embeddings = false,
            file => {
                let rows = read_csv(&std::fs::read(file)?)?;
                let embedder =
                    if embeddings { Some(open_embedder(&EmbedderChoice::in_cache(&cache))?) } else { None };
                let report = evaluate(&rows, embedder, Box::<MemoryCache>::default(), options)?;
                println!("{file}\n{report}");
            }
        }
    }
    Ok(())
}
