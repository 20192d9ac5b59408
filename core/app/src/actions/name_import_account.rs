//! `import.name_account`: name and kind of the account that a plan will create.

use crate::error::{AppError, ErrorCode};
use crate::import_view::PlanView;
use crate::operation::{Action, Topic};
use crate::plans::{self, FoundBy, StoredPlan};
use crate::session::Session;
use crate::{parse, resolve};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Say name and kind of the account that a plan will create.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameImportAccount {
    /// The plan's id.
    pub plan: String,
    /// Name of the account.
    pub name: String,
    /// Kind: checking, savings, `credit_card`, cash, investment, loan, `other_asset`.
    pub kind: String,
}

impl Action for NameImportAccount {
    type Output = PlanView;
    const NAME: &'static str = "import.name_account";
    const TOPICS: &'static [Topic] = &[Topic::Imports];

    fn run(self, session: &mut Session<'_>) -> Result<PlanView, AppError> {
        let name = parse::name("name", &self.name)?;
        let kind = parse::account_kind("kind", &self.kind)?;
        resolve::account_name_is_free(session.reader(), &name)?;
        let mut stored = StoredPlan::held(session, &self.plan)?;
        if stored.found_by != FoundBy::New {
            let error = AppError::new(ErrorCode::InvalidInput, "the account of this plan exists already");
            session.plans.put(stored);
            return Err(error.at("plan").remedy("rename the account itself"));
        }
        stored.account.name = name;
        stored.account.kind = kind;
        plans::store_lines(session, &stored, &[])?;
        let view = plans::view(session.reader(), &stored, false);
        session.plans.put(stored);
        view
    }
}
