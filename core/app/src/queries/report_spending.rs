//! `report.spending`: sums by month and category.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::parse;
use crate::view::AmountView;
use replica::{month_number, month_of_number};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::params;

/// Sum transactions by month and category, one line per currency.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportSpending {
    /// From this month or year.
    pub from: Option<String>,
    /// To this month or year, included.
    pub to: Option<String>,
}

/// The sums.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SpendingReport {
    /// By month, then largest first.
    pub items: Vec<SpendingLine>,
}

/// One sum.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SpendingLine {
    /// `YYYY-MM`.
    pub month: String,
    /// Category; none for rows without one.
    pub category: Option<String>,
    /// expense, income or transfer.
    pub kind: Option<String>,
    /// The sum.
    pub amount: AmountView,
    /// Rows, or lines of split rows.
    pub lines: u32,
}

impl Query for ReportSpending {
    type Output = SpendingReport;
    const NAME: &'static str = "report.spending";
    const TOPICS: &'static [Topic] = &[Topic::Transactions, Topic::Categories];

    fn run(&self, reader: &Reader) -> Result<SpendingReport, AppError> {
        let from = self
            .from
            .as_deref()
            .map(|text| parse::first_day("from", text))
            .transpose()?
            .map_or(i32::MIN, month);
        let to =
            self.to.as_deref().map(|text| parse::last_day("to", text)).transpose()?.map_or(i32::MAX, month);
        let sql = "select m.month, c.name, g.kind, a.currency, sum(m.amount), sum(m.lines) from month_total m \
          join account a on a.id = m.account left join category c on c.id = m.category left join category_group g on g.id = c.group_id \
          where m.month between ?1 and ?2 group by m.month, m.category, a.currency order by m.month, sum(m.amount), c.name";
        let mut statement = reader.connection().prepare_cached(sql)?;
        let rows = statement.query_map(params![from, to], |row| {
            Ok(SpendingLine {
                month: month_text(row.get(0)?),
                category: row.get(1)?,
                kind: row.get(2)?,
                amount: AmountView { minor: row.get(4)?, currency: row.get(3)? },
                lines: row.get(5)?,
            })
        })?;
        Ok(SpendingReport { items: rows.collect::<Result<_, _>>()? })
    }
}

fn month_text(number: i32) -> String {
    let (year, month) = month_of_number(number);
    format!("{year:04}-{month:02}")
}

fn month(day: domain::Day) -> i32 {
    month_number(day.year(), day.month())
}
