//! The program is killed in the middle of a large import, again and again: all of it is there afterwards, or nothing.

use crate::process::Home;
use std::time::Instant;
use testkit::ofx::{OfxFile, OfxLine};

const ROWS: usize = 20_000;

fn large() -> String {
    let lines = (0..ROWS).map(|n| OfxLine {
        date: format!("{}-{:02}-{:02}", 2015 + n / 3000, n / 250 % 12 + 1, n % 28 + 1),
        amount: format!("-{}.{:02}", n % 977, n % 100),
        id: Some(format!("N{n}")),
        text: format!("LOJA {} COMPRA", n % 300),
    });
    OfxFile { lines: lines.collect(), ..OfxFile::default() }.text()
}

#[test]
fn an_import_that_is_killed_is_whole_or_absent() {
    let home = Home::with_book();
    let file = home.file("large.ofx", large());
    let whole = {
        let other = Home::with_book();
        let start = Instant::now();
        other.ok(&["import", &file]);
        start.elapsed()
    };
    let seed = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(1, |now| now.subsec_nanos());
    println!("seed {seed}, a whole import takes {whole:?}");
    let (mut absent, mut complete) = (0, 0);
    for round in 0..8_u32 {
        // Spread over the whole run, each moved a little by chance.
        let part = (round * 1000 + seed.rotate_left(round * 3) % 1000) / 8;
        let mut child = home.command(&["import", &file]).spawn().expect("the program starts");
        std::thread::sleep(whole * part / 1000);
        child.kill().expect("killed");
        child.wait().expect("it ended");
        let rows = home.rows();
        match rows {
            0 => absent += 1,
            ROWS => complete += 1,
            some => panic!("round {round}, killed at {part} per mille: {some} of {ROWS} rows (seed {seed})"),
        }
        home.assert_sound();
        if rows > 0 {
            home.ok(&["undo"]);
            assert_eq!(home.rows(), 0);
        }
    }
    println!("{absent} rounds left nothing, {complete} all of it");
    // A book that went through all this still takes the file.
    home.ok(&["import", &file]);
    assert_eq!(home.rows(), ROWS);
    home.assert_sound();
}
