//! Amounts in another currency, by the nearest rate on or before a day.
//!
//! A rate may be used as given, backwards, or through a third currency. Of these ways the one whose oldest rate is newest wins;
//! ties go to the direct rate, then the backward one, then the third currency named first. The result is rounded once, to the minor unit,
//! half to even. Where no way exists there is no answer: nothing is guessed.

use crate::money::minor_digits;
use crate::rate::Rate;
use crate::{Currency, Day, MoneyError};

/// A rate with its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    /// The day it holds from.
    pub day: Day,
    /// The rate.
    pub rate: Rate,
}

/// One step of a way: multiply by the rate, or divide by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The rate.
    pub quote: Quote,
    /// Divide instead of multiply.
    pub backward: bool,
}

/// How to get from one currency to another: no step, one, or two.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Way {
    /// In order.
    pub steps: Vec<Step>,
}

impl Way {
    /// The day of its oldest rate; `None` when it needs none.
    pub fn oldest(&self) -> Option<Day> {
        self.steps.iter().map(|step| step.quote.day).min()
    }
}

/// The way from `from` to `to` on a day. `find` gives the newest rate of an ordered pair on or before that day; `through` are the
/// currencies to try in between, the preferred first.
///
/// # Errors
/// What `find` fails with.
pub fn way<E>(
    from: Currency,
    to: Currency,
    through: &[Currency],
    find: &mut impl FnMut(Currency, Currency) -> Result<Option<Quote>, E>,
) -> Result<Option<Way>, E> {
    if from == to {
        return Ok(Some(Way::default()));
    }
    let mut best = step(from, to, find)?.map(|step| Way { steps: vec![step] });
    for &middle in through.iter().filter(|middle| **middle != from && **middle != to) {
        let Some(first) = step(from, middle, find)? else { continue };
        let Some(second) = step(middle, to, find)? else { continue };
        let way = Way { steps: vec![first, second] };
        if best.as_ref().is_none_or(|best| way.oldest() > best.oldest()) {
            best = Some(way);
        }
    }
    Ok(best)
}

/// The newer of the rate as given and the rate of the other direction.
fn step<E>(
    from: Currency,
    to: Currency,
    find: &mut impl FnMut(Currency, Currency) -> Result<Option<Quote>, E>,
) -> Result<Option<Step>, E> {
    let direct = find(from, to)?.map(|quote| Step { quote, backward: false });
    let backward = find(to, from)?.map(|quote| Step { quote, backward: true });
    Ok(match (direct, backward) {
        (Some(direct), Some(backward)) if backward.quote.day > direct.quote.day => Some(backward),
        (direct, backward) => direct.or(backward),
    })
}

/// `minor` units of `from` along the way, in minor units of `to`, rounded half to even.
///
/// # Errors
/// [`MoneyError::Overflow`] when the result, or the exact product on the way to it, is too large.
pub fn convert(minor: i64, from: Currency, to: Currency, way: &Way) -> Result<i64, MoneyError> {
    if way.steps.is_empty() {
        return Ok(minor);
    }
    let mut above = i128::from(minor);
    let mut below = 1_i128;
    let mut exponent = i64::from(minor_digits(to)) - i64::from(minor_digits(from));
    for step in &way.steps {
        let (mantissa, scale) = (i128::from(step.quote.rate.mantissa()), i64::from(step.quote.rate.scale()));
        if step.backward {
            below = below.checked_mul(mantissa).ok_or(MoneyError::Overflow)?;
            exponent += scale;
        } else {
            above = above.checked_mul(mantissa).ok_or(MoneyError::Overflow)?;
            exponent -= scale;
        }
    }
    let power = u32::try_from(exponent.unsigned_abs())
        .ok()
        .and_then(|exponent| 10_i128.checked_pow(exponent))
        .ok_or(MoneyError::Overflow)?;
    let side = if exponent >= 0 { &mut above } else { &mut below };
    *side = side.checked_mul(power).ok_or(MoneyError::Overflow)?;
    i64::try_from(divide_half_even(above, below)).map_err(|_| MoneyError::Overflow)
}

/// The quotient, rounded half to even; `below` is more than zero.
fn divide_half_even(above: i128, below: i128) -> i128 {
    let (quotient, rest) = (above.div_euclid(below), above.rem_euclid(below));
    // `rest` is compared with what is missing to `below`, so that nothing is doubled and overflows.
    match rest.cmp(&(below - rest)) {
        std::cmp::Ordering::Less => quotient,
        std::cmp::Ordering::Greater => quotient + 1,
        std::cmp::Ordering::Equal => quotient + quotient.rem_euclid(2),
    }
}
