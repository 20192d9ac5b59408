//! One pass over the whole file: which date order, decimal mark and sign convention explain every row.

use super::columns::Layout;
use super::dates::{self, DateLayout, Parts, Period};
use super::mapping::{Role, SignConvention};
use super::numbers::{self, Evidence};
use super::tokens::{self, Tokens, clean};
use super::vocabulary;
use crate::amount::DecimalMark;
use crate::{ReadError, ReadOptions};
use csv::StringRecord;
use std::ops::ControlFlow;

const ORDERS: [DateLayout; 4] =
    [DateLayout::DayMonthYear, DateLayout::MonthDayYear, DateLayout::YearMonthDay, DateLayout::DayYearMonth];
/// Rows whose words and order of dates are looked at; the decimal mark and the validity of dates use every row.
const WORDS: usize = 2_000;

/// A place in the file.
type Place = (u32, String);

/// Counts over all rows.
#[derive(Debug, Default)]
pub(super) struct Tally {
    explained: [usize; 4],
    dated: usize,
    dotted: usize,
    two_digit_dashed: usize,
    first_date: Option<Place>,
    parts: Vec<Parts>,
    dot: Option<Place>,
    comma: Option<Place>,
    other_mark: Option<DecimalMark>,
    negatives: usize,
    positives: usize,
    pluses: usize,
    letters: usize,
    debit_negative: usize,
    debit_positive: usize,
    credit_negative: usize,
    credit_positive: usize,
    words_agree: usize,
    words_against: usize,
    /// Payments received and refunds written as negative: no bank account does that.
    income_negative: usize,
    direction_agree: usize,
    direction_against: usize,
    american_places: usize,
    dollar: bool,
    day_first_currency: bool,
}

/// Reads the whole file once.
pub(super) fn collect(text: &str, tokens: Tokens, layout: &Layout, period: Option<Period>) -> Tally {
    let mut tally = Tally::default();
    let skip = layout.skip + usize::from(layout.header.is_some());
    let mut seen = 0_usize;
    tokens::for_each(text, tokens, |line, record| {
        seen += 1;
        if seen > skip {
            tally.row(line, record, layout, period, seen - skip);
        }
        ControlFlow::Continue(())
    });
    tally
}

impl Tally {
    fn row(
        &mut self,
        line: u32,
        record: &StringRecord,
        layout: &Layout,
        period: Option<Period>,
        seen: usize,
    ) {
        let mut has_date = false;
        for (role, cell) in layout.roles.iter().zip(record) {
            if matches!(role, Role::Date | Role::OtherDate) {
                let cell = clean(cell);
                if let Some(parts) = dates::parts(cell) {
                    has_date = true;
                    self.date(line, cell, &parts, *role, period);
                }
            }
        }
        if !has_date {
            return;
        }
        let mut amount = None;
        for (role, cell) in layout.roles.iter().zip(record) {
            if !is_money(*role) {
                continue;
            }
            if let Some(form) = numbers::form(clean(cell)) {
                self.money(line, clean(cell), &form, *role);
                if *role == Role::Amount && form.core.bytes().any(|b| matches!(b, b'1'..=b'9')) {
                    amount = Some(form);
                }
            }
        }
        if let Some(form) = amount.filter(|_| seen <= WORDS) {
            self.signs(record, layout, form.negative);
        } else if seen <= WORDS {
            self.places(record, layout);
        }
    }

    fn date(&mut self, line: u32, cell: &str, parts: &Parts, role: Role, period: Option<Period>) {
        for (count, order) in self.explained.iter_mut().zip(ORDERS) {
            *count += usize::from(parts.day(order, period).is_some());
        }
        self.dated += 1;
        self.dotted += usize::from(parts.dotted());
        self.two_digit_dashed += usize::from(parts.two_digit_dashed());
        if self.first_date.is_none() && parts.year_last() {
            self.first_date = Some((line, cell.to_owned()));
        }
        if role == Role::Date && self.parts.len() < WORDS {
            self.parts.push(*parts);
        }
    }

    fn money(&mut self, line: u32, cell: &str, form: &numbers::Form<'_>, role: Role) {
        let nonzero = form.core.bytes().any(|b| b.is_ascii_digit() && b != b'0');
        if let Some(symbol) = form.symbol {
            self.dollar |= matches!(symbol, "$" | "US$" | "USD");
            self.day_first_currency |= !matches!(symbol, "$" | "US$" | "USD" | "C$" | "CAD");
        }
        match (role, form.negative) {
            (Role::Amount, negative) if nonzero => {
                self.negatives += usize::from(negative);
                self.positives += usize::from(!negative);
                self.pluses += usize::from(form.plus);
                self.letters += usize::from(form.debit.is_some());
            }
            (Role::Debit, true) if nonzero => self.debit_negative += 1,
            (Role::Debit, false) if nonzero => self.debit_positive += 1,
            (Role::Credit, true) if nonzero => self.credit_negative += 1,
            (Role::Credit, false) if nonzero => self.credit_positive += 1,
            _ => {}
        }
        if let Evidence::Certain(mark) = form.evidence() {
            if matches!(role, Role::Amount | Role::Debit | Role::Credit) {
                let slot = if mark == DecimalMark::Dot { &mut self.dot } else { &mut self.comma };
                if slot.is_none() {
                    *slot = Some((line, cell.to_owned()));
                }
            } else {
                self.other_mark.get_or_insert(mark);
            }
        }
    }

