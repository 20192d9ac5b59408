//! Statements that a server which reads the book imports: handed over here, and decided here where they leave a doubt.

use super::devices::Shared;
use super::hosted::{Once, ask, page, write};
use super::http::Content;
use super::statement_view::{
    Decided, Said, SaidPage, SaidStatement, ServerStatement, ServerStatements, StatementReview,
};
use super::{DoubtFate, LineFate};
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use crate::import::file_name;
use crate::{parse, resolve};
use domain::PlanId;
use serde_json::{Value, json};
use std::io::Read as _;
use std::path::Path;
use store::Reader;

const IMPORTS: &str = "/api/imports";
/// As many as the server gives at once: those that wait for a review are looked for among them.
const PAGE: u32 = 200;
/// A server takes no more than this, whatever its settings.
const LARGEST: u64 = 2_000 << 20;
/// Bytes of a file's name.
const NAME: usize = 200;

/// A file on its way to the server.
pub struct Upload {
    name: String,
    bytes: Vec<u8>,
    /// Id of the account it is of.
    account: Option<String>,
}

impl Upload {
    /// Reads the file.
    ///
    /// # Errors
    /// `io` when it cannot be read or is no plain file, `not_a_statement` when it is empty or absurdly large.
    pub(crate) fn read(path: &Path) -> Result<Self, AppError> {
        Ok(Self { name: short(&file_name(path)), bytes: plain_file(path)?, account: None })
    }

    /// The same, of the account that is named.
    ///
    /// # Errors
    /// `not_found`, `ambiguous`.
    pub(crate) fn of(self, reader: &Reader, account: Option<&str>) -> Result<Self, AppError> {
        let account = account.map(|text| resolve::account(reader, text)).transpose()?;
        Ok(Self { account: account.map(|account| account.id.to_string()), ..self })
    }
}

