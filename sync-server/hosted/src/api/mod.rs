//! The REST API of hosted books. What is read is remembered under the log's head; what is written goes into the log.

mod accounts;
mod budgets;
mod bulk;
mod categories;
mod create;
mod devices;
mod edit;
mod goals;
mod import_view;
mod imports;
mod jobs;
mod monthly;
mod notifications;
mod parse;
mod provision;
mod reports;
mod sample;
mod transactions;
mod view;
mod webhooks;

pub use self::jobs::{JobEntry, JobQuery};
pub use accounts::{AccountChange, AccountEntry, NewAccount};
pub use budgets::{BudgetChange, BudgetEntry, BudgetQuery};
pub use bulk::{Bulk, BulkAnswer};
pub use categories::{CategoryEntry, NewCategory, PayeeEntry};
pub use create::NewTransaction;
pub use devices::DeviceEntry;
pub use edit::{Parts, TransactionChange};
pub use goals::{GoalChange, GoalEntry, NewGoal};
pub use import_view::{Decisions, ImportEntry, ImportShown, Uploaded};
pub use imports::ImportQuery;
pub use monthly::{NewReport, ReportEntry, ReportQuery, ReportShown, ReportWish};
pub use notifications::{NotificationQuery, Notifications, Preferences};
pub use provision::{Provision, Provisioned};
pub use reports::{TotalEntry, TotalsQuery};
pub use transactions::TransactionQuery;
pub use view::{List, TransactionEntry};
pub use webhooks::{NewWebhook, WebhookAdded, WebhookEntry};

use crate::cache::question;
use crate::problem::Problem;
use crate::tenant::Tenant;
use crate::{App, Hosted, HostedSettings};
use axum::Router;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{delete, get, patch, post, put};
use serde::Serialize;
use sqlx::PgConnection;

/// Bytes of a request's body; a bulk of 500 rows needs less.
const BODY: usize = 512 << 10;

/// The routes.
pub fn routes(settings: &HostedSettings) -> Router<App> {
    let upload = DefaultBodyLimit::max((settings.upload_mib as usize) << 20);
    let imports = Router::new().route("/api/imports", get(imports::list).post(imports::upload)).layer(upload);
    Router::new()
        .route("/api/provision", post(provision::provision))
        .route("/api/accounts", get(accounts::list).post(accounts::create))
        .route("/api/accounts/{id}", patch(accounts::change))
        .route("/api/categories", get(categories::list).post(categories::create))
        .route("/api/payees", get(categories::payees))
        .route("/api/transactions", get(transactions::list).post(create::create))
        .route("/api/transactions/bulk", post(bulk::bulk))
        .route("/api/transactions/{id}", get(transactions::one).patch(edit::change).delete(edit::delete))
        .route("/api/transactions/{id}/split", put(edit::split).delete(edit::unsplit))
        .route("/api/budgets", get(budgets::list))
        .route("/api/budgets/{month}/{category}", put(budgets::set))
        .route("/api/goals", get(goals::list).post(goals::create))
        .route("/api/goals/{id}", patch(goals::change).delete(goals::delete))
        .route("/api/devices", get(devices::list))
        .route("/api/reports/totals", get(reports::totals))
        .route("/api/reports/monthly", get(monthly::list).post(monthly::order))
        .route("/api/reports/monthly/{id}", get(monthly::one))
        .route("/api/reports/monthly/preferences", get(monthly::wish).put(monthly::set_wish))
        .route("/api/imports/{id}", get(imports::one).delete(imports::discard))
        .route("/api/imports/{id}/commit", post(imports::commit))
        .route("/api/jobs", get(jobs::list))
        .route("/api/jobs/{id}", get(jobs::one))
        .route("/api/notifications", get(notifications::list))
        .route("/api/notifications/{id}/read", post(notifications::read))
        .route("/api/notifications/preferences", get(notifications::preferences).put(notifications::prefer))
        .route("/api/notifications/webhooks", get(webhooks::list).post(webhooks::add))
        .route("/api/notifications/webhooks/{id}", delete(webhooks::remove))
        .layer(DefaultBodyLimit::max(BODY))
        .merge(imports)
}

impl Hosted {
    /// Answers a question about a book: as remembered, else from the read model, once it holds what the asker could have seen.
    pub async fn answer<T: Serialize>(
        &self,
        tenant: &Tenant,
        path: &str,
        query: &str,
        ask: impl AsyncFnOnce(&mut PgConnection) -> Result<T, Problem>,
    ) -> Result<Response, Problem> {
        let key = tenant.key(&question(path, query));
        // Boxed: catching up is a large future, and most questions are answered without.
        let ask = Box::pin(async {
            self.reached(tenant).await?;
            let mut connection = self.reading(tenant).await?;
            let value = ask(&mut connection).await?;
            let bytes = serde_json::to_vec(&value).map_err(|error| Problem::internal(&error))?;
            Ok(Bytes::from(bytes))
        });
        let body = self.cache.answer(&self.port, &self.metrics, key, ask).await?;
        Ok(([(CONTENT_TYPE, "application/json")], body).into_response())
    }
}
