//! The query language: what is understood, what is refused and where, and that writing and reading are inverse.

use domain::Language;
use domain::query::{
    Bound, Condition, Decimal, Key, RowQuery, Span, State, Term, Wanted, parse, place_at, scan, write_query,
};
use proptest::prelude::*;

fn written(text: &str) -> String {
    parse(text).map_or_else(
        |error| format!("{error}; {}", error.problem.remedy()),
        |query| write_query(&query, Language::En),
    )
}

#[test]
fn terms_are_understood_in_both_languages() {
    for (text, same) in [
        ("category:food", "category:food"),
        ("CATEGORIA:food uber", "category:food uber"),
        ("conta:\"Conta corrente\"", "account:\"Conta corrente\""),
        ("favorecido:\"pão de açúcar\"", "payee:\"pão de açúcar\""),
        ("amount>100 valor<=-20,5", "amount>100 amount<=-20.5"),
        ("amount:>=1.234,56 amount=10..20", "amount>=1234.56 amount:10..20"),
        ("amount:1,234,567", "amount:1234567"),
        ("date:2024-3", "date:2024-03"),
        ("data:2024-01..2024-06", "date:2024-01..2024-06"),
        ("date:2024", "date:2024"),
        ("date>=2024-02 date<2024-03", "date:2024-02-01.. date:..2024-02-29"),
        ("date:2024-01-05..2024-02", "date:2024-01-05..2024-02-29"),
        ("tag:férias nota:almoço", "tag:férias note:almoço"),
        ("é:transferencia is:UNCATEGORIZED", "is:transfer is:uncategorised"),
        ("-is:split -uber -\"a b\"", "-is:split -uber -\"a b\""),
        ("moeda:usd", "currency:USD"),
        ("  12:30   \"is:split\" - a-b", "\"12:30\" \"is:split\" \"-\" a-b"),
    ] {
        assert_eq!(written(text), same, "{text}");
    }
}

#[test]
fn problems_have_a_column_and_a_remedy() {
    for (text, problem) in [
        ("uber categry:food", "column 6: `categry` is not a keyword; did you mean `category`?"),
        (
            "zzz:food",
            "column 1: `zzz` is not a keyword; to look for the text itself, put it in quotes: `\"zzz\u{2026}\"`",
        ),
        (
            "a category:",
            "column 3: a value is missing after `category`; write something after it, or put `\"category\"` in quotes",
        ),
        ("payee:\"pão", "column 7: the quotation does not end; end it with `\"`"),
        ("amount>1.234", "column 8: `1.234` has two readings; write 1234 or 1234,00 instead of 1.234"),
        ("amount>abc", "column 8: `abc` is not an amount; write 100, -20,5 or a range such as 10..50"),
        ("amount:20..10", "column 8: the range `20..10` ends before it begins; put the smaller end first"),
        (
            "date:2024-13",
            "column 6: `2024-13` is not a day, a month, a year or a range of them; write 2024-03-15, 2024-03, 2024 or a range such as 2024-01..2024-06",
        ),
        ("is:splitt", "column 4: `splitt` is not a state a row can be in; did you mean `split`?"),
        ("currency:xxq", "column 10: `xxq` is not a currency code; use a code such as BRL or USD"),
        ("tag>a", "column 1: `tag` takes `:`, not `>`; write `tag:`"),
    ] {
        assert_eq!(written(text), problem, "{text}");
    }
    assert!(parse(&"a".repeat(2_001)).is_err());
}

#[test]
fn the_place_of_the_cursor_is_known() {
    let place = place_at("uber cat", 8);
    assert_eq!(
        (place.wanted, place.typed.as_str(), place.span),
        (Wanted::Key, "cat", Span { start: 5, end: 8 })
    );
    let place = place_at("-category:fo amount>1", 12);
    assert_eq!((place.wanted, place.typed.as_str()), (Wanted::Value(Key::Category), "fo"));
    assert_eq!(place.span, Span { start: 10, end: 12 });
    let place = place_at("payee:\"pão de", 13);
    assert_eq!((place.wanted, place.typed.as_str()), (Wanted::Value(Key::Payee), "pão de"));
    assert_eq!(place_at("a  b", 2).wanted, Wanted::Key);
    assert_eq!(place_at("uber -", 6).wanted, Wanted::Key);
    assert_eq!(place_at("", 0).typed, "");
}

