//! `goal.list`: goals with what is saved, the pace, and when it arrives.

use crate::error::AppError;
use crate::goals::{Counter, goals, link_name};
use crate::operation::{Query, Topic};
use crate::parse;
use crate::view::AmountView;
use domain::goal::{GoalStatus, project};
use domain::{Day, Goal, GoalLink, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// List the goals with what is saved, the pace needed, the pace so far, and when it arrives.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListGoals {
    /// As of this day, `YYYY-MM-DD`.
    pub day: String,
    /// Also goals that were put away.
    pub archived: Option<bool>,
}

/// The goals.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct GoalList {
    /// The next to be due first.
    pub items: Vec<GoalView>,
}

/// How a goal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GoalState {
    /// The amount is there.
    Reached,
    /// The pace is enough.
    OnTrack,
    /// The pace is not enough.
    Behind,
    /// The day has passed.
    Overdue,
    /// There is no day, or no pace yet.
    Open,
}

/// Where a goal's money lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GoalPlace {
    /// In an account.
    Account,
    /// In a category.
    Category,
    /// Nowhere in the book.
    Nothing,
}

/// A goal.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct GoalView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// To reach.
    pub target: AmountView,
    /// What there is.
    pub saved: AmountView,
    /// What is missing.
    pub remaining: AmountView,
    /// Thousandths of the target, 0 to 1000.
    pub per_mille: u16,
    /// Until this day.
    pub due: Option<String>,
    /// What has to be put aside per month to arrive in time.
    pub needed_per_month: Option<AmountView>,
    /// What was put aside per month so far; none in the first four weeks.
    pub pace_per_month: Option<AmountView>,
    /// The day on which this pace arrives.
    pub arrives: Option<String>,
    /// How it stands.
    pub state: GoalState,
    /// Where the money lies.
    pub place: GoalPlace,
    /// Id of the account or category.
    pub linked_id: Option<String>,
    /// Its name.
    pub linked: Option<String>,
    /// What there was when it started.
    pub starting: AmountView,
    /// The day the pace counts from.
    pub started: String,
    /// Put away.
    pub archived: bool,
}

impl Query for ListGoals {
    type Output = GoalList;
    const NAME: &'static str = "goal.list";
    const TOPICS: &'static [Topic] = &[
        Topic::Goals,
        Topic::Budgets,
        Topic::Accounts,
        Topic::Transactions,
        Topic::Categories,
        Topic::Rates,
    ];

    fn run(&self, reader: &Reader) -> Result<GoalList, AppError> {
        let day = parse::day("day", &self.day)?;
        let mut counter = Counter::new(reader, day);
        let mut items = Vec::new();
        for goal in goals(reader)? {
            if goal.archived && self.archived != Some(true) {
                continue;
            }
            let saved = counter.saved(&goal)?;
            let link = link_name(reader, goal.link)?;
            items.push(view(goal, saved, day, link));
        }
        Ok(GoalList { items })
    }
}

fn view(goal: Goal, saved: i64, day: Day, link: Option<(String, String)>) -> GoalView {
    let projection = project(&goal, saved, day);
    let amount = |minor| AmountView::from(Money::new(minor, goal.currency));
    let (linked_id, linked) = link.unzip();
    GoalView {
        id: goal.id.to_string(),
        target: amount(goal.target),
        saved: amount(saved),
        remaining: amount(projection.remaining),
        per_mille: projection.per_mille,
        due: goal.due.map(|due| due.to_string()),
        needed_per_month: projection.needed.map(amount),
        pace_per_month: projection.pace.map(amount),
        arrives: projection.arrives.map(|day| day.to_string()),
        state: match projection.status {
            GoalStatus::Reached => GoalState::Reached,
            GoalStatus::OnTrack => GoalState::OnTrack,
            GoalStatus::Behind => GoalState::Behind,
            GoalStatus::Overdue => GoalState::Overdue,
            GoalStatus::Open => GoalState::Open,
        },
        place: match goal.link {
            GoalLink::Account(_) => GoalPlace::Account,
            GoalLink::Category(_) => GoalPlace::Category,
            GoalLink::Nothing => GoalPlace::Nothing,
        },
        linked_id,
        linked,
        starting: amount(goal.starting),
        started: goal.started.to_string(),
        archived: goal.archived,
        name: goal.name,
    }
}