    fn signs(&mut self, record: &StringRecord, layout: &Layout, negative: bool) {
        self.places(record, layout);
        let (mut out, mut into) = (false, false);
        for (role, cell) in layout.roles.iter().zip(record) {
            match role {
                Role::Direction => {
                    if let Some(debit) = vocabulary::direction(clean(cell)) {
                        let agrees = debit == negative;
                        self.direction_agree += usize::from(agrees);
                        self.direction_against += usize::from(!agrees);
                    }
                }
                Role::Description | Role::Category | Role::Kind | Role::Payee | Role::Memo => {
                    match vocabulary::drift(&vocabulary::normalise(cell)) {
                        Some(true) => out = true,
                        Some(false) => into = true,
                        None => {}
                    }
                }
                _ => {}
            }
        }
        if out != into {
            self.words_agree += usize::from(out == negative);
            self.words_against += usize::from(out != negative);
            self.income_negative += usize::from(into && negative);
        }
    }

    fn places(&mut self, record: &StringRecord, layout: &Layout) {
        for (role, cell) in layout.roles.iter().zip(record) {
            if matches!(role, Role::Description | Role::Payee) {
                self.american_places += usize::from(ends_in_state(cell));
            }
            if *role == Role::Currency {
                let code = clean(cell);
                self.day_first_currency |= code.len() == 3 && !matches!(code, "USD" | "CAD" | "PHP");
            }
        }
    }

    /// The decimal mark of the file; `other` is what texts outside the table are certain of.
    pub(super) fn decimal_mark(&self, other: Option<DecimalMark>) -> Result<Option<DecimalMark>, ReadError> {
        match (&self.dot, &self.comma) {
            (Some(dot), Some(comma)) => {
                let (first, second) = if dot.0 <= comma.0 { (dot, comma) } else { (comma, dot) };
                Err(ReadError::AmbiguousAmounts {
                    line: first.0,
                    example: crate::quote(&first.1),
                    other_line: second.0,
                    other_example: crate::quote(&second.1),
                })
            }
            (Some(_), None) => Ok(Some(DecimalMark::Dot)),
            (None, Some(_)) => Ok(Some(DecimalMark::Comma)),
            (None, None) => Ok(self.other_mark.or(other)),
        }
    }

    /// The order of day, month and year that explains most rows; two that explain all need evidence or a person.
    pub(super) fn date_layout(
        &self,
        layout: &Layout,
        options: &ReadOptions,
        period: Option<Period>,
    ) -> Result<DateLayout, ReadError> {
        let [dmy, mdy, ymd, dym] = self.explained;
        if self.dated == 0 {
            return Ok(asked(options).unwrap_or(DateLayout::YearMonthDay));
        }
        let best = dmy.max(mdy).max(ymd).max(dym);
        if dym == best && dmy < best && mdy < best && ymd < best {
            return Ok(DateLayout::DayYearMonth);
        }
        let differs = self.parts.iter().any(|parts| {
            parts.day(DateLayout::DayMonthYear, period) != parts.day(DateLayout::MonthDayYear, period)
        });
        let short_years = ymd == best && dmy == best && self.two_digit_dashed > 0;
        if ymd == best && (dmy < best && mdy < best) {
            return Ok(DateLayout::YearMonthDay);
        }
        if dmy != mdy && !short_years {
            return Ok(if dmy > mdy { DateLayout::DayMonthYear } else { DateLayout::MonthDayYear });
        }
        if !differs && !short_years {
            return Ok(DateLayout::DayMonthYear);
        }
        if let Some(order) = asked(options) {
            return Ok(order);
        }
        self.weigh(layout, period).ok_or_else(|| {
            let (line, example) = self.first_date.clone().unwrap_or_default();
            ReadError::AmbiguousDates { line, example: crate::quote(&example) }
        })
    }

    /// One order of day, month and year explains more dates than any other.
    pub(super) fn one_order(&self) -> bool {
        let best = self.explained.iter().max().copied().unwrap_or(0);
        self.dated > 0 && self.explained.iter().filter(|count| **count == best).count() == 1
    }

