//! A month as a document, in one of two languages.

use super::gather::{AccountOf, BudgetOf, CategoryOf, Gathered, GoalOf, MonthOf, RowOf, Standing};
use domain::{Currency, Language, Month};
use sheets::{Bar, Block, Cell, Chart, ChartGroup, Document, Figure, Sheet, SheetLine};

const MONTHS: [[&str; 12]; 2] = [
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    [
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ],
];

/// A month in words: `March 2026`, `março de 2026`.
pub fn month_name(month: Month, language: Language) -> String {
    let between = word(language, " ", " de ");
    format!("{}{between}{}", month_word(month, language), month.year())
}

fn month_word(month: Month, language: Language) -> &'static str {
    let of_language = &MONTHS[usize::from(language == Language::PtBr)];
    of_language[usize::from(month.first_day().month().unsigned_abs()).saturating_sub(1).min(11)]
}

const fn word<'a>(language: Language, en: &'a str, pt: &'a str) -> &'a str {
    match language {
        Language::En => en,
        Language::PtBr => pt,
    }
}

/// What the columns of the table are called.
pub const fn csv_headings(language: Language) -> [&'static str; 6] {
    match language {
        Language::En => ["part", "line", "name", "column", "value", "currency"],
        Language::PtBr => ["parte", "linha", "nome", "coluna", "valor", "moeda"],
    }
}

/// Where the document is going.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// To people: figures, bars, the largest categories.
    Paper,
    /// To other programs: all of it as tables.
    Table,
}

/// Categories that are told one by one on paper.
const MOST: usize = 20;

struct Writer<'a> {
    gathered: &'a Gathered,
    month: Month,
    language: Language,
    form: Form,
}

/// The document of a month.
pub fn document(gathered: &Gathered, month: Month, language: Language, form: Form) -> Document {
    let writer = Writer { gathered, month, language, form };
    let title = writer.word("Report for", "Relatório de");
    Document {
        title: format!("{title} {}", month_name(month, language)),
        about: gathered.book.clone(),
        blocks: writer.blocks(),
    }
}

