//! A document as A4 pages: text that can be searched and copied, bars, page numbers.
//!
//! The fonts are the two Helveticas every reader has, so the file stays small; they know the letters of western Europe. Other letters
//! are written as question marks.

mod chart;
mod table;
mod text;

use crate::{Block, Document, Figure};
use domain::money_text::format_money;
use domain::{Language, Money};
use pdf_writer::{Content, Finish as _, Pdf, Rect, Ref, TextStr};
use text::{Font, write, write_right};

const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 48.0;
const RIGHT: f32 = WIDTH - MARGIN;
/// What is written on ends here.
const BOTTOM: f32 = MARGIN + 14.0;
const SIZE: f32 = 9.0;

type Rgb = (f32, f32, f32);
const BLUE: Rgb = (0.122, 0.373, 0.545);
const GREEN: Rgb = (0.247, 0.600, 0.412);
const RED: Rgb = (0.725, 0.239, 0.188);
const LIGHT: Rgb = (0.745, 0.784, 0.820);
const BOX: Rgb = (0.953, 0.961, 0.969);
const INK: Rgb = (0.0, 0.0, 0.0);
const FAINT: Rgb = (0.38, 0.42, 0.46);

/// The document as a file.
pub fn pdf(document: &Document, language: Language) -> Vec<u8> {
    let mut pages = Pages::new(language);
    pages.head(document);
    for block in &document.blocks {
        match block {
            Block::Figures(figures) => pages.figures(figures),
            Block::Chart(chart) => chart::draw(&mut pages, chart),
            Block::Sheet(sheet) => table::draw(&mut pages, sheet),
            Block::Note(note) => pages.note(note),
        }
    }
    pages.file(document)
}

/// Pages while they are written, from the top down.
struct Pages {
    language: Language,
    done: Vec<Content>,
    content: Content,
    /// Where the next thing's top is.
    y: f32,
}

impl Pages {
    fn new(language: Language) -> Self {
        Self { language, done: Vec::new(), content: Content::new(), y: HEIGHT - MARGIN }
    }

    fn turn(&mut self) {
        self.done.push(std::mem::replace(&mut self.content, Content::new()));
        self.y = HEIGHT - MARGIN;
    }

    /// Turns the page unless so many points are left on it; says whether it did.
    fn need(&mut self, points: f32) -> bool {
        let turned = self.y - points < BOTTOM;
        if turned {
            self.turn();
        }
        turned
    }

    fn fill(&mut self, (r, g, b): Rgb) {
        self.content.set_fill_rgb(r, g, b);
    }

    fn rectangle(&mut self, color: Rgb, x: f32, y: f32, width: f32, height: f32) {
        self.fill(color);
        self.content.rect(x, y, width, height).fill_nonzero();
        self.fill(INK);
    }

    fn rule(&mut self, y: f32, width: f32) {
        self.content.set_line_width(width).set_stroke_gray(0.65);
        self.content.move_to(MARGIN, y).line_to(RIGHT, y).stroke();
    }

    fn head(&mut self, document: &Document) {
        let title = Font::Bold.shortened(19.0, &document.title, RIGHT - MARGIN);
        write(&mut self.content, Font::Bold, 19.0, MARGIN, self.y - 16.0, &title);
        self.fill(FAINT);
        let about = Font::Plain.shortened(10.5, &document.about, RIGHT - MARGIN);
        write(&mut self.content, Font::Plain, 10.5, MARGIN, self.y - 33.0, &about);
        self.fill(INK);
        self.y -= 46.0;
    }

    /// Title and subtitle of a block.
    fn title(&mut self, title: &str, about: &str) {
        if title.is_empty() {
            return;
        }
        self.y -= 12.0;
        write(&mut self.content, Font::Bold, 12.0, MARGIN, self.y - 10.0, title);
        let x = MARGIN + Font::Bold.width(12.0, title) + 8.0;
        self.fill(FAINT);
        write(
            &mut self.content,
            Font::Plain,
            SIZE,
            x,
            self.y - 10.0,
            &Font::Plain.shortened(SIZE, about, RIGHT - x),
        );
        self.fill(INK);
        self.y -= 18.0;
    }

    fn figures(&mut self, figures: &[Figure]) {
        const HIGH: f32 = 46.0;
        const GAP: f32 = 10.0;
        let wide = (RIGHT - MARGIN - 2.0 * GAP) / 3.0;
        for row in figures.chunks(3) {
            self.need(HIGH + GAP);
            let mut x = MARGIN;
            for figure in row {
                self.rectangle(BOX, x, self.y - HIGH, wide, HIGH);
                self.fill(FAINT);
                write(&mut self.content, Font::Plain, SIZE, x + 10.0, self.y - 16.0, &figure.name);
                self.fill(if figure.minor < 0 { RED } else { INK });
                let amount = format_money(Money::new(figure.minor, figure.currency), self.language);
                let amount = Font::Bold.shortened(15.0, &amount, wide - 20.0);
                write(&mut self.content, Font::Bold, 15.0, x + 10.0, self.y - 36.0, &amount);
                self.fill(INK);
                x += wide + GAP;
            }
            self.y -= HIGH + GAP;
        }
    }

