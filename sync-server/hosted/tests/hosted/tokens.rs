//! Tokens asked for together: each gets its own book, an ended one nothing, and connections that fell are not missed.

use super::http::ask;
use super::stand::Stand;
use domain::Day;

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_ask_at_once_each_sees_its_own_book() {
    let stand = Stand::new(false).await;
    let mut tokens = Vec::new();
    for name in ["ana", "bob", "eva"] {
        let mut device = stand.device(name).await;
        device.add(Day::constant(2026, 3, 1), -10, name);
        tokens.push((name, stand.host(&mut device).await));
    }
    let ended = tokens[2].1.clone();
    stand.sql("update hosted_token set revoked_at = now() where id = (select max(id) from hosted_token)");

    let mut asked = tokio::task::JoinSet::new();
    for number in 0..240 {
        let (at, (name, token)) = (stand.at.clone(), tokens[number % 3].clone());
        asked.spawn(async move {
            // Nobody's token, among those that stand.
            let token = if number % 7 == 0 { format!("{token}x") } else { token };
            let path = format!("/api/transactions?limit={}", 1 + number % 50);
            (name, token.ends_with('x'), ask(&at, "GET", &path, &token, &[], None).await)
        });
    }
    let (mut seen, mut refused) = (0, 0);
    while let Some(answer) = asked.join_next().await {
        let (name, nobody, answer) = answer.unwrap();
        if nobody || name == "eva" {
            assert_eq!(answer.status, 401, "{}", answer.body);
            refused += 1;
        } else {
            let rows = answer.ok();
            let texts: Vec<_> =
                rows["items"].as_array().unwrap().iter().map(|row| &row["description"]).collect();
            assert_eq!(texts, [name]);
            seen += 1;
        }
    }
    assert_eq!((seen, refused), (136, 104));
    assert_eq!(ask(&stand.at, "GET", "/api/accounts", &ended, &[], None).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_fell_are_not_missed() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    device.add(Day::constant(2026, 3, 1), -10, "Bakery");
    let token = stand.host(&mut device).await;
    for round in 0..5 {
        // As many as there may be, so that each has fallen afterwards.
        let mut asked = tokio::task::JoinSet::new();
        for number in 0..16 {
            let (at, token) = (stand.at.clone(), token.clone());
            let path = format!("/api/transactions?min_amount=-{}", 1_000 + 100 * round + number);
            asked.spawn(async move { ask(&at, "GET", &path, &token, &[], None).await.ok() });
        }
        for answer in asked.join_all().await {
            assert_eq!(answer["items"][0]["description"], "Bakery");
        }
        let cut = stand.sql(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity
             where pid <> pg_backend_pid() and (query like '%hosted_token t%' or query like 'select id, account, day%')",
        );
        assert_ne!(cut, "0");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_while_the_database_starts_anew_waits_for_it() {
    let mut stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    device.add(Day::constant(2026, 3, 1), -10, "Bakery");
    let token = stand.host(&mut device).await;
    assert_eq!(stand.get("/api/transactions", &token).await["items"][0]["description"], "Bakery");
    stand.postgres.stop().unwrap();
    let at = stand.at.clone();
    let asked = tokio::spawn(async move { ask(&at, "GET", "/api/accounts", &token, &[], None).await });
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(!asked.is_finished());
    stand.postgres.resume().unwrap();
    assert_ne!(asked.await.unwrap().ok()["items"][0]["balance_minor"], 0);
}
