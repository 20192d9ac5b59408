//! A month as a document: what it shows, in which order, and its figures and bars.

use super::gather::Gathered;
use super::words::Words;
use domain::{Currency, Language, Month};
use sheets::{Block, Chart, ChartGroup, Document, Figure};

/// Where the document is going.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// To people: figures, bars, the largest categories.
    Paper,
    /// To other programs: all of it as tables.
    Table,
}

/// Writes a month's document.
pub struct Writer<'a> {
    pub gathered: &'a Gathered,
    pub month: Month,
    pub words: &'static Words,
    pub form: Form,
}

/// The document of a month.
pub fn document(gathered: &Gathered, month: Month, language: Language, form: Form) -> Document {
    let words = Words::of(language);
    let writer = Writer { gathered, month, words, form };
    Document {
        title: format!("{} {}", words.report_for, words.month_of_year(month)),
        about: gathered.book.clone(),
        blocks: writer.blocks(),
    }
}

impl Writer<'_> {
    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        match self.form {
            Form::Paper => {
                blocks.extend(self.figures());
                blocks.extend(self.chart());
            }
            Form::Table => blocks.extend(self.months()),
        }
        blocks.extend(self.accounts());
        match self.form {
            Form::Paper => {
                let currencies = self.currencies(self.gathered.categories.iter().map(|one| one.currency));
                blocks.extend(currencies.into_iter().filter_map(|currency| self.categories(Some(currency))));
            }
            Form::Table => blocks.extend(self.categories(None)),
        }
        blocks.extend(self.budgets());
        blocks.extend(self.largest());
        blocks.extend(self.goals());
        if self.form == Form::Paper && self.gathered.largest.is_empty() {
            blocks.push(Block::Note(self.words.nothing_booked.to_owned()));
        }
        if self.form == Form::Paper {
            blocks.push(Block::Note(self.words.what_is_not_added.to_owned()));
        }
        blocks
    }

    /// Each currency once, in the order of its first line.
    fn currencies(&self, all: impl Iterator<Item = Currency>) -> Vec<Currency> {
        let mut found = Vec::new();
        for currency in all {
            if !found.contains(&currency) {
                found.push(currency);
            }
        }
        // A book's accounts are in the order its owner gave them.
        let place = |currency: &Currency| {
            let accounts = &self.gathered.accounts;
            accounts.iter().position(|account| account.currency == *currency).unwrap_or(usize::MAX)
        };
        found.sort_by_key(place);
        found
    }

    fn of_month(&self, currency: Currency, month: Month) -> (i64, i64) {
        let mut all = self.gathered.months.iter();
        let found = all.find(|one| one.currency == currency && one.month == month);
        found.map_or((0, 0), |one| (one.income, one.spending))
    }

    fn figures(&self) -> Option<Block> {
        let mut currencies = self.currencies(
            self.gathered.months.iter().filter(|one| one.month == self.month).map(|one| one.currency),
        );
        if currencies.is_empty() {
            currencies.extend(self.gathered.accounts.first().map(|account| account.currency));
        }
        let several = currencies.len() > 1;
        let figures: Vec<Figure> = currencies
            .into_iter()
            .flat_map(|currency| {
                let (income, spending) = self.of_month(currency, self.month);
                let of = move |name: &str, minor| {
                    let name =
                        if several { format!("{name} · {}", currency.code()) } else { name.to_owned() };
                    Figure { name, minor, currency }
                };
                [
                    of(self.words.income, income),
                    of(self.words.spending, spending),
                    of(self.words.balance, income.saturating_sub(spending)),
                ]
            })
            .collect();
        (!figures.is_empty()).then_some(Block::Figures(figures))
    }

    /// The half year in the currency in which most months have something.
    fn chart(&self) -> Option<Block> {
        let all = self.currencies(self.gathered.months.iter().map(|one| one.currency));
        let count =
            |currency: Currency| self.gathered.months.iter().filter(|one| one.currency == currency).count();
        let currency = all.into_iter().rev().max_by_key(|currency| count(*currency))?;
        if count(currency) < 2 {
            return None;
        }
        let group = |back: i32| {
            let month = self.month.plus(-back);
            let (income, spending) = self.of_month(currency, month);
            let short: String = self.words.month_alone(month).chars().take(3).collect();
            ChartGroup { name: format!("{short} {}", month.year()), values: [income, spending] }
        };
        Some(Block::Chart(Chart {
            title: self.words.income_and_spending.to_owned(),
            names: [self.words.income.to_owned(), self.words.spending.to_owned()],
            currency,
            groups: (0..6).rev().map(group).collect(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::report::gather::{AccountOf, BudgetOf, CategoryOf, GoalOf, MonthOf, RowOf, Standing};
    use domain::Day;
    use sheets::{Cell, Sheet};

    fn categories() -> Vec<CategoryOf> {
        let (brl, usd) = (Currency::BRL, Currency::USD);
        let category = |(name, spent, before): (&str, i64, i64)| CategoryOf {
            name: Some(name.to_owned()),
            currency: brl,
            spent,
            before,
        };
        let categories = [
            ("Aluguel", 285_000, 285_000),
            ("Supermercado", 168_432, 151_090),
            ("Restaurantes e lanches", 71_215, 98_340),
            ("Transporte", 48_000, 39_770),
            ("Energia, água e gás", 41_933, 45_100),
            ("Saúde e farmácia", 26_890, 8_700),
            ("Educação", 25_000, 25_000),
            ("Assinaturas", 12_470, 12_470),
            ("Presentes", 0, 18_990),
        ];
        let none = CategoryOf { name: None, currency: brl, spent: 8_450, before: 0 };
        let apps =
            CategoryOf { name: Some("Software".to_owned()), currency: usd, spent: 4_599, before: 4_599 };
        categories.into_iter().map(category).chain([none, apps]).collect()
    }

    /// A household in two currencies.
    fn household() -> Gathered {
        let month = |text: &str| text.parse::<Month>().expect("a month");
        let (brl, usd) = (Currency::BRL, Currency::USD);
        let months = (10..=12).map(|back| (back, "2025")).chain((1..=3).map(|back| (back, "2026")));
        let months = months.map(|(number, year)| MonthOf {
            month: month(&format!("{year}-{number:02}")),
            currency: brl,
            income: 820_000 + i64::from(number) * 13_700,
            spending: 790_000 - i64::from(number) * 22_310,
        });
        let account = |name: &str, currency, opening, closing| AccountOf {
            name: name.to_owned(),
            currency,
            opening,
            closing,
        };
        let budget = |name: &str, given, spent| BudgetOf {
            name: name.to_owned(),
            currency: brl,
            given,
            spent,
            left: given - spent,
        };
        let row = |day, name: &str, category: &str, currency, amount| RowOf {
            day: Day::constant(2026, 3, day),
            name: name.to_owned(),
            category: Some(category.to_owned()).filter(|name| !name.is_empty()),
            account: "Conta corrente Banco do Brasil".to_owned(),
            currency,
            amount,
        };
        let goal = |name: &str, saved: i64, standing| GoalOf {
            name: name.to_owned(),
            currency: brl,
            due: Some(Day::constant(2026, 12, 31)),
            target: 3_000_000,
            saved,
            per_mille: u16::try_from(saved / 3_000).expect("a share"),
            standing,
        };
        let dollars = MonthOf { month: month("2026-03"), currency: usd, income: 0, spending: 4_599 };
        Gathered {
            book: "Casa da Família Souza".to_owned(),
            months: months.chain([dollars]).collect(),
            accounts: vec![
                account("Conta corrente Banco do Brasil", brl, 412_345, 538_710),
                account("Cartão de crédito", brl, -189_020, -167_433),
                account("Poupança", brl, 2_150_000, 2_187_500),
                account("Dollar account", usd, 120_000, 115_401),
            ],
            categories: categories(),
            budgets: vec![
                budget("Supermercado", 160_000, 168_432),
                budget("Restaurantes e lanches", 90_000, 71_215),
                budget("Transporte", 50_000, 48_000),
            ],
            largest: vec![
                row(5, "Salário Empresa Exemplo Ltda", "Salário", brl, 861_100),
                row(6, "Imobiliária Horizonte aluguel e condomínio do apartamento", "Aluguel", brl, -285_000),
                row(14, "Supermercado Pão Doce", "Supermercado", brl, -43_210),
                row(20, "Farmácia Central", "", brl, -19_990),
                row(21, "Cloud backup", "Software", usd, -4_599),
            ],
            goals: vec![
                goal("Reserva de emergência", 2_187_500, Standing::OnTrack),
                goal("Viagem ao Chile", 410_000, Standing::Behind),
            ],
        }
    }

    fn titles(document: &Document) -> Vec<String> {
        document.sheets().map(|sheet| sheet.title.clone()).collect()
    }

    #[test]
    fn paper_has_a_table_for_each_currency_and_programs_have_one() {
        let (gathered, month) = (household(), "2026-03".parse().expect("a month"));
        let paper = document(&gathered, month, Language::PtBr, Form::Paper);
        assert_eq!(paper.title, "Relatório de março de 2026");
        let spending = "Despesas por categoria";
        assert_eq!(
            titles(&paper),
            ["Contas", spending, spending, "Orçamento", "Maiores transações", "Metas"]
        );
        let of =
            |sheet: &Sheet| (sheet.lines.len(), sheet.total.as_ref().map(|total| total.cells[0].clone()));
        let tables: Vec<_> = paper.sheets().map(of).collect();
        assert_eq!(tables[0], (4, None), "nothing is added over currencies");
        assert_eq!(tables[1], (10, Some(Cell::Money(687_390))));
        let table = document(&gathered, month, Language::En, Form::Table);
        assert_eq!(
            titles(&table),
            [
                "Income and spending",
                "Accounts",
                "Spending by category",
                "Budget",
                "Largest transactions",
                "Goals"
            ]
        );
        assert_eq!(sheets::pdf(&paper, Language::PtBr), sheets::pdf(&paper, Language::PtBr));
    }

    #[test]
    fn small_categories_are_told_together_on_paper() {
        let category = |number: i64| CategoryOf {
            name: Some(format!("Category {number}")),
            currency: Currency::EUR,
            spent: 10_000 - number,
            before: 1,
        };
        let gathered = Gathered { categories: (0..30).map(category).collect(), ..Gathered::default() };
        let month = "2026-03".parse().expect("a month");
        let paper = document(&gathered, month, Language::En, Form::Paper);
        let sheet = paper.sheets().next().expect("a sheet");
        let last = sheet.lines.last().expect("a line");
        assert_eq!((sheet.lines.len(), last.name.as_str()), (21, "Everything else (10)"));
        assert_eq!(last.cells[..2], [Cell::Money(99_755), Cell::Money(10)]);
        let table = document(&gathered, month, Language::En, Form::Table);
        assert_eq!(table.sheets().next().map(|sheet| sheet.lines.len()), Some(30));
    }

    #[test]
    fn a_month_without_anything_says_so() {
        let month = "2026-03".parse().expect("a month");
        let paper = document(&Gathered::default(), month, Language::En, Form::Paper);
        assert!(paper.sheets().next().is_none());
        assert!(paper.blocks.contains(&Block::Note("Nothing was booked in this month.".to_owned())));
    }
}
