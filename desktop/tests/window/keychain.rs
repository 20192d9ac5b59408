//! An encrypted book and the system's keychain: with one it opens without asking, without one it says so and asks.

use crate::desk::{Desk, Keychain};
use crate::flows::{at_a_desk_with, new_book};
use crate::page::Page;
use serde_json::{Value, json};

const PASSPHRASE: &str = "correct horse battery staple";
const FIELD: &str = "//input[@type='password']";

async fn status(page: &Page) -> Value {
    page.done("book.status", json!({})).await
}

/// The window asks, and opens the book for whoever knows the passphrase.
async fn asks(desk: &Desk, page: &Page, picture: &str) {
    page.find(FIELD).await;
    desk.picture(picture);
    let before = status(page).await;
    assert_eq!((&before["open"], before["locked"].is_string()), (&json!(false), true), "{before}");
    page.click(FIELD).await;
    page.keys(PASSPHRASE).await;
    page.click("//button[normalize-space()='Unlock']").await;
    page.find("//nav//a[normalize-space()='Transactions']").await;
    assert_eq!(status(page).await["open"], true);
}

#[test]
fn with_a_keychain_an_encrypted_book_opens_without_asking() {
    at_a_desk_with(Keychain::Unlocked, |desk| async move {
        let page = desk.open(&[]).await;
        new_book(&page).await;
        let secured = json!({ "passphrase": PASSPHRASE, "remember": true });
        let security = page.done("book.encrypt", secured).await;
        assert_eq!(
            (&security["encrypted"], &security["keychain"], &security["in_keychain"]),
            (&json!(true), &json!(true), &json!(true))
        );
        page.end().await;

        let page = desk.open(&[]).await;
        page.find("//nav//a[normalize-space()='Transactions']").await;
        let opened = status(&page).await;
        assert_eq!(
            (&opened["open"], &opened["encrypted"], &opened["locked"]),
            (&json!(true), &json!(true), &Value::Null)
        );
        // Locked by hand it asks, though the keychain has the key.
        page.done("book.lock", json!({})).await;
        asks(&desk, &page, "window-locked").await;
        page.done("security.keychain", json!({ "remember": false })).await;
        page.end().await;

        let page = desk.open(&[]).await;
        asks(&desk, &page, "window-forgotten").await;
        assert_eq!(page.done("security.status", json!({})).await["in_keychain"], false);
        page.end().await;
    });
}

#[test]
fn the_keys_of_sync_lie_in_the_keychain() {
    at_a_desk_with(Keychain::Unlocked, |desk| async move {
        let page = desk.open(&[]).await;
        new_book(&page).await;
        let folder = tempfile::tempdir().expect("a folder");
        let place = json!({ "folder": folder.path() });
        assert_eq!(page.done("sync.set_up_folder", place).await["keys"], "keychain");
        page.end().await;

        let page = desk.open(&[]).await;
        page.find("//a[normalize-space()='In step']").await;
        let kept = page.done("sync.keep_keys", json!({ "keep": "book" })).await;
        assert_eq!(kept["keys"], "book", "they were found again");
        page.end().await;
    });
}

#[test]
fn without_a_keychain_an_encrypted_book_says_so_and_asks() {
    at_a_desk_with(Keychain::Absent, |desk| async move {
        let page = desk.open(&[]).await;
        new_book(&page).await;
        let refused = page
            .call("book.encrypt", json!({ "passphrase": PASSPHRASE, "remember": true }))
            .await
            .expect_err("nothing could remember the key");
        assert_eq!(refused["code"], "no_keychain");
        assert_eq!(status(&page).await["encrypted"], false, "a refusal changes nothing");
        let security = page.done("book.encrypt", json!({ "passphrase": PASSPHRASE })).await;
        assert_eq!(
            (&security["encrypted"], &security["keychain"], &security["in_keychain"]),
            (&json!(true), &json!(false), &json!(false))
        );
        page.run("location.hash = '#/settings?section=security'").await;
        page.find("//p[starts-with(normalize-space(), 'This computer has no keychain that answers')]").await;
        desk.picture("window-no-keychain");
        page.end().await;

        let page = desk.open(&[]).await;
        asks(&desk, &page, "window-asks").await;
        page.end().await;
    });
}
