//! A simulated user: asks, waits, keeps what was acknowledged, and tries an unanswered write again.

use super::choice::{Draw, Purpose, create, list, purpose};
use super::record::{Record, Taken};
use super::tenants::Tenant;
use super::wire::{Answer, Ask, Wire};
use crate::error::LoadError;
use crate::scenario::Requests;
use serde::Deserialize;
use std::cell::RefCell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// What all users of a run share.
pub struct Shared {
    pub began: Instant,
    pub requests: Requests,
    pub record: RefCell<Record>,
    /// Rows the server said it has made, by user.
    pub acked: RefCell<Vec<(usize, String)>>,
}

#[derive(Deserialize)]
struct Made {
    id: String,
}

/// One of them.
pub struct User {
    number: usize,
    shared: Rc<Shared>,
    tenant: Rc<Tenant>,
    wire: Wire,
    draw: Draw,
    writes: u64,
    /// A write nobody has answered.
    pending: Option<Ask>,
}

impl User {
    pub fn new(
        number: usize,
        at: SocketAddr,
        tenant: &Rc<Tenant>,
        shared: &Rc<Shared>,
    ) -> Result<Self, LoadError> {
        let patience = Duration::from_secs_f64(shared.requests.timeout_seconds);
        Ok(Self {
            number,
            shared: shared.clone(),
            tenant: tenant.clone(),
            wire: Wire::new(at, &tenant.token, patience)?,
            draw: Draw::new(number as u64 + 1),
            writes: 0,
            pending: None,
        })
    }

    /// The request that was due at this moment.
    pub async fn act(&mut self, due: Duration) {
        let (purpose, ask) = self.next();
        let sent = self.shared.began.elapsed();
        let answer = self.wire.ask(&ask).await;
        let done = self.shared.began.elapsed();
        let bytes = answer.as_ref().map_or(0, |answer| answer.body.len());
        let failed = match answer {
            Ok(answer) if answer.status == purpose.expected() => self.right(purpose, &answer),
            // The first try is under way still: it is neither done nor refused, and is asked about again.
            Ok(answer) => Some(format!("{} {}", purpose.word(), answer.status)),
            Err(why) => Some(format!("{}: {why}", purpose.word())),
        };
        if purpose == Purpose::Create {
            // Under the same key, until it is answered.
            self.pending = if failed.is_some() { Some(ask) } else { None };
        }
        self.shared.record.borrow_mut().take(Taken { purpose, due, sent, done, failed, bytes });
    }

    fn next(&mut self) -> (Purpose, Ask) {
        if let Some(ask) = self.pending.take() {
            return (Purpose::Create, ask);
        }
        let requests = &self.shared.requests;
        let purpose = purpose(&mut self.draw, requests.mix);
        let ask = match purpose {
            Purpose::List => list(&mut self.draw, requests.filters, &self.tenant),
            Purpose::Accounts => Ask::get("/api/accounts".to_owned()),
            Purpose::Create => {
                self.writes += 1;
                create(&mut self.draw, &self.tenant, self.number, self.writes)
            }
        };
        (purpose, ask)
    }

    /// An answer of the right status must also say the right thing.
    fn right(&self, purpose: Purpose, answer: &Answer) -> Option<String> {
        if purpose != Purpose::Create {
            let whole = answer.body.starts_with(b"{\"items\":[") && answer.body.ends_with(b"}");
            return (!whole).then(|| format!("{}: no list", purpose.word()));
        }
        match serde_json::from_slice::<Made>(&answer.body) {
            Ok(made) => {
                self.shared.acked.borrow_mut().push((self.number, made.id));
                None
            }
            Err(_) => Some("create: no row".to_owned()),
        }
    }
}
