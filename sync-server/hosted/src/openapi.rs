//! What hosted books add to the server's OpenAPI document, from the types the handlers take and give.

use crate::api::{
    AccountChange, AccountEntry, BudgetChange, BudgetEntry, BudgetQuery, Bulk, BulkAnswer, CategoryEntry,
    Decisions, DeviceEntry, GoalChange, GoalEntry, ImportEntry, ImportQuery, ImportShown, JobEntry, JobQuery,
    List, NewAccount, NewCategory, NewGoal, NewReport, NewTransaction, NewWebhook, NotificationQuery,
    Notifications, Parts, PayeeEntry, Preferences, Provision, Provisioned, ReportEntry, ReportQuery,
    ReportShown, ReportWish, TotalEntry, TotalsQuery, TransactionChange, TransactionEntry, TransactionQuery,
    Uploaded, WebhookAdded, WebhookEntry,
};
use crate::hosting::{HandedKeys, HostedStatus, ServerMember};
use crate::problem::Problem;
use crate::tokens::{NewToken, TokenEntry, TokenInput};
use relay::ApiError;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

struct Operation {
    method: &'static str,
    path: &'static str,
    summary: &'static str,
    query: Value,
    body: Value,
    status: u16,
    answer: Value,
}

/// Nothing is carried.
const NONE: Value = Value::Null;

fn of<T: JsonSchema>(schemas: &mut SchemaGenerator) -> Value {
    schemas.subschema_for::<T>().to_value()
}

fn books(s: &mut SchemaGenerator) -> Vec<Operation> {
    let make = |method, path, summary, body, status, answer| Operation {
        method,
        path,
        summary,
        query: NONE,
        body,
        status,
        answer,
    };
    let (book, tokens) = ("/v1/books/{tag}/hosted", "/v1/books/{tag}/tokens");
    let offer = of::<ServerMember>(s);
    vec![
        make(
            "post",
            "/v1/books/{tag}/hosted/offer",
            "The server's key as a member of this book",
            NONE,
            200,
            offer,
        ),
        make("get", book, "How the book is hosted", NONE, 200, of::<HostedStatus>(s)),
        make(
            "post",
            book,
            "Hand the book's keys over: the server can read it then",
            of::<HandedKeys>(s),
            204,
            NONE,
        ),
        make("delete", book, "Let the server forget keys and read model", NONE, 204, NONE),
        make(
            "post",
            "/v1/books/{tag}/hosted/rebuild",
            "Make the read model anew from the log",
            NONE,
            204,
            NONE,
        ),
        make("get", tokens, "The account's access tokens", NONE, 200, of::<Vec<TokenEntry>>(s)),
        make("post", tokens, "Make an access token for the API", of::<TokenInput>(s), 200, of::<NewToken>(s)),
        make("delete", "/v1/books/{tag}/tokens/{id}", "End an access token", NONE, 204, NONE),
    ]
}

fn api(s: &mut SchemaGenerator) -> Vec<Operation> {
    let get = |path, summary, query, answer| Operation {
        method: "get",
        path,
        summary,
        query,
        body: NONE,
        status: 200,
        answer,
    };
    let put = |method, path, summary, body, status, answer| Operation {
        method,
        path,
        summary,
        query: NONE,
        body,
        status,
        answer,
    };
    let (transactions, one) = ("/api/transactions", "/api/transactions/{id}");
    let split = "/api/transactions/{id}/split";
    let entry = of::<TransactionEntry>(s);
    let (listed, changed) = (of::<List<TransactionEntry>>(s), of::<TransactionChange>(s));
    vec![
        put(
            "post",
            "/api/provision",
            "Make a load test's account and book",
            of::<Provision>(s),
            201,
            of::<Provisioned>(s),
        ),
        get("/api/accounts", "Accounts with their balances", NONE, of::<List<AccountEntry>>(s)),
        put("post", "/api/accounts", "Add an account", of::<NewAccount>(s), 201, of::<AccountEntry>(s)),
        put(
            "patch",
            "/api/accounts/{id}",
            "Change it; If-Match names the version seen",
            of::<AccountChange>(s),
            200,
            of::<AccountEntry>(s),
        ),
        get("/api/categories", "Categories", NONE, of::<List<CategoryEntry>>(s)),
        put("post", "/api/categories", "Add a category", of::<NewCategory>(s), 201, of::<CategoryEntry>(s)),
        get("/api/payees", "Payees", NONE, of::<List<PayeeEntry>>(s)),
        get(transactions, "Transactions, newest first", of_whole::<TransactionQuery>(), listed),
        put("post", transactions, "Add a transaction", of::<NewTransaction>(s), 201, entry.clone()),
        put(
            "post",
            "/api/transactions/bulk",
            "Add, change and delete many as one",
            of::<Bulk>(s),
            200,
            of::<BulkAnswer>(s),
        ),
        get(one, "A transaction; its version is the ETag", NONE, entry.clone()),
        put("patch", one, "Change it; If-Match names the version seen", changed, 200, entry.clone()),
        put("delete", one, "Delete it", NONE, 204, NONE),
        put("put", split, "Split it", of::<Parts>(s), 200, entry.clone()),
        put("delete", split, "Put it together again", NONE, 200, entry),
    ]
}

