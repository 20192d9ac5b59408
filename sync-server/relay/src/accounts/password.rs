//! Passwords, as Argon2id hashes.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Hashing takes 19 MiB and some time: only so many at once, however many ask.
const AT_ONCE: usize = 2;

/// Hashes and checks passwords on threads of their own.
pub struct Passwords {
    turns: Arc<Semaphore>,
    /// Checked where there is no account, so that a name that exists takes no longer than one that does not.
    nobody: String,
}

impl Passwords {
    pub fn new() -> Self {
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        Self { turns, nobody: hash_now("nobody has this password") }
    }

    /// The text to keep.
    pub async fn hash(&self, password: String) -> String {
        self.run(move || hash_now(&password)).await
    }

    /// Is it the password of this hash? Without a hash it takes as long and is not.
    pub async fn check(&self, password: String, hash: Option<String>) -> bool {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.nobody.clone());
        let right = self.run(move || {
            PasswordHash::new(&hash)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        });
        right.await && known
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let _turn = self.turns.acquire().await.expect("never closed");
        tokio::task::spawn_blocking(work).await.expect("hashing does not panic")
    }
}

fn hash_now(password: &str) -> String {
    Argon2::default().hash_password(password.as_bytes()).expect("default parameters are valid").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_its_own_and_nobody_has_none() {
        let passwords = Passwords::new();
        let hash = passwords.hash("correct horse".to_owned()).await;
        assert!(hash.starts_with("$argon2id$") && !hash.contains("horse"));
        assert_ne!(hash, passwords.hash("correct horse".to_owned()).await, "salted");
        assert!(passwords.check("correct horse".to_owned(), Some(hash.clone())).await);
        assert!(!passwords.check("wrong horse".to_owned(), Some(hash)).await);
        assert!(!passwords.check("nobody has this password".to_owned(), None).await);
    }
}
