//! A sheet as a PDF of A4 pages: text that can be searched and copied, a bar beside each line, page numbers.
//!
//! The fonts are the two Helveticas every reader has, so the file stays small; they know the letters of western Europe. Other letters
//! are written as question marks.

use super::sheet::{Cell, Sheet, SheetLine};
use domain::money_text::format_amount;
use domain::{Currency, Language, Money};
use pdf_writer::{Content, Finish as _, Name, Pdf, Rect, Ref, Str};

const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 48.0;
const ROW: f32 = 17.0;
/// Points of a column of figures.
const COLUMN: f32 = 92.0;
/// Points of the widest bar.
const BAR: f32 = 70.0;
const SIZE: f32 = 9.5;
const PLAIN: Name<'static> = Name(b"F1");
const BOLD: Name<'static> = Name(b"F2");

/// The sheet as a file.
pub fn pdf(sheet: &Sheet, language: Language) -> Vec<u8> {
    let per_page = first_line_count();
    let lines: Vec<(&SheetLine, bool)> = sheet
        .lines
        .iter()
        .map(|line| (line, false))
        .chain(sheet.total.iter().map(|line| (line, true)))
        .collect();
    let pages: Vec<&[(&SheetLine, bool)]> =
        if lines.is_empty() { vec![&[]] } else { lines.chunks(per_page).collect() };
    let (catalog, tree, plain, bold) = (Ref::new(1), Ref::new(2), Ref::new(3), Ref::new(4));
    let page_id = |number: usize| Ref::new(5 + 2 * i32::try_from(number).unwrap_or(0));
    let content_id = |number: usize| Ref::new(6 + 2 * i32::try_from(number).unwrap_or(0));
    let mut file = Pdf::new();
    file.catalog(catalog).pages(tree);
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    file.pages(tree).kids((0..pages.len()).map(page_id)).count(count);
    for (id, base) in [(plain, &b"Helvetica"[..]), (bold, &b"Helvetica-Bold"[..])] {
        let mut font = file.type1_font(id);
        font.base_font(Name(base));
        font.encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    for (number, part) in pages.iter().enumerate() {
        let mut page = file.page(page_id(number));
        page.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).parent(tree).contents(content_id(number));
        let mut resources = page.resources();
        resources.fonts().pair(PLAIN, plain).pair(BOLD, bold);
        resources.finish();
        page.finish();
        let content = draw(sheet, part, (number + 1, pages.len()), language);
        file.stream(content_id(number), &content.finish());
    }
    file.finish()
}

/// Lines that fit on a page.
fn first_line_count() -> usize {
    let room = HEIGHT - 2.0 * MARGIN - 86.0;
    // Points are small and whole enough: the count is exact.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a page holds some dozen lines"
    )]
    {
        (room / ROW) as usize
    }
}

fn draw(sheet: &Sheet, lines: &[(&SheetLine, bool)], page: (usize, usize), language: Language) -> Content {
    let mut content = Content::new();
    let mut y = HEIGHT - MARGIN - 16.0;
    text(&mut content, BOLD, 16.0, MARGIN, y, &sheet.title);
    y -= 18.0;
    let about = format!("{} · {}", sheet.about, sheet.currency.code());
    text(&mut content, PLAIN, SIZE, MARGIN, y, &about);
    y -= 30.0;
    let columns = sheet.headings.len().saturating_sub(1);
    for (place, heading) in sheet.headings.iter().enumerate() {
        match place {
            0 => text(&mut content, BOLD, SIZE, MARGIN, y, heading),
            _ => text_right(&mut content, BOLD, right_edge(place, columns), y, heading),
        }
    }
    line(&mut content, y - 5.0, 0.6);
    let largest =
        sheet.lines.iter().filter_map(first_amount).map(i64::unsigned_abs).max().unwrap_or(0).max(1);
    for (item, is_total) in lines {
        y -= ROW;
        let font = if *is_total { BOLD } else { PLAIN };
        let room = right_edge(1, columns) - COLUMN - BAR - MARGIN;
        text(&mut content, font, SIZE, MARGIN, y, &shortened(&item.name, room));
        if let Some(amount) = first_amount(item).filter(|_| !is_total) {
            bar(&mut content, right_edge(1, columns) - COLUMN - BAR, y, amount.unsigned_abs(), largest);
        }
        for (place, cell) in item.cells.iter().enumerate() {
            let figure = figure(*cell, sheet.currency, language);
            text_right(&mut content, font, right_edge(place + 1, columns), y, &figure);
        }
        line(&mut content, y - 5.0, if *is_total { 0.6 } else { 0.2 });
    }
    text_right(&mut content, PLAIN, WIDTH - MARGIN, MARGIN - 14.0, &format!("{} / {}", page.0, page.1));
    content
}

/// Where a column of figures ends, from 1.
fn right_edge(place: usize, columns: usize) -> f32 {
    let back = u16::try_from(columns.saturating_sub(place)).unwrap_or(0);
    WIDTH - MARGIN - f32::from(back) * COLUMN
}

