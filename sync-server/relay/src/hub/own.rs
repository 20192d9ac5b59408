//! Which places of the log hold changes this very connection pushed: their bodies need not travel back. Only this connection's: a
//! device restored to an older state of itself needs those it pushed before.

use std::collections::VecDeque;
use sync_protocol::Page;

/// Spans kept; the oldest is forgotten first, which only costs its bodies' way.
const SPANS: usize = 256;

/// Spans of places, ends included.
#[derive(Debug, Default)]
pub struct OwnPlaces(VecDeque<(u64, u64)>);

impl OwnPlaces {
    /// Remembers a place.
    pub fn add(&mut self, place: u64) {
        match self.0.back_mut() {
            Some((_, end)) if *end + 1 == place => *end = place,
            _ => self.0.push_back((place, place)),
        }
        if self.0.len() > SPANS {
            self.0.pop_front();
        }
    }

    /// Takes the bodies of these places out of a page, and forgets what lies before its end.
    pub fn strip(&mut self, page: &mut Page) {
        for (place, item) in (page.after + 1..).zip(&mut page.items) {
            if self.0.iter().any(|(start, end)| (*start..=*end).contains(&place)) {
                item.body = Vec::new();
            }
        }
        let read = page.after + page.items.len() as u64;
        self.0.retain(|(_, end)| *end > read);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sync_protocol::Item;

    #[test]
    fn only_own_bodies_are_left_out_and_spans_are_few() {
        let mut own = OwnPlaces::default();
        for place in [3, 4, 7] {
            own.add(place);
        }
        assert_eq!(own.0, [(3, 4), (7, 7)]);
        let items = vec![Item { body: vec![1], ..Item::default() }; 4];
        let mut page = Page { after: 1, items, ..Page::default() };
        own.strip(&mut page);
        let bodies: Vec<usize> = page.items.iter().map(|item| item.body.len()).collect();
        assert_eq!((bodies, own.0.len()), (vec![1, 0, 0, 1], 1));
        (0..1_000).for_each(|n| own.add(n * 2 + 10));
        assert_eq!(own.0.len(), SPANS);
    }
}