    fn note(&mut self, note: &str) {
        self.need(16.0);
        self.fill(FAINT);
        let words = Font::Plain.shortened(SIZE, note, RIGHT - MARGIN);
        write(&mut self.content, Font::Plain, SIZE, MARGIN, self.y - 12.0, &words);
        self.fill(INK);
        self.y -= 18.0;
    }

    /// All pages as a file, each with its number.
    fn file(mut self, document: &Document) -> Vec<u8> {
        self.turn();
        let (catalog, tree, info, plain, bold) =
            (Ref::new(1), Ref::new(2), Ref::new(3), Ref::new(4), Ref::new(5));
        let count = i32::try_from(self.done.len()).unwrap_or(i32::MAX);
        let (page_id, content_id) = (|page: i32| Ref::new(6 + 2 * page), |page: i32| Ref::new(7 + 2 * page));
        let mut file = Pdf::new();
        file.catalog(catalog).pages(tree).lang(TextStr(self.language.as_str()));
        file.document_info(info).title(TextStr(&document.title));
        file.pages(tree).kids((0..count).map(page_id)).count(count);
        for (id, font) in [(plain, Font::Plain), (bold, Font::Bold)] {
            file.type1_font(id)
                .base_font(font.base())
                .encoding_predefined(pdf_writer::Name(b"WinAnsiEncoding"));
        }
        for (number, mut content) in (0..count).zip(self.done) {
            let mut page = file.page(page_id(number));
            page.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).parent(tree).contents(content_id(number));
            let mut resources = page.resources();
            resources.fonts().pair(Font::Plain.name(), plain).pair(Font::Bold.name(), bold);
            resources.finish();
            page.finish();
            let words = format!("{} / {count}", number + 1);
            write_right(&mut content, Font::Plain, SIZE, RIGHT, MARGIN - 14.0, &words);
            if number > 0 {
                let title = format!("{} · {}", document.title, document.about);
                let title = Font::Plain.shortened(SIZE, &title, RIGHT - MARGIN - 60.0);
                write(&mut content, Font::Plain, SIZE, MARGIN, MARGIN - 14.0, &title);
            }
            file.stream(content_id(number), &content.finish());
        }
        file.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Bar, Cell, Chart, ChartGroup, Sheet, SheetLine};
    use domain::Currency;

    fn sheet(lines: usize) -> Sheet {
        let line = |number: usize| SheetLine {
            name: format!("Alimentação e bebidas para a família inteira, número {number}"),
            currency: Currency::BRL,
            cells: vec![Cell::Money(-123_456), Cell::Money(7), Cell::Count(3)],
            bar: Some(Bar { length: 700, before: Some(300), over: false }),
        };
        Sheet {
            title: "Despesas".to_owned(),
            about: "2024-01-01 a 2024-01-31".to_owned(),
            headings: ["Categoria", "Valor", "Antes", "Linhas"].map(str::to_owned).to_vec(),
            lines: (0..lines).map(line).collect(),
            total: Some(line(0)),
        }
    }

    fn pages(document: &Document) -> (usize, String) {
        let file = pdf(document, Language::PtBr);
        let text = String::from_utf8_lossy(&file).into_owned();
        assert!(text.starts_with("%PDF-") && text.trim_end().ends_with("%%EOF"), "{}", &text[..40]);
        let count = text.split("/Count ").nth(1).expect("a count");
        let count = count.split(|letter: char| !letter.is_ascii_digit()).next().expect("a number");
        (count.parse().expect("a number"), text)
    }

    #[test]
    fn a_long_sheet_has_pages_and_every_file_is_whole() {
        for (lines, expected) in [(0, 1), (1, 1), (60, 2), (200, 5)] {
            let (count, text) = pages(&Document::of(sheet(lines)));
            assert_eq!(count, expected, "{lines} lines");
            assert_eq!(text.matches("(Categoria)").count(), count, "each page has the headings");
        }
    }

    #[test]
    fn blocks_follow_each_other_and_none_runs_out_of_the_page() {
        let group = |number: i64| ChartGroup { name: format!("{number}"), values: [number * 900, -number] };
        let chart = Chart {
            title: "Seis meses".to_owned(),
            names: ["Receitas".to_owned(), "Despesas".to_owned()],
            currency: Currency::BRL,
            groups: (0..6).map(group).collect(),
        };
        let figure = |minor| Figure { name: "Saldo".to_owned(), minor, currency: Currency::BRL };
        let mut blocks = vec![Block::Figures(vec![figure(-5); 4]), Block::Chart(chart.clone())];
        blocks.extend((0..9).flat_map(|lines| [Block::Sheet(sheet(lines)), Block::Note("Fim".to_owned())]));
        blocks.push(Block::Chart(Chart { groups: Vec::new(), ..chart }));
        let document = Document { title: "Relatório".to_owned(), about: "Casa".to_owned(), blocks };
        let (count, text) = pages(&document);
        assert!((2..=5).contains(&count), "{count}");
        for line in text.lines().filter(|line| line.ends_with(" Td")) {
            let y: f32 = line.split(' ').nth(1).expect("a height").parse().expect("a number");
            assert!((MARGIN - 14.0..=HEIGHT - MARGIN).contains(&y), "{line}");
        }
    }
}
