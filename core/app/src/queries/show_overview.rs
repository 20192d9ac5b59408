//! `overview.show`: how the month stands, and what waits.

use crate::budget::{Entry, Sheet, add};
use crate::convert::{Converter, MissingRate, known};
use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::parse;
use crate::view::AmountView;
use domain::budget::{Pace, average, pace};
use domain::{BudgetStyle, Currency, Day, Money, Month};
use replica::day_number;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::Reader;
use store::rusqlite::params;

/// Months the averages look back.
const PAST: u16 = 6;
/// Categories and budgets told.
const TOLD: usize = 8;
/// Where counting stops.
const MOST: u32 = 1_000;

/// Show how the month stands: money in and out against the month before, spending against the months before, budgets at risk, and what
/// waits for a person.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowOverview {
    /// As of this day, `YYYY-MM-DD`.
    pub day: String,
}

/// The overview.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Overview {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// This month up to the day.
    pub now: Flow,
    /// The month before up to the same day of the month.
    pub before: Flow,
    /// The average of the three months before, whole.
    pub usual: Flow,
    /// Categories with the most spending this month, and those usually with most.
    pub spending: Vec<CategorySpending>,
    /// Anything is budgeted this month.
    pub budgeted: bool,
    /// Budgets that are over or will be at this pace, the worst first.
    pub at_risk: Vec<BudgetRisk>,
    /// What waits for a person.
    pub waiting: Waiting,
    /// Sums in other currencies that no rate reaches; they are left out.
    pub missing_rates: Vec<MissingRate>,
}

/// Money in and out; transfers are neither.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Flow {
    /// Income.
    pub income: AmountView,
    /// Spending, as a positive amount.
    pub spending: AmountView,
    /// Sum of rows without category, in neither of them.
    pub uncategorised: AmountView,
}

/// A category's spending.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CategorySpending {
    /// Category id.
    pub category_id: String,
    /// Name.
    pub category: String,
    /// Spent this month.
    pub spent: AmountView,
    /// Average of the three months before.
    pub average_3: AmountView,
    /// Average of the six months before.
    pub average_6: AmountView,
}

/// How a budget is at risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    /// More is spent than there is.
    Over,
    /// At this pace it will be.
    AtRisk,
}

/// A budget at risk.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BudgetRisk {
    /// Category id.
    pub category_id: String,
    /// Name.
    pub category: String,
    /// How.
    pub risk: Risk,
    /// What there is for the month: limit or allocation, and what came over.
    pub budget: AmountView,
    /// Spent so far.
    pub spent: AmountView,
    /// What it comes to by the end of the month at this pace.
    pub expected: AmountView,
}

/// What waits; counts stop at 1000.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Waiting {
    /// Suggestions nobody answered.
    pub suggestions: u32,
    /// Rows without category.
    pub uncategorised: u32,
    /// Imports planned but not finished.
    pub open_imports: u32,
    /// Doubtful lines in them.
    pub doubtful: u32,
    /// Rows the bank has not confirmed.
    pub uncleared: u32,
    /// Fields written differently on two devices.
    pub conflicts: u32,
    /// Changes that could not be taken from another device.
    pub quarantined: u32,
}

