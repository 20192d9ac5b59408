//! Addresses to which a server tells what it has to tell, signed with a secret that is shown once. They are the account's, for this book.

use super::devices::Shared;
use super::hosted::{Once, ask, write};
use super::http::Content;
use crate::error::AppError;
use crate::facade::App;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

const WEBHOOKS: &str = "/api/notifications/webhooks";

/// The account's webhooks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Webhooks {
    /// Each.
    pub items: Vec<Webhook>,
}

/// An address that is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Webhook {
    /// Its number.
    pub id: i64,
    /// The address.
    pub url: String,
    /// When it was added, Unix milliseconds.
    pub at: i64,
}

/// A webhook that was just added. Not to be printed whole: the secret signs what is sent there.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AddedWebhook {
    /// Its number.
    pub id: i64,
    /// The address.
    pub url: String,
    /// What its receiver checks signatures with, as Standard Webhooks have it.
    pub secret: String,
}

#[derive(Deserialize)]
struct SaidPage {
    items: Vec<Said>,
}

#[derive(Deserialize)]
struct Said {
    id: i64,
    url: String,
    created_at: jiff::Timestamp,
}

#[derive(Deserialize)]
struct SaidAdded {
    id: i64,
    url: String,
    secret: String,
}

/// The account's webhooks.
///
/// # Errors
/// `not_found` when no server reads the book, or it takes no webhooks; `server_unreachable`, `server_refused`.
pub(crate) fn webhooks(shared: &Shared) -> Result<Webhooks, AppError> {
    let said: SaidPage = ask(shared, "GET", WEBHOOKS, None)?;
    let items = said.items.into_iter();
    let items =
        items.map(|Said { id, url, created_at }| Webhook { id, url, at: created_at.as_millisecond() });
    Ok(Webhooks { items: items.collect() })
}

/// Adds one.
///
/// # Errors
/// As [`webhooks`]; `invalid_input` for what is no address; `server_refused` too for one that the server does not call.
pub(crate) fn add_webhook(shared: &Shared, once: &Once, address: &str) -> Result<AddedWebhook, AppError> {
    let wrong = |_| {
        AppError::invalid("url", format!("`{address}` is not an address"))
            .remedy("give one that begins with https://")
    };
    let parsed = url::Url::parse(address.trim()).map_err(wrong)?;
    let input = json!({ "url": parsed.as_str() });
    let SaidAdded { id, url, secret } = write(shared, once, ("POST", WEBHOOKS), Content::Json(&input))?;
    Ok(AddedWebhook { id, url, secret })
}

/// Removes one.
///
/// # Errors
/// As [`webhooks`]; `not_found` too when there is none of this number.
pub(crate) fn remove_webhook(shared: &Shared, once: &Once, id: i64) -> Result<(), AppError> {
    let _nothing: Value = write(shared, once, ("DELETE", &format!("{WEBHOOKS}/{id}")), Content::Nothing)?;
    Ok(())
}

impl App {
    /// The webhooks of the account that syncs the book.
    ///
    /// # Errors
    /// `not_found` when the book is not synced, no server reads it, or it takes no webhooks; `server_unreachable`, `server_refused`.
    pub fn webhooks(&self) -> Result<Webhooks, AppError> {
        webhooks(&self.shared()?)
    }

    /// Adds one: its secret is shown this once.
    ///
    /// # Errors
    /// As [`App::webhooks`]; `invalid_input` for what is no address; `server_refused` too for one that the server does not call.
    pub fn add_webhook(&mut self, address: &str) -> Result<AddedWebhook, AppError> {
        add_webhook(&self.shared()?, &Once::new(self.outside()), address)
    }

    /// Removes one.
    ///
    /// # Errors
    /// As [`App::webhooks`], also when there is none of this number.
    pub fn remove_webhook(&mut self, id: i64) -> Result<(), AppError> {
        remove_webhook(&self.shared()?, &Once::new(self.outside()), id)
    }
}
