//! Rates are exact; conversion rounds once and never guesses.

use domain::convert::{Quote, Way, convert, way};
use domain::rate::{ParseRateError, Rate};
use domain::{Currency, Day, MoneyError};
use proptest::prelude::*;
use std::convert::Infallible;

fn rate(text: &str) -> Rate {
    text.parse().expect("a rate")
}

fn day(number: i8) -> Day {
    Day::constant(2024, 1, number)
}

/// The way that a list of `(day, from, to, rate)` gives on a day.
fn ways(on: i8, rates: &[(i8, Currency, Currency, &str)], pair: (Currency, Currency)) -> Option<Way> {
    let mut find = |from: Currency, to: Currency| {
        let fitting = rates.iter().filter(|rate| rate.0 <= on && rate.1 == from && rate.2 == to);
        let newest = fitting.max_by_key(|rate| rate.0);
        Ok::<_, Infallible>(newest.map(|found| Quote { day: day(found.0), rate: rate(found.3) }))
    };
    match way(pair.0, pair.1, &[Currency::BRL, Currency::EUR], &mut find) {
        Ok(way) => way,
        Err(never) => match never {},
    }
}

#[test]
fn rates_are_read_strictly_and_written_as_read() {
    for (text, mantissa, scale, written) in [
        ("5.4321", 54_321, 4, "5.4321"),
        ("5,4321", 54_321, 4, "5.4321"),
        ("5", 5, 0, "5"),
        ("0.0070", 7, 3, "0.007"),
        ("1500.00", 1500, 0, "1500"),
        ("000.5", 5, 1, "0.5"),
    ] {
        let rate = rate(text);
        assert_eq!((rate.mantissa(), rate.scale(), rate.to_string().as_str()), (mantissa, scale, written));
    }
    for bad in ["", ".", "5.", ".5", "1.234,5", "1 000", "-5", "+5", "5e3", "N/A", "5.4.3"] {
        assert_eq!(bad.parse::<Rate>(), Err(ParseRateError::Malformed(bad.to_owned())));
    }
    assert_eq!("0.000".parse::<Rate>(), Err(ParseRateError::Zero));
    for long in ["1234567890123456", "0.0000000000001"] {
        assert_eq!(long.parse::<Rate>(), Err(ParseRateError::TooLong(long.to_owned())));
    }
}

#[test]
fn the_newest_rate_on_or_before_the_day_is_taken() {
    let rates = [
        (5, Currency::USD, Currency::BRL, "5"),
        (10, Currency::USD, Currency::BRL, "6"),
        (12, Currency::BRL, Currency::USD, "0.25"),
    ];
    let pair = (Currency::USD, Currency::BRL);
    let on = |on| ways(on, &rates, pair).map(|way| convert(100, pair.0, pair.1, &way));
    assert_eq!(on(4), None);
    assert_eq!(on(5), Some(Ok(500)));
    assert_eq!(on(9), Some(Ok(500)));
    assert_eq!(on(11), Some(Ok(600)));
    assert_eq!(on(12), Some(Ok(400)), "the backward rate is newer");
}

#[test]
fn a_third_currency_serves_where_it_is_newer_or_alone() {
    let rates = [
        (2, Currency::EUR, Currency::USD, "1.10"),
        (2, Currency::EUR, Currency::BRL, "5.50"),
        (1, Currency::USD, Currency::BRL, "4"),
    ];
    let pair = (Currency::USD, Currency::BRL);
    let through = ways(3, &rates, pair).expect("a way");
    assert_eq!((through.steps.len(), convert(200, pair.0, pair.1, &through)), (2, Ok(1000)));
    assert_eq!(ways(1, &rates, pair).expect("a way").steps.len(), 1);
    assert_eq!(ways(3, &rates, (Currency::USD, Currency::JPY)), None);
    assert_eq!(ways(3, &[], (Currency::USD, Currency::USD)), Some(Way::default()));
}

#[test]
fn halves_go_to_the_even_neighbour_and_digits_follow_the_currency() {
    let along = |text: &str, minor, from, to| {
        let rates = [(1, from, to, text)];
        convert(minor, from, to, &ways(1, &rates, (from, to)).expect("a way"))
    };
    for (minor, expected) in [(1, 0), (3, 2), (5, 2), (7, 4), (-1, 0), (-3, -2), (-5, -2)] {
        assert_eq!(along("0.5", minor, Currency::USD, Currency::BRL), Ok(expected), "{minor}");
    }
    assert_eq!(along("150.25", 10_00, Currency::USD, Currency::JPY), Ok(1502), "half to even");
    assert_eq!(along("0.0066", 1502, Currency::JPY, Currency::USD), Ok(991));
    assert_eq!(along("3.25", 1_000, Currency::KWD, Currency::USD), Ok(325));
    assert_eq!(along("1000", i64::MAX, Currency::USD, Currency::BRL), Err(MoneyError::Overflow));
}

proptest! {
    #[test]
    fn conversion_is_odd_and_keeps_order(minor in -1_000_000_000_000_i64..1_000_000_000_000, more in 0_i64..1_000_000,
        mantissa in 1_i64..1_000_000_000, scale in 0_u8..9) {
        let quote = Quote { day: day(1), rate: Rate::new(mantissa, scale).expect("a rate") };
        for backward in [false, true] {
            let way = Way { steps: vec![domain::convert::Step { quote, backward }] };
            let at = |minor| convert(minor, Currency::USD, Currency::BRL, &way);
            if let (Ok(one), Ok(other)) = (at(minor), at(-minor)) {
                prop_assert_eq!(one, -other);
            }
            if let (Ok(one), Ok(other)) = (at(minor), at(minor + more)) {
                prop_assert!(one <= other);
            }
        }
    }

    #[test]
    fn rates_round_trip_as_text(mantissa in 1_i64..1_000_000_000_000_000, scale in 0_u8..=12) {
        let rate = Rate::new(mantissa, scale).expect("a rate");
        prop_assert_eq!(rate.to_string().parse::<Rate>(), Ok(rate));
    }
}
