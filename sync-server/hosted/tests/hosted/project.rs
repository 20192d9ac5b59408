//! The read model: made step by step or anew, it says the same, and what the device's own says.

use super::device::{ACCOUNT, Device, FOOD, FUN, OTHER_ACCOUNT, OTHER_PAYEE, PAYEE, facts};
use super::stand::Stand;
use domain::transaction::Origin;
use domain::{Clearing, Day, Split, TransactionId};
use replica::{AutoCategory, Entity, Field, ShardKey, Write, day_from_number, day_number};
use serde_json::json;

const TABLES: [(&str, &str); 11] = [
    ("hosted_profile", "*"),
    ("hosted_account", "*"),
    ("hosted_group", "*"),
    ("hosted_category", "*"),
    ("hosted_payee", "*"),
    ("hosted_budget", "*"),
    ("hosted_goal", "*"),
    ("hosted_member", "*"),
    ("hosted_transaction", "*"),
    ("hosted_split", "*"),
    ("hosted_total", "*"),
];

fn all_rows(stand: &Stand) -> Vec<String> {
    let rows = |(table, columns): &(&str, &str)| {
        let sql = format!("select {columns} from {table} t order by t::text");
        format!("{table}\n{}", stand.sql(&sql))
    };
    TABLES.iter().map(rows).collect()
}

/// Numbers that look random and are the same in every run of a seed.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }
}

fn change(numbers: &mut Numbers, rows: &mut Vec<(ShardKey, TransactionId)>, device: &mut Device) {
    let day =
        day_from_number(day_number(Day::constant(2026, 1, 1)) + i32::try_from(numbers.below(90)).unwrap())
            .unwrap();
    let minor = i64::try_from(numbers.below(20_000)).unwrap() - 10_000;
    if rows.len() < 3 || numbers.below(3) == 0 {
        let (id, account) = (TransactionId(relay::random()), numbers.pick(&[ACCOUNT, OTHER_ACCOUNT]));
        let origin = numbers.pick(&[Origin::Manual, Origin::Statement, Origin::Pending]);
        let write =
            Write::transaction(account, id, &facts(day, minor, "Padaria São João\0", origin)).unwrap();
        rows.push((ShardKey::for_transaction(account, day), id));
        if numbers.below(2) == 0 {
            device.mint(vec![write]);
        } else {
            device.commit(vec![write]);
        }
        return;
    }
    let (shard, id) = numbers.pick(rows);
    let category = numbers.pick(&[None, Some(FOOD), Some(FUN)]);
    let other = numbers.pick(rows).1;
    let parts = [
        Split { amount: minor, category, note: None },
        Split { amount: 5, category: Some(FUN), note: Some("part".to_owned()) },
    ];
    let merge = |entity, into: &[u8; 12]| {
        Write::set(ShardKey::Book, entity, Field::MergedInto, Some(&FunOrFood(*into)))
    };
    let write = match numbers.below(14) {
        0 | 1 => shard.set_category(id, category),
        2 => shard.set_auto_category(id, category.map(|category| AutoCategory { category, confidence: 900 })),
        3 => shard.set_splits(id, if numbers.below(2) == 0 { &parts } else { &[] }),
        4 => shard.set_date(id, Some(day)),
        5 => shard.set_amount(id, Some(minor)),
        6 => shard.set_deleted(id, numbers.below(2) == 0),
        7 => shard.set_duplicate_of(id, (numbers.below(2) == 0 && other != id).then_some(other)),
        8 => shard.set_clearing(id, Some(numbers.pick(&[Clearing::Uncleared, Clearing::Cleared]))),
        9 => shard.set_payee(id, Some(numbers.pick(&[PAYEE, OTHER_PAYEE]))),
        10 => shard.set_tags(id, &["x".to_owned(), "y".to_owned()]),
        11 => merge(Entity::Category(FOOD), &FUN.0),
        12 => Write::set::<[u8; 12]>(ShardKey::Book, Entity::Category(FOOD), Field::MergedInto, None),
        _ => merge(Entity::Payee(PAYEE), &OTHER_PAYEE.0),
    };
    device.commit(vec![write.unwrap()]);
}

