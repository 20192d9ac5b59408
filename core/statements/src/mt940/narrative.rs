//! The `:86:` text: German and Polish subfields (`?20`, `>20`, `~20`), slash keys (`/NAME/`), or free text.

/// What a `:86:` says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Narrative {
    pub payee: Option<String>,
    pub memo: Option<String>,
    /// Booking text, for example `LASTSCHRIFT`.
    pub kind: Option<String>,
}

fn fold(text: &str) -> Option<String> {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!folded.is_empty()).then_some(folded)
}

/// Reads the lines of a `:86:`.
pub(super) fn read(lines: &[&str]) -> Narrative {
    let joined = lines.concat();
    let trimmed = joined.trim();
    if let Some(subfields) = subfields(trimmed) {
        return from_subfields(&subfields);
    }
    if let Some(narrative) = slash_keys(trimmed) {
        return narrative;
    }
    let memo = fold(&lines.join(" "));
    Narrative { memo, ..Narrative::default() }
}

/// Number and text of each subfield, when the text is written that way.
fn subfields(text: &str) -> Option<Vec<(u8, &str)>> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let start = if digits == 3 { 3 } else { 0 };
    let mark = text[start..].chars().next().filter(|c| "?>~<^@|%+".contains(*c))?;
    let number = |part: &str| {
        part.get(..2).filter(|n| n.bytes().all(|b| b.is_ascii_digit())).and_then(|n| n.parse().ok())
    };
    let mut found: Vec<(u8, &str)> = Vec::new();
    let body = &text[start..];
    let mut open: Option<(u8, usize)> = None;
    for (at, _) in body.match_indices(mark) {
        let after = &body[at + mark.len_utf8()..];
        if let Some(next) = number(after) {
            if let Some((code, from)) = open {
                found.push((code, &body[from..at]));
            } else if at != 0 {
                return None;
            }
            open = Some((next, at + mark.len_utf8() + 2));
        }
    }
    let (code, from) = open?;
    found.push((code, &body[from..]));
    (digits == 3 || found.len() > 1).then_some(found)
}

fn from_subfields(parts: &[(u8, &str)]) -> Narrative {
    let of = |range: std::ops::RangeInclusive<u8>| {
        let mut text = String::new();
        for (_, part) in parts.iter().filter(|(code, _)| range.contains(code)) {
            text.push_str(part);
            // A full segment of 27 characters may end within a word.
            if part.chars().count() < 27 {
                text.push(' ');
            }
        }
        text
    };
    let purpose = of(20..=29) + &of(60..=63);
    Narrative { payee: fold(&of(32..=33)), memo: fold(sepa_purpose(&purpose)), kind: fold(&of(0..=0)) }
}

/// The free text behind `SVWZ+`, up to the next SEPA key; the whole text when there is none.
fn sepa_purpose(text: &str) -> &str {
    const KEYS: [&str; 12] = [
        "EREF+", "KREF+", "MREF+", "CRED+", "DEBT+", "COAM+", "OAMT+", "ABWA+", "ABWE+", "BIC+", "IBAN+",
        "PURP+",
    ];
    let Some((_, after)) = text.split_once("SVWZ+") else {
        return text;
    };
    let end = KEYS.iter().filter_map(|key| after.find(key)).min().unwrap_or(after.len());
    if after[..end].trim().is_empty() { text } else { &after[..end] }
}

/// `/EREF/x/NAME/y/REMI/z`.
fn slash_keys(text: &str) -> Option<Narrative> {
    const KEYS: [&str; 29] = [
        "EREF", "NAME", "REMI", "IBAN", "BIC", "TRTP", "CSID", "MARF", "CNTP", "PREF", "RTRN", "ISDT",
        "ULTD", "ULTC", "ULTB", "PURP", "BENM", "ORDP", "SVCL", "TR", "ADDR", "BUSP", "INIT", "CREF", "IREF",
        "OCMT", "CHGS", "EXCH", "ID",
    ];
    if !text.starts_with('/') {
        return None;
    }
    let mut values: Vec<(&str, Vec<&str>)> = Vec::new();
    for token in text.split('/').skip(1) {
        let token_key = token.trim();
        let inside = values.last().map(|(key, _)| *key);
        // `//NAME/` inside `/BENM/` and `/ORDP/` names the party; `ID` is a key only there.
        let is_key =
            KEYS.contains(&token_key) && (token_key != "ID" || matches!(inside, Some("BENM" | "ORDP")));
        match values.last_mut() {
            _ if is_key => values.push((token_key, Vec::new())),
            Some((_, value)) => value.push(token),
            None => return None,
        }
    }
    let value = |wanted: &str| {
        values.iter().find(|(key, parts)| *key == wanted && parts.iter().any(|p| !p.trim().is_empty()))
    };
    let counterparty = value("CNTP").and_then(|(_, parts)| parts.get(2)).and_then(|name| fold(name));
    let payee =
        value("NAME").and_then(|(_, parts)| fold(&parts.join("/").replace("//", " "))).or(counterparty);
    let memo = value("REMI").and_then(|(_, parts)| {
        let text = parts.join("/");
        let text = text.trim_start_matches("USTD//").trim_start_matches("STRD/CUR/");
        fold(text.trim_matches('/'))
    });
    let kind = value("TRTP").and_then(|(_, parts)| fold(&parts.join("/")));
    let payee = payee.map(|name| name.trim_matches('/').to_owned());
    if payee.is_none() && memo.is_none() {
        return None;
    }
    Some(Narrative { payee, memo, kind })
}
