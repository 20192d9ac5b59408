//! What must stand in the environment before the first window: the web view reads it once.

use std::io;

/// Draws several times faster and saves about 110 MB without the shared buffers that many drivers handle badly.
#[cfg(target_os = "linux")]
const BUFFERS: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Starts the program anew with a sound environment when the one it was given is not.
///
/// # Errors
/// When the program cannot be started again.
#[cfg(target_os = "linux")]
pub fn prepare() -> io::Result<()> {
    use std::os::unix::process::CommandExt as _;
    let changes = changes(|name| std::env::var(name).ok());
    if changes.is_empty() {
        return Ok(());
    }
    // In the place of this process, with the same id: changing one's own environment is not safe once there are threads.
    Err(std::process::Command::new(std::env::current_exe()?)
        .args(std::env::args_os().skip(1))
        .envs(changes)
        .exec())
}

/// Elsewhere the environment says nothing about windows.
///
/// # Errors
/// Never.
#[cfg(not(target_os = "linux"))]
pub fn prepare() -> io::Result<()> {
    Ok(())
}

/// What is to be set. Every change leads to an environment that needs none.
#[cfg(target_os = "linux")]
fn changes(now: impl Fn(&str) -> Option<String>) -> Vec<(&'static str, String)> {
    let mut changes = Vec::new();
    if now(BUFFERS).is_none() {
        changes.push((BUFFERS, "1".to_owned()));
    }
    // The first that is set and not empty counts.
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| now(name).filter(|value| !value.is_empty()).map(|value| (name, value)));
    match locale {
        None => changes.push(("LANG", ENGLISH.to_owned())),
        Some((name, value)) if nameless(&value) => changes.push((name, ENGLISH.to_owned())),
        Some(_) => {}
    }
    changes
}

#[cfg(target_os = "linux")]
const ENGLISH: &str = "en_US.UTF-8";

/// Of no language: the web view would call itself "C", and dates and numbers could not be written.
#[cfg(target_os = "linux")]
fn nameless(locale: &str) -> bool {
    let language = locale.split(['.', '@']).next().unwrap_or_default();
    matches!(language, "C" | "POSIX")
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::changes;

    #[test]
    fn an_environment_is_made_sound_once() {
        for (given, wanted) in [
            (&[][..], &[("WEBKIT_DISABLE_DMABUF_RENDERER", "1"), ("LANG", "en_US.UTF-8")][..]),
            (&[("WEBKIT_DISABLE_DMABUF_RENDERER", "0"), ("LANG", "pt_BR.UTF-8")], &[]),
            (&[("WEBKIT_DISABLE_DMABUF_RENDERER", "1"), ("LANG", "C.UTF-8")], &[("LANG", "en_US.UTF-8")]),
            (
                &[("WEBKIT_DISABLE_DMABUF_RENDERER", "1"), ("LC_ALL", "POSIX"), ("LANG", "pt_BR.UTF-8")],
                &[("LC_ALL", "en_US.UTF-8")],
            ),
            (&[("WEBKIT_DISABLE_DMABUF_RENDERER", "1"), ("LC_ALL", ""), ("LANG", "ca_ES.UTF-8")], &[]),
        ] {
            let mut now: Vec<(&str, String)> =
                given.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
            let look = |now: &[(&str, String)], name: &str| {
                now.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
            };
            let first = changes(|name| look(&now, name));
            let wanted: Vec<(&str, String)> =
                wanted.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
            assert_eq!(first, wanted, "{given:?}");
            now.extend(first);
            assert!(changes(|name| look(&now, name)).is_empty(), "{given:?}");
        }
    }
}
