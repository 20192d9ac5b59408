//! A document: what stands under one title, block by block.

use crate::Sheet;
use domain::Currency;

/// Pages with a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What it is.
    pub title: String,
    /// Of when and whose; stands under the title.
    pub about: String,
    /// What follows.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Figures that are to be seen first, three in a row.
    Figures(Vec<Figure>),
    /// Columns of several months beside each other.
    Chart(Chart),
    /// A table.
    Sheet(Sheet),
    /// A sentence.
    Note(String),
}

/// A figure in large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it is.
    pub name: String,
    /// Minor units.
    pub minor: i64,
    /// Their currency.
    pub currency: Currency,
}

/// Pairs of columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// What it is.
    pub title: String,
    /// What the two columns of each pair are.
    pub names: [String; 2],
    /// Currency of the amounts.
    pub currency: Currency,
    /// Pairs in order.
    pub groups: Vec<ChartGroup>,
}

/// A pair of columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartGroup {
    /// What stands below it.
    pub name: String,
    /// Minor units; what is below nothing is shown as nothing.
    pub values: [i64; 2],
}

impl Document {
    /// One sheet as a document: its title is the document's.
    pub fn of(mut sheet: Sheet) -> Self {
        let (title, mut about) = (std::mem::take(&mut sheet.title), std::mem::take(&mut sheet.about));
        if let Some(currency) = sheet.currency() {
            about = format!("{about} · {}", currency.code());
        }
        Self { title, about, blocks: vec![Block::Sheet(sheet)] }
    }

    /// The tables among its blocks.
    pub fn sheets(&self) -> impl Iterator<Item = &Sheet> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Sheet(sheet) => Some(sheet),
            _ => None,
        })
    }
}
