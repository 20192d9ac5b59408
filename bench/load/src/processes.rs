//! What processes cost, as the system counts it: processor time and resident memory. Linux only; elsewhere everything is 0.

use std::collections::HashMap;
use std::fs::{read_dir, read_to_string};

/// Clock ticks in a second: `USER_HZ`, which Linux has kept at 100 on every processor we run on.
const TICKS: u64 = 100;

/// Processor time used, in ticks, by one process and all below it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ticks(pub u64);

impl Ticks {
    /// Milliseconds since an earlier reading.
    pub const fn milliseconds_since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0) * 1_000 / TICKS
    }
}

/// Numbers of `/proc/ID/stat` after the name, which may hold spaces: parent at 1, times at 11 to 14.
fn stat(id: u32) -> Option<Vec<i64>> {
    let text = read_to_string(format!("/proc/{id}/stat")).ok()?;
    Some(text.rsplit_once(')')?.1.split_whitespace().map(|word| word.parse().unwrap_or(0)).collect())
}

/// Time of the process and of everything it started, ended or not.
pub fn ticks_of(id: u32) -> Ticks {
    Ticks(family(id).into_iter().map(|(_, ticks)| ticks).sum())
}

/// Memory of the process and of everything below it, bytes: of what several share, each has its part.
pub fn memory_of(id: u32) -> u64 {
    let part = |id: u32| {
        let text = read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
        kilobytes(&text, "Pss:") << 10
    };
    family(id).into_iter().map(|(id, _)| part(id)).sum()
}

/// The process and all below it, with the time each used.
fn family(id: u32) -> Vec<(u32, u64)> {
    let mut parents: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut times: HashMap<u32, u64> = HashMap::new();
    let entries = read_dir("/proc").into_iter().flatten().flatten();
    for process in entries.filter_map(|entry| entry.file_name().to_string_lossy().parse::<u32>().ok()) {
        let Some(numbers) = stat(process) else { continue };
        let parent = numbers.get(1).and_then(|parent| u32::try_from(*parent).ok()).unwrap_or(0);
        parents.entry(parent).or_default().push(process);
        times.insert(process, numbers.iter().skip(11).take(4).map(|ticks| ticks.unsigned_abs()).sum());
    }
    let (mut all, mut open) = (Vec::new(), vec![id]);
    while let Some(process) = open.pop() {
        all.push((process, times.get(&process).copied().unwrap_or(0)));
        open.extend(parents.get(&process).into_iter().flatten());
    }
    all
}

/// Time of this process alone, without what it started.
pub fn own_ticks() -> Ticks {
    let numbers = stat(std::process::id()).unwrap_or_default();
    Ticks(numbers.iter().skip(11).take(2).map(|ticks| ticks.unsigned_abs()).sum())
}

/// Processor time the whole machine was busy, and all there was, in ticks.
pub fn machine() -> (Ticks, Ticks) {
    let text = read_to_string("/proc/stat").unwrap_or_default();
    let ticks: Vec<u64> = text
        .lines()
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .skip(1)
        .map(|word| word.parse().unwrap_or(0))
        .collect();
    // Idle and waiting for the disk stand fourth and fifth.
    let all: u64 = ticks.iter().take(8).sum();
    let idle: u64 = ticks.iter().skip(3).take(2).sum();
    (Ticks(all - idle), Ticks(all))
}

/// Resident memory of one process, bytes.
pub fn resident(id: u32) -> u64 {
    let text = read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    kilobytes(&text, "VmRSS:") << 10
}

/// The number after this word at a line's beginning.
fn kilobytes(text: &str, word: &str) -> u64 {
    let line = text.lines().find_map(|line| line.strip_prefix(word)).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// What a thread had of the processors: nanoseconds at work, and nanoseconds in which it waited for its turn.
#[derive(Debug, Clone, Copy, Default)]
pub struct Turns {
    /// At work.
    pub ran: u64,
    /// Ready, while others were at work.
    pub waited: u64,
}

/// Of the calling thread.
pub fn turns() -> Turns {
    let text = read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let mut numbers = text.split_whitespace().map(|word| word.parse().unwrap_or(0));
    Turns { ran: numbers.next().unwrap_or_default(), waited: numbers.next().unwrap_or_default() }
}

/// The machine and the commit, in one line.
pub fn here() -> String {
    let cpu = read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map_or("unknown processor", |(_, name)| name.trim());
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let kernel = read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!("{name}, {processors} processors, Linux {}", kernel.trim())
}

/// Text of a git command, empty where there is no repository.
pub fn git(arguments: &[&str]) -> String {
    let output = std::process::Command::new("git").args(arguments).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_is_seen_at_work() {
        let id = std::process::id();
        let before = ticks_of(id);
        let begun = std::time::Instant::now();
        let mut sum = 0_u64;
        while begun.elapsed().as_millis() < 200 {
            sum = sum.wrapping_mul(31).wrapping_add(1);
        }
        assert!(std::hint::black_box(sum) != 1);
        assert!(ticks_of(id).milliseconds_since(before) > 20);
        assert!(own_ticks().0 > 2 && resident(id) > 1 << 20 && memory_of(id) > 1 << 20);
        assert!(turns().ran > 20_000_000);
    }
}