/// An id as its register holds it.
#[derive(serde::Serialize)]
struct FunOrFood([u8; 12]);

#[tokio::test(flavor = "multi_thread")]
async fn rebuilt_from_the_log_it_is_the_same_row_for_row() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    let token = stand.host(&mut device).await;
    let mut numbers = Numbers(7);
    let mut rows = Vec::new();
    for round in 0..40 {
        for _ in 0..=numbers.below(5) {
            change(&mut numbers, &mut rows, &mut device);
        }
        device.settle().await;
        if round % 4 == 0 {
            let new = json!({"account_id": ACCOUNT.to_string(), "posted_on": "2026-02-02", "amount_minor": -round,
                "currency": "EUR", "description": "from the API", "category_id": FOOD.to_string()});
            let made = stand.post("/api/transactions", &token, &new).await;
            rows.push((
                ShardKey::for_transaction(ACCOUNT, Day::constant(2026, 2, 2)),
                made["id"].as_str().unwrap().parse().unwrap(),
            ));
            device.settle().await;
        }
        stand.get("/api/accounts", &token).await;
    }
    same_as_the_device(&stand, &device);
    let before = all_rows(&stand);
    let path = format!("/v1/books/{}/hosted/rebuild", device.book);
    stand.ask("POST", &path, &device.token, None).await.ok();
    let after = all_rows(&stand);
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before, after);
    }
    same_as_the_device(&stand, &device);
}

/// Sums and rows as SQLite has them.
fn same_as_the_device(stand: &Stand, device: &Device) {
    let path = device.store.path().to_owned();
    let conn = store::rusqlite::Connection::open(path).unwrap();
    let text = |sql: &str| -> String {
        let mut find = conn.prepare(sql).unwrap();
        let rows = find.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.collect::<Result<Vec<_>, _>>().unwrap().join("\n")
    };
    assert_eq!(
        stand.sql(
            "select concat_ws('|', encode(account, 'hex'), month, encode(category, 'hex'), amount, cleared, lines) from hosted_total
             order by account, month, category"
        ),
        text(
            "select concat_ws('|', lower(hex(account)), month, lower(hex(category)), amount, cleared, lines) from month_total
             order by account, month, category"
        )
    );
    assert_eq!(
        stand.sql(
            "select concat_ws('|', encode(id, 'hex'), encode(account, 'hex'), day, amount, visible::int, clearing, splits,
               coalesce(encode(category, 'hex'), ''), coalesce(encode(payee, 'hex'), ''), deleted::int,
               coalesce(encode(dup_of, 'hex'), '')) from hosted_transaction order by id"
        ),
        text(
            "select concat_ws('|', lower(hex(id)), lower(hex(account)), day, amount, visible, clearing, splits,
               coalesce(lower(hex(category)), ''), coalesce(lower(hex(payee)), ''), deleted, coalesce(lower(hex(dup_of)), ''))
             from transactions order by id"
        )
    );
    assert_eq!(
        stand.sql("select concat_ws('|', encode(id, 'hex'), encode(root, 'hex'), deleted::int) from hosted_category order by id"),
        text("select concat_ws('|', lower(hex(id)), lower(hex(root)), deleted) from category order by id")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_read_that_is_older_than_what_the_asker_saw() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    let token = stand.host(&mut device).await;
    let second = stand.serve(&[]).await;
    for number in 0..20_i64 {
        let new = json!({"account_id": ACCOUNT.to_string(), "posted_on": "2026-02-02", "amount_minor": -1,
            "currency": "EUR", "description": "x"});
        let at = if number % 2 == 0 { &stand.at } else { &second };
        super::http::ask(at, "POST", "/api/transactions", &token, &[], Some(&new)).await.ok();
        let other = if number % 2 == 0 { &second } else { &stand.at };
        let accounts = super::http::ask(other, "GET", "/api/accounts", &token, &[], None).await.ok();
        assert_eq!(accounts["items"][0]["balance_minor"], 10_000 - number - 1);
    }
    let text = super::http::ask(&stand.at, "GET", "/metrics", "", &[], None).await.body;
    assert!(text.contains("valorize_hosted_lag_entries"), "{text}");
}