fn first_amount(item: &SheetLine) -> Option<i64> {
    match item.cells.first() {
        Some(Cell::Money(minor)) => Some(*minor),
        _ => None,
    }
}

fn figure(cell: Cell, currency: Currency, language: Language) -> String {
    match cell {
        Cell::Money(minor) => format_amount(Money::new(minor, currency), language),
        Cell::Count(count) => count.to_string(),
        Cell::Empty => String::new(),
    }
}

fn line(content: &mut Content, y: f32, width: f32) {
    content.set_line_width(width).set_stroke_gray(0.6);
    content.move_to(MARGIN, y).line_to(WIDTH - MARGIN, y).stroke();
}

fn bar(content: &mut Content, x: f32, y: f32, part: u64, whole: u64) {
    let share = u16::try_from(u128::from(part) * 1000 / u128::from(whole)).unwrap_or(1000);
    content.set_fill_rgb(0.122, 0.373, 0.545);
    content.rect(x, y, (f32::from(share) / 1000.0 * BAR).max(0.8), 6.0).fill_nonzero();
    content.set_fill_gray(0.0);
}

fn text(content: &mut Content, font: Name<'_>, size: f32, x: f32, y: f32, text: &str) {
    content.begin_text().set_font(font, size).next_line(x, y).show(Str(&win_ansi(text))).end_text();
}

fn text_right(content: &mut Content, font: Name<'_>, right: f32, y: f32, words: &str) {
    text(content, font, SIZE, right - width(words), y, words);
}

/// The text cut to a width, with dots where it was cut.
fn shortened(words: &str, room: f32) -> String {
    if width(words) <= room {
        return words.to_owned();
    }
    let mut kept = words.to_owned();
    while !kept.is_empty() && width(&kept) + width("…") > room {
        kept.pop();
    }
    format!("{}…", kept.trim_end())
}

fn width(words: &str) -> f32 {
    let thousandths: u32 = win_ansi(words).iter().map(|byte| u32::from(letter_width(*byte))).sum();
    // A line has some hundred letters: far below what f32 holds exactly.
    #[allow(clippy::cast_precision_loss, reason = "widths of a line are small")]
    {
        thousandths as f32 * SIZE / 1000.0
    }
}

/// Widths of Helvetica from the space to the tilde, thousandths of its size.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

fn letter_width(byte: u8) -> u16 {
    let plain = byte.checked_sub(32).and_then(|place| WIDTHS.get(usize::from(place)));
    // Letters with accents are as wide as without; half a size is near enough for the rest.
    plain.copied().unwrap_or(match byte {
        0x85 => 1000,
        0xA0 => 278,
        0xC0..=0xDE => 700,
        _ => 556,
    })
}

/// The bytes of the encoding every reader has.
fn win_ansi(text: &str) -> Vec<u8> {
    text.chars()
        .map(|letter| match letter {
            '\u{20}'..='\u{7e}' | '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(letter)).unwrap_or(b'?'),
            '€' => 0x80,
            '…' => 0x85,
            '‘' => 0x91,
            '’' => 0x92,
            '“' => 0x93,
            '”' => 0x94,
            '–' => 0x96,
            '—' => 0x97,
            '\u{2212}' => b'-',
            '\u{202f}' => 0xA0,
            _ => b'?',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(lines: usize) -> Sheet {
        let line = |number: usize| SheetLine {
            name: format!("Alimentação e bebidas para a família inteira, número {number}"),
            cells: vec![Cell::Money(-123_456), Cell::Money(7), Cell::Count(3)],
        };
        Sheet {
            title: "Despesas".to_owned(),
            about: "2024-01-01 a 2024-01-31".to_owned(),
            currency: Currency::BRL,
            headings: vec!["Categoria", "Valor", "Antes", "Linhas"],
            lines: (0..lines).map(line).collect(),
            total: Some(line(0)),
        }
    }

    #[test]
    fn a_long_sheet_has_pages_and_every_file_is_whole() {
        for (lines, pages) in [(0, 1), (1, 1), (38, 2), (200, 6)] {
            let file = pdf(&sheet(lines), Language::PtBr);
            let text = String::from_utf8_lossy(&file);
            assert!(text.starts_with("%PDF-") && text.trim_end().ends_with("%%EOF"), "{lines}");
            assert!(text.contains(&format!("/Count {pages}")), "{lines} lines: {}", &text[..400]);
        }
    }

    #[test]
    fn names_are_cut_to_their_room_and_unknown_letters_marked() {
        assert!(width(&shortened("uma linha comprida demais para a coluna", 80.0)) <= 80.0);
        assert_eq!(shortened("curta", 80.0), "curta");
        assert_eq!(win_ansi("Ação € −1 東"), b"A\xe7\xe3o \x80 -1 ?");
    }
}
