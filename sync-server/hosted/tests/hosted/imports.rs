//! Statements are uploaded, and what a worker makes of them.

use super::device::ACCOUNT;
use super::http::{Answer, send};
use super::stand::Stand;
use domain::Day;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A statement of these rows: day of March, minor units, text.
pub fn ofx(rows: &[(u32, i64, &str)], balance: Option<&str>) -> Vec<u8> {
    let mut text = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\n\
        COMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR\n\
        <BANKTRANLIST><DTSTART>20260301<DTEND>20260331\n"
        .to_owned();
    for (at, (day, minor, description)) in rows.iter().enumerate() {
        let (sign, minor) = (if *minor < 0 { "-" } else { "" }, minor.unsigned_abs());
        writeln!(
            text,
            "<STMTTRN><TRNTYPE>OTHER<DTPOSTED>202603{day:02}<TRNAMT>{sign}{}.{:02}<FITID>N{at}<MEMO>{description}</STMTTRN>",
            minor / 100,
            minor % 100
        )
        .unwrap();
    }
    text.push_str("</BANKTRANLIST>");
    if let Some(balance) = balance {
        write!(text, "<LEDGERBAL><BALAMT>{balance}<DTASOF>20260331</LEDGERBAL>").unwrap();
    }
    text.push_str("</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n");
    text.into_bytes()
}

async fn upload(stand: &Stand, token: &str, name: &str, key: &str, bytes: &[u8]) -> Answer {
    let path = format!("/api/imports?account_id={ACCOUNT}&file_name={name}");
    send(&stand.at, "POST", &path, token, &[("idempotency-key", key)], bytes).await
}

