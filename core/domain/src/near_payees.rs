//! Payees that are probably one: names that say the same in other words, cut short, or with a slip of the keyboard.
//!
//! Names meet only where they share the beginning of a telling word, so the work grows with the names, not with their pairs. Words
//! that very many names share bring nothing together by themselves.

use crate::PayeeId;
use crate::similarity::TextEvidence;
use rustc_hash::FxHashMap;

/// Likeness from which two names are put together, in thousandths.
pub const NEAR: u16 = 800;
/// Letters of a word that names must share to meet.
const BEGINNING: usize = 4;
/// Names that share a word, beyond which the word is no sign of likeness.
const CROWD: usize = 60;

/// A payee as the comparison sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPayee {
    /// Which one.
    pub id: PayeeId,
    /// Its name.
    pub name: String,
    /// Rows it is set on; the name used most is the one to keep.
    pub rows: u32,
}

/// Payees that are probably one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearPayees {
    /// The one to keep: places in the list given.
    pub keep: usize,
    /// The others, with their likeness to the kept one in thousandths, most alike first.
    pub others: Vec<(usize, u16)>,
}

/// Groups of near names, those with most rows first.
pub fn near_payees(payees: &[NamedPayee]) -> Vec<NearPayees> {
    let texts: Vec<TextEvidence> =
        payees.iter().map(|payee| TextEvidence::new([payee.name.as_str()])).collect();
    let mut groups = Groups::new(payees.len());
    for block in blocks(&texts) {
        for (place, &one) in block.iter().enumerate() {
            for &other in &block[place + 1..] {
                if groups.find(one) != groups.find(other) && texts[one].likeness(&texts[other]) >= NEAR {
                    groups.join(one, other);
                }
            }
        }
    }
    let mut found = groups.members();
    found.sort_by_key(|members| {
        let rows: u64 = members.iter().map(|&member| u64::from(payees[member].rows)).sum();
        (std::cmp::Reverse(rows), members[0])
    });
    found.into_iter().filter_map(|members| near(payees, &texts, members)).collect()
}

/// The member used most is kept; what is like another member but not like that one is left for the next look.
fn near(payees: &[NamedPayee], texts: &[TextEvidence], members: Vec<usize>) -> Option<NearPayees> {
    let keep = *members.iter().max_by_key(|&&member| {
        let payee = &payees[member];
        (payee.rows, std::cmp::Reverse(payee.name.chars().count()), std::cmp::Reverse(payee.id))
    })?;
    let mut others: Vec<(usize, u16)> = members
        .into_iter()
        .filter(|&member| member != keep)
        .map(|member| (member, texts[keep].likeness(&texts[member])))
        .filter(|(_, likeness)| *likeness >= NEAR)
        .collect();
    others.sort_by_key(|&(member, likeness)| (std::cmp::Reverse(likeness), member));
    (!others.is_empty()).then_some(NearPayees { keep, others })
}

/// Names that share the beginning of a word, or of the whole name written together.
fn blocks(texts: &[TextEvidence]) -> Vec<Vec<usize>> {
    let mut blocks: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (place, text) in texts.iter().enumerate() {
        let together = text.together();
        for word in text.words().iter().chain(std::iter::once(&together)) {
            let beginning: String = word.chars().take(BEGINNING).collect();
            let block = blocks.entry(beginning).or_default();
            if block.last() != Some(&place) {
                block.push(place);
            }
        }
    }
    let mut blocks: Vec<Vec<usize>> =
        blocks.into_values().filter(|block| (2..=CROWD).contains(&block.len())).collect();
    blocks.sort_unstable();
    blocks
}

/// Disjoint sets.
struct Groups {
    parent: Vec<usize>,
}

impl Groups {
    fn new(count: usize) -> Self {
        Self { parent: (0..count).collect() }
    }

    fn find(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// The smaller place stands for both, so that the result does not depend on the order of the joins.
    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.find(one), self.find(other));
        self.parent[one.max(other)] = one.min(other);
    }

    /// Sets of more than one.
    fn members(mut self) -> Vec<Vec<usize>> {
        let mut sets: Vec<Vec<usize>> = vec![Vec::new(); self.parent.len()];
        for at in 0..self.parent.len() {
            let root = self.find(at);
            sets[root].push(at);
        }
        sets.into_iter().filter(|set| set.len() > 1).collect()
    }
}
