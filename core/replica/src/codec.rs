//! Bytes of facts and registers: one version byte, then the content.
//!
//! Version 1 of a register is postcard of the type its [`crate::Field`] names. Version 1 of a transaction's facts is
//! postcard of [`TransactionFacts1`], of an import's facts postcard of [`BatchFacts1`]; every other entity's facts are JSON,
//! which tolerates new fields.

use crate::day::{day_from_number, day_number};
use domain::transaction::Origin;
use domain::{BalanceProof, Currency, Facts, FilledField, ImportBatch, Money, TransactionId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

const VERSION: u8 = 1;

/// Why bytes have no meaning here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// Written by a newer version; kept as it is.
    #[error("written by a newer version (encoding {0})")]
    NewerVersion(u8),
    /// Not a value of the expected type.
    #[error("damaged value")]
    Malformed,
    /// A day or text that cannot be written.
    #[error("the value cannot be encoded")]
    Unencodable,
}

/// Encodes a register value.
///
/// # Errors
/// [`CodecError::Unencodable`] when the type has no postcard form.
pub fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, CodecError> {
    postcard::to_extend(value, vec![VERSION]).map_err(|_| CodecError::Unencodable)
}

fn body(bytes: &[u8]) -> Result<&[u8], CodecError> {
    match bytes.split_first() {
        Some((&VERSION, body)) => Ok(body),
        Some((&version, _)) if version > VERSION => Err(CodecError::NewerVersion(version)),
        _ => Err(CodecError::Malformed),
    }
}

/// Decodes a register value; every byte must be used.
///
/// # Errors
/// [`CodecError`] when the version is newer or the bytes are not a `T`.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    match postcard::take_from_bytes(body(bytes)?) {
        Ok((value, [])) => Ok(value),
        _ => Err(CodecError::Malformed),
    }
}

/// Encodes the facts of a small entity as JSON.
///
/// # Errors
/// [`CodecError::Unencodable`] when the type has no JSON form.
pub fn encode_json<T: Serialize>(value: &T) -> Result<Vec<u8>, CodecError> {
    let mut bytes = vec![VERSION];
    serde_json::to_writer(&mut bytes, value).map_err(|_| CodecError::Unencodable)?;
    Ok(bytes)
}

/// Decodes the facts of a small entity.
///
/// # Errors
/// As [`decode`].
pub fn decode_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    serde_json::from_slice(body(bytes)?).map_err(|_| CodecError::Malformed)
}

/// Wire form 1 of a transaction's facts. Field order is the format.
#[derive(Serialize, Deserialize)]
struct TransactionFacts1<'a> {
    day: i32,
    amount: i64,
    currency: &'a str,
    description: &'a str,
    payee: Option<&'a str>,
    memo: Option<&'a str>,
    bank_id: Option<&'a str>,
    check_number: Option<&'a str>,
    original: Option<(i64, &'a str)>,
    instalment: Option<(u16, u16)>,
    origin: u8,
}

/// Encodes a transaction's facts.
///
/// # Errors
/// [`CodecError::Unencodable`], which does not happen for values of this type.
pub fn encode_facts(facts: &Facts) -> Result<Vec<u8>, CodecError> {
    encode(&TransactionFacts1 {
        day: day_number(facts.date),
        amount: facts.amount.minor,
        currency: facts.amount.currency.code(),
        description: &facts.description,
        payee: facts.payee.as_deref(),
        memo: facts.memo.as_deref(),
        bank_id: facts.bank_id.as_deref(),
        check_number: facts.check_number.as_deref(),
        original: facts.original.map(|money| (money.minor, money.currency.code())),
        instalment: facts.instalment,
        origin: match facts.origin {
            Origin::Statement => 0,
            Origin::Pending => 1,
            Origin::Manual => 2,
        },
    })
}

/// Decodes a transaction's facts.
///
/// # Errors
/// As [`decode`].
pub fn decode_facts(bytes: &[u8]) -> Result<Facts, CodecError> {
    let body = body(bytes)?;
    let Ok((wire, [])) = postcard::take_from_bytes::<TransactionFacts1<'_>>(body) else {
        return Err(CodecError::Malformed);
    };
    let own = |text: Option<&str>| text.map(str::to_owned);
    let original = wire.original.map(|(minor, code)| money(minor, code)).transpose()?;
    Ok(Facts {
        date: day_from_number(wire.day).ok_or(CodecError::Malformed)?,
        amount: money(wire.amount, wire.currency)?,
        description: wire.description.to_owned(),
        payee: own(wire.payee),
        memo: own(wire.memo),
        bank_id: own(wire.bank_id),
        check_number: own(wire.check_number),
        original,
        instalment: wire.instalment,
        origin: match wire.origin {
            0 => Origin::Statement,
            1 => Origin::Pending,
            2 => Origin::Manual,
            _ => return Err(CodecError::Malformed),
        },
    })
}

fn money(minor: i64, code: &str) -> Result<Money, CodecError> {
    Currency::from_code(code).map(|currency| Money::new(minor, currency)).ok_or(CodecError::Malformed)
}

/// Wire form 1 of an import's facts. Field order is the format.
#[derive(Serialize, Deserialize)]
struct BatchFacts1 {
    id: domain::BatchId,
    account: domain::AccountId,
    file_name: String,
    file_sha256: [u8; 32],
    format: String,
    added: Vec<TransactionId>,
    merged: Vec<(TransactionId, TransactionId)>,
    filled: Vec<FilledField>,
    same: u32,
    ignored: u32,
    /// JSON: its type is tagged, which postcard cannot read.
    proof: String,
}

/// Encodes an import's facts.
///
/// # Errors
/// [`CodecError::Unencodable`], which does not happen for values of this type.
pub fn encode_batch(batch: &ImportBatch) -> Result<Vec<u8>, CodecError> {
    let batch = batch.clone();
    encode(&BatchFacts1 {
        id: batch.id,
        account: batch.account,
        file_name: batch.file_name,
        file_sha256: batch.file_sha256,
        format: batch.format,
        added: batch.added,
        merged: batch.merged,
        filled: batch.filled,
        same: batch.same,
        ignored: batch.ignored,
        proof: serde_json::to_string(&batch.proof).map_err(|_| CodecError::Unencodable)?,
    })
}

/// Decodes an import's facts.
///
/// # Errors
/// As [`decode`].
pub fn decode_batch(bytes: &[u8]) -> Result<ImportBatch, CodecError> {
    let wire: BatchFacts1 = decode(bytes)?;
    let proof: BalanceProof = serde_json::from_str(&wire.proof).map_err(|_| CodecError::Malformed)?;
    Ok(ImportBatch {
        id: wire.id,
        account: wire.account,
        file_name: wire.file_name,
        file_sha256: wire.file_sha256,
        format: wire.format,
        added: wire.added,
        merged: wire.merged,
        filled: wire.filled,
        same: wire.same,
        ignored: wire.ignored,
        proof,
    })
}
