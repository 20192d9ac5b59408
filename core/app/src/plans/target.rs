//! Which account a statement belongs to.

use super::{FoundBy, Pending, new_name, remembered};
use crate::error::{AppError, ErrorCode};
use crate::import::ReadFile;
use crate::resolve::{self, AccountRow, Known};
use crate::session::Session;
pub use domain::account_number::mask;
use domain::account_number::{banks_agree, digits};
use domain::identity::fold;
use domain::{Account, AccountId, AccountKind, Currency, Statement};

/// The account a statement goes to.
pub struct Target {
    /// As it is, or as it will be created.
    pub account: Account,
    /// How it was found.
    pub found_by: FoundBy,
    /// Its opening balance is known.
    pub opening_known: bool,
}

/// The account: the chosen one, the one with the file's number, the one the layout was used for, else a new one.
///
/// # Errors
/// `wrong_account` when the chosen account has another number or currency than the file names.
pub fn target(
    session: &mut Session<'_>,
    file: &ReadFile,
    statement: &Statement,
    chosen: Option<&AccountRow>,
    pending: &Pending,
) -> Result<Target, AppError> {
    let known = resolve::accounts(session.reader())?;
    if let Some(chosen) = chosen {
        let account = known
            .iter()
            .find(|known| known.account.id == chosen.id)
            .ok_or_else(|| AppError::not_found("account", &chosen.name))?;
        check_chosen(account, statement)?;
        return Ok(found(account, FoundBy::Chosen));
    }
    let same_currency =
        |known: &&Known| known.account.currency == statement.currency || !statement.currency_in_file;
    if let Some(number) = &statement.account.id {
        let hit = known.iter().filter(same_currency).find(|Known { bank, number: other, .. }| {
            other.as_ref().is_some_and(|other| digits(other) == digits(number))
                && banks_agree(bank.as_deref(), statement.account.bank.as_deref())
        });
        if let Some(account) = hit {
            return Ok(found(account, FoundBy::Number));
        }
    } else if let Some(layout) = &file.layout
        && let Some(profile) = remembered(session.reader(), &layout.fingerprint)?
        && let Some(account) =
            known.iter().filter(same_currency).find(|known| Some(known.account.id) == profile.account)
    {
        return Ok(found(account, FoundBy::Layout));
    }
    let new = new_account(session, file, statement, &known)?;
    // An account an earlier file of the same drop will create is that account, not another one.
    Ok(match pending.account_like(&new.account, file.layout.as_ref()) {
        Some((account, opening_known)) => Target { account, found_by: FoundBy::New, opening_known },
        None => new,
    })
}

fn found(Known { account, bank, number }: &Known, found_by: FoundBy) -> Target {
    Target {
        account: Account {
            id: account.id,
            name: account.name.clone(),
            // Kind and dates are not the plan's business: the account exists and stays as it is.
            kind: AccountKind::Checking,
            currency: account.currency,
            bank: bank.clone(),
            number: number.clone(),
            opening_balance: account.opening,
            opening_date: None,
            closed: false,
        },
        found_by,
        opening_known: account.opening_known,
    }
}

fn check_chosen(Known { account, number, .. }: &Known, statement: &Statement) -> Result<(), AppError> {
    if statement.currency_in_file && statement.currency != account.currency {
        return Err(AppError::new(
            ErrorCode::WrongAccount,
            format!(
                "the statement is in {}, account `{}` is in {}",
                statement.currency.code(),
                account.name,
                account.currency.code()
            ),
        )
        .remedy("choose an account in the statement's currency, or none to have one made"));
    }
    match (&statement.account.id, number) {
        (Some(stated), Some(own)) if digits(stated) != digits(own) => Err(AppError::new(
            ErrorCode::WrongAccount,
            format!(
                "the statement is of account {}, `{}` has number {}",
                mask(stated),
                account.name,
                mask(own)
            ),
        )
        .remedy("choose the right account, or change the account's number first")),
        _ => Ok(()),
    }
}

fn new_account(
    session: &mut Session<'_>,
    file: &ReadFile,
    statement: &Statement,
    known: &[Known],
) -> Result<Target, AppError> {
    let hint = &statement.account;
    let kind = new_name::kind(hint, &file.name, statement.sign_inverted);
    let id = match &hint.id {
        // Derived, so that two devices that meet the same account offline make one.
        Some(number) => {
            session.identity_key().account_id(&canonical(hint.bank.as_deref(), number, statement.currency))
        }
        None => AccountId(session.fresh_id()),
    };
    let language = resolve::language(session.reader())?;
    let base = hint.id.as_ref().map_or_else(
        || new_name::of_file(&file.name),
        |number| format!("{} {}", new_name::word(kind, language), mask(number)),
    );
    let account = Account {
        id,
        name: free_name(&base, known),
        kind,
        currency: statement.currency,
        bank: hint.bank.clone(),
        number: hint.id.clone(),
        opening_balance: 0,
        opening_date: None,
        closed: false,
    };
    Ok(Target { account, found_by: FoundBy::New, opening_known: false })
}

fn canonical(bank: Option<&str>, number: &str, currency: Currency) -> Vec<u8> {
    [bank.map(digits).unwrap_or_default().as_str(), &digits(number), currency.code()]
        .join("\u{1f}")
        .into_bytes()
}

/// The name, or the name with the first number that makes it new.
fn free_name(base: &str, known: &[Known]) -> String {
    let taken = |name: &str| known.iter().any(|known| fold(&known.account.name) == fold(name));
    // One more candidate than there are names: one of them is free.
    let numbered = (2..known.len() + 3).map(|number| format!("{base} {number}"));
    std::iter::once(base.to_owned())
        .chain(numbered)
        .find(|name| !taken(name))
        .unwrap_or_else(|| base.to_owned())
}
