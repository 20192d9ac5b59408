//! Readable tables and amounts for people.

use app::view::AmountView;
use comfy_table::presets::NOTHING;
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table};
use domain::{Currency, Language, Money};

/// A table without frame; `right` lists the columns of numbers.
pub fn table(header: &[&str], right: &[usize], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(header.iter().map(|title| Cell::new(title.to_uppercase())));
    for row in rows {
        table.add_row(row);
    }
    for column in right {
        if let Some(column) = table.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.trim_fmt()
}

/// The amount as its language writes it.
pub fn amount(amount: &AmountView, language: Language) -> String {
    match Currency::from_code(&amount.currency) {
        Some(currency) => domain::money_text::format_money(Money::new(amount.minor, currency), language),
        None => format!("{} {}", amount.minor, amount.currency),
    }
}

/// `text` cut to `width` characters.
pub fn shorten(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}
