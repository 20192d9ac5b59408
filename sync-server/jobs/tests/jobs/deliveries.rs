//! Notifications by mail and webhook, and objects with their links.

use super::http::ask;
use super::mailbox::{smtp, web};
use super::stand::Stand;
use jobs::notify::{self, Channel, Kind, Language, NewWebhook, Notice, NotifyError, Webhook};
use jobs::objects::Objects;
use std::time::{Duration, SystemTime};

const SECRET: [u8; 32] = [7; 32];
const BOOK: &str = "a book";

fn notice(kind: Kind, key: &str) -> Notice {
    Notice {
        kind,
        key: key.to_owned(),
        about: Some(BOOK.to_owned()),
        title: "Mercado: R$ 1.234,56 of R$ 1.000,00".to_owned(),
        body: "November is over its budget.".to_owned(),
    }
}

impl Stand {
    fn give(&self, notice: &Notice) -> Option<i64> {
        self.wait(async {
            let mut transaction = self.pool.begin().await.unwrap();
            let id = notify::notify(&mut transaction, self.account, notice).await.unwrap();
            transaction.commit().await.unwrap();
            id
        })
    }

    fn hook(&self, url: &str, private: bool) -> Result<Webhook, NotifyError> {
        let new = NewWebhook { url, secret: SECRET, private };
        self.wait(notify::add_webhook(&self.pool, self.account, BOOK, new))
    }

    fn ended(&self, deliveries: i64) {
        self.until("select count(*) from job where name in ('mail.send', 'webhook.send') and state in ('done', 'dead')", deliveries);
    }
}

#[test]
fn mail_is_written_into_a_folder_and_its_subject_holds_no_amount() {
    let stand = Stand::new();
    let address = |language| {
        let to = Some(("ana@example.org", language));
        stand.wait(notify::set_email(&stand.pool, stand.account, to)).unwrap();
    };
    address(Language::English);
    let _worker = stand.worker(&["--mail-from", "Valorize <no-reply@valorize.example>"]);
    let id = stand.give(&notice(Kind::BudgetExceeded, "2026-11")).unwrap();
    assert_eq!(stand.give(&notice(Kind::BudgetExceeded, "2026-11")), None, "given before");
    stand.ended(1);
    let read = |id| {
        std::fs::read_to_string(stand.folder.path().join(format!("mail/notification-{id}.eml"))).unwrap()
    };
    let mail = read(id);
    let (head, body) = mail.split_once("\r\n\r\n").unwrap();
    for line in [
        "From: Valorize <no-reply@valorize.example>",
        "To: ana@example.org",
        "Subject: A budget is used up",
        &format!("Message-ID: <notification-{id}@valorize.example>"),
    ] {
        assert!(head.lines().any(|is| is == line), "{line} in {head}");
    }
    assert!(body.contains("R$ 1.234,56") && body.contains("November is over its budget."), "{body}");
    address(Language::Portuguese);
    let id = stand.give(&notice(Kind::GoalReached, "x")).unwrap();
    stand.ended(2);
    assert!(read(id).contains("Subject: =?utf-8?b?"), "{}", read(id));
    assert_eq!(stand.number("select count(*) from job where name = 'mail.send'"), 2);
}

#[test]
fn what_is_not_wanted_is_kept_for_the_app_alone() {
    let stand = Stand::new();
    let (pool, account) = (&stand.pool, stand.account);
    assert!(stand.give(&notice(Kind::ReportReady, "no address")).is_some());
    stand.wait(notify::set_email(pool, account, Some(("ana@example.org", Language::English)))).unwrap();
    stand.hook("https://hooks.example.org/x", false).unwrap();
    stand.wait(notify::prefer(pool, account, Kind::ReportReady, Channel::Email, false)).unwrap();
    stand.give(&notice(Kind::ReportReady, "only the webhook"));
    stand.wait(notify::prefer(pool, account, Kind::ReportReady, Channel::Webhook, false)).unwrap();
    stand.give(&notice(Kind::ReportReady, "nothing"));
    stand.give(&notice(Kind::GoalReached, "both"));
    let jobs = stand.text("select string_agg(j.name || ' ' || n.key, ', ' order by j.id) from job j join notification n on n.id = (j.payload->>'notification')::bigint");
    assert_eq!(jobs, "webhook.send only the webhook, mail.send both, webhook.send both");
    assert_eq!(stand.number("select count(*) from notification"), 4);
    for wrong in ["", "ana", "a b@example.org", "ana@example.org\r\nBcc: eve@example.org"] {
        let refused = stand.wait(notify::set_email(pool, account, Some((wrong, Language::English))));
        assert!(refused.is_err(), "{wrong}");
    }
    for wrong in ["http://hooks.example.org", "https://10.0.0.1/x", "https://[::1]/", "x"] {
        assert!(stand.hook(wrong, false).is_err(), "{wrong}");
    }
    let long = Notice { title: "x".repeat(401), ..notice(Kind::GoalReached, "long") };
    let refused = stand.wait(async {
        let mut connection = pool.acquire().await.unwrap();
        notify::notify(&mut connection, account, &long).await
    });
    assert!(refused.is_err());
}

