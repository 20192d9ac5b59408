//! Invented transactions for load tests: the same numbers for every book, under ids of its own.

use crate::book::OpenBook;
use crate::problem::Problem;
use domain::transaction::Origin;
use domain::{
    Account, AccountId, AccountKind, Book, BookId, Currency, Facts, Language, Money, TransactionId,
    default_categories,
};
use replica::{CodecError, ShardKey, Write, day_from_number, day_number};

const NAMES: [&str; 8] =
    ["Grocer", "Fuel station", "Pharmacy", "Cinema", "Bakery", "Bookshop", "Energy supplier", "Restaurant"];
const DAYS: u32 = 730;

/// Everything a sample book holds, and its accounts.
pub fn writes(open: &OpenBook, count: u32) -> Result<(Vec<Write>, Vec<AccountId>), Problem> {
    made(open, count).map_err(|error| Problem::internal(&error))
}

fn made(open: &OpenBook, count: u32) -> Result<(Vec<Write>, Vec<AccountId>), CodecError> {
    let mut given = 0;
    let mut id = || {
        given += 1;
        open.id(b"sample", given)
    };
    let (language, currency) = (Language::En, Currency::USD);
    let book = Book { id: BookId(id()), name: "Load test".to_owned(), currency, language };
    let mut writes = vec![Write::book(&book)?];
    let (groups, categories) = default_categories(language, &mut id);
    for group in &groups {
        writes.push(Write::group(group)?);
    }
    for category in &categories {
        writes.push(Write::category(category)?);
    }
    let kinds = [
        ("Everyday", AccountKind::Checking),
        ("Savings", AccountKind::Savings),
        ("Card", AccountKind::CreditCard),
    ];
    let accounts: Vec<AccountId> = kinds.iter().map(|_| AccountId(id())).collect();
    for (account, (name, kind)) in accounts.iter().zip(kinds) {
        writes.push(Write::account(&Account {
            id: *account,
            name: name.to_owned(),
            kind,
            currency,
            bank: None,
            number: None,
            opening_balance: 0,
            opening_date: None,
            closed: false,
        })?);
    }
    let last = day_number(domain::Day::constant(2026, 6, 30));
    for number in 0..count {
        let account = accounts[number as usize % accounts.len()];
        let back =
            i32::try_from(u64::from(number) * u64::from(DAYS) / u64::from(count.max(1))).unwrap_or_default();
        let date = day_from_number(last - back).ok_or(CodecError::Unencodable)?;
        let minor = if number % 29 == 0 { 250_000 } else { -(100 + i64::from(number * 7_919 % 20_000)) };
        let facts = Facts {
            date,
            amount: Money::new(minor, currency),
            description: format!("{} {}", NAMES[number as usize % NAMES.len()], number % 97),
            payee: None,
            memo: None,
            bank_id: None,
            check_number: None,
            original: None,
            instalment: None,
            origin: Origin::Manual,
        };
        let (row, shard) = (TransactionId(id()), ShardKey::for_transaction(account, date));
        writes.push(Write::transaction(account, row, &facts)?);
        if number % 5 != 0 {
            let category = categories[number as usize % categories.len()].id;
            writes.push(shard.set_category(row, Some(category))?);
        }
    }
    Ok((writes, accounts))
}