#[test]
fn nothing_is_wanted_after_a_word_that_is_no_keyword() {
    for (text, cursor) in [("amuont>10", 9), ("amuont>", 7), ("uber amuont:ab date:2024", 14)] {
        assert_eq!(place_at(text, cursor).wanted, Wanted::Unknown, "{text}");
    }
    assert_eq!(place_at("amuont>10", 3).wanted, Wanted::Key, "the word itself can still be mended");
}

#[test]
fn decimals_meet_currencies_of_any_precision() {
    let read = |text| Decimal::read(text).expect("a decimal");
    assert_eq!(read("20,5").minor(2), (2050, 2050));
    assert_eq!(read("-20.5550").minor(2), (-2056, -2055));
    assert_eq!(read("1000").minor(0), (1000, 1000));
    assert_eq!(read("0.5").minor(0), (0, 1));
    assert_eq!(read("9223372036854775807").minor(2).0, i64::MAX);
}

fn decimal() -> impl Strategy<Value = Decimal> {
    (-10_000_000_i64..10_000_000, 0_u32..5)
        .prop_filter_map("scale", |(units, scale)| Decimal::new(units, scale))
}

fn condition() -> impl Strategy<Value = Condition> {
    let text = "[^\u{0}]{0,12}[a-zà-ü0-9:<>=\"\\\\-][^\u{0}]{0,3}"
        .prop_filter("blank", |text: &String| !text.trim().is_empty());
    let day = (0_i32..20_000)
        .prop_map(|days| jiff::civil::date(1980, 1, 1).saturating_add(jiff::Span::new().days(days)));
    prop_oneof![
        text.clone().prop_map(Condition::Text),
        text.clone().prop_map(Condition::Category),
        text.clone().prop_map(Condition::Account),
        text.clone().prop_map(Condition::Payee),
        text.clone().prop_map(Condition::Tag),
        text.prop_map(Condition::Note),
        prop::sample::select(vec!["BRL", "USD", "JPY"]).prop_map(|code| Condition::Currency(code.to_owned())),
        prop::sample::select(State::ALL).prop_map(Condition::Is),
        (decimal(), any::<bool>(), any::<bool>()).prop_map(|(value, inclusive, low)| {
            let bound = Some(Bound { value, inclusive });
            if low {
                Condition::Amount { low: bound, high: None }
            } else {
                Condition::Amount { low: None, high: bound }
            }
        }),
        (decimal(), decimal()).prop_map(|(a, b)| {
            let (low, high) = if a.minor(9).0 <= b.minor(9).0 { (a, b) } else { (b, a) };
            let end = |value| Some(Bound { value, inclusive: true });
            Condition::Amount { low: end(low), high: end(high) }
        }),
        (day.clone(), 0_i32..800).prop_map(|(from, days)| Condition::Date {
            from: Some(from),
            to: Some(from.saturating_add(jiff::Span::new().days(days))),
        }),
        (day, any::<bool>()).prop_map(|(day, first)| {
            if first {
                Condition::Date { from: Some(day), to: None }
            } else {
                Condition::Date { from: None, to: Some(day) }
            }
        }),
    ]
}

fn bare(query: &RowQuery) -> Vec<(bool, Condition)> {
    query.terms.iter().map(|term| (term.negated, term.condition.clone())).collect()
}

proptest! {
    /// What is written reads back as the same, in both languages.
    #[test]
    fn writing_and_reading_are_inverse(terms in prop::collection::vec((any::<bool>(), condition()), 0..6)) {
        let span = Span { start: 0, end: 0 };
        let query = RowQuery {
            terms: terms.into_iter().map(|(negated, condition)| Term { negated, condition, span }).collect(),
        };
        for language in [Language::En, Language::PtBr] {
            let text = write_query(&query, language);
            let again = parse(&text).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
            prop_assert_eq!(bare(&again), bare(&query), "{}", text);
        }
    }

    /// Any text is read or refused at a place inside it; any cursor has a place.
    #[test]
    fn no_text_breaks_it(text in "[ -~à-ü\"]{0,60}|(category|amount|date|is)[:<>=]{0,2}[ -~]{0,20}", cursor in 0_usize..80) {
        let length = text.chars().count();
        for term in scan(&text) {
            let span = term.map_or_else(|error| error.span, |term| term.span);
            prop_assert!(span.start <= span.end && span.end <= length);
        }
        let place = place_at(&text, cursor.min(length));
        prop_assert!(place.span.start <= place.span.end && place.span.end <= length);
    }
}
