//! `payee.suggest_merges`: payees whose names are nearly the same.

use super::list_payees::{ListPayees, PayeeView};
use crate::error::AppError;
use crate::operation::{Query, Topic};
use domain::near_payees::{NamedPayee, near_payees};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// Suggest payees to merge because their names are nearly the same.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SuggestMerges {
    /// At most so many groups; by default 100.
    pub limit: Option<u32>,
}

/// Groups of payees.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct MergeSuggestions {
    /// Those with most rows first.
    pub items: Vec<MergeSuggestion>,
    /// How many groups there are in all.
    pub total: u32,
}

/// Payees that are probably one.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct MergeSuggestion {
    /// The one to keep: it has most rows.
    pub keep: PayeeView,
    /// The others, most alike first.
    pub others: Vec<NearPayeeView>,
}

/// A payee like another.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct NearPayeeView {
    /// The payee.
    pub payee: PayeeView,
    /// How alike the names are, 0 to 1000.
    pub likeness: u16,
}

impl Query for SuggestMerges {
    type Output = MergeSuggestions;
    const NAME: &'static str = "payee.suggest_merges";
    const TOPICS: &'static [Topic] = &[Topic::Payees, Topic::Transactions];

    fn run(&self, reader: &Reader) -> Result<MergeSuggestions, AppError> {
        let payees = ListPayees::default().run(reader)?.items;
        let mut named = Vec::with_capacity(payees.len());
        for payee in &payees {
            let id = crate::parse::id("payee", &payee.id)?;
            named.push(NamedPayee { id, name: payee.name.clone(), rows: payee.transactions });
        }
        let groups = near_payees(&named);
        let total = u32::try_from(groups.len()).unwrap_or(u32::MAX);
        let limit = usize::try_from(self.limit.unwrap_or(100)).unwrap_or(usize::MAX);
        let near = |(place, likeness): (usize, u16)| NearPayeeView { payee: payees[place].clone(), likeness };
        let items = groups
            .into_iter()
            .take(limit)
            .map(|group| MergeSuggestion {
                keep: payees[group.keep].clone(),
                others: group.others.into_iter().map(near).collect(),
            })
            .collect();
        Ok(MergeSuggestions { items, total })
    }
}
