//! A small, bounded XML tree of local names: one message element at a time, entities never expanded beyond XML's own.

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// Deeper elements are not kept; ISO 20022 messages stay far below.
const MAX_DEPTH: usize = 64;

/// An element: local name, `Ccy` attribute, text and children.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub name: String,
    pub currency: Option<String>,
    pub text: String,
    pub children: Vec<Node>,
    /// Byte offset of its start tag.
    pub offset: u64,
}

impl Node {
    fn start(tag: &BytesStart<'_>, offset: u64) -> Self {
        let currency = tag.attributes().flatten().find(|a| a.key.local_name().as_ref() == "Ccy");
        Self {
            name: tag.local_name().as_ref().to_owned(),
            currency: currency.map(|a| a.value.trim().to_owned()),
            offset,
            ..Self::default()
        }
    }

    /// The first descendant along a path of names.
    pub fn at<'n>(&'n self, path: &[&str]) -> Option<&'n Node> {
        let Some((first, rest)) = path.split_first() else {
            return Some(self);
        };
        self.children.iter().filter(|child| child.name == *first).find_map(|child| child.at(rest))
    }

    /// The text at a path, white space folded; `None` when blank.
    pub fn text_at(&self, path: &[&str]) -> Option<String> {
        let node = self.at(path)?;
        let text = node.text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    }

    /// Children of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |c| c.name == name)
    }
}

/// What comes next at message level.
pub(super) enum Piece {
    /// `Stmt`, `Rpt` or `Ntfctn` begins.
    StatementStart,
    /// It ends.
    StatementEnd,
    /// A complete direct child of it (`Acct`, `Bal`, `Ntry`, ...).
    Child(Node),
    /// The end of a well-formed document.
    End,
    /// Broken or truncated here, with the reason.
    Broken(u64, String),
}

/// Streams the pieces of a message.
pub(super) struct Pieces<'a> {
    reader: Reader<&'a [u8]>,
    inside: bool,
    /// Open elements above the level looked at.
    depth: usize,
    pub any_element: bool,
    pub any_message: bool,
}

fn is_statement(name: &str) -> bool {
    matches!(name, "Stmt" | "Rpt" | "Ntfctn")
}

impl<'a> Pieces<'a> {
    pub fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = true;
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { reader, inside: false, depth: 0, any_element: false, any_message: false }
    }

    fn broken(&self, reason: String) -> Piece {
        Piece::Broken(self.reader.buffer_position(), reason)
    }

    /// The next piece.
    pub fn next_piece(&mut self) -> Piece {
        loop {
            let offset = self.reader.buffer_position();
            match self.reader.read_event() {
                Err(error) => return self.broken(error.to_string()),
                Ok(Event::Eof) if self.depth > 0 => {
                    return self.broken("the file ends inside an element".into());
                }
                Ok(Event::Eof) => return Piece::End,
                Ok(Event::Start(tag)) => {
                    self.any_element = true;
                    if self.inside {
                        let node = Node::start(&tag, offset);
                        return match self.subtree(node) {
                            Ok(node) => Piece::Child(node),
                            Err(piece) => piece,
                        };
                    }
                    let local = tag.local_name();
                    let name = local.as_ref();
                    self.any_message |= name.starts_with("BkToCstmr");
                    self.depth += 1;
                    if is_statement(name) {
                        self.inside = true;
                        self.any_message = true;
                        return Piece::StatementStart;
                    }
                }
                Ok(Event::End(_)) => {
                    self.depth = self.depth.saturating_sub(1);
                    if std::mem::take(&mut self.inside) {
                        return Piece::StatementEnd;
                    }
                }
                Ok(_) => {}
            }
        }
    }

    /// Reads to the end of `root`, whose start tag was just read.
    fn subtree(&mut self, root: Node) -> Result<Node, Piece> {
        let mut open = vec![root];
        let mut too_deep = 0_usize;
        loop {
            let offset = self.reader.buffer_position();
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => return Err(self.broken(error.to_string())),
            };
            match event {
                Event::Start(_) if too_deep > 0 || open.len() >= MAX_DEPTH => too_deep += 1,
                Event::End(_) if too_deep > 0 => too_deep -= 1,
                Event::Start(tag) => open.push(Node::start(&tag, offset)),
                Event::End(_) => {
                    let Some(node) = open.pop() else { continue };
                    match open.last_mut() {
                        Some(parent) => parent.children.push(node),
                        None => return Ok(node),
                    }
                }
                Event::Eof => return Err(self.broken("the file ends inside an element".into())),
                _ if too_deep > 0 => {}
                Event::Text(text) => push_text(&mut open, &text.xml10_content()),
                Event::CData(text) => push_text(&mut open, &text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let name = reference.xml10_content();
                    let resolved = match name.as_ref() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => reference.resolve_char_ref().ok().flatten(),
                    };
                    match resolved {
                        Some(c) => push_text(&mut open, c.encode_utf8(&mut [0; 4])),
                        // Entities of a document type are never expanded.
                        None => push_text(&mut open, &format!("&{name};")),
                    }
                }
                _ => {}
            }
        }
    }
}

fn push_text(open: &mut [Node], text: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(text);
    }
}
