//! How unlike a merchant is those that a book knows: one less the cosine between it and the nearest of them.

use crate::embed::Vector;

/// Distinct merchants a book must know before another can be unlike them.
pub const ENOUGH: usize = 30;

/// Further than this a merchant is unlike all known ones. In the labelled sets (example `novelty`) a third of all new merchants are, among them 17 of the
/// 19 that brought a label their book did not have: distance leaves little out and says little alone, so it is asked together with the amount.
pub const FAR: f32 = 0.55;

/// The nearest of the known ones and how far it is, from 0 (the same direction) to 2.
pub fn nearest(known: &[Vector], vector: &[f32]) -> Option<(usize, f32)> {
    let distance =
        |other: &Vector| 1.0 - other.iter().zip(vector).map(|(one, other)| one * other).sum::<f32>();
    let all = known.iter().map(distance).enumerate();
    all.min_by(|(_, one), (_, other)| one.total_cmp(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_is_found_with_its_distance() {
        let known = [vec![1.0, 0.0], vec![0.6, 0.8]];
        let (place, distance) = nearest(&known, &[0.0, 1.0]).expect("one");
        assert_eq!(place, 1);
        assert!((distance - 0.2).abs() < 1e-6, "{distance}");
        assert_eq!(nearest(&[], &[1.0]), None);
    }
}
