//! A report as a sheet of lines and columns, in the words of a language: what CSV and PDF are made from.

use crate::error::{AppError, ErrorCode};
use crate::queries::report_breakdown::{Breakdown, BreakdownLine, ReportBreakdown, ReportBy, ReportFlow};
use crate::queries::report_cash_flow::CashFlow;
use crate::queries::report_net_worth::NetWorth;
use domain::money::minor_digits;
use domain::{Currency, Language};

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What it is.
    pub title: String,
    /// Of when.
    pub about: String,
    /// Currency of every amount.
    pub currency: Currency,
    /// Names of the columns; the first is of the lines' names.
    pub headings: Vec<&'static str>,
    /// Lines in order.
    pub lines: Vec<SheetLine>,
    /// The last line.
    pub total: Option<SheetLine>,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// What it is of.
    pub name: String,
    /// Its figures.
    pub cells: Vec<Cell>,
}

/// A figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Minor units.
    Money(i64),
    /// A number of rows.
    Count(u32),
    /// Nothing.
    Empty,
}

const fn word(language: Language, en: &'static str, pt: &'static str) -> &'static str {
    match language {
        Language::En => en,
        Language::PtBr => pt,
    }
}

fn span(language: Language, from: &str, to: &str) -> String {
    format!("{from} {} {to}", word(language, "to", "a"))
}

impl Sheet {
    /// Of a breakdown. What went out is shown as how much, as on the screen.
    pub fn breakdown(
        ask: &ReportBreakdown,
        report: &Breakdown,
        currency: Currency,
        language: Language,
    ) -> Self {
        let spending = ask.flow.unwrap_or_default() == ReportFlow::Spending;
        let title = if spending {
            word(language, "Spending", "Despesas")
        } else {
            word(language, "Income", "Receitas")
        };
        let mut headings =
            vec![by_name(ask.by.unwrap_or_default(), language), word(language, "Amount", "Valor")];
        let mut about = span(language, &ask.from, &ask.to);
        if let (Some(from), Some(to)) = (&ask.compare_from, &ask.compare_to) {
            headings.push(word(language, "Before", "Antes"));
            let compared = word(language, "compared with", "comparado com");
            about = format!("{about}, {compared} {}", span(language, from, to));
        }
        headings.push(word(language, "Rows", "Linhas"));
        let amount = |minor: i64| Cell::Money(if spending { minor.saturating_neg() } else { minor });
        let line = |name: String, item: &BreakdownLine| {
            let mut cells = vec![amount(item.amount.minor)];
            cells.extend(item.compare.as_ref().map(|compare| amount(compare.minor)));
            cells.push(Cell::Count(item.lines));
            SheetLine { name, cells }
        };
        let none = word(language, "None", "Sem");
        let mut lines: Vec<SheetLine> = report
            .items
            .iter()
            .map(|item| line(item.name.clone().unwrap_or_else(|| none.to_owned()), item))
            .collect();
        let rest = word(language, "Everything else", "Todo o resto").to_owned();
        lines.extend(report.rest.as_ref().map(|item| line(rest, item)));
        let mut cells = vec![amount(report.total.minor)];
        cells.extend(report.compare_total.as_ref().map(|total| amount(total.minor)));
        cells.push(Cell::Empty);
        let total = Some(SheetLine { name: "Total".to_owned(), cells });
        Self { title: title.to_owned(), about, currency, headings, lines, total }
    }

    /// Of cash flow.
    pub fn cash_flow(report: &CashFlow, currency: Currency, language: Language) -> Self {
        let line = |name: String, income: i64, spending: i64| SheetLine {
            name,
            cells: vec![
                Cell::Money(income),
                Cell::Money(spending.saturating_neg()),
                Cell::Money(income.saturating_add(spending)),
            ],
        };
        let lines: Vec<SheetLine> = report
            .items
            .iter()
            .map(|month| line(month.month.clone(), month.income, month.spending))
            .collect();
        Self {
            title: word(language, "Cash flow", "Fluxo de caixa").to_owned(),
            about: ends(&lines, language),
            currency,
            headings: vec![
                word(language, "Month", "Mês"),
                word(language, "In", "Entrou"),
                word(language, "Out", "Saiu"),
                word(language, "Left over", "Sobrou"),
            ],
            lines,
            total: Some(line("Total".to_owned(), report.income, report.spending)),
        }
    }

    /// Of net worth.
    pub fn net_worth(report: &NetWorth, currency: Currency, language: Language) -> Self {
        let lines: Vec<SheetLine> = report
            .items
            .iter()
            .map(|month| SheetLine {
                name: month.month.clone(),
                cells: [month.assets, month.debts, month.total].map(Cell::Money).to_vec(),
            })
            .collect();
        Self {
            title: word(language, "Net worth", "Patrimônio").to_owned(),
            about: ends(&lines, language),
            currency,
            headings: vec![
                word(language, "Month", "Mês"),
                word(language, "Owned", "Bens"),
                word(language, "Owed", "Dívidas"),
                word(language, "Net worth", "Patrimônio"),
            ],
            lines,
            total: None,
        }
    }

    /// As CSV: headings in the language, plain decimals, one currency column.
    ///
    /// # Errors
    /// `internal`, which does not happen: memory takes every line.
    pub fn csv(&self, language: Language) -> Result<Vec<u8>, AppError> {
        let failed = |error: csv::Error| AppError::new(ErrorCode::Internal, error.to_string());
        let mut writer = csv::Writer::from_writer(Vec::new());
        let currency = self.currency.code();
        writer
            .write_record(self.headings.iter().copied().chain([word(language, "Currency", "Moeda")]))
            .map_err(failed)?;
        let digits = minor_digits(self.currency);
        for line in self.lines.iter().chain(&self.total) {
            let cells = line.cells.iter().map(|cell| match cell {
                Cell::Money(minor) => statements::summary::decimal(*minor, digits),
                Cell::Count(count) => count.to_string(),
                Cell::Empty => String::new(),
            });
            let name = std::iter::once(line.name.clone());
            writer.write_record(name.chain(cells).chain([currency.to_owned()])).map_err(failed)?;
        }
        writer.into_inner().map_err(|error| AppError::new(ErrorCode::Internal, error.to_string()))
    }
}

fn ends(lines: &[SheetLine], language: Language) -> String {
    match (lines.first(), lines.last()) {
        (Some(first), Some(last)) => span(language, &first.name, &last.name),
        _ => String::new(),
    }
}

const fn by_name(by: ReportBy, language: Language) -> &'static str {
    match by {
        ReportBy::Category => word(language, "Category", "Categoria"),
        ReportBy::Group => word(language, "Group", "Grupo"),
        ReportBy::Payee => word(language, "Payee", "Favorecido"),
        ReportBy::Account => word(language, "Account", "Conta"),
        ReportBy::Tag => word(language, "Tag", "Etiqueta"),
    }
}
