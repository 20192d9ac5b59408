//! The project's own OFX files, one quirk each, against their expected results.

use crate::support::{Outcome, cases, judge};
use std::path::Path;

#[test]
fn every_quirk_reads_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/ofx");
    let all = cases(&folder);
    assert!(all.len() >= 25, "only {} files", all.len());
    for (file, expected) in all {
        let bytes = std::fs::read(&file).unwrap();
        assert_eq!(judge(&file, &expected), Outcome::Right, "{}", file.display());
        let options = statements::ReadOptions::new(domain::Currency::BRL);
        let codes: Vec<String> = match statements::read(&bytes, &options) {
            Ok(document) => {
                document.rejected.iter().chain(&document.warnings).map(|notice| notice.code.clone()).collect()
            }
            Err(error) => vec![error.code().to_owned()],
        };
        for code in expected["codes"].as_array().into_iter().flatten() {
            assert!(codes.iter().any(|found| found == code), "{}: no {code} among {codes:?}", file.display());
        }
    }
}