impl Query for ShowOverview {
    type Output = Overview;
    const NAME: &'static str = "overview.show";
    const TOPICS: &'static [Topic] = &[
        Topic::Book,
        Topic::Transactions,
        Topic::Categories,
        Topic::Accounts,
        Topic::Budgets,
        Topic::Rates,
        Topic::Imports,
        Topic::Suggestions,
    ];

    fn run(&self, reader: &Reader) -> Result<Overview, AppError> {
        let day = parse::day("day", &self.day)?;
        let month = Month::of(day);
        let sheet = Sheet::read(reader, month, PAST)?;
        let previous = month.plus(-1);
        let same_day = previous.first_day().with().day(day.day().min(previous.last_day().day())).build();
        let same_day = same_day.unwrap_or_else(|_| previous.last_day());
        let mut flows = Flows { reader, sheet: &sheet, converter: Converter::to_book(reader)? };
        let now = flows.between(month.first_day(), day)?;
        let before = flows.between(previous.first_day(), same_day)?;
        let mut missing_rates = flows.converter.missing();
        let risks = risks(&sheet, day)?;
        let lines = sheet.entries.iter().map(|entry| sheet.line(entry)).collect::<Result<Vec<_>, _>>()?;
        let budgeted = lines.iter().any(|line| line.available.is_some() && sheet.start.is_some());
        let (usual, spending) = (usual(&sheet)?, spending(&sheet));
        missing_rates.extend(sheet.missing);
        missing_rates.sort_unstable_by(|a, b| (&a.from, &a.day).cmp(&(&b.from, &b.day)));
        missing_rates.dedup_by(|later, first| later.from == first.from);
        Ok(Overview {
            month: month.to_string(),
            now,
            before,
            usual,
            spending,
            budgeted,
            at_risk: risks,
            waiting: waiting(reader)?,
            missing_rates,
        })
    }
}

fn amount(minor: i64, currency: Currency) -> AmountView {
    Money::new(minor, currency).into()
}

/// Sums of part of a month, row by row.
struct Flows<'a> {
    reader: &'a Reader,
    sheet: &'a Sheet,
    converter: Converter<'a>,
}

impl Flows<'_> {
    fn between(&mut self, from: Day, to: Day) -> Result<Flow, AppError> {
        let mut kinds: HashMap<Option<String>, i64> = HashMap::new();
        let whole = "select g.kind, a.currency, t.category is null, sum(t.amount) from transactions t \
          join account a on a.id = t.account left join category c on c.id = t.category \
          left join category_group g on g.id = c.group_id \
          where t.visible = 1 and t.splits = 0 and t.day between ?1 and ?2 group by 1, 2, 3";
        let split = "select g.kind, a.currency, s.category is null, sum(s.amount) from transactions t \
          join split s on s.transaction_id = t.id join account a on a.id = t.account \
          left join category c on c.id = s.category left join category_group g on g.id = c.group_id \
          where t.visible = 1 and t.splits > 0 and t.day between ?1 and ?2 group by 1, 2, 3";
        for sql in [whole, split] {
            let mut find = self.reader.connection().prepare_cached(sql)?;
            let mut rows = find.query(params![day_number(from), day_number(to)])?;
            while let Some(row) = rows.next()? {
                let (kind, code, none): (Option<String>, String, bool) =
                    (row.get(0)?, row.get(1)?, row.get(2)?);
                if kind.is_none() && !none {
                    continue;
                }
                let sum = self.converter.convert(row.get(3)?, known(&code)?, to)?.unwrap_or(0);
                let entry = kinds.entry(kind).or_default();
                *entry = add(*entry, sum)?;
            }
        }
        let of = |kind: Option<&str>| kinds.get(&kind.map(str::to_owned)).copied().unwrap_or(0);
        let currency = self.sheet.currency;
        Ok(Flow {
            income: amount(of(Some("income")), currency),
            spending: amount(of(Some("expense")).saturating_neg(), currency),
            uncategorised: amount(of(None), currency),
        })
    }
}

/// The three months before, or as many as the book has, on average.
fn usual(sheet: &Sheet) -> Result<Flow, AppError> {
    let mut income = Vec::new();
    let mut spent = Vec::new();
    for ago in 1..=sheet.past(3) {
        income.push(sheet.income_total(ago)?);
        let all = sheet.entries.iter().try_fold(0, |sum, entry| add(sum, entry.spent(ago)))?;
        spent.push(all);
    }
    Ok(Flow {
        income: amount(average(&income), sheet.currency),
        spending: amount(average(&spent), sheet.currency),
        uncategorised: amount(0, sheet.currency),
    })
}

