//! Which cell a book lives in: rendezvous hashing of its tag. Every cell draws a number for the book, the highest has it. Whoever knows the
//! cells' names knows where every book is, nothing is looked up, and a cell that comes takes its share from all others and moves nothing
//! else. While a book that will move has not yet, it is pinned to where it is.

use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use sync_protocol::BookTag;

/// Cells by name, in any order, and books that are not where their tag says.
#[derive(Debug, Clone, Default)]
pub struct CellMap {
    cells: Vec<String>,
    pinned: HashMap<BookTag, usize>,
}

impl CellMap {
    /// So many, named by their number.
    pub fn of(count: usize) -> Self {
        Self { cells: (1..=count).map(|number| format!("cell-{number}")).collect(), pinned: HashMap::new() }
    }

    /// The place of the book's cell among the cells.
    pub fn cell(&self, book: BookTag) -> usize {
        self.pinned.get(&book).copied().unwrap_or_else(|| self.belongs(book))
    }

    /// Where its tag says.
    fn belongs(&self, book: BookTag) -> usize {
        let draws = self.cells.iter().map(|name| draw(name, book)).enumerate();
        draws.max_by_key(|(_, draw)| *draw).map_or(0, |(place, _)| place)
    }

    /// One more cell. Of these books, those that belong there by now are given with where they are, and stay until they are moved.
    pub fn add(&mut self, name: &str, books: &[BookTag]) -> Vec<(BookTag, usize)> {
        let before = self.clone();
        self.cells.push(name.to_owned());
        let moving: Vec<(BookTag, usize)> = books
            .iter()
            .map(|book| (*book, before.cell(*book)))
            .filter(|(book, now)| self.cell(*book) != *now)
            .collect();
        self.pinned.extend(moving.iter().copied());
        moving
    }

    /// The book is where it belongs.
    pub fn moved(&mut self, book: BookTag) {
        self.pinned.remove(&book);
    }
}

/// The number a cell draws for a book: the first eight bytes, big-endian, of SHA-256(name ‖ 0 ‖ book).
fn draw(cell: &str, book: BookTag) -> u64 {
    let hash = Sha256::new().chain_update(cell).chain_update([0]).chain_update(book).finalize();
    hash.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// So many books that look random, others for each seed.
    fn books(seed: u64, count: u64) -> Vec<BookTag> {
        let tag = |number: u64| {
            let hash = Sha256::new().chain_update(seed.to_le_bytes()).chain_update(number.to_le_bytes());
            BookTag(*hash.finalize().first_chunk().expect("32 bytes"))
        };
        (0..count).map(tag).collect()
    }

    /// Within five standard deviations of `count` draws of this chance.
    fn about(found: usize, count: u64, chance: f64) -> bool {
        let (count, found) = (crate::figures::float(count), crate::figures::float(found as u64));
        (found - count * chance).abs() <= 5.0 * (count * chance * (1.0 - chance)).sqrt()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn a_cell_more_takes_its_share_and_moves_nothing_else(seed: u64, cells in 1_usize..16) {
            let (books, before) = (books(seed, 2_000), CellMap::of(cells));
            let mut after = before.clone();
            let moving = after.add(&format!("cell-{}", cells + 1), &books);
            let chance = 1.0 / crate::figures::float(cells as u64 + 1);
            prop_assert!(about(moving.len(), 2_000, chance), "{} of {} cells", moving.len(), cells + 1);
            for book in &books {
                prop_assert_eq!(after.cell(*book), before.cell(*book), "until they are moved all stay");
            }
            for (book, from) in &moving {
                after.moved(*book);
                prop_assert_eq!((before.cell(*book), after.cell(*book)), (*from, cells));
            }
            let fresh = CellMap::of(cells + 1);
            for book in &books {
                prop_assert_eq!(after.cell(*book), fresh.cell(*book), "as if there had always been so many");
            }
        }

        #[test]
        fn cells_have_equal_shares_whatever_their_order(seed: u64, cells in 1_usize..16) {
            let map = CellMap::of(cells);
            let mut turned = map.clone();
            turned.cells.reverse();
            let mut shares = vec![0; cells];
            for book in books(seed, 2_000) {
                shares[map.cell(book)] += 1;
                prop_assert_eq!(&map.cells[map.cell(book)], &turned.cells[turned.cell(book)]);
            }
            let chance = 1.0 / crate::figures::float(cells as u64);
            prop_assert!(shares.iter().all(|share| about(*share, 2_000, chance)), "{:?}", shares);
        }
    }

    #[test]
    fn where_a_book_lives_never_changes_by_itself() {
        let map = CellMap::of(4);
        let cells: Vec<usize> = (0..8).map(|byte| map.cell(BookTag([byte; 16]))).collect();
        assert_eq!(cells, [0, 3, 0, 1, 2, 2, 3, 0], "books would be looked for where they are not");
    }
}
