//! A sheet on pages: columns as wide as what stands in them, headings on every page.

use super::text::{Font, write, write_right};
use super::{BLUE, LIGHT, MARGIN, Pages, RED, RIGHT, SIZE};
use crate::{Bar, Sheet, SheetLine};

const ROW: f32 = 16.0;
/// Between two columns.
const GAP: f32 = 14.0;
/// Points of the widest bar.
const BAR: f32 = 84.0;
/// The names' column is not narrower, as long as words can give way.
const NAMES: f32 = 165.0;
/// Nor any other with words.
const WORDS: f32 = 44.0;

/// A column after the names'.
struct Column {
    /// Points it has.
    width: f32,
    words: bool,
    /// Where it ends.
    right: f32,
}

struct Table<'a> {
    sheet: &'a Sheet,
    columns: Vec<Column>,
    /// Amounts say their currency.
    symbol: bool,
    /// Where names end.
    names: f32,
    bars: bool,
}

/// Draws the sheet from where the pages are.
pub fn draw(pages: &mut Pages, sheet: &Sheet) {
    let table = Table::new(pages, sheet);
    // A title is not left alone at the end of a page.
    pages.need(30.0 + 4.0 * ROW);
    pages.title(&sheet.title, &sheet.about);
    table.headings(pages);
    for line in &sheet.lines {
        if pages.need(ROW) {
            table.headings(pages);
        }
        table.line(pages, line, Font::Plain);
    }
    if let Some(total) = &sheet.total {
        if pages.need(ROW) {
            table.headings(pages);
        }
        table.line(pages, total, Font::Bold);
    }
    pages.y -= 6.0;
}

impl Column {
    fn write(&self, pages: &mut Pages, font: Font, y: f32, words: &str) {
        if self.words {
            let words = font.shortened(SIZE, words, self.width);
            write(&mut pages.content, font, SIZE, self.right - self.width, y, &words);
        } else {
            write_right(&mut pages.content, font, SIZE, self.right, y, words);
        }
    }
}

impl<'a> Table<'a> {
    fn new(pages: &Pages, sheet: &'a Sheet) -> Self {
        let symbol = sheet.currency().is_none();
        let bars = sheet.lines.iter().any(|line| line.bar.is_some());
        let mut columns: Vec<Column> = (1..sheet.headings.len())
            .map(|place| {
                let heading = Font::Bold.width(SIZE, &sheet.headings[place]);
                let lines = sheet.lines.iter().chain(&sheet.total);
                let cells = lines.filter_map(|line| Some((line, line.cells.get(place - 1)?)));
                let words = cells.clone().any(|(_, cell)| cell.is_words());
                // Totals are bold, which is wider.
                let widths = cells.map(|(line, cell)| {
                    Font::Bold.width(SIZE, &cell.shown(line.currency, symbol, pages.language))
                });
                Column { width: widths.fold(heading, f32::max), words, right: 0.0 }
            })
            .collect();
        let bar = if bars { BAR + GAP } else { 0.0 };
        let room = |columns: &[Column]| {
            let taken: f32 = columns.iter().map(|column| column.width + GAP).sum();
            RIGHT - MARGIN - bar - taken
        };
        while room(&columns) < NAMES {
            let widest = columns
                .iter_mut()
                .filter(|column| column.words && column.width > WORDS)
                .max_by(|one, other| one.width.total_cmp(&other.width));
            let Some(widest) = widest else { break };
            widest.width = f32::max(widest.width - 6.0, WORDS);
        }
        let names = MARGIN + room(&columns);
        let mut right = RIGHT;
        for column in columns.iter_mut().rev() {
            column.right = right;
            right -= column.width + GAP;
        }
        Self { sheet, columns, symbol, names, bars }
    }

    fn headings(&self, pages: &mut Pages) {
        let y = pages.y - 10.0;
        if let Some(first) = self.sheet.headings.first() {
            let words = Font::Bold.shortened(SIZE, first, self.names - MARGIN);
            write(&mut pages.content, Font::Bold, SIZE, MARGIN, y, &words);
        }
        for (heading, column) in self.sheet.headings.iter().skip(1).zip(&self.columns) {
            column.write(pages, Font::Bold, y, heading);
        }
        pages.rule(pages.y - 15.0, 0.7);
        pages.y -= 17.0;
    }

    fn line(&self, pages: &mut Pages, line: &SheetLine, font: Font) {
        let y = pages.y - 10.5;
        write(
            &mut pages.content,
            font,
            SIZE,
            MARGIN,
            y,
            &font.shortened(SIZE, &line.name, self.names - MARGIN),
        );
        if let Some(bar) = line.bar.filter(|_| self.bars) {
            self.bar(pages, bar);
        }
        for (cell, column) in line.cells.iter().zip(&self.columns) {
            let shown = cell.shown(line.currency, self.symbol, pages.language);
            column.write(pages, font, y, &shown);
        }
        pages.rule(pages.y - ROW + 0.5, if font == Font::Bold { 0.7 } else { 0.2 });
        pages.y -= ROW;
    }

    fn bar(&self, pages: &mut Pages, bar: Bar) {
        let x = self.names + GAP;
        // What is there at all can be seen.
        let points = |length: u16| match length {
            0 => 0.0,
            length => f32::max(f32::from(length.min(1000)) / 1000.0 * BAR, 0.8),
        };
        let color = if bar.over { RED } else { BLUE };
        if let Some(before) = bar.before {
            pages.rectangle(color, x, pages.y - 9.0, points(bar.length), 5.5);
            pages.rectangle(LIGHT, x, pages.y - 12.5, points(before), 2.5);
        } else {
            pages.rectangle(color, x, pages.y - 11.0, points(bar.length), 6.0);
        }
    }
}
