//! CSV and TSV: the dialect is inferred from the whole file, shown, corrected and remembered as a [`Mapping`].

mod balance;
mod columns;
mod content;
mod dates;
mod draft;
mod evidence;
mod mapping;
mod numbers;
mod preamble;
mod repertoire;
mod rows;
mod tokens;
mod vocabulary;
mod words;

pub use dates::DateLayout;
pub use draft::{Because, Draft, draft};
pub use mapping::{Inference, Mapping, Role, SignConvention};

use crate::{LooksLike, ReadError, ReadOptions, StatementDocument, notice};
use columns::{Layout, Record};
use domain::Currency;
use domain::statement::Format;
use preamble::Preamble;
use std::ops::ControlFlow;
use tokens::Tokens;

/// Rows shown in a preview.
const PREVIEW: usize = 10;

/// Looks at the whole file and says how it will be read.
///
/// # Errors
/// [`ReadError::NotAStatement`] without a table, [`ReadError::UnknownColumns`], [`ReadError::AmbiguousDates`],
/// [`ReadError::AmbiguousAmounts`].
pub fn infer(text: &str, options: &ReadOptions) -> Result<Inference, ReadError> {
    let (text, _) = repertoire::settle(without_declaration(text));
    look(&text, options).map(|(inference, _)| inference)
}

/// Reads a file by `options.csv_mapping`, or else by what [`infer`] finds.
///
/// # Errors
/// As [`infer`].
pub fn read(text: &str, options: &ReadOptions) -> Result<StatementDocument, ReadError> {
    let (body, encoding) = repertoire::settle(without_declaration(text));
    let body = body.as_ref();
    let (mapping, header, preamble, notes) = if let Some(mapping) = &options.csv_mapping {
        let records = columns::sample(body, Tokens::new(body, mapping.delimiter, mapping.quoting));
        let outside = records.iter().take(mapping.skip_records).map(|(_, cells)| cells.as_slice());
        let header =
            records.get(mapping.skip_records).filter(|_| mapping.header).map(|(_, cells)| cells.clone());
        (mapping.clone(), header.unwrap_or_default(), preamble::read(outside), Vec::new())
    } else {
        let (inference, preamble) = look(body, options)?;
        (inference.mapping, inference.header, preamble, inference.notes)
    };
    let tokens = Tokens::new(body, mapping.delimiter, mapping.quoting);
    let skip = mapping.skip_records + usize::from(mapping.header);
    let mut rows = rows::Rows::new(&mapping, &preamble, options, header);
    let mut seen = 0_usize;
    tokens::for_each(body, tokens, |line, record| {
        seen += 1;
        if seen > skip {
            rows.push(line, record);
        }
        ControlFlow::Continue(())
    });
    let (statements, rejected, found) = rows.finish();
    let mut warnings: Vec<_> = notes.iter().map(|note| notice(0, "assumed", note.as_str())).collect();
    if let Some(encoding) = encoding {
        let message = format!("the header is only readable as {}: the file is read so", encoding.name());
        warnings.push(notice(0, "code_page", message));
    }
    warnings.extend(found);
    let encoding = encoding.map_or("utf-8", |encoding| encoding.name()).to_lowercase();
    Ok(StatementDocument { format: Format::Csv, encoding, statements, rejected, warnings, conformance: None })
}

/// A text without the byte order mark that some decoders leave.
fn without_declaration(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}