/// Budgets, goals, and what is said of the whole book.
fn plans(s: &mut SchemaGenerator) -> Vec<Operation> {
    let get = |path, summary, query, answer| Operation {
        method: "get",
        path,
        summary,
        query,
        body: NONE,
        status: 200,
        answer,
    };
    let put = |method, path, summary, body, status, answer| Operation {
        method,
        path,
        summary,
        query: NONE,
        body,
        status,
        answer,
    };
    let (goal, goal_entry) = ("/api/goals/{id}", of::<GoalEntry>(s));
    vec![
        get("/api/budgets", "A month's budget", of_whole::<BudgetQuery>(), of::<List<BudgetEntry>>(s)),
        put(
            "put",
            "/api/budgets/{month}/{category}",
            "Set a category's budget",
            of::<BudgetChange>(s),
            204,
            NONE,
        ),
        get("/api/goals", "Goals", NONE, of::<List<GoalEntry>>(s)),
        put("post", "/api/goals", "Add a goal", of::<NewGoal>(s), 201, goal_entry.clone()),
        put(
            "patch",
            goal,
            "Change it; If-Match names the version seen",
            of::<GoalChange>(s),
            200,
            goal_entry,
        ),
        put("delete", goal, "Delete it", NONE, 204, NONE),
        get("/api/devices", "Who has the book's keys", NONE, of::<List<DeviceEntry>>(s)),
        get(
            "/api/reports/totals",
            "Sums by account, month and category",
            of_whole::<TotalsQuery>(),
            of::<List<TotalEntry>>(s),
        ),
    ]
}

/// What the server does for a book beside answering: imports, jobs, notifications.
fn work(s: &mut SchemaGenerator) -> Vec<Operation> {
    let make = |method, path, summary, query, body, status, answer| Operation {
        method,
        path,
        summary,
        query,
        body,
        status,
        answer,
    };
    let (imports, import) = ("/api/imports", "/api/imports/{id}");
    let (commit, wishes) = ("/api/imports/{id}/commit", "/api/notifications/preferences");
    let (entry, preferences) = (of::<ImportEntry>(s), of::<Preferences>(s));
    let (file, uploaded, decisions) = (json!(FILE), of_whole::<Uploaded>(), of::<Decisions>(s));
    let (listed, shown) = (of::<List<ImportEntry>>(s), of::<ImportShown>(s));
    let (jobs, job, told) = (of::<List<JobEntry>>(s), of::<JobEntry>(s), of::<Notifications>(s));
    let (webhooks, added) = ("/api/notifications/webhooks", of::<WebhookAdded>(s));
    let (hooks, hook) = (of::<List<WebhookEntry>>(s), of::<NewWebhook>(s));
    let of_jobs = of_whole::<JobQuery>();
    let (of_imports, of_notifications) = (of_whole::<ImportQuery>(), of_whole::<NotificationQuery>());
    vec![
        make("get", imports, "Imports, newest first", of_imports, NONE, 200, listed),
        make("post", imports, "Upload a statement: the body is the file", uploaded, file, 202, entry.clone()),
        make("get", import, "An import with its doubts", NONE, NONE, 200, shown),
        make("delete", import, "Discard an import that is not committed", NONE, NONE, 204, NONE),
        make("post", commit, "Decide the doubts, and commit", NONE, decisions, 202, entry),
        make("get", "/api/jobs", "What is done for this book, newest first", of_jobs, NONE, 200, jobs),
        make("get", "/api/jobs/{id}", "A job with its steps", NONE, NONE, 200, job),
        make("get", "/api/notifications", "Notifications, unread first", of_notifications, NONE, 200, told),
        make("post", "/api/notifications/{id}/read", "Note that it was read", NONE, NONE, 204, NONE),
        make("get", wishes, "Where notifications go", NONE, NONE, 200, preferences.clone()),
        make("put", wishes, "Say where notifications go", NONE, preferences.clone(), 200, preferences),
        make("get", webhooks, "The account's webhooks for this book", NONE, NONE, 200, hooks),
        make("post", webhooks, "Add a webhook; its secret is shown this once", NONE, hook, 201, added),
        make("delete", "/api/notifications/webhooks/{id}", "Remove it", NONE, NONE, 204, NONE),
    ]
}