    /// Evidence for day or month first beyond the numbers: two points decide.
    fn weigh(&self, layout: &Layout, period: Option<Period>) -> Option<DateLayout> {
        let mut points = 0_i32;
        if self.dotted * 2 > self.dated {
            points += 2;
        }
        if layout.day_first_language || self.day_first_currency {
            points += 2;
        }
        if self.american_places > 0 && !self.day_first_currency {
            points -= 2;
        }
        if self.dollar && layout.header.is_some() && !layout.day_first_language {
            points -= 1;
        }
        let days = |order| self.parts.iter().filter_map(|parts| parts.day(order, period)).collect::<Vec<_>>();
        let (day_first, month_first) = (days(DateLayout::DayMonthYear), days(DateLayout::MonthDayYear));
        points += match (ordered(&day_first), ordered(&month_first)) {
            (true, false) => 2,
            (false, true) => -2,
            _ => 0,
        };
        points += match (same_day_of_month(&day_first), same_day_of_month(&month_first)) {
            (false, true) => 1,
            (true, false) => -1,
            _ => 0,
        };
        match points {
            2.. => Some(DateLayout::DayMonthYear),
            ..=-2 => Some(DateLayout::MonthDayYear),
            _ => None,
        }
    }

    /// The sign convention, and whether anything in the file confirms it. The file's name is a weak hint, asked last.
    pub(super) fn sign(&self, layout: &Layout, file_name: Option<&str>) -> (SignConvention, bool) {
        let has = |role| layout.roles.contains(&role);
        if !has(Role::Amount) {
            let signed =
                self.debit_negative > self.debit_positive && self.credit_negative <= self.credit_positive;
            let convention =
                if signed { SignConvention::TwoColumnsSigned } else { SignConvention::TwoColumns };
            return (convention, layout.header.is_some() || signed);
        }
        let directions = self.direction_agree + self.direction_against;
        if directions > 0 && self.letters == 0 {
            if self.negatives == 0 {
                return (SignConvention::Direction, true);
            }
            if self.direction_against > self.direction_agree * 3 && self.positives > 0 {
                return (SignConvention::Inverted, true);
            }
            return (SignConvention::Signed, self.direction_agree > self.direction_against);
        }
        if self.pluses > 0 || self.letters > 0 {
            return (SignConvention::Signed, true);
        }
        // Cards list mostly purchases, and seldom a running balance; two words alone must not turn an account around.
        let card_like = self.positives > self.negatives && !has(Role::Balance);
        let weighty = self.income_negative > 0 || self.words_against * 8 >= self.positives + self.negatives;
        if card_like && weighty && self.words_against > self.words_agree * 2 {
            return (SignConvention::Inverted, true);
        }
        let wordless = self.words_agree + self.words_against == 0;
        if wordless
            && !has(Role::Balance)
            && self.positives >= self.negatives
            && file_name.is_some_and(names_a_card)
        {
            return (SignConvention::Inverted, false);
        }
        (
            SignConvention::Signed,
            self.negatives > 0 && self.words_agree >= self.words_against || self.words_agree > 0,
        )
    }
}

/// Does the file's name say that it is a card's statement?
fn names_a_card(file_name: &str) -> bool {
    let words = vocabulary::normalise(&file_name.replace(['_', '-', '.'], " "));
    ["credit card", "creditcard", "fatura", "cartao", "kreditkarte", "carte de credit", "tarjeta"]
        .iter()
        .any(|word| words.contains(word))
}

fn is_money(role: Role) -> bool {
    matches!(role, Role::Amount | Role::Debit | Role::Credit | Role::Balance | Role::OriginalAmount)
}

fn asked(options: &ReadOptions) -> Option<DateLayout> {
    options.date_order.map(|order| match order {
        crate::DateOrder::YearFirst => DateLayout::YearMonthDay,
        crate::DateOrder::DayFirst => DateLayout::DayMonthYear,
        crate::DateOrder::MonthFirst => DateLayout::MonthDayYear,
    })
}

/// Three or more different days that only rise or only fall.
fn ordered(days: &[domain::Day]) -> bool {
    let mut distinct = days.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    distinct.len() >= 3 && (days.is_sorted() || days.iter().rev().is_sorted())
}

/// Four or more different dates, all on one day of the month.
fn same_day_of_month(days: &[domain::Day]) -> bool {
    let mut distinct = days.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    distinct.len() >= 4 && distinct.iter().all(|day| day.day() == distinct[0].day())
}

/// `CHAMPAIGN    IL`: card descriptors of the United States end in the state.
fn ends_in_state(cell: &str) -> bool {
    const STATES: &str = " AL AK AZ AR CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY ";
    let cell = cell.trim_end();
    let Some(at) = cell.len().checked_sub(3).filter(|at| cell.is_char_boundary(*at)) else { return false };
    let (before, state) = cell.split_at(at);
    state.starts_with(' ') && !before.trim().is_empty() && STATES.contains(&format!("{state} "))
}
