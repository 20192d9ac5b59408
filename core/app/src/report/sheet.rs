//! A report as a sheet, in the words of a language: what CSV and PDF are made from.

use crate::queries::report_breakdown::{Breakdown, BreakdownLine, ReportBreakdown, ReportBy, ReportFlow};
use crate::queries::report_cash_flow::CashFlow;
use crate::queries::report_net_worth::NetWorth;
use domain::{Currency, Language};
use sheets::{Cell, Sheet, SheetLine};

const fn word(language: Language, en: &'static str, pt: &'static str) -> &'static str {
    match language {
        Language::En => en,
        Language::PtBr => pt,
    }
}

fn span(language: Language, from: &str, to: &str) -> String {
    format!("{from} {} {to}", word(language, "to", "a"))
}

fn headings<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

/// The heading of the column with each amount's currency.
pub const fn currency_heading(language: Language) -> &'static str {
    word(language, "Currency", "Moeda")
}

/// Of a breakdown. What went out is shown as how much, as on the screen.
pub fn breakdown(ask: &ReportBreakdown, report: &Breakdown, currency: Currency, language: Language) -> Sheet {
    let spending = ask.flow.unwrap_or_default() == ReportFlow::Spending;
    let title =
        if spending { word(language, "Spending", "Despesas") } else { word(language, "Income", "Receitas") };
    let mut headings =
        headings([by_name(ask.by.unwrap_or_default(), language), word(language, "Amount", "Valor")]);
    let mut about = span(language, &ask.from, &ask.to);
    if let (Some(from), Some(to)) = (&ask.compare_from, &ask.compare_to) {
        headings.push(word(language, "Before", "Antes").to_owned());
        let compared = word(language, "compared with", "comparado com");
        about = format!("{about}, {compared} {}", span(language, from, to));
    }
    headings.push(word(language, "Rows", "Linhas").to_owned());
    let amount = |minor: i64| Cell::Money(if spending { minor.saturating_neg() } else { minor });
    let line = |name: String, item: &BreakdownLine| {
        let mut cells = vec![amount(item.amount.minor)];
        cells.extend(item.compare.as_ref().map(|compare| amount(compare.minor)));
        cells.push(Cell::Count(item.lines));
        SheetLine { name, currency, cells, bar: None }
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
    let total = Some(SheetLine { name: "Total".to_owned(), currency, cells, bar: None });
    drawn(Sheet { title: title.to_owned(), about, headings, lines, total })
}

/// Of cash flow.
pub fn cash_flow(report: &CashFlow, currency: Currency, language: Language) -> Sheet {
    let line = |name: String, income: i64, spending: i64| SheetLine {
        name,
        currency,
        cells: vec![
            Cell::Money(income),
            Cell::Money(spending.saturating_neg()),
            Cell::Money(income.saturating_add(spending)),
        ],
        bar: None,
    };
    let lines: Vec<SheetLine> =
        report.items.iter().map(|month| line(month.month.clone(), month.income, month.spending)).collect();
    drawn(Sheet {
        title: word(language, "Cash flow", "Fluxo de caixa").to_owned(),
        about: ends(&lines, language),
        headings: headings([
            word(language, "Month", "Mês"),
            word(language, "In", "Entrou"),
            word(language, "Out", "Saiu"),
            word(language, "Left over", "Sobrou"),
        ]),
        lines,
        total: Some(line("Total".to_owned(), report.income, report.spending)),
    })
}

/// Of net worth.
pub fn net_worth(report: &NetWorth, currency: Currency, language: Language) -> Sheet {
    let lines: Vec<SheetLine> = report
        .items
        .iter()
        .map(|month| SheetLine {
            name: month.month.clone(),
            currency,
            cells: [month.assets, month.debts, month.total].map(Cell::Money).to_vec(),
            bar: None,
        })
        .collect();
    drawn(Sheet {
        title: word(language, "Net worth", "Patrimônio").to_owned(),
        about: ends(&lines, language),
        headings: headings([
            word(language, "Month", "Mês"),
            word(language, "Owned", "Bens"),
            word(language, "Owed", "Dívidas"),
            word(language, "Net worth", "Patrimônio"),
        ]),
        lines,
        total: None,
    })
}

/// With a bar beside each line.
fn drawn(mut sheet: Sheet) -> Sheet {
    sheet.draw_bars(false);
    sheet
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