#[test]
fn mail_goes_over_smtp_and_again_when_it_is_put_off() {
    let stand = Stand::new();
    let (port, received) = smtp(1);
    let to = Some(("ana@example.org", Language::English));
    stand.wait(notify::set_email(&stand.pool, stand.account, to)).unwrap();
    let _worker = stand.worker(&["--smtp", &format!("smtp://127.0.0.1:{port}")]);
    stand.give(&notice(Kind::UnusualTransaction, "x"));
    stand.ended(1);
    assert_eq!(stand.text("select outcome from job_attempt where error is not null limit 1"), "failed");
    let mails = received.lock().unwrap().clone();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("Subject: An unusual transaction\r\n"), "{}", mails[0]);
}

#[test]
fn webhooks_are_signed_tried_again_and_not_followed_elsewhere() {
    let stand = Stand::new();
    let (port, received) = web(&[500, 204]);
    let (elsewhere, redirected) = web(&[302]);
    let (gone, _) = web(&[410]);
    let add = |port| stand.hook(&format!("http://127.0.0.1:{port}/hook"), true).unwrap().id;
    add(port);
    let (moved, over) = (add(elsewhere), add(gone));
    let _worker = stand.worker(&["--webhooks-private", "true"]);
    let id = stand.give(&notice(Kind::ImportFinished, "x")).unwrap();
    stand.ended(3);
    let calls = received.lock().unwrap().clone();
    assert_eq!(calls.len(), 2, "once refused, once taken");
    for call in &calls {
        let (head, body) = call.split_once("\r\n\r\n").unwrap();
        let value = |name: &str| {
            head.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).unwrap().to_owned()
        };
        assert_eq!(value("webhook-id"), format!("notification_{id}"));
        let timestamp: u64 = value("webhook-timestamp").parse().unwrap();
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        assert!(now - timestamp < 60);
        let signed = notify::sign(&SECRET, &value("webhook-id"), timestamp, body.as_bytes());
        assert_eq!(value("webhook-signature"), signed);
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!((&body["type"], &body["data"]["notification"]), (&"import_finished".into(), &id.into()));
    }
    assert_eq!(redirected.lock().unwrap().len(), 1, "the redirect was not followed");
    for (webhook, error) in [(moved, "redirects are not followed"), (over, "gone (410)")] {
        let said = stand.text(&format!("select state || error from job where key = '{id}/{webhook}'"));
        assert!(said.starts_with("dead") && said.contains(error), "{said}");
    }
}

#[test]
fn a_webhook_never_reaches_private_addresses() {
    let stand = Stand::new();
    let (port, received) = web(&[204]);
    // Set before that was forbidden, or a name that has come to mean this machine.
    for url in [format!("https://127.0.0.1:{port}/"), format!("https://localhost:{port}/")] {
        stand.hook(&url, true).unwrap();
    }
    let _worker = stand.worker(&[]);
    stand.give(&notice(Kind::ImportFinished, "x"));
    let told = "select count(*) from job_attempt where error like '%no public address%'";
    stand.until(&format!("select least(2, ({told}))"), 2);
    assert!(received.lock().unwrap().is_empty());
}

#[test]
fn objects_in_a_folder_are_opened_by_their_links_alone() {
    let stand = Stand::new();
    let worker = stand.worker(&[]);
    let place = stand.folder.path().join("objects").display().to_string();
    let address = format!("http://{}", worker.at);
    let store = jobs::StoreSettings::default();
    let settings = jobs::ObjectSettings { objects: place, objects_address: Some(address.clone()), store };
    let objects = Objects::open(&settings).unwrap();
    let name = "reports/7/2026-11.pdf";
    stand.wait(objects.put(name, b"%PDF-1.7 November".to_vec())).unwrap();
    assert_eq!(stand.wait(objects.get(name)).unwrap().as_deref(), Some(b"%PDF-1.7 November".as_slice()));
    let link = |valid, now| stand.wait(objects.link(name, Duration::from_secs(valid), now)).unwrap();
    let get = |link: &str| ask(&worker.at, "GET", link.strip_prefix(&address).unwrap(), "", "");
    let good = link(60, SystemTime::now());
    let answer = get(&good);
    assert_eq!((answer.status, answer.body.as_str()), (200, "%PDF-1.7 November"));
    for header in ["content-type: application/pdf", "attachment; filename=\"2026-11.pdf\"", "nosniff"] {
        assert!(answer.head.contains(header), "{}", answer.head);
    }
    let expired = link(60, SystemTime::now() - Duration::from_secs(61));
    for wrong in [
        &expired,
        &good.replace("2026-11", "2026-10"),
        &good.replace("signature=", "signature=A"),
        &good.replace("objects/reports", "objects/.link-secret"),
        good.split('?').next().unwrap(),
    ] {
        assert_eq!(get(wrong).status, 403, "{wrong}");
    }
    stand.wait(objects.delete(name)).unwrap();
    assert_eq!(get(&good).status, 404);
    assert_eq!(stand.wait(objects.get(name)).unwrap(), None);
    stand.wait(objects.delete(name)).unwrap();
    assert!(stand.wait(objects.put("../x", Vec::new())).is_err());
}
