//! What the README shows of a hosted book, command by command, so that it cannot become false.

use crate::process::Home;
use crate::stand::{ACCOUNT, Stand, free_port, sample};
use private_stores::Redis;
use std::path::PathBuf;
use std::process::Command;

/// The commands of the README's block that begins with this line; lines that go on are one command.
fn commands(first: &str) -> Vec<String> {
    let text = std::fs::read_to_string(repository().join("README.md")).expect("the README");
    let block =
        text.lines().skip_while(|line| line.trim() != first).map_while(|line| line.strip_prefix("    "));
    let mut commands: Vec<String> = Vec::new();
    for line in block {
        match commands.last_mut() {
            Some(last) if line.starts_with(' ') => *last = format!("{last}\n{line}"),
            _ => commands.push(line.to_owned()),
        }
    }
    assert!(!commands.is_empty(), "the README shows no `{first}`");
    commands
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Waits in the script until what a command answers holds a word. What is piped is read to its end, or curl would complain.
fn until(command: &str, word: &str) -> String {
    let holds = format!("{command} | grep '{word}' > /dev/null");
    format!("for try in $(seq 600); do {holds} && break; sleep 0.1; done; {holds}")
}

/// A person waits for the worker between two commands, and answers a question; a script has to be told.
fn script(address: &str) -> String {
    let mut script = vec!["set -eo pipefail".to_owned()];
    let set_up = commands("export VALORIZE_SYNC_PASSWORD='ten bytes or more'");
    script.extend(set_up.into_iter().take(2));
    for command in commands("target/debug/valorize sync host") {
        let report = r#"curl -sH "$AUTH" $API/reports/monthly/$REPORT"#;
        if command.starts_with("curl -o report.pdf") {
            script.push(until(report, r#""state":"ready""#));
        }
        if command.ends_with("sync unhost") {
            // The report is there a moment before its owner is told.
            script.push(until(r#"curl -sH "$AUTH" $API/notifications"#, "report_ready"));
            script.extend([
                r#"cp report.pdf "$AFTERWARDS/report.pdf""#.to_owned(),
                r#"curl -sH "$AUTH" $API/notifications > "$AFTERWARDS/notifications""#.to_owned(),
                r#"curl -sH "$AUTH" $API/imports > "$AFTERWARDS/imports""#.to_owned(),
                r#"curl -s -o /dev/null -w '%{http_code}' "$API/accounts" > "$AFTERWARDS/without_token""#
                    .to_owned(),
            ]);
        }
        script.push(if command.ends_with("sync host") {
            format!("{command} --yes")
        } else {
            command.clone()
        });
        if command.contains("--data-binary") {
            script.push(until(r#"curl -sH "$AUTH" $API/imports"#, r#""state":"committed""#));
        }
        if command.contains("transactions --from") {
            script.push(format!("{command} --json > \"$AFTERWARDS/transactions\""));
        }
    }
    script.join("\n").replace("http://127.0.0.1:8787", address)
}

#[test]
fn the_readmes_hosted_book_does_what_it_shows() {
    for program in ["curl", "jq"] {
        let there = Command::new(program).arg("--version").output();
        assert!(there.is_ok(), "{program} is not installed: apt-get install {program}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let redis = Redis::start(folder.path()).expect("a Redis");
    let worker_at = format!("127.0.0.1:{}", free_port());
    let (hints, links) = (redis.url(), format!("http://{worker_at}"));
    let stand = Stand::with(&["--redis", &hints, "--objects-address", &links]);
    let _worker = stand.worker(&worker_at, &["--redis", &hints]);
    let home = Home::with_book();
    home.ok(&["import", &sample("conta-corrente-2026-06-a-08.ofx"), "--yes"]);

    // The README's paths lead from the repository.
    let programs = home.path().join("target/debug");
    std::fs::create_dir_all(&programs).expect("a folder");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_valorize"), programs.join("valorize")).expect("a link");
    std::os::unix::fs::symlink(repository().join("samples"), home.path().join("samples")).expect("a link");
    let after = folder.path().display().to_string();
    let script = script(&stand.url()).replace("you@example.org", ACCOUNT);
    let mut bash = Command::new("bash");
    bash.current_dir(home.path()).args(["-c", &script]).env("AFTERWARDS", &after);
    let environment = home.command(&[]);
    bash.envs(environment.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let ran = bash.output().expect("bash");
    let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{script}\n{out}\n{err}");

    let left = |name: &str| std::fs::read(folder.path().join(name)).expect("it was kept");
    let text = |name: &str| String::from_utf8(left(name)).expect("text");
    assert!(text("transactions").contains("Café"), "the device shows what was posted");
    let pdf = left("report.pdf");
    assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 2_000, "{} bytes", pdf.len());
    for told in ["import_finished", "report_ready"] {
        assert!(text("notifications").contains(told), "{told} in {}", text("notifications"));
    }
    assert_eq!(text("without_token"), "401");
    home.sync();
    home.assert_sound();
    // 4,50 posted, and what the statement brought, are on the device.
    let rows = home.book_of();
    let rows = rows.as_array().expect("rows");
    let newest = rows.iter().filter_map(|row| row["date"].as_str()).max().expect("a day");
    assert!(newest.starts_with("2026-10"), "{newest}");
}
