//! Plain-text accounting: hledger journals (<https://hledger.org/hledger.html>) and beancount ledgers
//! (<https://beancount.github.io/docs/beancount_language_syntax.html>). Every row is a balanced transaction.

mod names;

use super::entries::{self, Entry, decimal};
use super::failed;
use crate::error::AppError;
use names::Names;
use std::io::Write;
use store::rusqlite::Connection;

/// Which language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// beancount.
    Beancount,
    /// hledger.
    Hledger,
}

/// Writes the ledger: accounts, opening balances, transactions oldest first.
pub fn write(connection: &Connection, dialect: Dialect, out: &mut dyn Write) -> Result<(), AppError> {
    let mut ledger = Ledger { dialect, names: Names::new(dialect), out, row: Vec::new() };
    ledger.names.collect(connection)?;
    ledger.heading(connection)?;
    ledger.openings(connection)?;
    entries::for_each(connection, &mut |entry| ledger.entry(entry))?;
    ledger.finish_row()
}

struct Ledger<'a> {
    dialect: Dialect,
    names: Names,
    out: &'a mut dyn Write,
    /// Parts of the transaction being collected.
    row: Vec<Entry>,
}

impl Ledger<'_> {
    fn line(&mut self, text: &str) -> Result<(), AppError> {
        writeln!(self.out, "{text}").map_err(|error| failed(&error))
    }

    fn heading(&mut self, connection: &Connection) -> Result<(), AppError> {
        let first = crate::row::day_text(first_day(connection)?);
        if self.dialect == Dialect::Hledger {
            self.commodities(connection)?;
        }
        for name in self.names.all() {
            match self.dialect {
                Dialect::Beancount => self.line(&format!("{first} open {name}"))?,
                Dialect::Hledger => self.line(&format!("account {name}"))?,
            }
        }
        self.line("")
    }

    /// Declares the currencies, which hledger's strict mode asks for. The sample amount shows the decimal mark.
    fn commodities(&mut self, connection: &Connection) -> Result<(), AppError> {
        let mut statement = connection
            .prepare("select distinct currency from account where deleted = 0 order by currency")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let currency: String = row.get(0)?;
            let sample = decimal(0, &currency);
            let mark = if sample.contains('.') { "" } else { "." };
            self.line(&format!("commodity {sample}{mark} {currency}"))?;
        }
        Ok(())
    }

    fn openings(&mut self, connection: &Connection) -> Result<(), AppError> {
        let sql = "select name, kind, currency, opening_balance, \
          coalesce(opening_day, (select min(day) from transactions t where t.account = account.id), ?1) \
          from account where deleted = 0 and opening_balance <> 0 order by name";
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([first_day(connection)?])?;
        while let Some(row) = rows.next()? {
            let (name, kind, currency): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (balance, day): (i64, i32) = (row.get(3)?, row.get(4)?);
            let account = self.names.account(&name, &kind);
            let equity = self.names.equity();
            let date = crate::row::day_text(day);
            self.line(&match self.dialect {
                Dialect::Beancount => format!("{date} * \"Opening balance\""),
                Dialect::Hledger => format!("{date} * Opening balance"),
            })?;
            self.posting(&account, balance, &currency)?;
            self.posting(&equity, balance.saturating_neg(), &currency)?;
            self.line("")?;
        }
        Ok(())
    }

    fn posting(&mut self, account: &str, amount: i64, currency: &str) -> Result<(), AppError> {
        self.line(&format!("    {account}  {} {currency}", decimal(amount, currency)))
    }

    fn entry(&mut self, entry: Entry) -> Result<(), AppError> {
        if self.row.first().is_some_and(|first| first.id != entry.id) {
            self.finish_row()?;
        }
        self.row.push(entry);
        Ok(())
    }

    fn finish_row(&mut self) -> Result<(), AppError> {
        let parts = std::mem::take(&mut self.row);
        let Some(first) = parts.first() else { return Ok(()) };
        self.title(first)?;
        let account = self.names.account(&first.account, &first.account_kind);
        let total = parts.iter().fold(0_i64, |sum, part| sum.saturating_add(part.amount));
        self.posting(&account, total, &first.currency)?;
        for part in &parts {
            let category =
                self.names.category(part.category.as_ref(), part.category_kind.as_deref(), part.amount);
            self.posting(&category, part.amount.saturating_neg(), &part.currency)?;
        }
        self.line("")
    }

    fn title(&mut self, entry: &Entry) -> Result<(), AppError> {
        let flag = if entry.clearing == "uncleared" { '!' } else { '*' };
        let payee = entry.payee.as_deref().unwrap_or(&entry.description);
        match self.dialect {
            Dialect::Beancount => {
                self.line(&format!(
                    "{} {flag} \"{}\" \"{}\"",
                    entry.date,
                    quoted(payee),
                    quoted(&entry.description)
                ))?;
                self.line(&format!("    id: \"{}\"", entry.id))
            }
            Dialect::Hledger => {
                let text = if entry.payee.is_some() {
                    format!("{} | {}", plain(payee), plain(&entry.description))
                } else {
                    plain(payee)
                };
                self.line(&format!("{} {flag} {text}  ; id:{}", entry.date, entry.id))
            }
        }
    }
}

/// The day from which accounts are open: no entry is older.
fn first_day(connection: &Connection) -> Result<i32, AppError> {
    let sql = "select min(day) from (select min(day) as day from transactions union all select min(opening_day) from account)";
    let first: Option<i32> = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(first.unwrap_or(0))
}

/// Text inside a beancount string.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text of an hledger description: a semicolon would start a comment, a bar ends the payee, a parenthesis a code.
fn plain(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| match c {
            ';' => ',',
            '|' => '/',
            other => other,
        })
        .collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.strip_prefix('(').map_or(text.clone(), |rest| format!("[{rest}"))
}
