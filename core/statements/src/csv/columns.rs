//! Which column means what: by header name where it fits the content, else by content alone.

use super::mapping::Role;
use super::tokens::{self, Tokens, clean};
use super::{content, dates, numbers, vocabulary};
use std::ops::ControlFlow;

/// Records looked at before the whole file is read.
const SAMPLE: usize = 600;

/// A record of the sample: its line and its cleaned cells.
pub(super) type Record = (u32, Vec<String>);

/// Where the table lies and what its columns are.
#[derive(Debug)]
pub(super) struct Layout {
    /// Records above the header or the first row.
    pub skip: usize,
    /// Header names as written.
    pub header: Option<Vec<String>>,
    /// Line of header or first row.
    pub line: u32,
    /// Role of each column.
    pub roles: Vec<Role>,
    /// Some header name is of a language other than English.
    pub day_first_language: bool,
}

/// No statement is wider; a line of ten million delimiters is no table and must not cost like one.
const MOST_COLUMNS: usize = 512;

/// The first records of a file.
pub(super) fn sample(text: &str, tokens: Tokens) -> Vec<Record> {
    let mut records = Vec::new();
    tokens::for_each(text, tokens, |line, record| {
        records.push((line, record.iter().take(MOST_COLUMNS).map(|cell| clean(cell).to_owned()).collect()));
        if records.len() < SAMPLE { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    records
}

fn is_row(cells: &[String]) -> bool {
    let date = cells.iter().position(|cell| dates::parts(cell).is_some());
    date.is_some()
        && cells.iter().enumerate().any(|(at, cell)| Some(at) != date && numbers::form(cell).is_some())
}

/// Cells that name a date and an amount, without holding either.
fn header_hits(cells: &[String]) -> usize {
    let holds_values = cells
        .iter()
        .filter(|cell| dates::parts(cell).is_some() || (cell.len() > 2 && numbers::form(cell).is_some()))
        .count();
    if holds_values > 0 {
        return 0;
    }
    let roles: Vec<Vec<Role>> =
        cells.iter().map(|cell| vocabulary::roles(&vocabulary::normalise(cell))).collect();
    let any = |wanted: &[Role]| roles.iter().any(|found| found.iter().any(|role| wanted.contains(role)));
    let hits = roles.iter().filter(|found| !found.is_empty()).count();
    let date = any(&[Role::Date, Role::OtherDate]);
    let money = any(&[Role::Amount, Role::Debit, Role::Credit]);
    if hits >= 2 && date && money || hits >= 3 && (date || money) { hits } else { 0 }
}

/// How many names of the likeliest header are known.
pub(super) fn known_names(sample: &[Record]) -> usize {
    sample.iter().take(100).map(|(_, cells)| header_hits(cells)).max().unwrap_or(0)
}

/// Finds the table in the sample; `None` when there is neither a header nor a row.
pub(super) fn find(sample: &[Record]) -> Option<Layout> {
    let first_row = sample.iter().position(|(_, cells)| is_row(cells));
    let best = known_names(sample);
    let header = sample.iter().take(100).position(|(_, cells)| best > 0 && header_hits(cells) == best);
    let skip = header.or(first_row)?;
    let body = &sample[skip + usize::from(header.is_some())..];
    let mut rows: Vec<&[String]> =
        body.iter().map(|(_, cells)| cells.as_slice()).filter(|cells| is_row(cells)).collect();
    if rows.is_empty() {
        rows = body
            .iter()
            .map(|(_, cells)| cells.as_slice())
            .filter(|cells| cells.iter().filter(|cell| !cell.is_empty()).count() > 1)
            .collect();
    }
    let names = header.map(|at| sample[at].1.clone());
    let width = rows.iter().map(|cells| cells.len()).chain(names.iter().map(Vec::len)).max().unwrap_or(0);
    let stats: Vec<Stats> = (0..width).map(|column| Stats::of(&rows, column)).collect();
    let mut roles = vec![Role::Ignore; width];
    if let Some(names) = &names {
        by_name(&mut roles, names, &stats);
    }
    content::fill(&mut roles, &stats, &rows, names.is_some());
    let day_first_language =
        names.iter().flatten().any(|name| vocabulary::day_first_language(&vocabulary::normalise(name)));
    Some(Layout { skip, header: names, line: sample[skip].0, roles, day_first_language })
}

/// What a column of the sample holds.
#[derive(Debug, Default)]
pub(super) struct Stats {
    pub filled: usize,
    pub dates: usize,
    pub numbers: usize,
    pub fractions: usize,
    pub negatives: usize,
    pub codes: usize,
    pub directions: usize,
    pub letters: usize,
    pub long_digits: usize,
    pub constant: bool,
    pub rows: usize,
}

impl Stats {
    fn of(rows: &[&[String]], column: usize) -> Self {
        let mut stats = Self { constant: true, rows: rows.len(), ..Self::default() };
        let mut first: Option<&str> = None;
        for cell in rows.iter().filter_map(|cells| cells.get(column)).filter(|cell| !cell.is_empty()) {
            stats.filled += 1;
            stats.constant &= *first.get_or_insert(cell) == cell;
            let date = dates::parts(cell).is_some();
            stats.dates += usize::from(date);
            if let Some(form) = numbers::form(cell) {
                stats.numbers += 1;
                stats.fractions += usize::from(form.core.contains(['.', ',']) || form.symbol.is_some());
                stats.negatives += usize::from(form.negative);
            }
            stats.long_digits += usize::from(cell.len() >= 7 && cell.bytes().all(|b| b.is_ascii_digit()));
            stats.codes += usize::from(vocabulary::currency(cell).is_some());
            stats.directions += usize::from(vocabulary::direction(cell).is_some());
            stats.letters += cell.chars().filter(|c| c.is_alphabetic()).count();
        }
        stats
    }

    fn mostly(&self, count: usize) -> bool {
        self.filled == 0 || count * 2 >= self.filled
    }

    fn fits(&self, role: Role) -> bool {
        match role {
            Role::Date | Role::OtherDate => self.mostly(self.dates),
            Role::Amount | Role::Debit | Role::Credit | Role::Balance | Role::OriginalAmount => {
                self.filled == 0
                    || (self.numbers * 2 >= self.filled && (self.dates == 0 || self.dates * 2 < self.filled))
                    || self.numbers + self.dates + self.codes == 0
            }
            Role::Currency | Role::OriginalCurrency => self.mostly(self.codes),
            Role::Direction => self.filled == 0 || self.directions * 10 >= self.filled * 8,
            Role::Instalment => self.filled == 0 || self.numbers * 2 < self.filled || self.fractions == 0,
            Role::Description | Role::Payee => self.filled == 0 || self.dates * 2 < self.filled,
            _ => true,
        }
    }

    /// Numbers that are no dates and no account numbers.
    pub(super) fn is_money(&self) -> bool {
        self.filled > 0
            && self.numbers * 10 >= self.filled * 9
            && self.dates * 2 < self.filled
            && self.long_digits * 2 < self.filled
    }
}

fn by_name(roles: &mut [Role], names: &[String], stats: &[Stats]) {
    let mut inherited = String::new();
    let mut candidates: Vec<(String, Vec<Role>)> = Vec::new();
    for (column, stats) in stats.iter().enumerate() {
        let own = names.get(column).map(|name| vocabulary::normalise(name)).unwrap_or_default();
        let symbol_only = own.is_empty() && names.get(column).is_some_and(|name| !name.is_empty());
        let name = if own.is_empty() && !symbol_only { std::mem::take(&mut inherited) } else { own.clone() };
        let found = vocabulary::roles(&name);
        if !own.is_empty() {
            inherited.clear();
        }
        // A column of currency codes under the name of an amount: the unnamed column after it holds the amount.
        if stats.filled > 0
            && stats.codes * 2 >= stats.filled
            && !found.contains(&Role::Currency)
            && !found.contains(&Role::OriginalCurrency)
        {
            inherited.clone_from(&name);
            let role = if found.first() == Some(&Role::Amount) { Role::Currency } else { Role::Ignore };
            candidates.push((name, vec![role]));
            continue;
        }
        candidates.push((name, found));
    }
    for (column, (_, found)) in candidates.iter().enumerate() {
        roles[column] = found.iter().copied().find(|role| stats[column].fits(*role)).unwrap_or(Role::Ignore);
    }
    if !roles.contains(&Role::Direction) {
        let says = |column: &usize| {
            let stats = &stats[*column];
            let other = matches!(roles[*column], Role::Ignore | Role::Kind | Role::Description | Role::Memo);
            other
                && stats.filled > 0
                && stats.filled == stats.rows
                && stats.directions * 10 >= stats.filled * 8
        };
        if let Some(column) = (0..roles.len()).find(says) {
            roles[column] = Role::Direction;
        }
    }
    settle_dates(roles, &candidates, stats);
    settle_money(roles, stats);
    settle_currency(roles);
    settle_text(roles, &candidates, stats);
    keep_best(roles, Role::Account, |column| {
        let name = &candidates[column].0;
        (
            usize::from(vocabulary::has_word(name, "name|nazev|neve")),
            usize::from(stats[column].filled == 0),
            column,
        )
    });
    for role in [
        Role::Balance,
        Role::Status,
        Role::Category,
        Role::Direction,
        Role::Id,
        Role::Kind,
        Role::CheckNumber,
        Role::OriginalAmount,
        Role::OriginalCurrency,
    ] {
        keep_best(roles, role, |column| (usize::from(stats[column].filled == 0), column, 0));
    }
}

/// Leaves a role to the column with the lowest key.
fn keep_best(roles: &mut [Role], role: Role, key: impl Fn(usize) -> (usize, usize, usize)) {
    let best = (0..roles.len()).filter(|column| roles[*column] == role).min_by_key(|column| key(*column));
    for (column, found) in roles.iter_mut().enumerate() {
        if *found == role && Some(column) != best {
            *found = Role::Ignore;
        }
    }
}

fn settle_dates(roles: &mut [Role], candidates: &[(String, Vec<Role>)], stats: &[Stats]) {
    let is_date = |role: Role| matches!(role, Role::Date | Role::OtherDate);
    let best = (0..roles.len()).filter(|column| is_date(roles[*column])).min_by_key(|column| {
        let stats = &stats[*column];
        let gaps = stats.dates * 10 < stats.rows * 9;
        (gaps, roles[*column] == Role::OtherDate || candidates[*column].0.contains("started"), *column)
    });
    for (column, role) in roles.iter_mut().enumerate() {
        if is_date(*role) {
            *role = if Some(column) == best { Role::Date } else { Role::OtherDate };
        }
    }
}

fn settle_money(roles: &mut [Role], stats: &[Stats]) {
    let columns = |roles: &[Role], role: Role| -> Vec<usize> {
        (0..roles.len()).filter(|column| roles[*column] == role).collect()
    };
    keep_best(roles, Role::Amount, |column| {
        let stats = &stats[column];
        (usize::from(stats.rows > 0 && stats.filled * 2 < stats.rows), column, 0)
    });
    let amount = columns(roles, Role::Amount).first().copied();
    let two = !columns(roles, Role::Debit).is_empty() && !columns(roles, Role::Credit).is_empty();
    if let Some(amount) = amount {
        let signed = stats[amount].negatives > 0
            || roles.contains(&Role::Direction)
            || stats[amount].filled == 0
            || !two;
        for (column, role) in roles.iter_mut().enumerate() {
            let pair = matches!(role, Role::Debit | Role::Credit);
            if signed && pair || !signed && column == amount {
                *role = Role::Ignore;
            }
        }
    }
    for role in [Role::Debit, Role::Credit] {
        keep_best(roles, role, |column| (column, 0, 0));
    }
}

/// The currency column next to the amount.
fn settle_currency(roles: &mut [Role]) {
    let amount =
        roles.iter().position(|role| matches!(role, Role::Amount | Role::Debit | Role::Credit)).unwrap_or(0);
    keep_best(roles, Role::Currency, |column| {
        let distance = column.abs_diff(amount) * 2 + usize::from(column < amount);
        (distance, column, 0)
    });
}

fn settle_text(roles: &mut [Role], candidates: &[(String, Vec<Role>)], stats: &[Stats]) {
    let text = |column: usize| stats[column].filled == 0 || stats[column].letters > 0;
    // A card's type column may be all there is; a filled column is better than an empty one with a better name.
    let best = (0..roles.len())
        .filter(|column| {
            matches!(roles[*column], Role::Description | Role::Payee | Role::Memo | Role::Kind)
                && text(*column)
        })
        .min_by_key(|column| {
            let sparse = stats[*column].rows > 0 && stats[*column].filled * 2 < stats[*column].rows;
            let rank = vocabulary::description_rank(&candidates[*column].0);
            (sparse, roles[*column] == Role::Kind, rank, *column)
        });
    for (column, role) in roles.iter_mut().enumerate() {
        if Some(column) == best {
            *role = Role::Description;
        } else if *role == Role::Description {
            let found = &candidates[column].1;
            *role = [Role::Payee, Role::Memo, Role::Kind]
                .into_iter()
                .find(|role| found.contains(role))
                .unwrap_or(Role::Memo);
        }
    }
}