/// Reports that the worker makes.
fn reports(s: &mut SchemaGenerator) -> Vec<Operation> {
    let make = |method, path, summary, query, body, status, answer| Operation {
        method,
        path,
        summary,
        query,
        body,
        status,
        answer,
    };
    let (reports, wishes) = ("/api/reports/monthly", "/api/reports/monthly/preferences");
    let (entry, wish, order) = (of::<ReportEntry>(s), of::<ReportWish>(s), of::<NewReport>(s));
    let (listed, shown) = (of::<List<ReportEntry>>(s), of::<ReportShown>(s));
    let query = of_whole::<ReportQuery>();
    let by_itself = "Whether a report is made once a month has ended";
    vec![
        make("get", reports, "Monthly reports, newest first", query, NONE, 200, listed),
        make("post", reports, "Have a month's report made", NONE, order, 202, entry),
        make("get", "/api/reports/monthly/{id}", "A report with links to its files", NONE, NONE, 200, shown),
        make("get", wishes, by_itself, NONE, NONE, 200, wish.clone()),
        make(
            "put",
            wishes,
            "Say whether a report is made once a month has ended",
            NONE,
            wish.clone(),
            200,
            wish,
        ),
    ]
}

/// Stands for a body that is a file.
const FILE: &str = "file";

/// A query's fields, each a parameter.
fn of_whole<T: JsonSchema>() -> Value {
    SchemaSettings::openapi3().into_generator().into_root_schema_for::<T>().to_value()
}

fn parameters(operation: &Operation) -> Vec<Value> {
    let inside = operation.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut all: Vec<Value> = inside
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
        .collect();
    let required = |name: &str| {
        let list = operation.query["required"].as_array();
        list.is_some_and(|list| list.iter().any(|one| one == name))
    };
    for (name, schema) in operation.query["properties"].as_object().into_iter().flatten() {
        all.push(json!({"name": name, "in": "query", "required": required(name), "schema": schema}));
    }
    let of_api = operation.path.starts_with("/api/") && operation.path != "/api/provision";
    if of_api && operation.method != "get" {
        let schema = json!({"type": "string", "maxLength": 200});
        all.push(json!({"name": "Idempotency-Key", "in": "header", "required": false, "schema": schema}));
    }
    let versioned = operation.path.ends_with("{id}") && !operation.path.starts_with("/api/imports/");
    if of_api && versioned && operation.method != "get" {
        all.push(
            json!({"name": "If-Match", "in": "header", "required": false, "schema": {"type": "string"}}),
        );
    }
    all
}

/// The server's document with what hosted books add to it.
pub fn openapi(mut document: Value) -> Value {
    let mut settings = SchemaSettings::openapi3();
    settings.definitions_path = "/components/schemas".into();
    let mut schemas = settings.into_generator();
    let (problem, refusal) = (of::<Problem>(&mut schemas), of::<ApiError>(&mut schemas));
    let all: Vec<Operation> = books(&mut schemas)
        .into_iter()
        .chain(api(&mut schemas))
        .chain(plans(&mut schemas))
        .chain(work(&mut schemas))
        .chain(reports(&mut schemas))
        .collect();
    for operation in all {
        let refused = if operation.path.starts_with("/api/") {
            json!({"application/problem+json": {"schema": problem}})
        } else {
            json!({"application/json": {"schema": refusal}})
        };
        let mut answer = json!({"description": "done"});
        if operation.answer != NONE {
            answer["content"] = json!({"application/json": {"schema": operation.answer}});
        }
        let mut entry = json!({
            "summary": operation.summary,
            "parameters": parameters(&operation),
            "responses": {operation.status.to_string(): answer, "default": {"description": "refused", "content": refused}},
            "security": [{"token": []}],
        });
        if operation.body != NONE {
            let content = if operation.body == FILE {
                json!({"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}})
            } else {
                json!({"application/json": {"schema": operation.body}})
            };
            entry["requestBody"] =
                json!({"required": operation.path != "/api/provision", "content": content});
        }
        document["paths"][operation.path][operation.method] = entry;
    }
    let known = document["components"]["schemas"].as_object_mut();
    if let Some(known) = known {
        known.extend(schemas.take_definitions(true));
    }
    document
}