fn averages(sheet: &Sheet, entry: &Entry) -> (i64, i64) {
    let past = entry.past(sheet.past(PAST));
    (average(past.get(..3).unwrap_or(&past)), average(&past))
}

fn spending(sheet: &Sheet) -> Vec<CategorySpending> {
    let mut all: Vec<(i64, i64, i64, &Entry)> = sheet
        .entries
        .iter()
        .map(|entry| {
            let (three, six) = averages(sheet, entry);
            (entry.spent(0), three, six, entry)
        })
        .filter(|(now, three, six, _)| (*now, *three, *six) != (0, 0, 0))
        .collect();
    all.sort_by_key(|(now, three, ..)| std::cmp::Reverse((*now).max(*three)));
    all.truncate(TOLD);
    all.sort_by_key(|(now, three, ..)| std::cmp::Reverse((*now, *three)));
    let view = |minor| amount(minor, sheet.currency);
    all.into_iter()
        .map(|(now, three, six, entry)| CategorySpending {
            category_id: entry.id.to_string(),
            category: entry.name.clone(),
            spent: view(now),
            average_3: view(three),
            average_6: view(six),
        })
        .collect()
}

fn risks(sheet: &Sheet, day: Day) -> Result<Vec<BudgetRisk>, AppError> {
    let mut risks = Vec::new();
    let number = |day: i8| u32::try_from(day).unwrap_or(1);
    let (day, days) = (number(day.day()), number(sheet.month.last_day().day()));
    for entry in &sheet.entries {
        let line = sheet.line(entry)?;
        let Some(available) = line.available else { continue };
        let budget = add(available, line.spent)?;
        if sheet.style == BudgetStyle::Envelope
            && budget == 0
            && line.cell.allocated.is_none()
            && line.spent <= 0
        {
            continue;
        }
        let (stands, expected) = pace(budget, line.spent, entry.payments, day, days);
        let risk = match stands {
            Pace::Over => Risk::Over,
            Pace::AtRisk => Risk::AtRisk,
            Pace::Fine => continue,
        };
        let beyond = expected.saturating_sub(budget);
        risks.push((
            risk == Risk::AtRisk,
            std::cmp::Reverse(beyond),
            risk,
            entry,
            budget,
            line.spent,
            expected,
        ));
    }
    risks.sort_by_key(|(later, beyond, ..)| (*later, *beyond));
    risks.truncate(TOLD);
    let view = |minor| amount(minor, sheet.currency);
    Ok(risks
        .into_iter()
        .map(|(_, _, risk, entry, budget, spent, expected)| BudgetRisk {
            category_id: entry.id.to_string(),
            category: entry.name.clone(),
            risk,
            budget: view(budget),
            spent: view(spent),
            expected: view(expected),
        })
        .collect())
}

fn waiting(reader: &Reader) -> Result<Waiting, AppError> {
    let count = |from: &str| -> Result<u32, AppError> {
        let sql = format!("select count(*) from (select 1 from {from} limit {MOST})");
        Ok(reader.connection().prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
    };
    let doubtful = "select coalesce(sum(l.doubtful), 0) from import_plan_lines l \
      join import_plan p on p.id = l.plan where p.state = 0";
    Ok(Waiting {
        suggestions: count(
            "suggestion s cross join transactions t on t.id = s.transaction_id \
             where t.visible = 1 and t.user_category is null and t.splits = 0 and t.clearing < 2",
        )?,
        uncategorised: count("transactions where visible = 1 and category is null and splits = 0")?,
        open_imports: count("import_plan where state = 0")?,
        doubtful: reader.connection().prepare_cached(doubtful)?.query_row([], |row| row.get(0))?,
        uncleared: count("transactions where visible = 1 and clearing = 0")?,
        conflicts: crate::conflict::count(reader, MOST)?,
        quarantined: count("quarantine")?,
    })
}
