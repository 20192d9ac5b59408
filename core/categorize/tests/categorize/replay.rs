//! The evaluation on a small file of our own, and the bar on the labelled sets where they lie beside the project.

use crate::support::embedder;
use categorize::MemoryCache;
use categorize::evaluate::{Mode, Options, Report, RowsError, evaluate, read_csv};
use std::path::PathBuf;

fn household(mode: Mode) -> Report {
    let rows = read_csv(include_bytes!("data/household.csv")).unwrap();
    evaluate(&rows, None, Box::<MemoryCache>::default(), Options { mode }).unwrap()
}

/// The report without what depends on the machine.
fn stable(mut report: Report) -> Report {
    report.product.rows_per_s = 0.0;
    for figures in std::iter::once(&mut report.product).chain(&mut report.baselines) {
        figures.rows_per_s = 0.0;
        figures.ece = (figures.ece * 1_000.0).round() / 1_000.0;
    }
    report
}

#[test]
fn a_small_household_is_replayed() {
    let report = stable(household(Mode::Chronological));
    let best = report.baselines.iter().map(|figures| figures.accuracy).fold(0.0, f64::max);
    assert!(report.product.accuracy > best, "{report}");
    insta::assert_snapshot!("household", report.to_string());
    assert_eq!(report, stable(household(Mode::Chronological)), "the same file gives the same figures");
}

#[test]
fn without_any_learning_the_baselines_know_nothing() {
    let report = household(Mode::ColdStart);
    assert!(report.product.accuracy > 0.7, "{report}");
    assert!(report.baselines.iter().all(|figures| figures.accuracy <= 0.0));
}

#[test]
fn bad_files_are_refused_with_the_place() {
    assert!(matches!(read_csv(b"date,amount\n"), Err(RowsError::Column("description"))));
    let bad = read_csv(b"date,description,amount,label\n2024-01-01,X,1.5,a\n2024-01-01,X,abc,a\n");
    assert!(matches!(bad, Err(RowsError::Amount { line: 3, .. })), "{bad:?}");
    assert!(evaluate(&[], None, Box::<MemoryCache>::default(), Options::default()).is_err());
}

#[test]
fn the_categoriser_beats_the_baselines_on_the_labelled_sets() {
    let folder = std::env::var_os("VALORIZE_FIXTURES")
        .map_or_else(
            || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/fixtures")),
            PathBuf::from,
        )
        .join("labelled");
    if !folder.is_dir() {
        println!("no labelled sets in {}: nothing is measured", folder.display());
        return;
    }
    for (file, mode) in [
        ("en_us_mint.csv", Mode::Chronological),
        ("en_za_statements.csv", Mode::Chronological),
        ("pt_br_descriptors.csv", Mode::UnseenMerchants),
        ("en_za_statements.csv", Mode::UnseenMerchants),
    ] {
        let rows = read_csv(&std::fs::read(folder.join(file)).unwrap()).unwrap();
        let report =
            evaluate(&rows, Some(embedder()), Box::<MemoryCache>::default(), Options { mode }).unwrap();
        println!("{file} {mode:?}\n{report}");
        for baseline in &report.baselines {
            assert!(report.product.accuracy >= baseline.accuracy, "{file} {mode:?}\n{report}");
            assert!(
                report.product.accuracy_unseen >= baseline.accuracy_unseen + 0.1,
                "{file} {mode:?}\n{report}"
            );
        }
    }
}
