//! `diagnostics.report`: what helps to find a defect, and nothing of anybody's money.

use crate::error::AppError;
use crate::host::failures::Failure;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::settings::{self, SETTINGS};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Describe program and book for a report: versions, counts, sizes, settings, last errors. No names, texts or amounts.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Diagnose {}

/// The report.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostics {
    /// The whole of it as text, to be copied.
    pub text: String,
    /// The last refusals.
    pub failures: Vec<Failure>,
}

const COUNTED: &[&str] = &[
    "account",
    "category",
    "payee",
    "rule",
    "transactions",
    "split",
    "import_batch",
    "docs",
    "changes",
    "quarantine",
    "action",
    "suggestion",
    "feedback",
    "vector",
    "conflict",
    "needs_newer",
    "orphan",
];

impl HostAction for Diagnose {
    type Output = Diagnostics;
    const NAME: &'static str = "diagnostics.report";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, _: &Call) -> Result<Diagnostics, AppError> {
        let failures = host.failures.list();
        let mut lines = vec![
            format!("Valorize {}", env!("CARGO_PKG_VERSION")),
            format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        ];
        lines.extend(host.with_book(|open| {
            open.read(|reader| {
                let connection = reader.connection();
                let text = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0));
                let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
                let mut lines = vec![
                    format!("SQLite {}", text("select sqlite_version()")?),
                    format!("book encrypted: {}", open.key().is_some()),
                    format!("book format {}", number("pragma user_version")?),
                    format!(
                        "pages {} of {} bytes",
                        number("pragma page_count")?,
                        number("pragma page_size")?
                    ),
                    format!("free pages {}", number("pragma freelist_count")?),
                ];
                for table in COUNTED {
                    lines.push(format!("{table}: {}", number(&format!("select count(*) from {table}"))?));
                }
                for setting in SETTINGS {
                    let value = settings::value(reader, setting.key)?;
                    // A folder or a file may be named after a person.
                    let shown = if value.contains(['/', '\\']) { "a path" } else { &value };
                    lines.push(format!("{} = {shown}", setting.key));
                }
                Ok(lines)
            })
        })?);
        lines.extend(failures.iter().map(|failure| {
            format!("{} {} {}", crate::backups::stamp(failure.at), failure.operation, failure.code)
        }));
        Ok(Diagnostics { text: lines.join("\n"), failures })
    }
}
