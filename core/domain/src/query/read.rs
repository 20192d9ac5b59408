//! From raw terms to conditions.

use super::decimal::NoDecimal;
use super::lex::{Operator, Raw, lex};
use super::{Bound, Condition, Decimal, Key, LONGEST, Problem, QueryError, RowQuery, Span, State, Term};
use crate::{Currency, Day};
use jiff::ToSpan as _;

/// Reads a query; the first problem ends it.
///
/// # Errors
/// [`QueryError`].
pub fn parse(text: &str) -> Result<RowQuery, QueryError> {
    Ok(RowQuery { terms: scan(text).into_iter().collect::<Result<_, _>>()? })
}

/// Reads every term of a query by itself, for showing what is understood while it is typed.
pub fn scan(text: &str) -> Vec<Result<Term, QueryError>> {
    let length = text.chars().count();
    if length > LONGEST {
        let span = Span { start: LONGEST, end: length };
        return vec![Err(QueryError { span, problem: Problem::TooLong })];
    }
    lex(text).iter().map(term).collect()
}

fn term(raw: &Raw) -> Result<Term, QueryError> {
    let at = |span: Span| move |problem: Problem| QueryError { span, problem };
    if raw.open {
        return Err(at(raw.place)(Problem::OpenQuote));
    }
    let condition = match &raw.key {
        None if raw.value.trim().is_empty() => {
            return Err(at(raw.span)(Problem::MissingValue { word: "\"".to_owned() }));
        }
        None => Condition::Text(raw.value.clone()),
        Some((word, place, operator)) => {
            let nearest = || Problem::UnknownKey { word: word.clone(), nearest: Key::nearest(word) };
            let key = Key::from_word(word).ok_or_else(nearest).map_err(at(*place))?;
            if raw.value.trim().is_empty() {
                return Err(at(raw.span)(Problem::MissingValue { word: word.clone() }));
            }
            let ordered = matches!(key, Key::Amount | Key::Date);
            if !ordered && *operator != Operator::Is {
                let problem = Problem::WrongOperator { word: word.clone(), operator: operator.text() };
                return Err(at(raw.span)(problem));
            }
            condition(key, *operator, &raw.value).map_err(at(raw.place))?
        }
    };
    Ok(Term { negated: raw.negated, condition, span: raw.span })
}

fn condition(key: Key, operator: Operator, value: &str) -> Result<Condition, Problem> {
    let own = || value.to_owned();
    Ok(match key {
        Key::Category => Condition::Category(own()),
        Key::Account => Condition::Account(own()),
        Key::Payee => Condition::Payee(own()),
        Key::Tag => Condition::Tag(own()),
        Key::Note => Condition::Note(own()),
        Key::Amount => amount(operator, value)?,
        Key::Date => date(operator, value)?,
        Key::Is => Condition::Is(
            State::from_word(value)
                .ok_or_else(|| Problem::UnknownState { word: own(), nearest: State::nearest(value) })?,
        ),
        Key::Currency => {
            let code = value.trim().to_uppercase();
            let known = Currency::from_code(&code);
            Condition::Currency(
                known.ok_or_else(|| Problem::UnknownCurrency { word: own() })?.code().to_owned(),
            )
        }
    })
}

fn amount(operator: Operator, value: &str) -> Result<Condition, Problem> {
    let read = |text: &str| {
        Decimal::read(text.trim()).map_err(|error| match error {
            NoDecimal::Malformed => Problem::NotAnAmount { word: text.to_owned() },
            NoDecimal::Ambiguous => Problem::TwoReadings { word: text.to_owned() },
        })
    };
    let bound = |text: &str, inclusive| Ok(Some(Bound { value: read(text)?, inclusive }));
    let (low, high) = match (operator, value.split_once("..")) {
        (Operator::Is, Some((low, high))) => {
            let end = |text: &str| if text.is_empty() { Ok(None) } else { bound(text, true) };
            (end(low)?, end(high)?)
        }
        (Operator::Is, None) => (bound(value, true)?, bound(value, true)?),
        (Operator::Above, _) => (bound(value, false)?, None),
        (Operator::AtLeast, _) => (bound(value, true)?, None),
        (Operator::Below, _) => (None, bound(value, false)?),
        (Operator::AtMost, _) => (None, bound(value, true)?),
    };
    match (low, high) {
        (None, None) => Err(Problem::NotAnAmount { word: value.to_owned() }),
        // Nine digits after the mark are more than any currency has.
        (Some(low), Some(high)) if low.value.minor(9).0 > high.value.minor(9).0 => {
            Err(Problem::EmptyRange { word: value.to_owned() })
        }
        _ => Ok(Condition::Amount { low, high }),
    }
}

fn date(operator: Operator, value: &str) -> Result<Condition, Problem> {
    let read = |text: &str| period(text).ok_or_else(|| Problem::NotADate { word: text.to_owned() });
    let (from, to) = match (operator, value.split_once("..")) {
        (Operator::Is, Some((first, last))) => {
            let first = if first.is_empty() { None } else { Some(read(first)?.0) };
            let last = if last.is_empty() { None } else { Some(read(last)?.1) };
            (first, last)
        }
        (Operator::Is, None) => read(value).map(|(first, last)| (Some(first), Some(last)))?,
        (Operator::AtLeast, _) => (Some(read(value)?.0), None),
        (Operator::AtMost, _) => (None, Some(read(value)?.1)),
        (Operator::Above, _) => (Some(step(read(value)?.1, 1)), None),
        (Operator::Below, _) => (None, Some(step(read(value)?.0, -1))),
    };
    match (from, to) {
        (None, None) => Err(Problem::NotADate { word: value.to_owned() }),
        (Some(from), Some(to)) if from > to => Err(Problem::EmptyRange { word: value.to_owned() }),
        _ => Ok(Condition::Date { from, to }),
    }
}

fn step(day: Day, days: i32) -> Day {
    day.saturating_add(days.days())
}

/// First and last day of a day, month or year: `2024-03-15`, `2024-03`, `2024`.
fn period(text: &str) -> Option<(Day, Day)> {
    let parts: Vec<&str> = text.trim().split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let number = |at: usize| -> Option<i16> {
        let part = parts.get(at)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let small = |at: usize| number(at).and_then(|n| i8::try_from(n).ok());
    match lengths.as_slice() {
        [4] => Some((Day::new(number(0)?, 1, 1).ok()?, Day::new(number(0)?, 12, 31).ok()?)),
        [4, 1 | 2] => {
            let first = Day::new(number(0)?, small(1)?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        [4, 1 | 2, 1 | 2] => {
            let day = Day::new(number(0)?, small(1)?, small(2)?).ok()?;
            Some((day, day))
        }
        _ => None,
    }
}
