//! Instalments of one purchase: "PARC 02/05", "Parcela 3 de 10", "2/6". Each is a row; the series links them.

use crate::identity::fold;
use crate::{Day, StatementLine};

/// Most instalments a purchase is believed to have. Keeps "12/2024" from being read as one.
const MOST: u16 = 99;

/// Links the instalments of one purchase: rows with an equal key belong to one series.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SeriesKey {
    /// Folded description without the instalment.
    pub text: String,
    /// Number of instalments.
    pub total: u16,
    /// -1 for money out, 1 for money in. The amount itself may differ: one instalment carries the rounding cents.
    pub sign: i8,
    /// Month of the first instalment, counted from year 0, when posted monthly.
    pub first_month: i32,
}

/// The instalment of a line: the file's own field, else what its description says.
pub fn instalment_of(line: &StatementLine) -> Option<(u16, u16)> {
    line.instalment.or_else(|| parse_instalment(&line.description))
}

/// Reads "n of m" after a word that announces it (`parc`, `parcela`, `pcl`, `prest`, `instalment`), or a bare `n/m`
/// at the very end of the text. A bare `n/m` whose numbers could be a day and a month is left alone unless m is a
/// usual number of instalments announced by its word, because a wrong series is worse than none.
pub fn parse_instalment(description: &str) -> Option<(u16, u16)> {
    instalment_in(&fold(description), description)
}

/// As [`parse_instalment`], for a description that is folded already.
pub(crate) fn instalment_in(folded: &str, description: &str) -> Option<(u16, u16)> {
    find(folded, description).map(|(_, _, pair)| pair)
}

fn announces(word: &str) -> bool {
    matches!(
        word,
        "parc"
            | "parcela"
            | "parcelas"
            | "pcl"
            | "prest"
            | "prestacao"
            | "instalment"
            | "installment"
            | "instal"
    )
}

/// Token range in the folded text and the pair it states.
fn find(folded: &str, raw: &str) -> Option<(usize, usize, (u16, u16))> {
    // Most lines are no instalments; they should not pay for the search.
    let announced = ["parc", "pcl", "prest", "instal"].iter().any(|word| folded.contains(word));
    if !announced && !raw.contains('/') {
        return None;
    }
    let words: Vec<&str> = folded.split(' ').collect();
    for (at, word) in words.iter().enumerate() {
        // "parc02 05" comes of "PARC02/05".
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
        if !announces(letters) {
            continue;
        }
        let glued = &word[letters.len()..];
        let first = if glued.is_empty() { at + 1 } else { at };
        let number = if glued.is_empty() { words.get(at + 1).copied() } else { Some(glued) };
        let link = words.get(first + 1).is_some_and(|w| matches!(*w, "de" | "of"));
        let total_at = first + 1 + usize::from(link);
        let pair = number.zip(words.get(total_at).copied()).and_then(|(n, m)| pair(n, m));
        if let Some(pair) = pair {
            return Some((at, total_at + 1, pair));
        }
    }
    let (head, m) = raw.trim_end().rsplit_once('/')?;
    let n = head.rsplit(|c: char| !c.is_ascii_digit()).next()?;
    // "12/03" at the end is more often a date; "2/6" or "10/12" written without padding is an instalment.
    let bare = pair(n, m)?;
    let before = head[..head.len() - n.len()].chars().next_back();
    let padded = n.starts_with('0') || m.starts_with('0');
    let separate = before.is_some_and(|c| c.is_whitespace() || c == '(');
    (separate && !padded && n.len() == 1 && words.len() >= 3).then(|| (words.len() - 2, words.len(), bare))
}

fn pair(number: &str, total: &str) -> Option<(u16, u16)> {
    let digits = |text: &str| {
        (text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse::<u16>().ok())?
    };
    let (number, total) = (digits(number)?, digits(total)?);
    (number >= 1 && total >= 2 && number <= total && total <= MOST).then_some((number, total))
}

/// The series a row belongs to; `None` for rows that are no instalment.
///
/// Instalments are taken to fall one a month: number 3 of a series that started in January is posted in March.
/// Banks that repeat the purchase day on every instalment give each row the same day; pass `posted` false then.
pub fn series_key(
    date: Day,
    amount: i64,
    description: &str,
    instalment: Option<(u16, u16)>,
    posted: bool,
) -> Option<SeriesKey> {
    let folded = fold(description);
    let found = find(&folded, description);
    let (number, total) = instalment.or(found.map(|(_, _, pair)| pair))?;
    let words = folded.split(' ').enumerate();
    let text = match found {
        Some((from, to, _)) => {
            let kept: Vec<&str> =
                words.filter(|(at, _)| *at < from || *at >= to).map(|(_, word)| word).collect();
            kept.join(" ")
        }
        None => folded,
    };
    let month = i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
    let back = if posted { i32::from(number) - 1 } else { 0 };
    let sign = if amount < 0 { -1 } else { 1 };
    Some(SeriesKey { text, total, sign, first_month: month - back })
}
