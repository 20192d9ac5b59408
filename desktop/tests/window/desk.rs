//! A desk of its own for one test of a program: display, message bus, home folder, web driver. Everything ends with it.

use crate::page::{PATIENCE, Page};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// What must be installed.
const TOOLS: &[(&str, &str)] =
    &[("Xvfb", "xvfb"), ("WebKitWebDriver", "webkit2gtk-driver"), ("dbus-daemon", "dbus-daemon")];

/// What a desk with a keychain needs besides.
const KEYRING_TOOLS: &[(&str, &str)] =
    &[("gnome-keyring-daemon", "gnome-keyring"), ("dbus-send", "dbus-bin")];

/// A desk.
pub struct Desk {
    program: String,
    home: TempDir,
    display: String,
    bus: String,
    // Ended in this order.
    keyring_process: Option<Child>,
    bus_process: Child,
    display_process: Child,
}

/// The system's keychain at a desk.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Keychain {
    /// None, and nothing that would start one.
    Absent,
    /// GNOME's, unlocked as by a login.
    Unlocked,
}

/// A session bus that starts no service by itself, whatever is installed.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// The keychain's name on the bus.
const SECRETS: &str = "org.freedesktop.secrets";

impl Desk {
    /// Sets one up; nothing, and a message nobody overlooks, where a tool is missing.
    pub fn set_up(program: &str, keychain: Keychain) -> Option<Self> {
        let wanted = TOOLS.iter().chain(if keychain == Keychain::Unlocked { KEYRING_TOOLS } else { &[] });
        let missing: Vec<&str> =
            wanted.filter(|(tool, _)| !installed(tool)).map(|(_, package)| *package).collect();
        if !missing.is_empty() {
            eprintln!("\n*** NOT TESTED: the real window. Install first: {} ***\n", missing.join(" "));
            return None;
        }
        let home = tempfile::tempdir().expect("a home folder");
        let (display_process, number) = start(Command::new("Xvfb").args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1440x900x24",
            "-nolisten",
            "tcp",
        ]));
        let config = home.path().join("bus.conf");
        std::fs::write(&config, BUS).expect("the bus is configured");
        let (bus_process, bus) = start(
            Command::new("dbus-daemon")
                .arg(format!("--config-file={}", config.display()))
                .args(["--nofork", "--print-address=1"]),
        );
        let mut desk = Self {
            program: program.to_owned(),
            home,
            display: format!(":{number}"),
            bus,
            keyring_process: None,
            bus_process,
            display_process,
        };
        if keychain == Keychain::Unlocked {
            desk.unlock_keychain();
        }
        Some(desk)
    }

    /// Starts the keychain as a login does: with the passphrase of the person's session, which opens it.
    fn unlock_keychain(&mut self) {
        let control = self.home().join("keyring");
        let mut keyring = self
            .command("gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets", "--control-directory"])
            .arg(control)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the keychain starts");
        keyring.stdin.take().expect("its input").write_all(b"the login").expect("the login's passphrase");
        self.keyring_process = Some(keyring);
        let started = Instant::now();
        while !self.is_on_bus(SECRETS) {
            assert!(started.elapsed() < PATIENCE, "the keychain does not come to the bus");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn is_on_bus(&self, name: &str) -> bool {
        let asked = self
            .command("dbus-send")
            .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"])
            .args(["org.freedesktop.DBus.NameHasOwner", &format!("string:{name}")])
            .output();
        String::from_utf8_lossy(&asked.expect("the bus answers").stdout).contains("boolean true")
    }

    /// The program on its own, without a driver.
    pub fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(&self.program);
        command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts")
    }

    /// Its home folder.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The log the program writes.
    pub fn log(&self) -> String {
        let path = self.home().join(".local/share/org.valorize.desktop/logs/valorize.log");
        std::fs::read_to_string(path).unwrap_or_default()
    }

    /// A command that runs at this desk.
    pub fn command(&self, program: &str) -> Command {
        let home = self.home();
        let mut command = Command::new(program);
        command
            .current_dir(home)
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("XDG_DATA_HOME", home.join(".local/share"))
            .env("XDG_CACHE_HOME", home.join(".cache"))
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("LANG", "C.UTF-8")
            .env("NO_AT_BRIDGE", "1")
            .env_remove("LC_ALL")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("VALORIZE_BOOK");
        command
    }

    /// Starts the program and takes hold of its page.
    pub async fn open(&self, arguments: &[&str]) -> Page {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("its address").port();
        drop(free);
        let driver = self
            .command("WebKitWebDriver")
            .args(["--host=127.0.0.1", &format!("--port={port}")])
            // Without it a web view refuses the driver.
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("the web driver");
        Page::take_hold(driver, port, &self.program, arguments).await
    }

    /// Takes a picture of the whole display, where pictures are wanted.
    pub fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("SCREENSHOTS_DIR").map(PathBuf::from) else { return };
        std::fs::create_dir_all(&folder).expect("the folder of pictures");
        let taken = self.command("scrot").arg("-o").arg(folder.join(format!("{name}.png"))).status();
        assert!(taken.expect("scrot").success(), "scrot takes a picture");
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let keyring = self.keyring_process.as_mut();
        for process in keyring.into_iter().chain([&mut self.bus_process, &mut self.display_process]) {
            drop(process.kill());
            drop(process.wait());
        }
    }
}

fn installed(tool: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(tool).is_file())
}

/// Starts a program that says in its first line where it is.
fn start(command: &mut Command) -> (Child, String) {
    let mut process =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
    let mut line = String::new();
    let output = process.stdout.take().expect("its output");
    BufReader::new(output).read_line(&mut line).expect("its first line");
    (process, line.trim().to_owned())
}
