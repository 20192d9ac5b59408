//! Sheets as CSV: plain decimals and days, so that other programs read them in every language.

use crate::{Cell, Document, Sheet};
use domain::Currency;
use domain::money::minor_digits;
use domain::money_text::decimal;

/// Why there is no CSV: memory takes every line, so it does not happen.
#[derive(Debug, thiserror::Error)]
#[error("the CSV cannot be written: {0}")]
pub struct CsvError(String);

fn failed(error: impl std::fmt::Display) -> CsvError {
    CsvError(error.to_string())
}

/// The figure for programs.
fn plain(cell: &Cell, currency: Currency) -> String {
    match cell {
        Cell::Money(minor) => decimal(*minor, minor_digits(currency)),
        Cell::Count(count) => count.to_string(),
        Cell::Share(share) => decimal(i64::from(*share), 3),
        Cell::Day(day) => day.to_string(),
        Cell::Text(text) => text.clone(),
        Cell::Empty => String::new(),
    }
}

impl Sheet {
    /// One row a line, and a last column with the currency, which is called so.
    ///
    /// # Errors
    /// [`CsvError`].
    pub fn csv(&self, currency: &str) -> Result<Vec<u8>, CsvError> {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        let headings = self.headings.iter().map(String::as_str);
        writer.write_record(headings.chain([currency])).map_err(failed)?;
        for line in self.lines.iter().chain(&self.total) {
            let cells = line.cells.iter().map(|cell| plain(cell, line.currency));
            let name = std::iter::once(line.name.clone());
            let code = std::iter::once(line.currency.code().to_owned());
            writer.write_record(name.chain(cells).chain(code)).map_err(failed)?;
        }
        writer.into_inner().map_err(failed)
    }
}

impl Document {
    /// All sheets in one table, one row a figure: sheet, number and name of the line, column, value, and for amounts the currency.
    /// `headings`: what these six are called. Totals are left out, since whoever adds up would count them twice.
    ///
    /// # Errors
    /// [`CsvError`].
    pub fn csv(&self, headings: [&str; 6]) -> Result<Vec<u8>, CsvError> {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(headings).map_err(failed)?;
        for sheet in self.sheets() {
            for (number, line) in (1_u32..).zip(&sheet.lines) {
                for (heading, cell) in sheet.headings.iter().skip(1).zip(&line.cells) {
                    if *cell == Cell::Empty {
                        continue;
                    }
                    let currency = if matches!(cell, Cell::Money(_)) { line.currency.code() } else { "" };
                    let (number, value) = (number.to_string(), plain(cell, line.currency));
                    let row = [&sheet.title, &number, &line.name, heading, &value, currency];
                    writer.write_record(row).map_err(failed)?;
                }
            }
        }
        writer.into_inner().map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Block, SheetLine};
    use domain::Day;

    fn sheet() -> Sheet {
        let line =
            |name: &str, currency, cells| SheetLine { name: name.to_owned(), currency, cells, bar: None };
        Sheet {
            title: "Largest".to_owned(),
            about: String::new(),
            headings: ["Name", "Day", "Amount", "Part"].map(str::to_owned).to_vec(),
            lines: vec![
                line(
                    "Rent, with \"heat\"",
                    Currency::EUR,
                    vec![Cell::Day(Day::constant(2026, 3, 1)), Cell::Money(-120_005), Cell::Share(1_000)],
                ),
                line("Tea", Currency::JPY, vec![Cell::Empty, Cell::Money(-300), Cell::Share(25)]),
            ],
            total: Some(line("Total", Currency::EUR, vec![Cell::Empty, Cell::Money(-120_305)])),
        }
    }

    #[test]
    fn a_sheet_is_one_row_a_line() {
        let lines = "Name,Day,Amount,Part,Currency\n\"Rent, with \"\"heat\"\"\",2026-03-01,-1200.05,1.000,EUR\n\
            Tea,,-300,0.025,JPY\n";
        let sheet = Sheet { total: None, ..sheet() };
        let text = String::from_utf8(sheet.csv("Currency").expect("CSV")).expect("UTF-8");
        assert_eq!(text, lines);
    }

    #[test]
    fn a_document_is_one_row_a_figure() {
        let blocks = vec![Block::Note("not in it".to_owned()), Block::Sheet(sheet())];
        let document = Document { title: "Report".to_owned(), about: String::new(), blocks };
        let bytes = document.csv(["sheet", "line", "name", "column", "value", "currency"]).expect("CSV");
        let lines = "sheet,line,name,column,value,currency\n\
            Largest,1,\"Rent, with \"\"heat\"\"\",Day,2026-03-01,\n\
            Largest,1,\"Rent, with \"\"heat\"\"\",Amount,-1200.05,EUR\n\
            Largest,1,\"Rent, with \"\"heat\"\"\",Part,1.000,\n\
            Largest,2,Tea,Amount,-300,JPY\n\
            Largest,2,Tea,Part,0.025,\n";
        assert_eq!(String::from_utf8(bytes).expect("UTF-8"), lines);
    }
}