/// The bytes of a plain file: a device or a pipe might never end.
fn plain_file(path: &Path) -> Result<Vec<u8>, AppError> {
    let place = || path.display().to_string();
    let io = |error: std::io::Error| {
        AppError::new(ErrorCode::Io, format!("the file cannot be read: {error}"))
            .at(place())
            .remedy("check the name and that you may read it")
    };
    if !std::fs::metadata(path).map_err(io)?.is_file() {
        return Err(AppError::new(ErrorCode::Io, "this is not a plain file")
            .at(place())
            .remedy("name the statement that you downloaded"));
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(io)?;
    let refused = |what: &str| Err(AppError::new(ErrorCode::NotAStatement, what).at(place()));
    match bytes.len() as u64 {
        0 => refused("the file is empty"),
        1..=LARGEST => Ok(bytes),
        _ => refused("the file is larger than any server takes"),
    }
}

/// The end of a name that is too long: it says what the file is.
fn short(name: &str) -> String {
    let from = (name.len().saturating_sub(NAME)..=name.len())
        .find(|at| name.is_char_boundary(*at))
        .unwrap_or_default();
    let kept = name[from..].trim();
    if kept.is_empty() { "statement".to_owned() } else { kept.to_owned() }
}

/// The newest statements at the server, those that wait for a review first.
///
/// # Errors
/// `not_found` when no server reads the book; `server_unreachable`, `server_refused`.
pub(crate) fn statements(shared: &Shared, cursor: Option<&str>) -> Result<SaidPage, AppError> {
    ask(shared, "GET", &page(IMPORTS, Some(PAGE), cursor)?, None)
}

/// One of them, with what is to be decided.
///
/// # Errors
/// As [`statements`]; `not_found` too for one that is not there.
pub(crate) fn statement(shared: &Shared, id: &str) -> Result<Said, AppError> {
    ask(shared, "GET", &path(id, "")?, None)
}

/// Hands a statement over.
///
/// # Errors
/// As [`statements`]; `server_refused` too when the server does not take it.
pub(crate) fn upload_statement(
    shared: &Shared,
    once: &Once,
    file: &Upload,
) -> Result<SaidStatement, AppError> {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("file_name", &file.name);
    if let Some(account) = &file.account {
        query.append_pair("account_id", account);
    }
    let path = format!("{IMPORTS}?{}", query.finish());
    write(shared, once, ("POST", &path), Content::File(&file.bytes))
}

/// Says what becomes of the lines in doubt; `others` of those that are not named.
///
/// # Errors
/// As [`statement`]; `server_refused` too when it waits for no decision, or a line in doubt has none.
pub(crate) fn decide_statement(
    shared: &Shared,
    once: &Once,
    id: &str,
    decisions: &[LineFate],
    others: Option<DoubtFate>,
) -> Result<SaidStatement, AppError> {
    let mut decided: Vec<Decided> = decisions.iter().map(Decided::from).collect();
    if let Some(fate) = others {
        let named = |index: u32| decisions.iter().any(|line| line.index == index);
        let open = statement(shared, id)?.doubts.into_iter().map(|doubt| doubt.index);
        decided.extend(open.filter(|index| !named(*index)).map(|index| Decided { index, decision: fate }));
    }
    let input = json!({ "decisions": decided });
    write(shared, once, ("POST", &path(id, "/commit")?), Content::Json(&input))
}

/// Gives a statement up that waits: nothing of it comes into the book.
///
/// # Errors
/// As [`statement`]; `server_refused` too when it does not wait any more.
pub(crate) fn discard_statement(shared: &Shared, once: &Once, id: &str) -> Result<SaidStatement, AppError> {
    let _nothing: Value = write(shared, once, ("DELETE", &path(id, "")?), Content::Nothing)?;
    Ok(statement(shared, id)?.import)
}

fn path(id: &str, end: &str) -> Result<String, AppError> {
    let id: PlanId = parse::id("id", id)?;
    Ok(format!("{IMPORTS}/{id}{end}"))
}

impl App {
    /// A page of the statements at a server that reads the book.
    ///
    /// # Errors
    /// `not_found` when the book is not synced, or no server reads it; `server_unreachable`, `server_refused`.
    pub fn server_statements(&self, cursor: Option<&str>) -> Result<ServerStatements, AppError> {
        ServerStatements::new(self.reader(), statements(&self.shared()?, cursor)?)
    }

    /// One of them, with what is to be decided.
    ///
    /// # Errors
    /// As [`App::server_statements`], also when there is no such statement.
    pub fn server_statement(&self, id: &str) -> Result<StatementReview, AppError> {
        StatementReview::new(self.reader(), statement(&self.shared()?, id)?)
    }

    /// Hands a statement over to that server.
    ///
    /// # Errors
    /// As [`App::server_statements`]; `io`, `not_a_statement` for the file; `not_found`, `ambiguous` for the account.
    pub fn upload_statement(
        &mut self,
        file: &Path,
        account: Option<&str>,
    ) -> Result<ServerStatement, AppError> {
        let (shared, file) = (self.shared()?, Upload::read(file)?.of(self.reader(), account)?);
        let said = upload_statement(&shared, &Once::new(self.outside()), &file)?;
        ServerStatement::new(self.reader(), said)
    }

    /// Says what becomes of the lines in doubt; `others` of those that are not named.
    ///
    /// # Errors
    /// As [`App::server_statement`]; `server_refused` too when it waits for no decision, or a line in doubt has none.
    pub fn decide_statement(
        &mut self,
        id: &str,
        decisions: &[LineFate],
        others: Option<DoubtFate>,
    ) -> Result<ServerStatement, AppError> {
        let said = decide_statement(&self.shared()?, &Once::new(self.outside()), id, decisions, others)?;
        ServerStatement::new(self.reader(), said)
    }

    /// Gives a statement up that waits.
    ///
    /// # Errors
    /// As [`App::server_statement`]; `server_refused` too when it does not wait any more.
    pub fn discard_statement(&mut self, id: &str) -> Result<ServerStatement, AppError> {
        let said = discard_statement(&self.shared()?, &Once::new(self.outside()), id)?;
        ServerStatement::new(self.reader(), said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_plain_file_is_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str, content: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, content).expect("a file");
            path
        };
        let code = |path: &Path| plain_file(path).map_err(|error| error.code);
        assert_eq!(code(&file("a.ofx", "OFX")), Ok(b"OFX".to_vec()));
        assert_eq!(code(&file("b.ofx", "")), Err(ErrorCode::NotAStatement));
        for path in [folder.path(), &folder.path().join("none.ofx"), Path::new(""), Path::new("a\0b")] {
            assert_eq!(code(path), Err(ErrorCode::Io), "{}", path.display());
        }
        #[cfg(unix)]
        assert_eq!(code(Path::new("/dev/zero")), Err(ErrorCode::Io));
    }

    #[test]
    fn a_long_name_keeps_its_end() {
        let long = format!("{}.ofx", "é".repeat(150));
        for (name, kept) in
            [("march.ofx", "march.ofx"), ("  ", "statement"), (long.as_str(), &long[long.len() - 200..])]
        {
            assert_eq!(short(name), kept);
        }
        assert!(short(&format!("x{long}")).len() <= NAME);
    }

    #[test]
    fn ids_are_looked_at_before_they_become_part_of_an_address() {
        for id in ["", "../tokens", "AAAAAAAAAAAAAAAA/commit", "AAAA?x=1"] {
            assert_eq!(path(id, "").map_err(|error| error.code), Err(ErrorCode::InvalidInput), "{id}");
        }
        assert_eq!(
            path("AAAAAAAAAAAAAAAA", "/commit").as_deref(),
            Ok("/api/imports/AAAAAAAAAAAAAAAA/commit")
        );
    }
}
