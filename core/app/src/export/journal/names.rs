//! Names of accounts and categories as plain-text accounting wants them, one for each, none shared.

use super::Dialect;
use crate::error::AppError;
use std::collections::{BTreeMap, BTreeSet};
use store::rusqlite::Connection;

/// Names given so far.
pub struct Names {
    dialect: Dialect,
    given: BTreeMap<Vec<String>, String>,
    taken: BTreeSet<String>,
}

impl Names {
    /// For a language.
    pub const fn new(dialect: Dialect) -> Self {
        Self { dialect, given: BTreeMap::new(), taken: BTreeSet::new() }
    }

    /// Gives names to everything in the book, in the order of the book.
    pub fn collect(&mut self, connection: &Connection) -> Result<(), AppError> {
        let mut accounts =
            connection.prepare("select name, kind from account where deleted = 0 order by name, id")?;
        let mut rows = accounts.query([])?;
        while let Some(row) = rows.next()? {
            self.account(&row.get::<_, String>(0)?, &row.get::<_, String>(1)?);
        }
        let sql = "select g.name, c.name, g.kind from category c join category_group g on g.id = c.group_id \
          where exists (select 1 from month_total m where m.category = c.id) order by g.name, c.name, c.id";
        let mut categories = connection.prepare(sql)?;
        let mut rows = categories.query([])?;
        while let Some(row) = rows.next()? {
            let name = (row.get(0)?, row.get(1)?);
            self.category(Some(&name), Some(&row.get::<_, String>(2)?), 0);
        }
        self.category(None, None, -1);
        self.category(None, None, 1);
        self.equity();
        Ok(())
    }

    /// Every name given.
    pub fn all(&self) -> Vec<String> {
        self.taken.iter().cloned().collect()
    }

    /// An account of the book.
    pub fn account(&mut self, name: &str, kind: &str) -> String {
        let root = if matches!(kind, "credit_card" | "loan") { "Liabilities" } else { "Assets" };
        self.give(&[root, name])
    }

    /// A category; without one, the uncategorised account of the amount's sign.
    pub fn category(
        &mut self,
        category: Option<&(String, String)>,
        kind: Option<&str>,
        amount: i64,
    ) -> String {
        match (category, kind) {
            (Some((group, name)), Some("income")) => self.give(&["Income", group, name]),
            (Some((group, name)), Some("transfer")) => self.give(&["Equity", group, name]),
            (Some((group, name)), _) => self.give(&["Expenses", group, name]),
            (None, _) if amount > 0 => self.give(&["Income", "Uncategorised"]),
            (None, _) => self.give(&["Expenses", "Uncategorised"]),
        }
    }

    /// Where opening balances come from.
    pub fn equity(&mut self) -> String {
        self.give(&["Equity", "Opening balances"])
    }

    fn give(&mut self, path: &[&str]) -> String {
        let path_key: Vec<String> = path.iter().map(|part| (*part).to_owned()).collect();
        if let Some(name) = self.given.get(&path_key) {
            return name.clone();
        }
        let base = path.iter().map(|part| self.part(part)).collect::<Vec<_>>().join(":");
        let mut name = base.clone();
        let mut number = 2;
        while !self.taken.insert(name.clone()) {
            name = format!("{base}-{number}");
            number += 1;
        }
        self.given.insert(path_key, name.clone());
        name
    }

    fn part(&self, text: &str) -> String {
        match self.dialect {
            // One space between words; two would end the name, and `: ; ( [ *` mean something.
            Dialect::Hledger => {
                let clean: String = text
                    .chars()
                    .map(|c| if ":;()[]*!\"|".contains(c) || c.is_control() { ' ' } else { c })
                    .collect();
                let words = clean.split_whitespace().collect::<Vec<_>>().join(" ");
                if words.is_empty() { "unnamed".to_owned() } else { words }
            }
            // Letters, digits and dashes, the first a capital or a digit.
            Dialect::Beancount => {
                let clean: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
                let clean = clean.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
                let mut letters = clean.chars();
                letters
                    .next()
                    .map_or_else(|| "X".to_owned(), |first| first.to_uppercase().chain(letters).collect())
            }
        }
    }
}
