//! `report.breakdown`: spending or income by category, group, payee, account or tag over any span, beside another span.

use crate::convert::MissingRate;
use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::report::{By, Flow, Key, Span, Valued, month_text, sums, too_large};
use crate::row;
use crate::view::AmountView;
use domain::Currency;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use store::Reader;
use store::rusqlite::OptionalExtension as _;

/// Which money a report is about. Transfers between own accounts are in neither.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportFlow {
    /// What went out: expense categories, and money out without a category.
    #[default]
    Spending,
    /// What came in: income categories, and money in without a category.
    Income,
}

/// What a report keeps apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportBy {
    /// Category.
    #[default]
    Category,
    /// Category group.
    Group,
    /// Payee, or the name on the statement where no payee is set.
    Payee,
    /// Account.
    Account,
    /// Tag; a row with several counts for each.
    Tag,
}

/// Sum spending or income over a span by category, group, payee, account or tag, in one currency.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportBreakdown {
    /// Spending or income; by default spending.
    pub flow: Option<ReportFlow>,
    /// What to keep apart; by default categories.
    pub by: Option<ReportBy>,
    /// From this day, month or year.
    pub from: String,
    /// To this day, month or year, included.
    pub to: String,
    /// Beside the span from this day, month or year.
    pub compare_from: Option<String>,
    /// Beside the span to this day, month or year, included.
    pub compare_to: Option<String>,
    /// ISO 4217 code to show everything in; by default the book's currency.
    pub currency: Option<String>,
    /// At most so many lines; the rest is summed up. By default 100.
    pub limit: Option<u32>,
}

/// A breakdown.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Breakdown {
    /// Largest first.
    pub items: Vec<BreakdownLine>,
    /// What the limit left out.
    pub rest: Option<BreakdownLine>,
    /// Everything.
    pub total: AmountView,
    /// Everything of the other span.
    pub compare_total: Option<AmountView>,
    /// Sums per month, in order, of the first span.
    pub months: Vec<MonthAmount>,
    /// What could not be converted and is in no sum.
    pub missing: Vec<MissingRate>,
}

/// The sum of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MonthAmount {
    /// `YYYY-MM`.
    pub month: String,
    /// Minor units.
    pub minor: i64,
}

/// A line of a breakdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BreakdownLine {
    /// Id of the category, group, payee or account; none for names on statements, tags, and rows that have none.
    pub id: Option<String>,
    /// Its name; none for rows that have none.
    pub name: Option<String>,
    /// The sum; negative is money out.
    pub amount: AmountView,
    /// The sum of the other span.
    pub compare: Option<AmountView>,
    /// Rows, or parts of split rows.
    pub lines: u32,
    /// Share of the total, in thousandths.
    pub share: u32,
}

#[derive(Default, Clone, Copy)]
struct Line {
    amount: i64,
    compare: i64,
    lines: u32,
}

impl Line {
    /// The greatest sum first; among equals, the greatest of the other period.
    fn rank(&self) -> std::cmp::Reverse<(u64, u64)> {
        std::cmp::Reverse((self.amount.unsigned_abs(), self.compare.unsigned_abs()))
    }
}

impl Query for ReportBreakdown {
    type Output = Breakdown;
    const NAME: &'static str = "report.breakdown";
    const TOPICS: &'static [Topic] =
        &[Topic::Transactions, Topic::Categories, Topic::Payees, Topic::Accounts, Topic::Rates];

    fn run(&self, reader: &Reader) -> Result<Breakdown, AppError> {
        let span = Span::read(&self.from, &self.to)?;
        let other = match (&self.compare_from, &self.compare_to) {
            (Some(from), Some(to)) => Some(Span::read(from, to)?),
            (None, None) => None,
            _ => return Err(AppError::invalid("compare_from", "give both ends of the other span, or none")),
        };
        let by = by(self.by.unwrap_or_default());
        let mut lines: HashMap<Key, Line> = HashMap::new();
        let mut months: BTreeMap<i32, i64> = (span.months().0..=span.months().1).map(|m| (m, 0)).collect();
        let mut valued = Valued::new(reader, self.currency.as_deref(), span)?;
        for (key, month, amount, count) in self.worth(reader, span, by, &mut valued)? {
            let line = lines.entry(key).or_default();
            add(&mut line.amount, amount)?;
            line.lines += count;
            add(months.entry(month).or_default(), amount)?;
        }
        let mut missing = valued.missing();
        if let Some(other) = other {
            let mut valued = Valued::new(reader, self.currency.as_deref(), other)?;
            for (key, _, amount, _) in self.worth(reader, other, by, &mut valued)? {
                add(&mut lines.entry(key).or_default().compare, amount)?;
            }
            missing.extend(valued.missing());
            missing.sort_by(|one, other| (&one.from, &one.day).cmp(&(&other.from, &other.day)));
            missing.dedup_by_key(|rate| rate.from.clone());
        }
        // A row with several tags counts for each: the whole is what the rows come to once.
        let whole = (by == By::Tag).then(|| self.whole(reader, span, other, &mut months)).transpose()?;
        let months = months
            .into_iter()
            .map(|(month, minor)| MonthAmount { month: month_text(month), minor })
            .collect();
        self.answer(reader, lines, whole, (valued.currency(), other.is_some()), months, missing)
    }
}

