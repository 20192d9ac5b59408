//! Operations are defined once: two traits, one entry type. Every surface derives from the catalog made of these.

use crate::error::{AppError, ErrorCode};
use crate::host::{Call, Host};
use crate::session::Session;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::Reader;

/// A write: enters here, leaves as one commit.
pub trait Action: DeserializeOwned + JsonSchema {
    /// What it answers.
    type Output: Serialize + JsonSchema;
    /// `noun.verb`.
    const NAME: &'static str;
    /// What it touches.
    const TOPICS: &'static [Topic];
    /// Does it.
    ///
    /// # Errors
    /// A refusal with code, place and remedy; the book is unchanged then.
    fn run(self, session: &mut Session<'_>) -> Result<Self::Output, AppError>;
}

/// A read: it gets a connection that cannot write.
pub trait Query: DeserializeOwned + JsonSchema {
    /// What it answers.
    type Output: Serialize + JsonSchema;
    /// `noun.verb`.
    const NAME: &'static str;
    /// What it reads.
    const TOPICS: &'static [Topic];
    /// Does it.
    ///
    /// # Errors
    /// A refusal with code, place and remedy.
    fn run(&self, reader: &Reader) -> Result<Self::Output, AppError>;
}

/// Work of the host: it opens and closes books, or handles files; there need not be an open book.
pub trait HostAction: DeserializeOwned + JsonSchema {
    /// What it answers.
    type Output: Serialize + JsonSchema;
    /// `noun.verb`.
    const NAME: &'static str;
    /// What it touches, or reads.
    const TOPICS: &'static [Topic];
    /// It only reads: nobody has to hear that it was done.
    const READS: bool = false;
    /// Does it.
    ///
    /// # Errors
    /// A refusal with code, place and remedy.
    fn run(self, host: &Host, call: &Call) -> Result<Self::Output, AppError>;
}

/// Parts of the book that change together; a reader of one refetches when a writer touched it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Name, currency, settings.
    Book,
    /// Accounts and their balances.
    Accounts,
    /// Categories and groups.
    Categories,
    /// Payees.
    Payees,
    /// Rules.
    Rules,
    /// Exchange rates.
    Rates,
    /// Saved views.
    Views,
    /// Budgets.
    Budgets,
    /// Goals.
    Goals,
    /// Transactions.
    Transactions,
    /// Plans and batches.
    Imports,
    /// Suggestions and feedback.
    Suggestions,
    /// Backups of the book.
    Backups,
    /// How far this device is with the others.
    Sync,
    /// What a server that reads the book has to tell, and does.
    Notices,
    /// Undo and redo.
    History,
}

/// An entry of the catalog.
pub struct Operation {
    /// `noun.verb`.
    pub name: &'static str,
    /// What it touches or reads.
    pub topics: &'static [Topic],
    /// Read or write.
    pub run: Run,
    /// Nothing is out of date after it.
    pub reads: bool,
    input: fn(SchemaGenerator) -> Schema,
    output: fn(SchemaGenerator) -> Schema,
}

/// How an operation is called with JSON.
pub enum Run {
    /// A write.
    Action(fn(&mut Session<'_>, Value) -> Result<Value, AppError>),
    /// A read.
    Query(fn(&Reader, Value) -> Result<Value, AppError>),
    /// Work of the host.
    Host(fn(&Host, &Call, Value) -> Result<Value, AppError>),
}

impl Operation {
    /// The entry of an action.
    pub const fn action<A: Action>() -> Self {
        Self {
            name: A::NAME,
            topics: A::TOPICS,
            reads: false,
            run: Run::Action(|session, input| to_json(parse::<A>(A::NAME, input)?.run(session)?)),
            input: SchemaGenerator::into_root_schema_for::<A>,
            output: SchemaGenerator::into_root_schema_for::<A::Output>,
        }
    }

    /// The entry of a query.
    pub const fn query<Q: Query>() -> Self {
        Self {
            name: Q::NAME,
            topics: Q::TOPICS,
            reads: true,
            run: Run::Query(|reader, input| to_json(parse::<Q>(Q::NAME, input)?.run(reader)?)),
            input: SchemaGenerator::into_root_schema_for::<Q>,
            output: SchemaGenerator::into_root_schema_for::<Q::Output>,
        }
    }

    /// The entry of work of the host.
    pub const fn host<H: HostAction>() -> Self {
        Self {
            name: H::NAME,
            topics: H::TOPICS,
            reads: H::READS,
            run: Run::Host(|host, call, input| to_json(parse::<H>(H::NAME, input)?.run(host, call)?)),
            input: SchemaGenerator::into_root_schema_for::<H>,
            output: SchemaGenerator::into_root_schema_for::<H::Output>,
        }
    }

    /// True for a write to the book.
    pub const fn writes(&self) -> bool {
        matches!(self.run, Run::Action(_))
    }

    /// JSON Schema of the input, as it may be given.
    pub fn input_schema(&self) -> Schema {
        self.input_schema_with(SchemaSettings::default())
    }

    /// JSON Schema of the output, as it is written: a field that is always there is required, also when it is null.
    pub fn output_schema(&self) -> Schema {
        self.output_schema_with(SchemaSettings::default().for_serialize())
    }

    /// JSON Schema of the input, by other settings.
    pub fn input_schema_with(&self, settings: SchemaSettings) -> Schema {
        (self.input)(settings.into_generator())
    }

    /// JSON Schema of the output, by other settings.
    pub fn output_schema_with(&self, settings: SchemaSettings) -> Schema {
        (self.output)(settings.into_generator())
    }

    /// What it does: the input type's doc comment.
    pub fn about(&self) -> String {
        let schema = self.input_schema();
        schema.get("description").and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}

fn parse<T: DeserializeOwned>(name: &str, input: Value) -> Result<T, AppError> {
    serde_json::from_value(input).map_err(|error| AppError::invalid(name, error.to_string()))
}

fn to_json<T: Serialize>(output: T) -> Result<Value, AppError> {
    serde_json::to_value(output).map_err(|error| AppError::new(ErrorCode::Internal, error.to_string()))
}
