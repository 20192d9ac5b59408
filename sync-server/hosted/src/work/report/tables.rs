//! The tables of a month's document.

use super::document::{Form, Writer};
use super::gather::{AccountOf, BudgetOf, CategoryOf, GoalOf, MonthOf, RowOf, Standing};
use domain::Currency;
use sheets::{Bar, Block, Cell, Sheet, SheetLine};

/// Categories that are told one by one on paper.
const MOST: usize = 20;

impl Writer<'_> {
    /// What figures and bars say on paper, for programs.
    pub fn months(&self) -> Option<Block> {
        let line = |month: &MonthOf| {
            let balance = month.income.saturating_sub(month.spending);
            let cells = [month.income, month.spending, balance].map(Cell::Money).to_vec();
            SheetLine { name: month.month.to_string(), currency: month.currency, cells, bar: None }
        };
        let lines: Vec<SheetLine> = self.gathered.months.iter().map(line).collect();
        let words = self.words;
        let headings = [words.month, words.income, words.spending, words.balance];
        sheet(words.income_and_spending, String::new(), &headings, lines)
    }

    pub fn accounts(&self) -> Option<Block> {
        let line = |account: &AccountOf| {
            let moved = account.closing.saturating_sub(account.opening);
            let cells = [account.opening, moved, account.closing].map(Cell::Money).to_vec();
            SheetLine { name: account.name.clone(), currency: account.currency, cells, bar: None }
        };
        let lines: Vec<SheetLine> = self.gathered.accounts.iter().map(line).collect();
        let words = self.words;
        let headings = [words.account, words.opening, words.moved, words.closing];
        let mut block = sheet(words.accounts, code(&lines), &headings, lines);
        if let Some(Block::Sheet(sheet)) = &mut block
            && let Some(currency) = sheet.currency()
            && sheet.lines.len() > 1
        {
            sheet.total = Some(self.total(&sheet.lines, currency, 3));
        }
        block
    }

    /// Of one currency, or of all in one table.
    pub fn categories(&self, currency: Option<Currency>) -> Option<Block> {
        let all = self.gathered.categories.iter().filter(|one| currency.is_none_or(|of| of == one.currency));
        let all: Vec<_> = all.collect();
        let line = |name: String, currency: Currency, spent: i64, before: i64| {
            let cells = [spent, before, spent.saturating_sub(before)].map(Cell::Money).to_vec();
            SheetLine { name, currency, cells, bar: None }
        };
        let most = if self.form == Form::Paper && all.len() > MOST + 1 { MOST } else { all.len() };
        let (told, rest) = all.split_at(most);
        let name =
            |one: &CategoryOf| one.name.clone().unwrap_or_else(|| self.words.without_category.to_owned());
        let mut lines: Vec<SheetLine> =
            told.iter().map(|one| line(name(one), one.currency, one.spent, one.before)).collect();
        let before = self.month.plus(-1);
        let mut about = String::new();
        let mut sum = None;
        if let Some(currency) = currency {
            if !rest.is_empty() {
                let sum = |amount: fn(&CategoryOf) -> i64| {
                    rest.iter().fold(0_i64, |sum, one| sum.saturating_add(amount(one)))
                };
                let name = format!("{} ({})", self.words.everything_else, rest.len());
                lines.push(line(name, currency, sum(|one| one.spent), sum(|one| one.before)));
            }
            let before = self.words.month_of_year(before);
            about = format!("{} · {} {before}", currency.code(), self.words.thin_bar);
            sum = Some(self.total(&lines, currency, 3));
        }
        let [this, other] = [self.month, before].map(|month| capital(self.words.month_alone(month)));
        let headings = [self.words.category, &this, &other, self.words.variation];
        let mut block = sheet(self.words.by_category, about, &headings, lines);
        if let Some(Block::Sheet(sheet)) = &mut block {
            sheet.draw_bars(true);
            sheet.total = sum;
        }
        block
    }

    pub fn budgets(&self) -> Option<Block> {
        let line = |budget: &BudgetOf| {
            let share = i128::from(budget.spent.max(0)) * 1000 / i128::from(budget.given.max(1));
            let length = u16::try_from(share.min(1000)).unwrap_or(1000);
            SheetLine {
                name: budget.name.clone(),
                currency: budget.currency,
                cells: [budget.given, budget.spent, budget.left].map(Cell::Money).to_vec(),
                bar: Some(Bar { length, before: None, over: budget.left < 0 }),
            }
        };
        let lines: Vec<SheetLine> = self.gathered.budgets.iter().map(line).collect();
        let words = self.words;
        let headings = [words.category, words.given, words.spent, words.left];
        sheet(words.budget, code(&lines), &headings, lines)
    }

    pub fn largest(&self) -> Option<Block> {
        let line = |row: &RowOf| SheetLine {
            name: row.name.clone(),
            currency: row.currency,
            cells: vec![
                Cell::Day(row.day),
                Cell::Text(row.category.clone().unwrap_or_default()),
                Cell::Text(row.account.clone()),
                Cell::Money(row.amount),
            ],
            bar: None,
        };
        let lines: Vec<SheetLine> = self.gathered.largest.iter().map(line).collect();
        let words = self.words;
        let headings = [words.description, words.day, words.category, words.account, words.amount];
        sheet(words.largest, code(&lines), &headings, lines)
    }

    pub fn goals(&self) -> Option<Block> {
        let line = |goal: &GoalOf| SheetLine {
            name: goal.name.clone(),
            currency: goal.currency,
            cells: vec![
                goal.due.map_or(Cell::Empty, Cell::Day),
                Cell::Text(self.stands(goal.standing).to_owned()),
                Cell::Money(goal.target),
                Cell::Money(goal.saved),
                Cell::Share(goal.per_mille),
            ],
            bar: Some(Bar { length: goal.per_mille, before: None, over: false }),
        };
        let lines: Vec<SheetLine> = self.gathered.goals.iter().map(line).collect();
        let words = self.words;
        // On paper a share needs no heading.
        let part = if self.form == Form::Table { words.part } else { "" };
        let headings = [words.goal, words.until, words.standing, words.target, words.saved, part];
        sheet(words.goals, code(&lines), &headings, lines)
    }

    const fn stands(&self, standing: Standing) -> &'static str {
        match standing {
            Standing::Reached => self.words.reached,
            Standing::OnTrack => self.words.on_track,
            Standing::Behind => self.words.behind,
            Standing::Overdue => self.words.overdue,
            Standing::Open => self.words.open,
        }
    }

    /// Sums of the first columns.
    fn total(&self, lines: &[SheetLine], currency: Currency, columns: usize) -> SheetLine {
        let sum = |place: usize| {
            let all = lines.iter().filter_map(|line| match line.cells.get(place) {
                Some(Cell::Money(minor)) => Some(*minor),
                _ => None,
            });
            Cell::Money(all.fold(0, i64::saturating_add))
        };
        let cells = (0..columns).map(sum).collect();
        SheetLine { name: self.words.total.to_owned(), currency, cells, bar: None }
    }
}

/// A table, where there is something to put into it.
fn sheet(title: &str, about: String, headings: &[&str], lines: Vec<SheetLine>) -> Option<Block> {
    let headings = headings.iter().map(|&heading| heading.to_owned()).collect();
    let sheet = Sheet { title: title.to_owned(), about, headings, lines, total: None };
    (!sheet.lines.is_empty()).then_some(Block::Sheet(sheet))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The code of the lines' currency, where they have one.
fn code(lines: &[SheetLine]) -> String {
    let first = lines.first().map(|line| line.currency);
    let one = first.filter(|first| lines.iter().all(|line| line.currency == *first));
    one.map_or_else(String::new, |currency| currency.code().to_owned())
}
