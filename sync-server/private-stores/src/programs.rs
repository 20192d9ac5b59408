//! Finding and running the programs the stores consist of.

use crate::StoreError;
use std::fs::Permissions;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Postgres refuses to run as root: then it runs as the user of least rights.
const NOBODY: u32 = 65_534;

/// Where `name` lies: on the path, or where Debian and Ubuntu keep Postgres' programs.
pub fn find(name: &'static str) -> Result<PathBuf, StoreError> {
    let mut folders: Vec<PathBuf> =
        std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path().join("bin"))).collect())
        .unwrap_or_default();
    versions.sort();
    folders.extend(versions.into_iter().rev());
    folders
        .into_iter()
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
        .ok_or(StoreError::Missing(name))
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|itself| itself.uid() == 0)
}

/// `program` as a user whom Postgres accepts.
pub fn unprivileged(program: &Path) -> Command {
    let mut command = Command::new(program);
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

/// Makes `folder`, which then belongs to the user [`unprivileged`] programs run as, and to nobody else: whoever may open the socket in it
/// needs no password.
pub fn folder(path: &Path) -> Result<(), StoreError> {
    let failed = |source| StoreError::File { path: path.to_owned(), source };
    std::fs::create_dir_all(path).map_err(failed)?;
    std::fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(failed)?;
    if is_root() { chown(path, Some(NOBODY), Some(NOBODY)).map_err(failed) } else { Ok(()) }
}

/// Writes a file that only the user [`unprivileged`] programs run as may read.
pub fn private_file(path: &Path, text: &str) -> Result<(), StoreError> {
    let failed = |source| StoreError::File { path: path.to_owned(), source };
    std::fs::write(path, text).map_err(failed)?;
    std::fs::set_permissions(path, Permissions::from_mode(0o600)).map_err(failed)?;
    if is_root() { chown(path, Some(NOBODY), Some(NOBODY)).map_err(failed) } else { Ok(()) }
}

/// Runs `command` to its end and gives what it wrote.
pub fn run(command: &mut Command) -> Result<Vec<u8>, StoreError> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|source| StoreError::File { path: PathBuf::from(&program), source })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(StoreError::Failed { program, said })
}

/// Asks until it is so or time is up.
pub fn wait_for(mut ready: impl FnMut() -> bool, patience: Duration) -> bool {
    let until = Instant::now() + patience;
    while Instant::now() < until {
        if ready() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}