/// Waits until nobody works on it any more.
async fn over(stand: &Stand, token: &str, import: &Value) -> Value {
    let path = format!("/api/imports/{}", import["id"].as_str().unwrap());
    let busy = |one: &Value| one["state"] == "waiting" || one["state"] == "committing";
    stand.until(&path, token, |one| !busy(one)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_without_doubts_is_in_the_book_once() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    let token = stand.host(&mut device).await;
    stand.work().await;
    let file = ofx(&[(2, -1_250, "BAKER"), (3, 99, "INTEREST"), (3, -1_250, "BAKER")], None);
    let made = upload(&stand, &token, "march.ofx", "1", &file).await;
    assert_eq!(made.status, 202);
    let again = upload(&stand, &token, "march.ofx", "1", &file).await;
    assert_eq!(again.json(), made.json(), "the same request is the same import");
    assert_eq!(upload(&stand, &token, "april.ofx", "1", &file).await.code(), "key_reused");

    let done = over(&stand, &token, &made.json()).await;
    assert_eq!(done["state"], "committed", "{done:#}");
    assert_eq!(
        (&done["plan"]["counts"]["new"], &done["plan"]["format"], &done["doubts"]),
        (&json!(3), &json!("ofx"), &json!([]))
    );
    device.until(|device| device.rows() == 3).await;
    let job = stand.get(&format!("/api/jobs/{}", done["job_id"]), &token).await;
    assert_eq!((&job["name"], &job["state"]), (&json!("statement.import"), &json!("done")));
    let steps: Vec<&str> =
        job["steps"].as_array().unwrap().iter().map(|step| step["name"].as_str().unwrap()).collect();
    assert_eq!(steps, ["parse", "plan", "commit"]);
    let told = stand.get("/api/notifications", &token).await;
    assert_eq!((&told["unread"], &told["items"][0]["kind"]), (&json!(1), &json!("import_finished")));
    let read = format!("/api/notifications/{}/read", told["items"][0]["id"]);
    stand.post(&read, &token, &json!({})).await;
    assert_eq!(stand.get("/api/notifications", &token).await["unread"], 0);

    let twice = upload(&stand, &token, "march.ofx", "2", &file).await.ok();
    let twice = over(&stand, &token, &twice).await;
    let counts = &twice["plan"]["counts"];
    assert_eq!(
        (&twice["state"], &counts["new"], &counts["known"]),
        (&json!("committed"), &json!(0), &json!(3))
    );
    assert_eq!(stand.sql("select count(*) from hosted_transaction where visible"), "3");
    assert_eq!(stand.get("/api/imports?limit=1", &token).await["items"][0]["id"], twice["id"]);
    let left = std::fs::read_dir(format!("{}/imports/{}", stand.objects(), device.book)).unwrap().count();
    assert_eq!(left, 0, "an upload that was read is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_leaves_a_doubt_waits_for_its_owner() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    let (_, lunch) = device.add(Day::constant(2026, 3, 9), -2_000, "Lunch with Eva");
    device.settle().await;
    let token = stand.host(&mut device).await;
    stand.work().await;
    let file = ofx(&[(10, -2_000, "TRATTORIA 0815"), (11, -500, "KIOSK")], None);
    let made = upload(&stand, &token, "march.ofx", "1", &file).await.ok();
    let waits = over(&stand, &token, &made).await;
    assert_eq!(waits["state"], "waiting_for_review", "{waits:#}");
    let doubt = &waits["doubts"][0];
    assert_eq!(
        (&doubt["transaction_id"], &doubt["amount_minor"]),
        (&json!(lunch.to_string()), &json!(-2_000))
    );
    assert_eq!(stand.sql("select count(*) from hosted_transaction"), "1", "nothing is written before");

    let path = format!("/api/imports/{}/commit", made["id"].as_str().unwrap());
    let index = doubt["index"].as_u64().unwrap();
    for (decisions, field) in [
        (json!([]), "decisions"),
        (json!([{"index": 99, "decision": "merge"}]), "decisions[0]"),
        (json!([{"index": index, "decision": "merge"}, {"index": index, "decision": "add"}]), "decisions[1]"),
    ] {
        let refused = stand.ask("POST", &path, &token, Some(&json!({"decisions": decisions}))).await;
        assert_eq!((refused.status, &refused.json()["field"]), (400, &json!(field)));
    }
    let decisions = json!({"decisions": [{"index": index, "decision": "merge"}]});
    stand.post(&path, &token, &decisions).await;
    let done = over(&stand, &token, &made).await;
    assert_eq!(done["state"], "committed", "{done:#}");
    assert_eq!(stand.ask("POST", &path, &token, Some(&decisions)).await.code(), "conflict");
    device.until(|device| device.rows() == 2).await;
    let row = device.reader.transaction(lunch).unwrap().unwrap().transaction;
    assert_eq!(row.clearing, domain::Clearing::Cleared, "the bank has seen it");

    let discarded =
        upload(&stand, &token, "may.ofx", "3", &ofx(&[(20, -1, "X"), (21, 1, "Y")], Some("1.00"))).await.ok();
    let waits = over(&stand, &token, &discarded).await;
    assert_eq!(
        (&waits["state"], &waits["plan"]["proof"]),
        (&json!("waiting_for_review"), &json!("disproved"))
    );
    let path = format!("/api/imports/{}", discarded["id"].as_str().unwrap());
    assert_eq!(stand.ask("DELETE", &path, &token, None).await.status, 204);
    assert_eq!(stand.get(&path, &token).await["state"], "discarded");
    assert_eq!(stand.ask("DELETE", &path, &token, None).await.code(), "conflict");
    assert_eq!(stand.get("/api/transactions", &token).await["items"].as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_files_are_refused_with_the_reason_and_nothing_is_written() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    let token = stand.host(&mut device).await;
    stand.work().await;
    let head = |stand: &Stand| stand.sql("select head from book");
    let before = head(&stand);
    let one = String::from_utf8(ofx(&[(2, -1, "A")], None)).unwrap();
    let dollars = one.replace("<CURDEF>EUR", "<CURDEF>USD");
    let inner = one.split_once("<STMTTRNRS>").unwrap().1.split_once("</STMTTRNRS>").unwrap().0;
    let account = |number: u32| {
        inner.replace(
            "<BANKTRANLIST>",
            &format!(
                "<BANKACCTFROM><BANKID>1<ACCTID>{number}<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>"
            ),
        )
    };
    let two = one.replace(inner, &format!("{}</STMTTRNRS><STMTTRNRS>{}", account(11), account(22)));
    let mut bomb = b"PK\x03\x04".to_vec();
    bomb.extend(vec![0; 1 << 20]);
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("bomb.zip", bomb, "not_a_statement"),
        ("page.ofx", b"<!DOCTYPE html><html><body>Please log in</body></html>".to_vec(), "not_a_statement"),
        ("report.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), "not_a_statement"),
        ("blank.csv", b" \n\t\n".to_vec(), "empty_file"),
        ("noise.csv", (0..4_096_u32).map(|at| (at * 7_919).to_le_bytes()[0]).collect(), "not_a_statement"),
        ("dollars.ofx", dollars.into_bytes(), "wrong_account"),
        ("two.ofx", two.into_bytes(), "several_accounts"),
        ("none.ofx", ofx(&[], None), "no_records"),
    ];
    for (at, (name, bytes, code)) in cases.into_iter().enumerate() {
        let made = upload(&stand, &token, name, &at.to_string(), &bytes).await.ok();
        let ended = over(&stand, &token, &made).await;
        assert_eq!((&ended["state"], &ended["code"]), (&json!("refused"), &json!(code)), "{name}: {ended:#}");
        assert!(!ended["detail"].as_str().unwrap().is_empty());
    }
    assert_eq!(head(&stand), before);
    assert_eq!(stand.get("/api/jobs?state=dead", &token).await["items"], json!([]));
    for (path, status) in [
        ("/api/imports?file_name=x.ofx&account_id=AAAAAAAAAAAAAAAA", 400),
        ("/api/imports", 400),
        ("/api/imports?file_name=%2F", 400),
    ] {
        assert_eq!(send(&stand.at, "POST", path, &token, &[], b"x").await.status, status, "{path}");
    }
    assert_eq!(send(&stand.at, "POST", "/api/imports?file_name=x", &token, &[], b"").await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_up_is_told_and_may_be_tried_again() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    device.add(Day::constant(2026, 3, 9), -2_000, "Lunch with Eva");
    device.settle().await;
    let token = stand.host(&mut device).await;
    // Every worker that took this one was lost.
    let lost = upload(&stand, &token, "lost.ofx", "1", &ofx(&[(1, -1, "X")], None)).await.ok();
    stand.sql("update job set state = 'running', attempts = 99, started_at = now(), next_at = now() - interval '1 hour' where name = 'statement.import'");
    stand.work().await;
    let lost = over(&stand, &token, &lost).await;
    assert_eq!(
        (&lost["state"], &lost["detail"]),
        (&json!("failed"), &json!("the worker that ran it was lost"))
    );
    let told = stand.until("/api/notifications", &token, |told| told["unread"] == 1).await;
    assert_eq!(
        (&told["items"][0]["kind"], &told["items"][0]["title"]),
        (&json!("work_failed"), &json!("lost.ofx could not be imported"))
    );
    let commit = |import: &Value| format!("/api/imports/{}/commit", import["id"].as_str().unwrap());
    let nothing = json!({});
    assert_eq!(stand.ask("POST", &commit(&lost), &token, Some(&nothing)).await.code(), "conflict");

    let file = ofx(&[(10, -2_000, "TRATTORIA 0815"), (11, -500, "KIOSK")], None);
    let import = upload(&stand, &token, "march.ofx", "2", &file).await.ok();
    let waits = over(&stand, &token, &import).await;
    stand.sql(
        "create function die() returns trigger language plpgsql as $$ begin
           new.state := 'dead'; new.ended_at := now(); new.error := 'no room'; return new; end $$;
         create trigger die before insert on job for each row when (new.name = 'statement.import') execute function die()",
    );
    let decisions = json!({"decisions": [{"index": waits["doubts"][0]["index"], "decision": "merge"}]});
    stand.post(&commit(&import), &token, &decisions).await;
    assert_eq!(over(&stand, &token, &import).await["state"], "failed");
    stand.sql("drop trigger die on job");
    stand.post(&commit(&import), &token, &nothing).await;
    let done = over(&stand, &token, &import).await;
    assert_eq!(done["state"], "committed", "{done:#}");
    device.until(|device| device.rows() == 2).await;
}
