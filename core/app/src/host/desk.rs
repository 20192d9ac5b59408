//! A sign-in through a server's issuer, while the person is at it in the browser: waited for on a thread of its own.

use super::event::{Event, Listeners};
use crate::env::Outside;
use crate::error::{AppError, ErrorCode};
use crate::operation::Topic;
use crate::passphrase::Passphrase;
use crate::sync::{Account, SignIn};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// What became of a sign-in.
#[derive(Clone)]
pub enum Came {
    /// Nobody yet.
    Nobody,
    /// Somebody, whom this token vouches for. It is worth one use.
    Token(Passphrase),
    /// It ended without one.
    Failed(AppError),
}

/// A sign-in as it stands.
#[derive(Clone)]
pub struct Standing {
    /// Where the person signs in.
    pub url: String,
    /// Until when.
    pub until: Instant,
    /// What became of it.
    pub came: Came,
}

/// At most one sign-in.
#[derive(Default)]
pub struct Desk(Mutex<Option<Open>>);

struct Open {
    server: String,
    standing: Arc<Mutex<Standing>>,
    stop: Arc<AtomicBool>,
}

impl Desk {
    /// Begins one, in the place of one before.
    ///
    /// # Errors
    /// As [`SignIn::begin`]; `io` when no thread can be had.
    pub fn begin(
        &self,
        server: &str,
        outside: &mut dyn Outside,
        listeners: Arc<Listeners>,
    ) -> Result<Standing, AppError> {
        let sign_in = SignIn::begin(server, outside)?;
        let first = Standing { url: sign_in.url.clone(), until: sign_in.until, came: Came::Nobody };
        let (standing, stop) = (Arc::new(Mutex::new(first.clone())), Arc::new(AtomicBool::new(false)));
        let open = Open { server: plain(server), standing: Arc::clone(&standing), stop: Arc::clone(&stop) };
        let wait = move || {
            let came = sign_in.wait(&mut || !stop.load(Ordering::Relaxed));
            lock(&standing).came = came.map_or_else(Came::Failed, Came::Token);
            listeners.tell(&Event::Changed { topics: &[Topic::Sync] });
        };
        std::thread::Builder::new()
            .name("sign-in".to_owned())
            .spawn(wait)
            .map_err(|error| AppError::new(ErrorCode::Io, format!("signing in cannot begin: {error}")))?;
        if let Some(former) = lock(&self.0).replace(open) {
            former.stop.store(true, Ordering::Relaxed);
        }
        Ok(first)
    }

    /// The sign-in, if there is one.
    pub fn standing(&self) -> Option<Standing> {
        lock(&self.0).as_ref().map(|open| lock(&open.standing).clone())
    }

    /// The account that a person means: by name and password, or, with neither, the one they signed in to just now.
    ///
    /// # Errors
    /// `invalid_input` for one without the other, or when nobody signed in; and as [`Account::new`].
    pub fn account(
        &self,
        server: &str,
        account: Option<&str>,
        password: Option<Passphrase>,
        invitation: Option<String>,
    ) -> Result<Account, AppError> {
        match (account, password) {
            (Some(name), Some(password)) => Account::new(server, name, password, invitation),
            (None, None) => Account::by_issuer(server, self.token(server)?, invitation),
            _ => Err(AppError::invalid("password", "an account is a name and its password")),
        }
    }

    /// The token of who signed in at the server; it is taken out.
    fn token(&self, server: &str) -> Result<Passphrase, AppError> {
        let none = || {
            AppError::invalid("account", "nobody has signed in through the server's issuer")
                .remedy("sign in first, or give a name and a password")
        };
        let mut desk = lock(&self.0);
        let open = desk.as_ref().filter(|open| open.server == plain(server)).ok_or_else(none)?;
        let Came::Token(token) = lock(&open.standing).came.clone() else { return Err(none()) };
        desk.take();
        Ok(token)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if let Some(open) = lock(&self.0).take() {
            open.stop.store(true, Ordering::Relaxed);
        }
    }
}

fn plain(server: &str) -> String {
    server.trim().trim_end_matches('/').to_owned()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is kept here is whole after every assignment.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
