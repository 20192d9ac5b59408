//! Account numbers as banks write them: which are one, and how much of them is shown.

/// Letters and digits alone, without leading zeros: `0001-23` and `123` are one number.
pub fn digits(number: &str) -> String {
    let kept: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    kept.trim_start_matches('0').to_ascii_lowercase()
}

/// Only two banks that are both named can disagree.
pub fn banks_agree(own: Option<&str>, stated: Option<&str>) -> bool {
    match (own, stated) {
        (Some(own), Some(stated)) => digits(own) == digits(stated),
        _ => true,
    }
}

/// The end of a number, as it is shown: whole numbers do not belong on a screen or in a log.
pub fn mask(number: &str) -> String {
    let count = number.chars().count();
    if count <= 4 {
        return number.to_owned();
    }
    format!("…{}", number.chars().skip(count - 4).collect::<String>())
}
