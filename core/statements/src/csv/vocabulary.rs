//! Words banks use: header names by role, directions, statuses, spending and income. Folded: lower case, no accents.

use super::mapping::Role;
#[allow(clippy::wildcard_imports, reason = "the word lists of this vocabulary")]
use super::words::*;
use domain::Currency;

/// Lower case, accents folded, everything but letters and digits as single blanks.
pub(super) fn normalise(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        let c = match c {
            'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' => 'a',
            'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ě' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ó' | 'ò' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => 'o',
            'ú' | 'ù' | 'û' | 'ü' | 'ů' | 'ű' => 'u',
            'ç' | 'ć' | 'č' => 'c',
            'ñ' | 'ń' | 'ň' => 'n',
            'ś' | 'š' | 'ș' | 'ş' => 's',
            'ź' | 'ż' | 'ž' => 'z',
            'ł' => 'l',
            'ý' => 'y',
            'ř' => 'r',
            'ť' | 'ț' => 't',
            'ď' => 'd',
            'ё' => 'е',
            'ß' => {
                folded.push('s');
                's'
            }
            'æ' => {
                folded.push('a');
                'e'
            }
            other if other.is_alphanumeric() => other,
            _ => ' ',
        };
        if c != ' ' || (!folded.is_empty() && !folded.ends_with(' ')) {
            folded.push(c);
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Whole words of a normalised text.
pub(super) fn has_word(text: &str, words: &str) -> bool {
    words.split('|').any(|word| {
        text.match_indices(word).any(|(at, _)| {
            let before = at == 0 || text.as_bytes()[at - 1] == b' ';
            let after = text.as_bytes().get(at + word.len()).is_none_or(|b| *b == b' ');
            before && after
        })
    })
}

/// A currency by code, also by codes no longer in the standard that banks still write.
pub(super) fn currency(code: &str) -> Option<Currency> {
    match code {
        "RUR" => Some(Currency::RUB),
        "CDN" => None,
        _ if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) => Currency::from_code(code),
        _ => None,
    }
}

/// Roles a header name may have, likeliest first; content decides among them.
pub(super) fn roles(name: &str) -> Vec<Role> {
    let mut roles = Vec::new();
    let has = |words| has_word(name, words);
    let (debit, credit) = (has(DEBIT), has(CREDIT));
    if has(DIRECTION) || (debit && credit) {
        roles.push(Role::Direction);
    }
    if has(DATE) {
        roles.push(if has(OTHER_DATE) { Role::OtherDate } else { Role::Date });
    }
    if has(CURRENCY) {
        roles.push(if has(ORIGINAL) { Role::OriginalCurrency } else { Role::Currency });
    }
    if has(BALANCE) {
        roles.push(Role::Balance);
        return roles;
    }
    if debit && !credit && !has("card|date") {
        roles.push(Role::Debit);
    }
    if credit && !debit && !has("card|date|limit") {
        roles.push(Role::Credit);
    }
    if has(AMOUNT) {
        if !has(NOT_AMOUNT) {
            roles.push(Role::Amount);
        } else if has(ORIGINAL) || has(CURRENCY) || has("us|em us") {
            roles.push(Role::OriginalAmount);
        }
    }
    if has(ACCOUNT) && !has(NOT_ACCOUNT) {
        roles.push(Role::Account);
    }
    let table: [(&str, Role); 9] = [
        (INSTALMENT, Role::Instalment),
        (STATUS, Role::Status),
        (CATEGORY, Role::Category),
        (CHECK, Role::CheckNumber),
        (DESCRIPTION, Role::Description),
        (PAYEE, Role::Payee),
        (MEMO, Role::Memo),
        (KIND, Role::Kind),
        (ID, Role::Id),
    ];
    roles.extend(table.iter().filter(|(words, _)| has(words)).map(|(_, role)| *role));
    roles
}

/// How likely a name is the main text among several: lower is better.
pub(super) fn description_rank(name: &str) -> usize {
    DESCRIPTION.split('|').position(|word| has_word(name, word)).unwrap_or(usize::MAX)
}

/// A word for money out (true) or in (false), as whole cell.
pub(super) fn direction(cell: &str) -> Option<bool> {
    let mut buffer = [0_u8; 24];
    let trimmed = cell.trim();
    if trimmed.len() > buffer.len() {
        return None;
    }
    let folded;
    let word = if trimmed.bytes().all(|b| b.is_ascii_alphanumeric()) {
        let lower = &mut buffer[..trimmed.len()];
        lower.copy_from_slice(trimmed.as_bytes());
        lower.make_ascii_lowercase();
        std::str::from_utf8(lower).unwrap_or("")
    } else {
        folded = normalise(trimmed);
        &folded
    };
    if DIRECTION_OUT.split('|').any(|known| known == word) {
        Some(true)
    } else if DIRECTION_IN.split('|').any(|known| known == word) {
        Some(false)
    } else {
        None
    }
}

/// What a status word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Booked,
    Pending,
    /// Failed, declined or reversed: no money moved.
    Void,
}

/// Reads a status cell; unknown words mean booked.
pub(super) fn standing(cell: &str) -> Standing {
    let word = normalise(cell);
    if has_word(&word, PENDING) {
        Standing::Pending
    } else if has_word(&word, VOID) {
        Standing::Void
    } else {
        Standing::Booked
    }
}

/// Does a text speak of money out (true) or in (false)? Texts that speak of neither or both say nothing.
pub(super) fn drift(folded: &str) -> Option<bool> {
    match (has_word(folded, DRIFT_OUT), has_word(folded, DRIFT_IN)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// Names of a language in which nobody writes the month first; English is the exception.
pub(super) fn day_first_language(name: &str) -> bool {
    has_word(name, FOREIGN)
}

/// A total or balance line below or among the rows.
pub(super) fn is_summary(folded: &str) -> bool {
    has_word(folded, SUMMARY_WORDS)
}
