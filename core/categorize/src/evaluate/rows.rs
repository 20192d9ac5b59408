//! Labelled rows and the CSV they come from.

/// A row with its true label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelledRow {
    /// ISO date as text; may be empty.
    pub date: String,
    /// What a statement shows.
    pub description: String,
    /// Hundredths, negative is out, 0 is unknown.
    pub amount_minor: i64,
    /// ISO 4217 code as text.
    pub currency: String,
    /// The set's own label: a category's name.
    pub label: String,
    /// A [`domain::CategoryKey`] as text, or empty.
    pub common: String,
    /// Whose book the row is in.
    pub user: String,
    /// Who was paid, for splitting by merchant.
    pub merchant: String,
}

/// Why a labelled file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RowsError {
    /// Not CSV.
    #[error("line {line}: {reason}")]
    Csv {
        /// 1-based; 0 when unknown.
        line: u64,
        /// What the reader said.
        reason: String,
    },
    /// A column is missing.
    #[error(
        "there is no column `{0}`; `date,description,amount,label` are needed, `currency,common,user,merchant` are used when there"
    )]
    Column(&'static str),
    /// An amount is no number.
    #[error("line {line}: `{text}` is not an amount")]
    Amount {
        /// 1-based.
        line: u64,
        /// The text.
        text: String,
    },
}

/// Reads a labelled CSV with a header line.
///
/// # Errors
/// [`RowsError`] with the line.
pub fn read_csv(bytes: &[u8]) -> Result<Vec<LabelledRow>, RowsError> {
    let fail = |error: csv::Error| RowsError::Csv {
        line: error.position().map_or(0, csv::Position::line),
        reason: error.to_string(),
    };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let headers = reader.headers().map_err(fail)?.clone();
    let column = |name: &str| headers.iter().position(|header| header.trim() == name);
    let need = |name: &'static str| column(name).ok_or(RowsError::Column(name));
    let (date, description, amount, label) =
        (need("date")?, need("description")?, need("amount")?, need("label")?);
    let (currency, common, user, merchant) =
        (column("currency"), column("common"), column("user"), column("merchant"));
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(fail)?;
        let line = record.position().map_or(0, csv::Position::line);
        let text = |at: usize| record.get(at).unwrap_or("").trim().to_owned();
        let optional = |at: Option<usize>| at.map(text).unwrap_or_default();
        let amount_text = text(amount);
        rows.push(LabelledRow {
            date: text(date),
            description: text(description),
            amount_minor: hundredths(&amount_text).ok_or(RowsError::Amount { line, text: amount_text })?,
            currency: optional(currency),
            label: text(label),
            common: optional(common),
            user: optional(user),
            merchant: optional(merchant),
        });
    }
    Ok(rows)
}

/// "-12.5" -> -1250; the empty text is 0, further digits are cut.
fn hundredths(text: &str) -> Option<i64> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if !whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let part: i64 = format!("{part:0<2}").get(..2)?.parse().ok()?;
    let value = whole.checked_mul(100)?.checked_add(part)?;
    Some(if negative { -value } else { value })
}
