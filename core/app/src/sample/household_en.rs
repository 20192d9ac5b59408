//! A household in the United States.

use super::household::When::{Instalments, Monthly, Often, PayCard};
use super::household::{Account, Event, Household, When};
#[allow(clippy::enum_glob_use, reason = "the tables read as tables")]
use domain::CategoryKey::{self, *};
use domain::{AccountKind, Currency};

const fn of(
    account: usize,
    when: When,
    text: &'static str,
    category: CategoryKey,
    amount: i64,
    spread: u32,
) -> Event {
    Event { account, when, text, category, amount, spread }
}

const CHECKING: usize = 0;
const CARD: usize = 1;
const SAVINGS: usize = 2;
const EUROS: usize = 3;
const POCKET: usize = 4;

/// See the module.
pub const HOUSEHOLD: Household = Household {
    accounts: &[
        Account {
            name: "Checking",
            kind: AccountKind::Checking,
            currency: "USD",
            file: "harbor-checking",
            bank: "021000000",
            number: "000123456789",
            opening: 284_510,
            csv: false,
        },
        Account {
            name: "Blue Card",
            kind: AccountKind::CreditCard,
            currency: "USD",
            file: "blue-card",
            bank: "",
            number: "4000000011114821",
            opening: 0,
            csv: false,
        },
        Account {
            name: "Savings",
            kind: AccountKind::Savings,
            currency: "USD",
            file: "harbor-savings",
            bank: "021000000",
            number: "000123450002",
            opening: 860_000,
            csv: false,
        },
        Account {
            name: "Euro account",
            kind: AccountKind::Checking,
            currency: "EUR",
            file: "euro-account",
            bank: "0888",
            number: "770031",
            opening: 120_000,
            csv: false,
        },
        Account {
            name: "Tide pocket account",
            kind: AccountKind::Checking,
            currency: "USD",
            file: "tide-activity",
            bank: "",
            number: "",
            opening: 21_000,
            csv: true,
        },
    ],
    events: &[
        of(CHECKING, Monthly(1), "DIRECT DEP LARKSPUR DESIGN PAYROLL", Income, 268_000, 0),
        of(CHECKING, Monthly(15), "DIRECT DEP LARKSPUR DESIGN PAYROLL", Income, 268_000, 0),
        of(CHECKING, Monthly(3), "MAPLE COURT APARTMENTS RENT", RentMortgage, -165_000, 0),
        of(CHECKING, Monthly(9), "CLEARLIGHT ELECTRIC AUTOPAY", Utilities, -9_640, 30),
        of(CHECKING, Monthly(13), "VALLEY WATER DISTRICT", Utilities, -4_830, 20),
        of(CHECKING, Monthly(12), "SWIFTFIBER INTERNET", PhoneInternet, -6_999, 0),
        of(CHECKING, Monthly(18), "ONDA MOBILE WIRELESS", PhoneInternet, -4_500, 0),
        of(CHECKING, Monthly(17), "PROTECTA AUTO INSURANCE", Insurance, -11_470, 0),
        of(CHECKING, Monthly(28), "MONTHLY SERVICE FEE", FeesInterest, -1_200, 0),
        of(CHECKING, Monthly(6), "TRANSFER TO SAVINGS 0002", InvestmentSavings, -40_000, 0),
        of(SAVINGS, Monthly(6), "TRANSFER FROM CHECKING 6789", InvestmentSavings, 40_000, 0),
        of(SAVINGS, Monthly(28), "INTEREST PAID", Income, 2_900, 15),
        of(CHECKING, PayCard(20, CARD), "BLUE CARD AUTOPAY", CardPayment, 0, 0),
        of(CHECKING, Often(4), "SUNRISE FOODS MARKET {city}", Groceries, -11_420, 45),
        of(CHECKING, Often(3), "GREEN CORNER PRODUCE", Groceries, -3_380, 50),
        of(CHECKING, Often(2), "THREE BROTHERS FUEL {city}", Car, -4_900, 25),
        of(CHECKING, Often(2), "PAYFRIEND JOAN FICTIONAL", Transfer, -4_500, 60),
        of(CHECKING, Often(1), "PAYFRIEND FROM PETER INVENTED", Transfer, 3_800, 60),
        of(CHECKING, Monthly(22), "ATM WITHDRAWAL ####", Cash, -10_000, 0),
        of(CARD, Often(6), "DAILY GRIND COFFEE", EatingOut, -575, 30),
        of(CARD, Often(3), "NONNA'S TRATTORIA {city}", EatingOut, -4_860, 40),
        of(CARD, Often(3), "FORKFUL DELIVERY", EatingOut, -3_190, 40),
        of(CARD, Often(4), "HOPPA RIDE", Transport, -1_780, 50),
        of(CARD, Often(2), "GOOD LIFE PHARMACY ###", Health, -2_640, 60),
        of(CARD, Often(3), "EVERYTHING STORE MKTPLACE ####", Shopping, -4_390, 80),
        of(CARD, Often(1), "STARLIGHT CINEMA {city}", Leisure, -3_400, 30),
        of(CARD, Monthly(3), "ACTIVE BODY GYM", Leisure, -3_999, 0),
        of(CARD, Monthly(9), "MUSICAON PREMIUM", Subscriptions, -1_099, 0),
        of(CARD, Monthly(14), "SERIESPLUS.COM", Subscriptions, -1_549, 0),
        of(CARD, Instalments(3, 10, 12), "NEW HOME APPLIANCES INSTALLMENT", Home, -8_983, 0),
        of(CARD, Instalments(12, 6, 18), "MODELAR CLOTHING PAY IN", Clothing, -4_990, 0),
        of(CARD, Instalments(15, 10, 21), "FLY NOW AIRLINES INSTALLMENT", Travel, -11_740, 0),
        of(EUROS, Monthly(25), "INCOMING SEPA NORDLICHT VERLAG", Income, 34_000, 20),
        of(EUROS, Monthly(11), "CLOUDNOTES.IO SUBSCRIPTION", Subscriptions, -1_100, 0),
        of(EUROS, Often(1), "BUCHLADEN AM MARKT ###", Shopping, -2_700, 50),
        of(POCKET, Monthly(4), "TRANSFER IN FAMILY BUDGET", Transfer, 30_000, 0),
        of(POCKET, Often(5), "FARMERS MARKET STALL ##", Groceries, -2_150, 50),
        of(POCKET, Often(4), "METRO TRANSIT CARD RELOAD", Transport, -1_500, 40),
        of(POCKET, Often(3), "CORNER DELI", EatingOut, -1_280, 40),
        of(POCKET, Monthly(16), "FAITHFUL FRIEND PET CARE", PersonalServices, -4_900, 20),
    ],
    card_paid: "PAYMENT RECEIVED - THANK YOU",
    by_hand: POCKET,
    typed_in: ["Saturday market", "Lunch with the kids"],
    rate: (Currency::EUR, Currency::USD, 10_840),
    limits: &[
        (Groceries, 66_000),
        (EatingOut, 32_000),
        (Transport, 14_000),
        (Utilities, 16_000),
        (Subscriptions, 4_500),
        (Leisure, 9_000),
    ],
    goal: ("Down payment", SAVINGS, 2_100_000),
    cities: &["SPRINGFIELD IL", "FAIRVIEW OR", "RIVERSIDE CA"],
};
