//! The issuer's description and public keys, fetched when they are needed and kept for a while.

use crate::OidcError;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;
use url::Url;

/// Keys are asked for again after so long, and for a key nobody knows no sooner than after so long.
const KEPT: Duration = Duration::from_hours(1);
const LEFT_ALONE: Duration = Duration::from_secs(10);
const ANSWER: Duration = Duration::from_secs(5);
const BYTES: u64 = 1 << 20;

/// Who vouches for people and machines.
pub struct Issuer {
    /// As it names itself.
    pub url: String,
    agent: ureq::Agent,
    keys: Mutex<Option<Keys>>,
}

struct Keys {
    set: JwkSet,
    fetched: Instant,
}

#[derive(serde::Deserialize)]
struct Description {
    issuer: String,
    jwks_uri: String,
}

impl Issuer {
    /// One at this URL; it is first asked when the first token comes.
    ///
    /// # Errors
    /// When the URL is none, or neither https nor this machine.
    pub fn new(url: &str) -> Result<Self, OidcError> {
        safe(url)?;
        let config = ureq::Agent::config_builder().timeout_global(Some(ANSWER)).max_redirects(0);
        Ok(Self { url: url.to_owned(), agent: config.build().into(), keys: Mutex::default() })
    }

    /// The key of this id; without an id the only one there is.
    pub(crate) async fn key(&self, id: Option<&str>) -> Result<Jwk, OidcError> {
        // One asks, the others wait for its answer.
        let mut keys = self.keys.lock().await;
        if let Some(known) = keys.as_ref().filter(|known| known.fetched.elapsed() < KEPT) {
            let found = find(&known.set, id);
            if found.is_some() || known.fetched.elapsed() < LEFT_ALONE {
                return found.ok_or_else(unknown);
            }
        }
        let (agent, url) = (self.agent.clone(), self.url.clone());
        let fetched = tokio::task::spawn_blocking(move || fetch(&agent, &url));
        let set = fetched.await.map_err(|error| OidcError::Issuer(error.to_string()))??;
        let found = find(&set, id);
        *keys = Some(Keys { set, fetched: Instant::now() });
        found.ok_or_else(unknown)
    }
}

fn unknown() -> OidcError {
    OidcError::Token("signed with a key the issuer does not have".to_owned())
}

fn find(set: &JwkSet, id: Option<&str>) -> Option<Jwk> {
    match (id, set.keys.as_slice()) {
        (Some(id), _) => set.find(id).cloned(),
        (None, [only]) => Some(only.clone()),
        (None, _) => None,
    }
}

/// Only what nobody on the way can change.
fn safe(url: &str) -> Result<(), OidcError> {
    let wrong = || OidcError::Issuer(format!("{url} is no https URL"));
    let parsed = Url::parse(url).map_err(|_| wrong())?;
    let here = match parsed.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        _ => false,
    };
    if parsed.scheme() == "https" || (parsed.scheme() == "http" && here) { Ok(()) } else { Err(wrong()) }
}

fn fetch(agent: &ureq::Agent, issuer: &str) -> Result<JwkSet, OidcError> {
    let place = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let description: Description = read(agent, &place)?;
    if description.issuer != issuer {
        return Err(OidcError::Issuer(format!("{issuer} calls itself {}", description.issuer)));
    }
    safe(&description.jwks_uri)?;
    read(agent, &description.jwks_uri)
}

fn read<T: serde::de::DeserializeOwned>(agent: &ureq::Agent, url: &str) -> Result<T, OidcError> {
    let failed = |error: ureq::Error| OidcError::Issuer(format!("{url}: {error}"));
    let mut answer = agent.get(url).call().map_err(failed)?;
    let bytes = answer.body_mut().with_config().limit(BYTES).read_to_vec().map_err(failed)?;
    serde_json::from_slice(&bytes).map_err(|error| OidcError::Issuer(format!("{url}: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_over_https_or_from_this_machine() {
        for (url, good) in [
            ("https://id.example.org", true),
            ("http://127.0.0.1:99/x", true),
            ("http://[::1]:99", true),
            ("http://id.example.org", false),
            ("http://localhost.example.org", false),
            ("file:///etc/passwd", false),
            ("id.example.org", false),
        ] {
            assert_eq!(safe(url).is_ok(), good, "{url}");
        }
    }
}