impl Writer<'_> {
    const fn word<'a>(&self, en: &'a str, pt: &'a str) -> &'a str {
        word(self.language, en, pt)
    }

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
            let note = self.word("Nothing was booked in this month.", "Nada foi lançado neste mês.");
            blocks.push(Block::Note(note.to_owned()));
        }
        if self.form == Form::Paper {
            let note = self.word(
                "Transfers between own accounts are neither income nor spending. Amounts of different currencies are not added.",
                "Transferências entre contas próprias não são receita nem despesa. Valores de moedas diferentes não são somados.",
            );
            blocks.push(Block::Note(note.to_owned()));
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
                    of(self.word("Income", "Receitas"), income),
                    of(self.word("Spending", "Despesas"), spending),
                    of(self.word("Balance", "Saldo"), income.saturating_sub(spending)),
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
            let short: String = month_word(month, self.language).chars().take(3).collect();
            ChartGroup { name: format!("{short} {}", month.year()), values: [income, spending] }
        };
        Some(Block::Chart(Chart {
            title: self.word("Income and spending", "Receitas e despesas").to_owned(),
            names: [self.word("Income", "Receitas").to_owned(), self.word("Spending", "Despesas").to_owned()],
            currency,
            groups: (0..6).rev().map(group).collect(),
        }))
    }

    /// The same for programs.
    fn months(&self) -> Option<Block> {
        let line = |month: &MonthOf| {
            let balance = month.income.saturating_sub(month.spending);
            let cells = [month.income, month.spending, balance].map(Cell::Money).to_vec();
            SheetLine { name: month.month.to_string(), currency: month.currency, cells, bar: None }
        };
        let lines: Vec<SheetLine> = self.gathered.months.iter().map(line).collect();
        self.sheet(
            ("Income and spending", "Receitas e despesas"),
            String::new(),
            &[("Month", "Mês"), ("Income", "Receitas"), ("Spending", "Despesas"), ("Balance", "Saldo")],
            lines,
        )
    }

    fn sheet(
        &self,
        (en, pt): (&str, &str),
        about: String,
        headings: &[(&str, &str)],
        lines: Vec<SheetLine>,
    ) -> Option<Block> {
        let title = self.word(en, pt).to_owned();
        let headings = headings.iter().map(|(en, pt)| self.word(en, pt).to_owned()).collect();
        (!lines.is_empty()).then_some(Block::Sheet(Sheet { title, about, headings, lines, total: None }))
    }

    fn accounts(&self) -> Option<Block> {
        let line = |account: &AccountOf| {
            let moved = account.closing.saturating_sub(account.opening);
            let cells = [account.opening, moved, account.closing].map(Cell::Money).to_vec();
            SheetLine { name: account.name.clone(), currency: account.currency, cells, bar: None }
        };
        let lines: Vec<SheetLine> = self.gathered.accounts.iter().map(line).collect();
        let headings = [
            ("Account", "Conta"),
            ("Opening", "Saldo inicial"),
            ("Change", "Movimento"),
            ("Closing", "Saldo final"),
        ];
        let mut block = self.sheet(("Accounts", "Contas"), code(&lines), &headings, lines);
        if let Some(Block::Sheet(sheet)) = &mut block
            && let Some(currency) = sheet.currency()
            && sheet.lines.len() > 1
        {
            sheet.total = Some(total(&sheet.lines, currency, 3));
        }
        block
    }

    /// Of one currency, or of all in one table.
    fn categories(&self, currency: Option<Currency>) -> Option<Block> {
        let all = self.gathered.categories.iter().filter(|one| currency.is_none_or(|of| of == one.currency));
        let all: Vec<_> = all.collect();
        let line = |name: String, currency: Currency, spent: i64, before: i64| {
            let cells = [spent, before, spent.saturating_sub(before)].map(Cell::Money).to_vec();
            SheetLine { name, currency, cells, bar: None }
        };
        let most = if self.form == Form::Paper && all.len() > MOST + 1 { MOST } else { all.len() };
        let (told, rest) = all.split_at(most);
        let name = |one: &CategoryOf| {
            let none = || self.word("Without a category", "Sem categoria").to_owned();
            one.name.clone().unwrap_or_else(none)
        };
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
                let name = format!("{} ({})", self.word("Everything else", "Todo o resto"), rest.len());
                lines.push(line(name, currency, sum(|one| one.spent), sum(|one| one.before)));
            }
            let thin = self.word("thin bar:", "barra fina:");
            about = format!("{} · {thin} {}", currency.code(), month_name(before, self.language));
            sum = Some(total(&lines, currency, 3));
        }
        let (this, other) = (month_word(self.month, self.language), month_word(before, self.language));
        let (this, other) = (capital(this), capital(other));
        let headings =
            [("Category", "Categoria"), (&*this, &*this), (&*other, &*other), ("Change", "Variação")];
        let title = ("Spending by category", "Despesas por categoria");
        let mut block = self.sheet(title, about, &headings, lines);
        if let Some(Block::Sheet(sheet)) = &mut block {
            sheet.draw_bars(true);
            sheet.total = sum;
        }
        block
    }

    fn budgets(&self) -> Option<Block> {
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
        let headings =
            [("Category", "Categoria"), ("Budget", "Orçado"), ("Spent", "Gasto"), ("Left", "Resta")];
        self.sheet(("Budget", "Orçamento"), code(&lines), &headings, lines)
    }

    fn largest(&self) -> Option<Block> {
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
        let headings = [
            ("Description", "Descrição"),
            ("Day", "Dia"),
            ("Category", "Categoria"),
            ("Account", "Conta"),
            ("Amount", "Valor"),
        ];
        self.sheet(("Largest transactions", "Maiores transações"), code(&lines), &headings, lines)
    }

    fn goals(&self) -> Option<Block> {
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
        let headings = [
            ("Goal", "Meta"),
            ("Until", "Até"),
            ("Stands", "Situação"),
            ("Target", "Alvo"),
            ("Saved", "Guardado"),
            ("", ""),
        ];
        let mut block = self.sheet(("Goals", "Metas"), code(&lines), &headings, lines);
        if let (Some(Block::Sheet(sheet)), Form::Table) = (&mut block, self.form) {
            self.word("Part", "Parte").clone_into(&mut sheet.headings[5]);
        }
        block
    }

    const fn stands(&self, standing: Standing) -> &'static str {
        match standing {
            Standing::Reached => word(self.language, "reached", "alcançada"),
            Standing::OnTrack => word(self.language, "on track", "no ritmo"),
            Standing::Behind => word(self.language, "behind", "atrasada"),
            Standing::Overdue => word(self.language, "overdue", "vencida"),
            Standing::Open => word(self.language, "open", "em aberto"),
        }
    }
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

/// Sums of the first columns.
fn total(lines: &[SheetLine], currency: Currency, columns: usize) -> SheetLine {
    let sum = |place: usize| {
        let all = lines.iter().filter_map(|line| match line.cells.get(place) {
            Some(Cell::Money(minor)) => Some(*minor),
            _ => None,
        });
        Cell::Money(all.fold(0, i64::saturating_add))
    };
    SheetLine { name: "Total".to_owned(), currency, cells: (0..columns).map(sum).collect(), bar: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Day;

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
