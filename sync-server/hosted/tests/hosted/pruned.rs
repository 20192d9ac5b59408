//! A book whose log's beginning was pruned: the read model begins with a snapshot.

use super::device::{Device, FOOD};
use super::stand::Stand;
use domain::Day;
use serde_json::json;
use std::fmt::Write as _;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// Leaves the device's packed state with the server, vouched for, and empties what it holds in the log.
fn prune(stand: &Stand, device: &mut Device) -> u64 {
    let pack = device.pack();
    let (head, book) = (&pack.head, device.book);
    stand.sql(&format!(
        "insert into snapshot (id, book, base, chain, size, sha256, uploaded_by, uploaded_on, received, whole)
           select '\\x{id}', b.id, {base}, '\\x{chain}', {size}, '\\x{sum}', d.id, '\\x{on}', {size}, true
           from book b join device d on d.account = b.owner and d.name = 'test' where b.id = '\\x{book}';
         insert into snapshot_part (snapshot, at, bytes) values ('\\x{id}', 0, '\\x{bytes}');
         insert into snapshot_verified (snapshot, device) select id, uploaded_by from snapshot;
         update log set body = '', nonce = '' where book = '\\x{book}' and place <= {base};
         update book set pruned = {base} where id = '\\x{book}'",
        id = hex(&head.id),
        base = head.base,
        chain = hex(&head.chain),
        size = head.size,
        sum = hex(&head.sha256),
        on = "00".repeat(16),
        bytes = hex(&pack.bytes),
    ));
    head.base
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_is_hosted_from_its_snapshot_and_goes_on_with_the_log() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    for day in 1..=20 {
        let (shard, id) = device.add(Day::constant(2026, 3, day), -100 - i64::from(day), "Baker");
        device.commit(vec![shard.set_category(id, Some(FOOD)).unwrap()]);
    }
    device.settle().await;
    let base = prune(&stand, &mut device);
    device.add(Day::constant(2026, 4, 1), -7, "after the snapshot");
    let token = stand.host(&mut device).await;
    let page = stand.get("/api/transactions?limit=100", &token).await;
    assert_eq!(page["items"].as_array().unwrap().len(), 21);
    assert_eq!(page["items"][0]["description"], "after the snapshot");
    let budget = stand.get("/api/budgets?month=2026-03", &token).await;
    assert_eq!(budget["items"][0]["amount_minor"], -2_210, "sums hold what the snapshot held");
    assert_eq!(stand.sql("select min(place) from log where body <> ''"), (base + 1).to_string());

    // Edits load what came with the snapshot; devices see them.
    let first = page["items"][20]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/transactions/{first}");
    stand.ask("PATCH", &path, &token, Some(&json!({"note": "rye"}))).await.ok();
    let id = first.parse().unwrap();
    device
        .until(|device| {
            let row = device.reader.transaction(id).unwrap().unwrap();
            row.transaction.note.as_deref() == Some("rye")
        })
        .await;

    // Made anew it is the same.
    let before = stand.sql("select md5(string_agg(t::text, '' order by t.id)) from hosted_transaction t");
    let rebuild = format!("/v1/books/{}/hosted/rebuild", device.book);
    stand.post(&rebuild, &device.token, &json!({})).await;
    let after = stand.sql("select md5(string_agg(t::text, '' order by t.id)) from hosted_transaction t");
    assert_eq!(before, after);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_snapshot_that_opens_a_pruned_book_is_not_hosted() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    device.add(Day::constant(2026, 3, 1), -100, "Baker");
    device.settle().await;
    prune(&stand, &mut device);
    let path = format!("/v1/books/{}/hosted", device.book);
    let offer = stand.post(&format!("{path}/offer"), &device.token, &json!({})).await;
    device.admit(offer["member"].as_str().unwrap(), offer["public_key"].as_str().unwrap());
    device.settle().await;
    for spoil in [
        "update snapshot_part set bytes = set_byte(bytes, length(bytes) / 2, get_byte(bytes, length(bytes) / 2) # 1)",
        "delete from snapshot_verified",
    ] {
        stand.sql(spoil);
        let refused = stand.ask("POST", &path, &device.token, Some(&device.handed())).await;
        assert_eq!((refused.status, refused.code().as_str()), (409, "conflict"), "{spoil}");
    }
    assert_eq!(stand.sql("select count(*) from hosted_shard"), "0");
}
