//! Words on a page: fonts, widths, and the bytes of the encoding.

use pdf_writer::{Content, Name, Str};

/// One of the two fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Font {
    /// Helvetica.
    Plain,
    /// Helvetica, bold.
    Bold,
}

impl Font {
    /// Its name among a page's resources.
    pub const fn name(self) -> Name<'static> {
        match self {
            Self::Plain => Name(b"F1"),
            Self::Bold => Name(b"F2"),
        }
    }

    /// Its name everywhere.
    pub const fn base(self) -> Name<'static> {
        match self {
            Self::Plain => Name(b"Helvetica"),
            Self::Bold => Name(b"Helvetica-Bold"),
        }
    }

    /// Points that words take at this size.
    pub fn width(self, size: f32, words: &str) -> f32 {
        let thousandths: u32 = win_ansi(words).iter().map(|byte| u32::from(self.letter(*byte))).sum();
        // A line has some hundred letters: far below what f32 holds exactly.
        #[allow(clippy::cast_precision_loss, reason = "widths of a line are small")]
        {
            thousandths as f32 * size / 1000.0
        }
    }

    /// The words cut to a width, with dots where they were cut.
    pub fn shortened(self, size: f32, words: &str, room: f32) -> String {
        if self.width(size, words) <= room {
            return words.to_owned();
        }
        let mut kept = words.to_owned();
        while !kept.is_empty() && self.width(size, &kept) + self.width(size, "…") > room {
            kept.pop();
        }
        format!("{}…", kept.trim_end())
    }

    /// Thousandths of the size that a letter takes.
    fn letter(self, byte: u8) -> u16 {
        let widths = match self {
            Self::Plain => &PLAIN,
            Self::Bold => &BOLD,
        };
        let plain = |byte: u8| byte.checked_sub(32).and_then(|place| widths.get(usize::from(place))).copied();
        // Letters with accents are as wide as without; half a size is near enough for the rest.
        plain(bare(byte)).unwrap_or(match byte {
            0x85 | 0x97 => 1000,
            0xA0 | 0xB7 => 278,
            0xAA | 0xBA => 370,
            0xB0 => 400,
            _ => 556,
        })
    }
}

/// Puts words on the page.
pub fn write(content: &mut Content, font: Font, size: f32, x: f32, y: f32, words: &str) {
    content.begin_text().set_font(font.name(), size).next_line(x, y).show(Str(&win_ansi(words))).end_text();
}

/// Puts words on the page that end at `right`.
pub fn write_right(content: &mut Content, font: Font, size: f32, right: f32, y: f32, words: &str) {
    write(content, font, size, right - font.width(size, words), y, words);
}

/// The letter without its accent.
const fn bare(byte: u8) -> u8 {
    match byte {
        0xC0..=0xC5 => b'A',
        0xC7 => b'C',
        0xC8..=0xCB => b'E',
        0xCC..=0xCF => b'I',
        0xD1 => b'N',
        0xD2..=0xD6 => b'O',
        0xD9..=0xDC => b'U',
        0xE0..=0xE5 => b'a',
        0xE7 => b'c',
        0xE8..=0xEB => b'e',
        0xEC..=0xEF => b'i',
        0xF1 => b'n',
        0xF2..=0xF6 => b'o',
        0xF9..=0xFC => b'u',
        other => other,
    }
}

/// Widths of Helvetica from the space to the tilde.
const PLAIN: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// The same of the bold one.
const BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278,
    556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584,
    556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556,
    333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

/// The bytes of the encoding every reader has.
fn win_ansi(words: &str) -> Vec<u8> {
    words
        .chars()
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

    #[test]
    fn words_are_cut_to_their_room_and_unknown_letters_marked() {
        let long = "uma linha comprida demais para a coluna";
        for font in [Font::Plain, Font::Bold] {
            assert!(font.width(9.5, &font.shortened(9.5, long, 80.0)) <= 80.0);
            assert_eq!(font.shortened(9.5, "curta", 80.0), "curta");
        }
        assert_eq!(win_ansi("Ação € −1 東"), b"A\xe7\xe3o \x80 -1 ?");
    }

    #[test]
    fn accents_take_no_room_and_bold_takes_more() {
        for (one, other) in [("Ação", "Acao"), ("débito", "debito"), ("ÓTIMO", "OTIMO")] {
            let apart = Font::Plain.width(10.0, one) - Font::Plain.width(10.0, other);
            assert!(apart.abs() < 0.01, "{one}: {apart}");
        }
        assert!(Font::Bold.width(10.0, "Total") > Font::Plain.width(10.0, "Total"));
    }
}
