//! The feedback log: each word of a person, with what was suggested and what was chosen.

use crate::support::{import, new_book};
use app::{App, ReviewQueue, ReviewSuggestion, Verdict};
use testkit::ofx::{OfxFile, OfxLine};

type Word = (String, String, i64, bool, bool);

fn words(app: &App) -> Vec<Word> {
    let sql = "select kind, descriptor, amount, suggested = chosen, chosen is null from feedback order by id";
    let mut statement = app.reader().connection().prepare(sql).expect("the log");
    let row = |row: &store::rusqlite::Row<'_>| {
        let same: Option<bool> = row.get(3)?;
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, same.unwrap_or(false), row.get(4)?))
    };
    statement.query_map([], row).expect("the log").map(|word| word.expect("a word")).collect()
}

#[test]
fn every_word_is_logged_with_what_was_suggested() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = new_book(folder.path());
    let texts = ["POSTO SHELL BR", "DROGARIA SAO PAULO", "NETFLIX.COM"];
    let lines = (5..).zip(texts).map(|(day, text)| OfxLine {
        date: format!("2024-01-0{day}"),
        amount: format!("-{day}.00"),
        id: Some(format!("N{day}")),
        text: text.to_owned(),
    });
    let file = folder.path().join("bank.ofx");
    std::fs::write(&file, OfxFile { lines: lines.collect(), ..OfxFile::default() }.text()).expect("a file");
    import(&mut app, &file).expect("an import");
    let queue = app.ask(&ReviewQueue { limit: None, min_confidence: None }).expect("the queue").items;
    assert_eq!(queue.len(), 3, "each is suggested something");
    for (text, verdict, category) in [
        (texts[0], Verdict::Accept, None),
        (texts[1], Verdict::Correct, Some("shopping")),
        (texts[2], Verdict::Ignore, None),
    ] {
        let id = queue.iter().find(|item| item.row.description == text).expect("a suggestion").row.id.clone();
        app.act(ReviewSuggestion { id, verdict, category: category.map(str::to_owned) }).expect("a word");
    }
    let word =
        |kind: &str, text: &str, amount, same, none| (kind.to_owned(), text.to_owned(), amount, same, none);
    assert_eq!(
        words(&app),
        [
            word("accept", texts[0], -500, true, false),
            word("correct", texts[1], -600, false, false),
            word("ignore", texts[2], -700, false, true),
        ]
    );
    // A refused word leaves no trace.
    let id = queue[0].row.id.clone();
    app.act(ReviewSuggestion { id, verdict: Verdict::Accept, category: None })
        .expect_err("nothing waits there");
    assert_eq!(words(&app).len(), 3);
}