const fn by(by: ReportBy) -> By {
    match by {
        ReportBy::Category => By::Category,
        ReportBy::Group => By::Group,
        ReportBy::Payee => By::Payee,
        ReportBy::Account => By::Account,
        ReportBy::Tag => By::Tag,
    }
}

fn add(sum: &mut i64, amount: i64) -> Result<(), AppError> {
    *sum = sum.checked_add(amount).ok_or_else(too_large)?;
    Ok(())
}

impl ReportBreakdown {
    /// Sums of the flow asked for, converted: key, month, minor units, rows.
    fn worth(
        &self,
        reader: &Reader,
        span: Span,
        by: By,
        valued: &mut Valued<'_>,
    ) -> Result<Vec<(Key, i32, i64, u32)>, AppError> {
        let flow = match self.flow.unwrap_or_default() {
            ReportFlow::Spending => Flow::Expense,
            ReportFlow::Income => Flow::Income,
        };
        let mut worth = Vec::new();
        for sum in sums(reader, span, by)?.into_iter().filter(|sum| sum.flow == flow) {
            if let Some(amount) = valued.of(&sum)? {
                worth.push((sum.key, sum.month, amount, sum.lines));
            }
        }
        Ok(worth)
    }

    /// The sums of both spans, whatever the lines are kept apart by.
    fn whole(
        &self,
        reader: &Reader,
        span: Span,
        other: Option<Span>,
        months: &mut BTreeMap<i32, i64>,
    ) -> Result<Line, AppError> {
        let mut whole = Line::default();
        for sum in months.values_mut() {
            *sum = 0;
        }
        let mut valued = Valued::new(reader, self.currency.as_deref(), span)?;
        for (_, month, amount, _) in self.worth(reader, span, By::Month, &mut valued)? {
            add(&mut whole.amount, amount)?;
            add(months.entry(month).or_default(), amount)?;
        }
        if let Some(other) = other {
            let mut valued = Valued::new(reader, self.currency.as_deref(), other)?;
            for (_, _, amount, _) in self.worth(reader, other, By::Month, &mut valued)? {
                add(&mut whole.compare, amount)?;
            }
        }
        Ok(whole)
    }

    fn answer(
        &self,
        reader: &Reader,
        lines: HashMap<Key, Line>,
        whole: Option<Line>,
        (currency, compared): (Currency, bool),
        months: Vec<MonthAmount>,
        missing: Vec<MissingRate>,
    ) -> Result<Breakdown, AppError> {
        let total = match whole {
            Some(whole) => whole,
            None => added(lines.values())?,
        };
        let view = |minor| AmountView { minor, currency: currency.code().to_owned() };
        let shown = |id: Option<String>, name: Option<String>, line: Line| BreakdownLine {
            id,
            name,
            amount: view(line.amount),
            compare: compared.then(|| view(line.compare)),
            lines: line.lines,
            share: share(line.amount, total.amount),
        };
        let mut sorted: Vec<(Key, Line)> = lines.into_iter().collect();
        sorted.sort_by_cached_key(|(key, line)| (line.rank(), key.clone()));
        let limit = usize::try_from(self.limit.unwrap_or(100)).unwrap_or(usize::MAX);
        let left_out = sorted.len() > limit;
        let mut rest = Line::default();
        for (_, line) in sorted.drain(limit.min(sorted.len())..) {
            add(&mut rest.amount, line.amount)?;
            add(&mut rest.compare, line.compare)?;
            rest.lines += line.lines;
        }
        let mut kept = Vec::with_capacity(sorted.len());
        for (key, line) in sorted {
            kept.push((named(reader, self.by.unwrap_or_default(), key)?, line));
        }
        // Equal sums are read in the order of their names: ids say nothing to a reader.
        kept.sort_by(|((_, one), first), ((_, other), second)| {
            first.rank().cmp(&second.rank()).then_with(|| one.cmp(other))
        });
        let items = kept.into_iter().map(|((id, name), line)| shown(id, name, line)).collect();
        let rest = left_out.then(|| shown(None, None, rest));
        let compare_total = compared.then(|| view(total.compare));
        Ok(Breakdown { items, rest, total: view(total.amount), compare_total, months, missing })
    }
}

fn added<'a>(lines: impl Iterator<Item = &'a Line>) -> Result<Line, AppError> {
    let mut total = Line::default();
    for line in lines {
        add(&mut total.amount, line.amount)?;
        add(&mut total.compare, line.compare)?;
    }
    Ok(total)
}

/// Whole thousandths; nothing of nothing is nothing.
fn share(part: i64, whole: i64) -> u32 {
    if whole == 0 || (part < 0) != (whole < 0) {
        return 0;
    }
    let share = i128::from(part) * 1000 / i128::from(whole);
    u32::try_from(share).unwrap_or(1000)
}

fn named(reader: &Reader, by: ReportBy, key: Key) -> Result<(Option<String>, Option<String>), AppError> {
    let id = match key {
        Key::None => return Ok((None, None)),
        Key::Text(text) => return Ok((None, Some(text))),
        Key::Id(id) => id,
    };
    let sql = match by {
        ReportBy::Group => "select name from category_group where id = ?1",
        ReportBy::Payee => "select name from payee where id = ?1",
        ReportBy::Account => "select name from account where id = ?1",
        ReportBy::Category | ReportBy::Tag => "select name from category where id = ?1",
    };
    let name = reader.connection().prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
    Ok((Some(row::id_text(id)), name))
}
