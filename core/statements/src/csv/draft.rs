//! The table of a file as far as it is understood, for a person to correct: it is there even where reading would refuse.

use super::columns::{self, Layout, Record};
use super::dates::DateLayout;
use super::mapping::{self, Mapping, Role, SignConvention};
use super::tokens::{self, Tokens};
use super::{evidence, preamble, vocabulary};
use crate::{LooksLike, ReadError, ReadOptions};
use serde::{Deserialize, Serialize};

/// Where something in a mapping comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// The header says it.
    Header,
    /// The cells leave no other reading.
    Content,
    /// Both readings are possible; taken as usual.
    Assumed,
    /// A person said it, now or before.
    Said,
}

/// A file's table with everything found out about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// How the file is read, or would be once what is open is said.
    pub mapping: Mapping,
    /// What the next file of the same bank is recognised by.
    pub fingerprint: String,
    /// Header names as written; empty where the file has none.
    pub header: Vec<String>,
    /// Why each column has its role.
    pub columns: Vec<Because>,
    /// Why the dates are read so.
    pub dates: Because,
    /// Why the signs are read so.
    pub sign: Because,
    /// The first rows below the header as written, each with its line.
    pub rows: Vec<Record>,
    /// What keeps the file from being read, until a person says more.
    pub open: Option<ReadError>,
}

/// Looks at a file as [`super::infer`] does, and keeps what it found where that gives up.
///
/// # Errors
/// [`ReadError::NotAStatement`] when there is not even a row of cells.
pub fn draft(text: &str, options: &ReadOptions, rows: usize) -> Result<Draft, ReadError> {
    let (text, _) = super::repertoire::settle(super::without_declaration(text));
    let text = text.as_ref();
    let tokens = tokens::sniff(text);
    let records = columns::sample(text, tokens);
    if records.iter().all(|(_, cells)| cells.len() < 2) && options.csv_mapping.is_none() {
        return Err(ReadError::NotAStatement(LooksLike::PlainText));
    }
    let layout = columns::find(&records);
    let mut draft = found(text, tokens, &records, layout, options, rows);
    if let Some(said) = &options.csv_mapping {
        draft = told(text, said, draft, rows);
    }
    Ok(draft)
}

fn found(
    text: &str,
    tokens: Tokens,
    records: &[Record],
    layout: Option<Layout>,
    options: &ReadOptions,
    rows: usize,
) -> Draft {
    let width = records.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let line = records.first().map_or(1, |(line, _)| *line);
    let nothing =
        Layout { skip: 0, header: None, line, roles: vec![Role::Ignore; width], day_first_language: false };
    let layout = layout.unwrap_or(nothing);
    let header = layout.header.clone().unwrap_or_default();
    let columns = layout.roles.iter().enumerate().map(|(at, role)| why(header.get(at), *role)).collect();
    let preamble = preamble::read(records.iter().take(layout.skip).map(|(_, cells)| cells.as_slice()));
    let tally = evidence::collect(text, tokens, &layout, preamble.period);
    let (sign, confirmed) = tally.sign(&layout, options.file_name.as_deref());
    let day_order = tally.date_layout(&layout, options, preamble.period);
    let mark = tally.decimal_mark(preamble.mark);
    let missing = super::missing(&layout);
    let mapping = Mapping {
        delimiter: tokens.delimiter,
        quoting: tokens.quoting,
        skip_records: layout.skip,
        header: layout.header.is_some(),
        columns: layout.roles.clone(),
        dates: day_order.clone().unwrap_or(DateLayout::DayMonthYear),
        decimal_mark: mark.clone().unwrap_or_default(),
        sign,
        currency: super::currency(&preamble, &layout, records, options),
    };
    let first = layout.skip + usize::from(mapping.header);
    Draft {
        fingerprint: mapping::fingerprint(tokens.delimiter, &header, &mapping.columns),
        columns,
        dates: if options.date_order.is_some() {
            Because::Said
        } else if tally.one_order() {
            Because::Content
        } else {
            Because::Assumed
        },
        sign: match (confirmed, mapping.sign) {
            (true, SignConvention::TwoColumns | SignConvention::TwoColumnsSigned) => Because::Header,
            (true, _) => Because::Content,
            (false, _) => Because::Assumed,
        },
        rows: records.iter().skip(first).take(rows).cloned().collect(),
        open: missing.or(day_order.err()).or(mark.err()),
        mapping,
        header,
    }
}

fn why(name: Option<&String>, role: Role) -> Because {
    let named = name.is_some_and(|name| vocabulary::roles(&vocabulary::normalise(name)).contains(&role));
    match (role, named) {
        (Role::Ignore, _) => Because::Assumed,
        (_, true) => Because::Header,
        (_, false) => Because::Content,
    }
}

/// The same file by the mapping a person gave. Its fingerprint stays that of the file.
fn told(text: &str, said: &Mapping, found: Draft, rows: usize) -> Draft {
    let records = columns::sample(text, Tokens::new(text, said.delimiter, said.quoting));
    let header = records.get(said.skip_records).filter(|_| said.header).map(|(_, cells)| cells.clone());
    let first = said.skip_records + usize::from(said.header);
    Draft {
        mapping: said.clone(),
        columns: vec![Because::Said; said.columns.len()],
        dates: Because::Said,
        sign: Because::Said,
        header: header.unwrap_or_default(),
        rows: records.into_iter().skip(first).take(rows).collect(),
        open: None,
        fingerprint: found.fingerprint,
    }
}
