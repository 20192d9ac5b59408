//! Links into a folder, signed with a secret that lies in it.

use super::ObjectError;
use crate::random;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// No object is called this, as names begin with no dot.
const FILE: &str = ".link-secret";

/// The folder's secret, made when there is none: every process on the folder has the same.
pub fn secret(folder: &Path) -> Result<[u8; 32], ObjectError> {
    let path = folder.join(FILE);
    let failed = |source| ObjectError::Secret { path: path.clone(), source };
    std::fs::create_dir_all(folder).map_err(failed)?;
    // Written whole under another name and then linked, so that a second process never reads half of it.
    let mine = folder.join(format!("{FILE}.{}", URL_SAFE_NO_PAD.encode(random::<8>())));
    if !path.exists() {
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&mine)
            .map_err(failed)?;
        file.write_all(&random::<32>()).and_then(|()| file.sync_all()).map_err(failed)?;
        let linked = std::fs::hard_link(&mine, &path);
        std::fs::remove_file(&mine).map_err(failed)?;
        match linked {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(failed(error)),
            _ => {}
        }
    }
    let bytes = std::fs::read(&path).map_err(failed)?;
    let wrong = || failed(std::io::Error::other("32 bytes are due there; delete it to have a new one made"));
    bytes.try_into().map_err(|_| wrong())
}

fn mac(secret: &[u8; 32], name: &str, expires: u64) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("a key of any length will do");
    mac.update(format!("GET\n{name}\n{expires}").as_bytes());
    mac
}

fn seconds(moment: SystemTime) -> u64 {
    moment.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// A link that opens this name until it expires.
pub fn make(secret: &[u8; 32], address: &str, name: &str, valid: Duration, now: SystemTime) -> String {
    let expires = seconds(now).saturating_add(valid.as_secs());
    let signature = URL_SAFE_NO_PAD.encode(mac(secret, name, expires).finalize().into_bytes());
    format!("{address}/objects/{name}?expires={expires}&signature={signature}")
}

/// Does this signature open the name now?
pub fn opens(secret: &[u8; 32], name: &str, expires: u64, signature: &str, now: SystemTime) -> bool {
    let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else { return false };
    seconds(now) < expires && mac(secret, name, expires).verify_slice(&signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_opens_one_name_until_it_expires() {
        let secret = [7; 32];
        let now = UNIX_EPOCH + Duration::from_secs(1_000);
        let link = make(&secret, "https://x", "a/b.pdf", Duration::from_mins(1), now);
        let signature =
            link.strip_prefix("https://x/objects/a/b.pdf?expires=1060&signature=").expect("a link");
        for (secret, name, expires, signature, at, good) in [
            ([7; 32], "a/b.pdf", 1_060, signature, 1_059, true),
            ([7; 32], "a/b.pdf", 1_060, signature, 1_060, false),
            ([7; 32], "a/b.pdf", 1_061, signature, 1_059, false),
            ([7; 32], "a/c.pdf", 1_060, signature, 1_059, false),
            ([8; 32], "a/b.pdf", 1_060, signature, 1_059, false),
            ([7; 32], "a/b.pdf", 1_060, "AAAA", 1_059, false),
            ([7; 32], "a/b.pdf", 1_060, "", 1_059, false),
        ] {
            let at = UNIX_EPOCH + Duration::from_secs(at);
            assert_eq!(opens(&secret, name, expires, signature, at), good, "{name} {expires} {signature}");
        }
    }

    #[test]
    fn a_folder_has_one_secret() {
        let folder = std::env::temp_dir().join(URL_SAFE_NO_PAD.encode(random::<12>()));
        let first = secret(&folder).expect("a secret");
        assert_eq!(secret(&folder).expect("the same"), first);
        std::fs::write(folder.join(FILE), b"short").expect("written");
        assert!(secret(&folder).is_err());
        std::fs::remove_dir_all(&folder).expect("removed");
    }
}
