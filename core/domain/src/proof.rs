//! The balance proof: does opening balance plus rows give the balance the bank states?

use crate::plan::PlanLine;
use crate::planner::{ExistingRow, PlanInput, RowState};
use crate::{BalanceProof, Day, Fate, TransactionId};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the proof of a stored plan is computed from, so that it follows the user's flips without the book.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ProofBasis {
    /// The account's opening balance; `None` when this import establishes it.
    pub opening: Option<i64>,
    /// Booked rows of the account, summed per day, ascending.
    pub booked: Vec<(Day, i64)>,
    /// Rows some line is likely to be which are in `booked` already.
    pub counted: Vec<TransactionId>,
    /// The stated closing balance.
    pub closing: Option<(Day, i64)>,
    /// Opening balance the file states.
    pub stated_opening: Option<i64>,
    /// Balance stated at the end of each day, where the file has running balances, ascending.
    pub running: Vec<(Day, i64)>,
}

/// How a balance proof comes about: `opening + sum` should be `stated`. Minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reckoning {
    /// The day the stated balance stands for.
    pub day: Day,
    /// What the statement says.
    pub stated: i64,
    /// Balance before the first row.
    pub opening: i64,
    /// Rows of the book and lines to be added, up to that day.
    pub sum: i64,
}

/// A [`Reckoning`] whose sums may be larger than an amount, with the sum of each day.
struct Exact {
    day: Day,
    stated: i64,
    opening: i128,
    sum: i128,
    days: BTreeMap<Day, i128>,
}

impl ProofBasis {
    pub(crate) fn new(input: &PlanInput<'_>, lines: &[PlanLine]) -> Self {
        let live = input.existing.iter().any(|row| row.state == RowState::Live);
        let running = running(lines);
        let last_day = lines.iter().map(|l| l.line.date).max();
        let end = input.statement.period_end.max(last_day);
        let stated = input.statement.ledger_balance;
        let closing = match stated {
            Some(stated) => stated.date.or(end).map(|day| (day, stated.amount)),
            None => running.last().copied(),
        };
        let mut days: BTreeMap<Day, i128> = BTreeMap::new();
        for row in input.existing.iter().filter(|row| row.is_booked()) {
            *days.entry(row.date).or_default() += i128::from(row.amount);
        }
        Self {
            opening: (live || input.opening_known).then_some(input.opening_balance),
            booked: days.into_iter().map(|(day, sum)| (day, saturate(sum))).collect(),
            counted: counted(input.existing, lines),
            closing,
            stated_opening: input.statement.opening_balance.map(|b| b.amount),
            running,
        }
    }

    /// The proof if these lines were committed with the fates they have.
    pub fn prove(&self, lines: &[PlanLine]) -> BalanceProof {
        let Some(Exact { stated, opening, sum, days, .. }) = self.work_out(lines) else {
            return BalanceProof::Unavailable;
        };
        let difference = i128::from(stated) - opening - sum;
        if difference != 0 {
            return BalanceProof::Disproved {
                difference: saturate(difference),
                from: self.first_difference(opening, &days),
            };
        }
        match self.opening {
            Some(_) => BalanceProof::Proved { balance: stated },
            None => BalanceProof::Establishes { opening: saturate(opening) },
        }
    }

    /// The numbers of the proof, for people who want to follow it.
    pub fn reckon(&self, lines: &[PlanLine]) -> Option<Reckoning> {
        let Exact { day, stated, opening, sum, .. } = self.work_out(lines)?;
        Some(Reckoning { day, stated, opening: saturate(opening), sum: saturate(sum) })
    }

