//! Every sample file beside the project, of every format, against its expected result.

use crate::support::{Outcome, cases, judge, samples};
use std::collections::BTreeMap;

/// Files that cannot read as expected from their content alone, with the evidence.
const UNDECIDABLE: &[(&str, &str)] = &[(
    "cantino__reckon/spec__data_fixtures__spanish_date_example.csv",
    "expects day/month; `02/12/2009` is the only date pattern and nothing in the file has a day above 12: refused with a question, \
         as the import rules ask",
)];

#[derive(Default)]
struct Tally {
    right: usize,
    all: usize,
    silent: usize,
}

impl Tally {
    fn add(&mut self, outcome: &Outcome) {
        self.all += 1;
        self.right += usize::from(*outcome == Outcome::Right);
        self.silent += usize::from(matches!(outcome, Outcome::SilentlyWrong(_)));
    }
}

fn print(title: &str, tallies: &BTreeMap<String, Tally>) {
    println!("{title:32} right   all  silently wrong");
    for (name, tally) in tallies {
        println!("{name:32} {:5} {:5} {:5}", tally.right, tally.all, tally.silent);
    }
}

#[test]
fn every_sample_reads_as_expected() {
    let Some(folder) = samples() else { return };
    let (mut formats, mut quirks) = (BTreeMap::<String, Tally>::new(), BTreeMap::<String, Tally>::new());
    let mut misses = Vec::new();
    for (file, expected) in cases(&folder) {
        let outcome = judge(&file, &expected);
        let format = expected["format"].as_str().unwrap();
        formats.entry(format.to_owned()).or_default().add(&outcome);
        for quirk in expected["quirks"].as_array().unwrap() {
            quirks.entry(format!("{format} {}", quirk.as_str().unwrap())).or_default().add(&outcome);
        }
        let name = file.strip_prefix(&folder).unwrap().display().to_string();
        let excused = UNDECIDABLE.iter().find(|(file, _)| *file == name);
        match (&outcome, excused) {
            (Outcome::Right, None) => {}
            (Outcome::Right, Some(_)) => {
                misses.push(format!("{format}: {name}: reads right now: take it off the list"));
            }
            (_, Some((_, reason))) => println!("undecidable: {name}: {outcome:?}: {reason}"),
            (_, None) => misses.push(format!("{format}: {name}: {outcome:?}")),
        }
    }
    print("format", &formats);
    print("quirk", &quirks);
    assert!(misses.is_empty(), "{} files differ:\n{}", misses.len(), misses.join("\n"));
}