fn look(text: &str, options: &ReadOptions) -> Result<(Inference, Preamble), ReadError> {
    let tokens = tokens::sniff(text);
    let sample = columns::sample(text, tokens);
    let layout = columns::find(&sample).ok_or(ReadError::NotAStatement(LooksLike::PlainText))?;
    if let Some(missing) = missing(&layout) {
        return Err(missing);
    }
    let preamble = preamble::read(sample.iter().take(layout.skip).map(|(_, cells)| cells.as_slice()));
    let tally = evidence::collect(text, tokens, &layout, preamble.period);
    let dates = tally.date_layout(&layout, options, preamble.period)?;
    let decimal_mark = tally.decimal_mark(preamble.mark)?;
    let (sign, confirmed) = tally.sign(&layout, options.file_name.as_deref());
    let mut notes = Vec::new();
    if sign == SignConvention::Inverted {
        let why = if confirmed {
            "as card exports write them"
        } else {
            "because the file's name says that it is a card's"
        };
        notes.push(format!("positive amounts are read as money out, {why}"));
    } else if !confirmed {
        notes.push(
            "nothing in the file confirms which sign is money out: amounts are read as written".to_owned(),
        );
    }
    let currency = currency(&preamble, &layout, &sample, options);
    let mapping = Mapping {
        delimiter: tokens.delimiter,
        quoting: tokens.quoting,
        skip_records: layout.skip,
        header: layout.header.is_some(),
        columns: layout.roles.clone(),
        dates,
        decimal_mark,
        sign,
        currency,
    };
    let header = layout.header.unwrap_or_default();
    let first = layout.skip + usize::from(mapping.header);
    let preview = sample.into_iter().skip(first).take(PREVIEW).map(|(_, cells)| cells).collect();
    let header_fingerprint = mapping::fingerprint(tokens.delimiter, &header, &mapping.columns);
    Ok((Inference { mapping, header_fingerprint, header, notes, preview }, preamble))
}

/// The column without which nothing can be read.
fn missing(layout: &Layout) -> Option<ReadError> {
    let missing = |missing| Some(ReadError::UnknownColumns { line: layout.line, missing });
    if !layout.roles.contains(&Role::Date) {
        return missing("date");
    }
    if !layout.roles.iter().any(|role| matches!(role, Role::Amount | Role::Debit | Role::Credit)) {
        return missing("amount");
    }
    None
}

/// The currency the file names, above the table, in its header or beside its amounts.
fn currency(
    preamble: &Preamble,
    layout: &Layout,
    sample: &[Record],
    options: &ReadOptions,
) -> Option<Currency> {
    preamble
        .currency
        .or_else(|| header_currency(layout, options))
        .or_else(|| symbol_currency(sample, layout, options))
}

/// `Amount (EUR)`, `Umsatz in EUR`, `Betrag (€)`, `Saldo (R$)`.
fn header_currency(layout: &Layout, options: &ReadOptions) -> Option<Currency> {
    let names = layout.header.as_ref()?;
    let money = layout
        .roles
        .iter()
        .zip(names)
        .filter(|(role, _)| matches!(role, Role::Amount | Role::Debit | Role::Credit | Role::Balance));
    money.map(|(_, name)| name).find_map(|name| {
        name.split(|c: char| !c.is_ascii_alphabetic())
            .find_map(vocabulary::currency)
            .or_else(|| preamble::symbol_currency(name))
            .or_else(|| name.contains('$').then(|| dollars(options)))
    })
}

/// The currency of the signs in the amounts, where they name one.
fn symbol_currency(sample: &[Record], layout: &Layout, options: &ReadOptions) -> Option<Currency> {
    let skip = layout.skip + usize::from(layout.header.is_some());
    sample.iter().skip(skip).find_map(|(_, cells)| {
        layout
            .roles
            .iter()
            .zip(cells)
            .filter(|(role, _)| matches!(role, Role::Amount | Role::Debit | Role::Credit))
            .find_map(|(_, cell)| {
                let symbol = numbers::form(cell)?.symbol?;
                vocabulary::currency(symbol).or_else(|| preamble::symbol_currency(symbol)).or_else(|| {
                    match symbol {
                        "$" => Some(dollars(options)),
                        "kr" | "kr." => Some(crowns(options)),
                        _ => None,
                    }
                })
            })
    })
}

/// `$` is the reader's own dollar, else that of the United States.
fn dollars(options: &ReadOptions) -> Currency {
    let own = options.default_currency;
    if matches!(
        own,
        Currency::USD
            | Currency::CAD
            | Currency::AUD
            | Currency::NZD
            | Currency::SGD
            | Currency::HKD
            | Currency::MXN
            | Currency::CLP
            | Currency::COP
            | Currency::ARS
    ) {
        own
    } else {
        Currency::USD
    }
}

/// `kr` is the reader's own crown, else the Swedish one.
fn crowns(options: &ReadOptions) -> Currency {
    if matches!(options.default_currency, Currency::DKK | Currency::NOK | Currency::ISK) {
        options.default_currency
    } else {
        Currency::SEK
    }
}