    fn work_out(&self, lines: &[PlanLine]) -> Option<Exact> {
        let (day, stated) = self.closing?;
        let mut days: BTreeMap<Day, i128> =
            self.booked.iter().map(|(day, sum)| (*day, i128::from(*sum))).collect();
        for line in lines.iter().filter(|line| self.adds(line)) {
            *days.entry(line.line.date).or_default() += i128::from(line.line.amount);
        }
        let sum: i128 = days.range(..=day).map(|(_, sum)| sum).sum();
        let stated_opening =
            if self.booked.is_empty() { self.opening.or(self.stated_opening) } else { self.opening };
        // Without an opening balance running balances still have to agree among themselves.
        let from_running = || {
            let (first, balance) = self.running.first()?;
            let until: i128 = days.range(..=*first).map(|(_, sum)| sum).sum();
            Some(i128::from(*balance) - until)
        };
        let opening =
            stated_opening.map(i128::from).or_else(from_running).unwrap_or(i128::from(stated) - sum);
        Some(Exact { day, stated, opening, sum, days })
    }

    fn adds(&self, line: &PlanLine) -> bool {
        if line.line.pending {
            return false;
        }
        match &line.fate {
            Fate::New | Fate::Likely { accepted: false, .. } => true,
            // Merged into a row the balance does not hold yet, which the merge clears.
            Fate::Likely { id, accepted: true, .. } => !self.counted.contains(id),
            Fate::Same { .. } | Fate::Ignored { .. } => false,
        }
    }

    fn first_difference(&self, opening: i128, days: &BTreeMap<Day, i128>) -> Option<Day> {
        let mut sums = days.iter().peekable();
        let mut balance = opening;
        for (day, stated) in &self.running {
            while let Some((_, sum)) = sums.next_if(|(at, _)| *at <= day) {
                balance += sum;
            }
            if balance != i128::from(*stated) {
                return Some(*day);
            }
        }
        None
    }
}

fn counted(existing: &[ExistingRow], lines: &[PlanLine]) -> Vec<TransactionId> {
    let target = |line: &PlanLine| match line.fate {
        Fate::Likely { id, .. } => Some(id),
        _ => None,
    };
    let targets: FxHashSet<TransactionId> = lines.iter().filter_map(target).collect();
    if targets.is_empty() {
        return Vec::new();
    }
    let held = existing.iter().filter(|row| targets.contains(&row.id) && row.is_booked());
    let mut held: Vec<TransactionId> = held.map(|row| row.id).collect();
    held.sort_unstable();
    held
}

/// End-of-day balances of the file. Files run upwards or downwards in time; the first and last day tell which.
fn running(lines: &[PlanLine]) -> Vec<(Day, i64)> {
    let stated: Vec<(Day, i64)> = lines
        .iter()
        .filter(|line| !line.line.pending)
        .filter_map(|line| line.line.balance_after.map(|balance| (line.line.date, balance)))
        .collect();
    let downwards = match (stated.first(), stated.last()) {
        (Some((first, _)), Some((last, _))) if first == last => one_day_downwards(lines),
        (Some((first, _)), Some((last, _))) => first > last,
        _ => false,
    };
    let mut days = BTreeMap::new();
    let mut note = |(day, balance): &(Day, i64)| {
        days.insert(*day, *balance);
    };
    if downwards {
        stated.iter().rev().for_each(&mut note);
    } else {
        stated.iter().for_each(&mut note);
    }
    days.into_iter().collect()
}

/// A file of a single day runs downwards when its balances chain that way and not the other.
fn one_day_downwards(lines: &[PlanLine]) -> bool {
    let booked: Vec<(i64, i64)> = lines
        .iter()
        .filter(|l| !l.line.pending)
        .filter_map(|l| l.line.balance_after.map(|b| (l.line.amount, b)))
        .collect();
    let chains = |at: &[(i64, i64)], upwards: bool| {
        let ((a, before), (b, after)) = (at[0], at[1]);
        if upwards { before.checked_add(b) == Some(after) } else { after.checked_add(a) == Some(before) }
    };
    let count = |upwards| booked.windows(2).filter(|pair| chains(pair, upwards)).count();
    count(false) > count(true)
}

fn saturate(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}
