//! Input fields as domain values, refused with the field's name.

use crate::error::AppError;
use domain::{AccountKind, Currency, Day};
use serde::de::DeserializeOwned;
use std::str::FromStr;

/// A name: trimmed, not empty, at most 200 characters.
///
/// # Errors
/// `invalid_input` naming the field.
pub fn name(field: &str, text: &str) -> Result<String, AppError> {
    let name = text.trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(AppError::invalid(field, "a name has 1 to 200 characters"));
    }
    Ok(name.to_owned())
}

/// An ISO 4217 code.
///
/// # Errors
/// `invalid_input` naming the field.
pub fn currency(field: &str, text: &str) -> Result<Currency, AppError> {
    Currency::from_code(&text.trim().to_uppercase()).ok_or_else(|| {
        AppError::invalid(field, format!("`{text}` is not an ISO 4217 currency code such as BRL or USD"))
    })
}

/// A value of a closed set, by its stable text form.
///
/// # Errors
/// `invalid_input` naming the field and the choices.
pub fn choice<T: DeserializeOwned>(field: &str, text: &str, choices: &str) -> Result<T, AppError> {
    serde_json::from_value(serde_json::Value::from(text))
        .map_err(|_| AppError::invalid(field, format!("`{text}` is none of {choices}")))
}

/// An account kind.
///
/// # Errors
/// `invalid_input` naming the field and the kinds.
pub fn account_kind(field: &str, text: &str) -> Result<AccountKind, AppError> {
    choice(field, text, "checking, savings, credit_card, cash, investment, loan, other_asset")
}

/// A day.
///
/// # Errors
/// `invalid_input` naming the field.
pub fn day(field: &str, text: &str) -> Result<Day, AppError> {
    Day::from_str(text.trim())
        .map_err(|_| AppError::invalid(field, format!("`{text}` is not a day such as 2024-01-31")))
}

/// First day of a day, month or year: `2024-01-31`, `2024-01`, `2024`.
///
/// # Errors
/// `invalid_input` naming the field.
pub fn first_day(field: &str, text: &str) -> Result<Day, AppError> {
    match text.trim().len() {
        4 => day(field, &format!("{}-01-01", text.trim())),
        7 => day(field, &format!("{}-01", text.trim())),
        _ => day(field, text),
    }
}

/// Last day of a day, month or year.
///
/// # Errors
/// `invalid_input` naming the field.
pub fn last_day(field: &str, text: &str) -> Result<Day, AppError> {
    match text.trim().len() {
        4 => day(field, &format!("{}-12-31", text.trim())),
        7 => Ok(day(field, &format!("{}-01", text.trim()))?.last_of_month()),
        _ => day(field, text),
    }
}

/// An id.
///
/// # Errors
/// `invalid_input` naming the field.
pub fn id<T: FromStr<Err = domain::id::ParseIdError>>(field: &str, text: &str) -> Result<T, AppError> {
    text.trim().parse().map_err(|error: domain::id::ParseIdError| AppError::invalid(field, error.to_string()))
}
