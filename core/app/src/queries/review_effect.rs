//! `suggestion.threshold_effect`: what each threshold would have meant for what a person has judged so far.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::settings;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// Judged suggestions looked at, newest first: older words say little about the categoriser of today.
const NEWEST: u32 = 5_000;
/// Thresholds: 0 to 100 per cent.
const STEPS: usize = 101;

/// Show precision and coverage by threshold, from the feedback log and the rows a person categorised; and how many wait above each.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThresholdEffect {}

/// The effect.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ThresholdView {
    /// The threshold in force, in per cent.
    pub threshold: u16,
    /// Suggestions a person has judged, by accepting, correcting or choosing a category.
    pub judged: u32,
    /// Suggestions that wait for a person's word.
    pub waiting: u32,
    /// One per per cent, 0 to 100.
    pub points: Vec<ThresholdPoint>,
}

/// What one threshold means.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ThresholdPoint {
    /// The threshold, in per cent.
    pub percent: u16,
    /// Judged suggestions at or above it.
    pub judged: u32,
    /// Of these, how many were right.
    pub right: u32,
    /// Right among those at or above it, 0 to 1000; none when none was judged.
    pub precision: Option<u16>,
    /// Part of all judged that is at or above it, 0 to 1000; none when none was judged.
    pub coverage: Option<u16>,
    /// Waiting suggestions at or above it: what accepting all above it would take.
    pub waiting: u32,
}

/// Counts by per cent.
type Histogram = [u32; STEPS];

impl Query for ThresholdEffect {
    type Output = ThresholdView;
    const NAME: &'static str = "suggestion.threshold_effect";
    const TOPICS: &'static [Topic] = &[Topic::Suggestions, Topic::Transactions];

    fn run(&self, reader: &Reader) -> Result<ThresholdView, AppError> {
        let threshold = settings::value(reader, settings::THRESHOLD)?.parse().unwrap_or(70);
        let (judged, right) = judged(reader)?;
        let waiting = waiting(reader)?;
        let all: u32 = judged.iter().sum();
        let points = (0..STEPS).map(|step| {
            let above = |counts: &Histogram| counts[step..].iter().sum::<u32>();
            let (judged, right) = (above(&judged), above(&right));
            ThresholdPoint {
                percent: u16::try_from(step).unwrap_or(u16::MAX),
                judged,
                right,
                precision: share(right, judged),
                coverage: share(judged, all),
                waiting: above(&waiting),
            }
        });
        Ok(ThresholdView { threshold, judged: all, waiting: waiting.iter().sum(), points: points.collect() })
    }
}

fn share(part: u32, whole: u32) -> Option<u16> {
    let thousandths = (u64::from(part) * 1000 + u64::from(whole) / 2).checked_div(u64::from(whole))?;
    u16::try_from(thousandths).ok()
}

/// Judged suggestions and right ones among them: the newest words of the log, and rows a person categorised elsewhere
/// whose suggestion is still known.
fn judged(reader: &Reader) -> Result<(Histogram, Histogram), AppError> {
    let sql = "with said as (select max(id) as id from (select id, transaction_id from feedback \
        where kind <> 'ignore' and confidence is not null and suggested is not null order by id desc limit ?1) \
        group by transaction_id) \
      select f.confidence, f.suggested = f.chosen from said join feedback f on f.id = said.id \
      union all \
      select s.confidence, s.category = t.user_category from (select * from suggestion order by confidence desc, transaction_id desc limit ?2) s \
        cross join transactions t on t.id = s.transaction_id \
      where t.visible = 1 and t.user_category is not null \
        and not exists (select 1 from feedback f where f.transaction_id = t.id)";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let mut rows = statement.query([NEWEST, NEWEST])?;
    let (mut judged, mut right) = ([0; STEPS], [0; STEPS]);
    while let Some(row) = rows.next()? {
        let at = step(row.get(0)?);
        judged[at] += 1;
        right[at] += u32::from(row.get::<_, Option<bool>>(1)? == Some(true));
    }
    Ok((judged, right))
}

fn step(confidence: u16) -> usize {
    usize::from(confidence / 10).min(STEPS - 1)
}

fn waiting(reader: &Reader) -> Result<Histogram, AppError> {
    let sql = "select s.confidence / 10, count(*) from suggestion s cross join transactions t on t.id = s.transaction_id \
      where t.visible = 1 and t.user_category is null and t.splits = 0 and t.clearing < 2 group by 1";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut waiting = [0; STEPS];
    while let Some(row) = rows.next()? {
        let percent: u16 = row.get(0)?;
        waiting[usize::from(percent).min(STEPS - 1)] += row.get::<_, u32>(1)?;
    }
    Ok(waiting)
}
