//! Every measurement gives the result it measures, on a small book.

use bench::measure::{bytes_per_row, names, once};

#[test]
fn every_measurement_runs_and_checks_its_result() {
    for name in names() {
        // The model is the categoriser's own test; loading it for every measurement would only cost time.
        if matches!(name, "import-and-embed" | "suggest-warm") {
            continue;
        }
        let rows = once(name, 300).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(rows > 0, "{name} handled nothing");
    }
}

#[test]
fn a_book_takes_room_per_row() {
    let bytes = bytes_per_row(3_000).expect("a book");
    assert!((50..5_000).contains(&bytes), "{bytes} bytes per row");
}
