//! Cuts QIF text into records and knows which section and account each belongs to.

/// What the header above a record announces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Section {
    /// `Bank`, `Cash`, `CCard`, `Oth A`, `Oth L`: the header's own word.
    Money(String),
    /// Investment transactions.
    Investment(String),
    /// Account list or account switch.
    Account,
    /// Categories, classes, prices and other lists.
    List,
}

/// One field: line number, letter, text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'a> {
    pub line: u32,
    pub letter: char,
    pub text: &'a str,
}

/// One record of a transaction section.
#[derive(Debug)]
pub(super) struct Record<'a> {
    pub section: Section,
    pub account: Option<String>,
    pub fields: Vec<Field<'a>>,
}

impl<'a> Record<'a> {
    /// The first non-empty field with this letter.
    pub fn first(&self, letter: char) -> Option<Field<'a>> {
        self.fields.iter().copied().find(|f| f.letter == letter && !f.text.is_empty())
    }

    /// Line the record starts on.
    pub fn line(&self) -> u32 {
        self.fields.first().map_or(0, |f| f.line)
    }
}

/// Lines with 1-based numbers; `\r\n`, `\n` and a lone `\r` all end one.
pub(crate) fn numbered_lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let mut rest = Some(text);
    let mut number = 0_u32;
    std::iter::from_fn(move || {
        let current = rest?;
        number = number.saturating_add(1);
        let Some(end) = current.find(['\r', '\n']) else {
            rest = None;
            return Some((number, current));
        };
        let (line, tail) = current.split_at(end);
        rest = tail.strip_prefix("\r\n").or_else(|| tail.get(1..));
        Some((number, line))
    })
}

/// The records, and the headers that mean nothing to us (with their line).
pub(super) struct Parsed<'a> {
    pub records: Vec<Record<'a>>,
    pub unknown_headers: Vec<(u32, &'a str)>,
    pub has_header: bool,
}

struct Cutter<'a> {
    out: Parsed<'a>,
    section: Option<Section>,
    account: Option<String>,
    /// Accounts named since the last `!Account`.
    named: usize,
    fields: Vec<Field<'a>>,
}

/// Cuts `text` into records.
pub(super) fn parse(text: &str) -> Parsed<'_> {
    let mut cutter = Cutter {
        out: Parsed { records: Vec::new(), unknown_headers: Vec::new(), has_header: false },
        section: None,
        account: None,
        named: 0,
        fields: Vec::new(),
    };
    for (number, raw) in numbered_lines(text) {
        let line = raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        cutter.line(number, line);
    }
    cutter.end_record();
    cutter.out
}

impl<'a> Cutter<'a> {
    fn line(&mut self, number: u32, line: &'a str) {
        let mut chars = line.chars();
        match chars.next() {
            None | Some('#') => {}
            Some('^') => {
                self.end_record();
                let rest = line.trim_start_matches(|c: char| c == '^' || c.is_whitespace());
                if !rest.is_empty() {
                    self.line(number, rest);
                }
            }
            Some('!') => {
                self.end_record();
                self.header(number, line);
            }
            Some(letter) => {
                let text = chars.as_str().trim();
                self.fields.push(Field { line: number, letter: letter.to_ascii_uppercase(), text });
            }
        }
    }

    fn header(&mut self, number: u32, line: &'a str) {
        let lower = line.to_lowercase();
        if lower.starts_with("!option") || lower.starts_with("!clear") {
            return;
        }
        self.out.has_header = true;
        let word = lower.strip_prefix("!type").unwrap_or(&lower).trim_start_matches(['!', ':', ' ']);
        let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
        let section = match word.as_str() {
            "bank" => Section::Money("Bank".into()),
            "cash" => Section::Money("Cash".into()),
            "ccard" | "creditcard" => Section::Money("CCard".into()),
            "oth a" | "otha" => Section::Money("Oth A".into()),
            "oth l" | "othl" => Section::Money("Oth L".into()),
            "invst" | "port" | "401(k)/403(b)" => Section::Investment("Invst".into()),
            "account" => Section::Account,
            "cat" | "class" | "memorized" | "memorised" | "prices" | "security" | "budget" | "template"
            | "tag" | "invitem" | "bill" | "tax" => Section::List,
            _ => {
                self.out.unknown_headers.push((number, line));
                Section::List
            }
        };
        if section == Section::Account {
            self.named = 0;
        } else if matches!(section, Section::Money(_) | Section::Investment(_)) && self.named > 1 {
            // A list of several accounts selects none of them.
            self.account = None;
            self.named = 0;
        }
        self.section = Some(section);
    }

    fn end_record(&mut self) {
        let fields = std::mem::take(&mut self.fields);
        if fields.iter().all(|f| f.text.is_empty()) {
            return;
        }
        match &self.section {
            Some(Section::List) => {}
            Some(Section::Account) => {
                if let Some(name) = fields.iter().find(|f| f.letter == 'N' && !f.text.is_empty()) {
                    self.account = Some(name.text.to_owned());
                    self.named += 1;
                }
            }
            Some(section) => {
                let record = Record { section: section.clone(), account: self.account.clone(), fields };
                self.out.records.push(record);
            }
            // Without a header only what looks like a transaction is one; the rest is a preamble.
            None => {
                let start = fields
                    .iter()
                    .position(|f| f.letter == 'D' && f.text.starts_with(|c: char| c.is_ascii_digit()));
                if let Some(start) = start {
                    let fields = fields[start..].to_vec();
                    if fields.iter().any(|f| matches!(f.letter, 'T' | 'U')) {
                        let section = Section::Money("Bank".into());
                        self.out.records.push(Record { section, account: None, fields });
                    }
                }
            }
        }
    }
}
