//! What a figure depends on besides the code: the machine, what else it was doing, and memory at its peak. Linux only; elsewhere unknown.

use serde::Serialize;
use std::fs::read_to_string;
use std::process::Command;

/// The machine and the commit.
#[derive(Debug, Clone, Serialize)]
pub struct Machine {
    /// Processor as it names itself.
    pub processor: String,
    /// Logical processors.
    pub processors: usize,
    /// Memory, kB.
    pub memory_kb: u64,
    /// Kernel.
    pub kernel: String,
    /// Commit, with `+` when the tree has changes.
    pub commit: String,
}

impl Machine {
    /// This machine, this tree.
    pub fn here() -> Self {
        let cpu = read_to_string("/proc/cpuinfo").unwrap_or_default();
        let processor = cpu
            .lines()
            .find_map(|line| line.strip_prefix("model name"))
            .and_then(|rest| rest.split_once(':'));
        let changed = !git(&["status", "--porcelain", "--untracked-files=no"]).is_empty();
        Self {
            processor: processor.map_or_else(|| "unknown".to_owned(), |(_, name)| name.trim().to_owned()),
            processors: std::thread::available_parallelism().map_or(1, usize::from),
            memory_kb: field("/proc/meminfo", "MemTotal:").unwrap_or(0),
            kernel: read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default().trim().to_owned(),
            commit: format!(
                "{}{}",
                git(&["rev-parse", "--short=10", "HEAD"]),
                if changed { "+" } else { "" }
            ),
        }
    }
}

fn git(arguments: &[&str]) -> String {
    let output = Command::new("git").args(arguments).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}

/// Peak resident memory of this process, kB.
pub fn peak_rss_kb() -> Option<u64> {
    field("/proc/self/status", "VmHWM:")
}

fn field(path: &str, name: &str) -> Option<u64> {
    let text = read_to_string(path).ok()?;
    text.lines().find_map(|line| line.strip_prefix(name))?.split_whitespace().next()?.parse().ok()
}

/// Processor time of the whole machine since it started, in clock ticks.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    busy: u64,
    stolen: u64,
    all: u64,
    own: u64,
}

/// What others used while something was measured, in percent of all processors.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Others {
    /// Other processes.
    pub busy_percent: u64,
    /// Taken by the host.
    pub stolen_percent: u64,
}

impl Load {
    /// Now; `None` where the system does not tell.
    pub fn now() -> Option<Self> {
        let stat = read_to_string("/proc/stat").ok()?;
        let ticks: Vec<u64> =
            stat.lines().next()?.split_whitespace().skip(1).filter_map(|text| text.parse().ok()).collect();
        let [user, nice, system, idle, wait, irq, soft, stolen, ..] = ticks[..] else { return None };
        let busy = user + nice + system + irq + soft;
        let own = read_to_string("/proc/self/stat").ok()?;
        // Fields 14 and 15, counted after the name, which may hold spaces.
        let own: u64 = own
            .rsplit_once(')')?
            .1
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|text| text.parse::<u64>().ok())
            .sum();
        Some(Self { busy, stolen, all: busy + idle + wait + stolen, own })
    }

    /// What others used since `before`.
    pub fn others_since(self, before: Self) -> Others {
        let all = (self.all - before.all).max(1);
        let others = (self.busy - before.busy).saturating_sub(self.own - before.own);
        Others { busy_percent: others * 100 / all, stolen_percent: (self.stolen - before.stolen) * 100 / all }
    }
}
