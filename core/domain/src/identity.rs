//! What makes a bank line that line: normalised text, usable bank ids, and the canonical bytes an id is derived from.
//!
//! Everything here is **version 1 and frozen**: ids in books that exist were derived from it. A better
//! normalisation gets a new version tag beside this one; it never replaces it.
//!
//! Identity is account, pending or booked, posting day, amount, currency, normalised description, instalment,
//! usable bank id and the ordinal among lines equal in all of these. The instalment is part of it because some
//! banks repeat day, id and text of the purchase every month and tell the number in a field of its own.
//! The keyed hash lives with the caller, see [`IdentityKey`].

use crate::instalment::{instalment_in, instalment_of};
use crate::{AccountId, Currency, Day, StatementLine, TransactionId};
use rustc_hash::FxHashMap;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Tag in front of the canonical bytes.
pub const IDENTITY_VERSION: &[u8] = b"valorize/transaction/1";

/// Maps canonical bytes to the id they stand for; a keyed hash in books, anything injective in tests.
pub trait IdentityKey {
    /// The id for these bytes. Must be a pure function of them.
    fn transaction_id(&self, canonical: &[u8]) -> TransactionId;
}

impl<F: Fn(&[u8]) -> TransactionId> IdentityKey for F {
    fn transaction_id(&self, canonical: &[u8]) -> TransactionId {
        self(canonical)
    }
}

/// Folds a text for comparison: compatibility decomposition, accents dropped, lower case, and every run of
/// characters that are neither letters nor digits becomes one space. `"PIX  Enviado - João"` is `"pix enviado joao"`.
///
/// Punctuation goes because the same bank writes it differently in OFX and CSV; digits stay because they often are
/// all that tells two lines apart.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    let mut push = |c: char| {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else {
            gap = true;
        }
    };
    for c in text.chars() {
        if c.is_ascii() {
            push(c.to_ascii_lowercase());
            continue;
        }
        // Character by character is enough: only marks are reordered by normalisation, and marks are dropped.
        // Decomposed again after lower-casing: the lower case of U+0130 brings a new mark.
        decompose_compatible(c, |part| {
            for lower in part.to_lowercase() {
                decompose_compatible(lower, |last| {
                    if !is_combining_mark(last) {
                        push(last);
                    }
                });
            }
        });
    }
    out
}

/// The bank's id where it can be evidence on its own: trimmed, and `None` when it is blank, `NONREF`, all zeros or
/// without any digit (a label such as `PIX`).
pub fn plausible_bank_id(raw: Option<&str>) -> Option<&str> {
    let id = raw?.trim();
    let informative = id.bytes().any(|b| (b'1'..=b'9').contains(&b));
    (informative && !id.eq_ignore_ascii_case("NONREF")).then_some(id)
}

/// What the identity of one line is made of, but for the account, the currency and the ordinal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineKey {
    /// Not yet booked. A booked line is matched with its pending row, not equal to it.
    pub pending: bool,
    /// Posting day.
    pub date: Day,
    /// Minor units.
    pub amount: i64,
    /// Folded description.
    pub text: String,
    /// Instalment n of m.
    pub instalment: Option<(u16, u16)>,
    /// Usable bank id.
    pub bank_id: Option<String>,
}

/// One line's identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIdentity {
    /// The parts.
    pub key: LineKey,
    /// 0 for the first of equal lines, in file order.
    pub occurrence: u32,
    /// The id derived from them.
    pub id: TransactionId,
}

/// The usable bank ids of a statement's lines, in line order. Ids that stand on lines of different amount, day,
/// instalment or text are ignored on all of them.
pub fn usable_bank_ids(lines: &[StatementLine]) -> Vec<Option<String>> {
    let folded: Vec<String> = lines.iter().map(|line| fold(&line.description)).collect();
    usable_ids(lines, &folded)
}

fn usable_ids(lines: &[StatementLine], folded: &[String]) -> Vec<Option<String>> {
    let mut first: FxHashMap<&str, (usize, bool)> = FxHashMap::default();
    for (at, line) in lines.iter().enumerate() {
        if line.pseudo.is_some() {
            continue;
        }
        if let Some(id) = plausible_bank_id(line.bank_id.as_deref()) {
            let (seen, usable) = first.entry(id).or_insert((at, true));
            let other = &lines[*seen];
            *usable &= other.date == line.date
                && other.amount == line.amount
                && instalment_of(other) == instalment_of(line)
                && folded[*seen] == folded[at];
        }
    }
    let usable = |line: &StatementLine| {
        let id = plausible_bank_id(line.bank_id.as_deref())?;
        first.get(id).is_some_and(|(_, usable)| *usable).then(|| id.to_owned())
    };
    lines.iter().map(usable).collect()
}

/// The identity of every line of a statement, in line order.
pub fn identify(
    account: AccountId,
    currency: Currency,
    lines: &[StatementLine],
    key: &dyn IdentityKey,
) -> Vec<LineIdentity> {
    let folded: Vec<String> = lines.iter().map(|line| fold(&line.description)).collect();
    let bank_ids = usable_ids(lines, &folded);
    let keys: Vec<LineKey> = lines
        .iter()
        .zip(folded)
        .zip(bank_ids)
        .map(|((line, text), bank_id)| LineKey {
            pending: line.pending,
            date: line.date,
            amount: line.amount,
            instalment: line.instalment.or_else(|| instalment_in(&text, &line.description)),
            text,
            bank_id,
        })
        .collect();
    let mut seen: FxHashMap<&LineKey, u32> = FxHashMap::default();
    seen.reserve(keys.len());
    let mut ordinal = |line_key| {
        let next = seen.entry(line_key).or_insert(0);
        let occurrence = *next;
        *next = next.saturating_add(1);
        occurrence
    };
    let occurrences: Vec<u32> = keys.iter().map(&mut ordinal).collect();
    let mut bytes = Vec::with_capacity(128);
    let identified = keys.into_iter().zip(occurrences).map(|(line_key, occurrence)| {
        bytes.clear();
        write_canonical(&mut bytes, account, currency, &line_key, occurrence);
        LineIdentity { id: key.transaction_id(&bytes), key: line_key, occurrence }
    });
    identified.collect()
}

/// The canonical bytes of an identity: fixed-width fields big-endian, texts with their length in front.
pub fn canonical_bytes(account: AccountId, currency: Currency, key: &LineKey, occurrence: u32) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(128);
    write_canonical(&mut bytes, account, currency, key, occurrence);
    bytes
}

fn write_canonical(
    out: &mut Vec<u8>,
    account: AccountId,
    currency: Currency,
    key: &LineKey,
    occurrence: u32,
) {
    out.extend_from_slice(IDENTITY_VERSION);
    out.push(u8::from(key.pending));
    out.extend_from_slice(account.as_bytes());
    out.extend_from_slice(&key.date.year().to_be_bytes());
    out.extend_from_slice(&key.date.month().to_be_bytes());
    out.extend_from_slice(&key.date.day().to_be_bytes());
    out.extend_from_slice(&key.amount.to_be_bytes());
    out.extend_from_slice(currency.code().as_bytes());
    write_text(out, &key.text);
    let (number, total) = key.instalment.unwrap_or((0, 0));
    out.extend_from_slice(&number.to_be_bytes());
    out.extend_from_slice(&total.to_be_bytes());
    write_text(out, key.bank_id.as_deref().unwrap_or(""));
    out.extend_from_slice(&occurrence.to_be_bytes());
}

fn write_text(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(&(text.len() as u64).to_be_bytes());
    out.extend_from_slice(text.as_bytes());
}
