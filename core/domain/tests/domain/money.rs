//! Money: arithmetic, writing and reading.

use domain::money_text::{ParseMoneyError, decimal, format_amount, format_money, parse_money};
use domain::transaction::{SplitError, unallocated, validate_splits};
use domain::{Currency, Language, Money, MoneyError, Split};
use proptest::prelude::*;

const LANGUAGES: [Language; 2] = [Language::PtBr, Language::En];
const CURRENCIES: [Currency; 6] =
    [Currency::BRL, Currency::USD, Currency::EUR, Currency::JPY, Currency::KWD, Currency::CHF];

#[test]
fn money_is_written_as_people_write_it() {
    let cases = [
        (123_456, Currency::BRL, Language::PtBr, "R$ 1.234,56", "1.234,56"),
        (-123_456, Currency::BRL, Language::PtBr, "-R$ 1.234,56", "-1.234,56"),
        (123_456, Currency::USD, Language::En, "$1,234.56", "1,234.56"),
        (-5, Currency::USD, Language::En, "-$0.05", "-0.05"),
        (1_234_567, Currency::JPY, Language::En, "¥1,234,567", "1,234,567"),
        (
            i64::MIN,
            Currency::BRL,
            Language::PtBr,
            "-R$ 92.233.720.368.547.758,08",
            "-92.233.720.368.547.758,08",
        ),
    ];
    for (minor, currency, language, full, bare) in cases {
        let money = Money::new(minor, currency);
        assert_eq!(
            (format_money(money, language).as_str(), format_amount(money, language).as_str()),
            (full, bare)
        );
    }
}

#[test]
fn decimals_for_programs_are_exact() {
    for (minor, digits, text) in [
        (-5, 2, "-0.05"),
        (0, 2, "0.00"),
        (1500, 0, "1500"),
        (1234, 3, "1.234"),
        (i64::MIN, 2, "-92233720368547758.08"),
    ] {
        assert_eq!(decimal(minor, digits), text);
    }
}

#[test]
fn money_is_read_strictly() {
    let pt = |text: &str| parse_money(text, Currency::BRL, Language::PtBr).map(|m| m.minor);
    let good = [
        ("R$ 1.234,56", 123_456),
        ("1234,5", 123_450),
        ("- R$ 0,01", -1),
        ("R$ -0,01", -1),
        ("(10,00)", -1_000),
        ("\u{2212}3", -300),
        ("BRL 3,000", 300),
        ("1.234", 123_400),
        ("+7", 700),
        ("92.233.720.368.547.758,07", i64::MAX),
    ];
    for (text, minor) in good {
        assert_eq!(pt(text), Ok(minor), "{text:?}");
    }
    for bad in [
        "",
        "R$",
        "-",
        "1.23",
        "1,234.56",
        "1..234,00",
        "1.2345",
        "12.34.567",
        "1,",
        ",5",
        "--1",
        "1 2",
        "$ 1",
        "R$ R$ 1",
        "1e3",
        "٣",
    ] {
        assert!(matches!(pt(bad), Err(ParseMoneyError::Malformed { .. })), "{bad:?}: {:?}", pt(bad));
    }
    assert!(matches!(pt("1,005"), Err(ParseMoneyError::TooPrecise { digits: 2, .. })));
    assert!(matches!(pt("92233720368547758,08"), Err(ParseMoneyError::TooLarge(_))));
}

#[test]
fn every_currency_reads_back_what_it_writes() {
    for currency in CURRENCIES {
        for language in LANGUAGES {
            let money = Money::new(-1_234_567, currency);
            assert_eq!(parse_money(&format_money(money, language), currency, language), Ok(money));
        }
    }
}

#[test]
fn splits_add_up_or_are_refused() {
    let parts = |amounts: &[i64]| -> Vec<Split> {
        amounts.iter().map(|amount| Split { amount: *amount, category: None, note: None }).collect()
    };
    assert_eq!(validate_splits(-100, &[]), Ok(()));
    assert_eq!(validate_splits(-100, &parts(&[-60, -40])), Ok(()));
    assert_eq!(validate_splits(-100, &parts(&[-100])), Err(SplitError::TooFew));
    assert_eq!(validate_splits(-100, &parts(&[-60, -41])), Err(SplitError::Unbalanced { unallocated: 1 }));
    assert_eq!(validate_splits(0, &parts(&[i64::MAX, i64::MAX])), Err(SplitError::Overflow));
    assert_eq!(unallocated(0, &parts(&[i64::MAX, 1, -1, i64::MIN])), Some(1));
}

proptest! {
    #[test]
    fn written_money_reads_back(
        minor: i64,
        currency in prop::sample::select(CURRENCIES.to_vec()),
        language in prop::sample::select(LANGUAGES.to_vec()),
    ) {
        let money = Money::new(minor, currency);
        prop_assert_eq!(parse_money(&format_money(money, language), currency, language), Ok(money));
        prop_assert_eq!(parse_money(&format_amount(money, language), currency, language), Ok(money));
    }

    #[test]
    fn reading_never_panics(text in "\\PC{0,30}", language in prop::sample::select(LANGUAGES.to_vec())) {
        let _ = parse_money(&text, Currency::BRL, language);
    }

    #[test]
    fn sums_are_exact_or_refused(a: i64, b: i64) {
        let (x, y) = (Money::new(a, Currency::BRL), Money::new(b, Currency::BRL));
        prop_assert_eq!(x.checked_add(y).ok().map(|m| m.minor), a.checked_add(b));
        prop_assert_eq!(x.checked_add(y), y.checked_add(x));
        if let Ok(sum) = x.checked_add(y) && b != i64::MIN {
            prop_assert_eq!(sum.checked_sub(y), Ok(x));
        }
        let dollars = Money::new(b, Currency::USD);
        prop_assert_eq!(x.checked_add(dollars), Err(MoneyError::CurrencyMismatch(Currency::BRL, Currency::USD)));
    }
}
