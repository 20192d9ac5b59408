//! A query's text as raw terms: sign, keyword, operator, value, each with its place.

use super::Span;

/// What stands between keyword and value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Is,
    Above,
    AtLeast,
    Below,
    AtMost,
}

impl Operator {
    pub const fn text(self) -> &'static str {
        match self {
            Self::Is => ":",
            Self::Above => ">",
            Self::AtLeast => ">=",
            Self::Below => "<",
            Self::AtMost => "<=",
        }
    }
}

/// A term before anything is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    pub span: Span,
    pub negated: bool,
    /// Keyword, where it stands, and the operator.
    pub key: Option<(String, Span, Operator)>,
    pub value: String,
    /// Where the value stands, quotes included.
    pub place: Span,
    /// A quotation that does not end.
    pub open: bool,
}

/// The raw terms of a text.
pub fn lex(text: &str) -> Vec<Raw> {
    let letters: Vec<char> = text.chars().collect();
    let mut lexer = Lexer { letters: &letters, at: 0 };
    let mut all = Vec::new();
    while let Some(raw) = lexer.term() {
        all.push(raw);
    }
    all
}

struct Lexer<'a> {
    letters: &'a [char],
    at: usize,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.letters.get(self.at + ahead).copied()
    }

    fn term(&mut self) -> Option<Raw> {
        while self.peek(0).is_some_and(char::is_whitespace) {
            self.at += 1;
        }
        let start = self.at;
        let first = self.peek(0)?;
        let negated = first == '-' && self.peek(1).is_some_and(|next| !next.is_whitespace());
        if negated {
            self.at += 1;
        }
        let key = self.key();
        let value_start = self.at;
        let (value, open) = self.value();
        let place = Span { start: value_start, end: self.at };
        Some(Raw { span: Span { start, end: self.at }, negated, key, value, place, open })
    }

    /// Letters, then an operator.
    fn key(&mut self) -> Option<(String, Span, Operator)> {
        let length = self.letters[self.at..].iter().take_while(|c| c.is_alphabetic()).count();
        if length == 0 {
            return None;
        }
        let (operator, width) = match (self.peek(length), self.peek(length + 1), self.peek(length + 2)) {
            (Some('>'), Some('='), _) => (Operator::AtLeast, 2),
            (Some('<'), Some('='), _) => (Operator::AtMost, 2),
            (Some(':'), Some('>'), Some('=')) => (Operator::AtLeast, 3),
            (Some(':'), Some('<'), Some('=')) => (Operator::AtMost, 3),
            (Some('>'), ..) => (Operator::Above, 1),
            (Some('<'), ..) => (Operator::Below, 1),
            (Some(':'), Some('>'), _) => (Operator::Above, 2),
            (Some(':'), Some('<'), _) => (Operator::Below, 2),
            (Some(':' | '='), ..) => (Operator::Is, 1),
            _ => return None,
        };
        let span = Span { start: self.at, end: self.at + length };
        let word = self.letters[self.at..span.end].iter().collect();
        self.at += length + width;
        Some((word, span, operator))
    }

    /// A quotation, or everything up to the next white space; and whether a quotation does not end.
    fn value(&mut self) -> (String, bool) {
        let mut value = String::new();
        if self.peek(0) != Some('"') {
            while let Some(letter) = self.peek(0).filter(|letter| !letter.is_whitespace()) {
                value.push(letter);
                self.at += 1;
            }
            return (value, false);
        }
        self.at += 1;
        while let Some(letter) = self.peek(0) {
            self.at += 1;
            match letter {
                '"' => return (value, false),
                '\\' => {
                    if let Some(next) = self.peek(0) {
                        value.push(next);
                        self.at += 1;
                    }
                }
                other => value.push(other),
            }
        }
        (value, true)
    }
}
