//! Random statements through real files and a real book.

use crate::support::{assert_sound, content, import, new_book};
use app::{App, CommitImport, DecideImport, Decision, PlanImport, UndoImport};
use domain::StatementLine;
use proptest::prelude::*;
use serde_json::json;
use std::path::Path;
use testkit::ofx::{OfxFile, OfxLine};
use testkit::{history, id_style, windows};

fn write(path: &Path, lines: &[StatementLine]) {
    let lines = lines.iter().map(|line| OfxLine {
        date: line.date.to_string(),
        amount: format!(
            "{}{}.{:02}",
            if line.amount < 0 { "-" } else { "" },
            line.amount.abs() / 100,
            line.amount.abs() % 100
        ),
        id: line.bank_id.clone(),
        text: line.description.clone(),
    });
    std::fs::write(path, OfxFile { lines: lines.collect(), ..OfxFile::default() }.text()).expect("a file");
}

fn balances(app: &mut App) -> serde_json::Value {
    let accounts = app.call("account.list", json!({})).expect("the accounts");
    json!([
        accounts["items"][0]["balance"],
        accounts["items"][0]["cleared_balance"],
        accounts["items"][0]["transactions"]
    ])
}

fn import_all(app: &mut App, folder: &Path, parts: &[&[StatementLine]]) {
    let file = folder.join("bank.ofx");
    for part in parts {
        write(&file, part);
        import(app, &file).expect("an import");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// l. Any order and any overlap of imports gives the same book, and importing all again adds nothing.
    #[test]
    fn any_order_and_overlap_gives_the_same_book(
        (lines, cuts) in id_style().prop_flat_map(|style| history(style, 24)).prop_flat_map(|lines| {
            let cuts = windows(lines.len());
            (Just(lines), cuts)
        }),
        turn in 0_usize..6,
    ) {
        let (one, two) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let (mut forth, mut back) = (new_book(one.path()), new_book(two.path()));
        let parts: Vec<&[StatementLine]> = cuts.iter().map(|cut| &lines[cut.clone()]).collect();
        let mut order = parts.clone();
        order.rotate_left(turn % parts.len());
        order.reverse();
        import_all(&mut forth, one.path(), &parts);
        import_all(&mut back, two.path(), &order);
        prop_assert_eq!(content(&forth), content(&back));
        prop_assert_eq!(balances(&mut forth), balances(&mut back));
        let before = content(&forth);
        import_all(&mut forth, one.path(), &parts);
        prop_assert_eq!(content(&forth), before);
        assert_sound(&mut forth);
        assert_sound(&mut back);
    }

    /// b. The commit does what the plan says, whatever lines are decided otherwise; taking it back restores the register.
    #[test]
    fn plan_equals_commit_under_any_decisions(
        lines in id_style().prop_flat_map(|style| history(style, 16)),
        known in 0_usize..8,
        typed in prop::collection::vec((0_usize..16, -2_i32..3), 0..4),
        decisions in prop::collection::vec((0_usize..16, 0_usize..4), 0..10),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut app = new_book(folder.path());
        let account = json!({ "name": "Conta", "kind": "checking", "currency": "BRL", "number": "45678-9" });
        app.call("account.create", account).expect("an account");
        import_all(&mut app, folder.path(), &[&lines[..known.min(lines.len())]].map(|part| if part.is_empty() { &lines[..1] } else { part }));
        for (at, days) in typed {
            let line = &lines[at % lines.len()];
            let date = line.date.saturating_add(jiff::Span::new().days(days)).to_string();
            app.call(
                "transaction.create",
                json!({ "account": "Conta", "date": date, "amount": line.amount, "description": line.description }),
            )
            .expect("a row");
        }
        let before = content(&app);
        let file = folder.path().join("bank.ofx");
        write(&file, &lines);
        let path = file.display().to_string();
        let planned = app.act(PlanImport { path, all_lines: Some(true), ..PlanImport::default() }).expect("a plan");
        let plan = planned.plans[0].plan.clone();
        for (index, decision) in decisions {
            let decision = [Decision::Merge, Decision::Add, Decision::LeaveOut, Decision::Proposed][decision];
            // What the plan does not allow is refused and changes nothing.
            drop(app.act(DecideImport { plan: plan.clone(), index: u32::try_from(index).expect("small"), decision }));
        }
        let shown = app.call("import.show", json!({ "plan": plan })).expect("the plan");
        let mut expected = before.clone();
        for line in shown["lines"].as_array().into_iter().flatten() {
            let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
            let row = |of: &serde_json::Value, clearing: &str| {
                (text(&of["date"]), of["amount"]["minor"].as_i64().unwrap_or_default(), text(&of["description"]), clearing.to_owned())
            };
            match (text(&line["fate"]).as_str(), line["merge"] == true) {
                ("new", _) | ("likely", false) => expected.push(row(line, "cleared")),
                ("likely", true) => {
                    let existing = &line["existing"];
                    let old = row(existing, &text(&existing["clearing"]));
                    let at = expected.iter().position(|known| *known == old).expect("the row to merge with");
                    expected[at] = row(existing, "cleared");
                }
                _ => {}
            }
        }
        expected.sort();
        let done = app.act(CommitImport { plan, categorise: None }).expect("a commit");
        prop_assert_eq!(content(&app), expected);
        let of = |name: &str| shown[name].as_u64().unwrap_or_default();
        prop_assert_eq!(u64::from(done.added), of("new") + of("doubtful") - of("merged"));
        prop_assert_eq!(u64::from(done.merged), of("merged"));
        prop_assert_eq!(u64::from(done.known), of("known"));
        prop_assert_eq!(u64::from(done.ignored), of("ignored"));
        assert_sound(&mut app);
        app.act(UndoImport { batch: done.batch }).expect("an undo");
        prop_assert_eq!(content(&app), before);
        assert_sound(&mut app);
    }
}
