//! How far every lane was read, from what is known of its files and of packs.

use crate::lane::place_of;
use crate::packs::said;
use crate::segment::Lane;
use std::collections::BTreeMap;
use store::{FolderFile, FolderPlace, Reader, StoreError};
use sync_protocol::LanePlace;

/// Places of lanes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Places(BTreeMap<Lane, FolderPlace>);

impl Places {
    /// How far this device has read.
    pub fn read(reader: &Reader) -> Result<Self, StoreError> {
        Ok(Self::of(&reader.folder_files()?, reader.folder_reached()?))
    }

    /// How far it has read of what is in the folder now: a pack that is gone counts no longer.
    pub fn there(reader: &Reader) -> Result<Self, StoreError> {
        let mut packed = Self::default();
        for pack in reader.folder_packs()? {
            for (lane, place) in said(&pack).0 {
                let known = packed.0.entry(lane).or_insert_with(|| place.clone());
                if (known.number, known.entries) < (place.number, place.entries) {
                    *known = place;
                }
            }
        }
        Ok(Self::of(&reader.folder_files()?, packed.to_rows()))
    }

    /// From files, and from how far packs hold everything: in each lane as far as one file follows the other.
    pub fn of(files: &[FolderFile], reached: Vec<FolderPlace>) -> Self {
        let mut places: BTreeMap<Lane, FolderPlace> =
            reached.into_iter().map(|place| (place.lane, place)).collect();
        let mut found: Vec<((Lane, u64), &FolderFile)> =
            files.iter().filter_map(|file| Some((place_of(&file.name)?, file))).collect();
        found.sort_unstable_by_key(|(place, _)| *place);
        for ((lane, number), file) in found {
            // What is torn, missing or follows another file than is known has no place yet.
            if file.size < 0 {
                continue;
            }
            let none = FolderPlace { lane, number: 0, entries: 0, total: 0, chain: [0; 32] };
            let place = places.entry(lane).or_insert(none);
            let grown = match number.checked_sub(place.number) {
                Some(0) => file.entries.checked_sub(place.entries),
                Some(1) => Some(file.entries),
                _ => None,
            };
            let Some(grown) = grown else { continue };
            let total = place.total + grown;
            *place = FolderPlace { lane, number, entries: file.entries, total, chain: file.chain };
        }
        places.retain(|_, place| place.number > 0);
        Self(places)
    }

    /// As the protocol writes them; damaged ones are left out.
    pub fn from_wire(lanes: &[LanePlace]) -> Self {
        let place = |said: &LanePlace| {
            let lane = said.lane.as_slice().try_into().ok()?;
            let chain = said.chain.as_slice().try_into().ok()?;
            let LanePlace { number, entries, total, .. } = *said;
            Some((lane, FolderPlace { lane, number, entries, total, chain }))
        };
        Self(lanes.iter().filter_map(place).collect())
    }

    /// For the protocol.
    pub fn to_wire(&self) -> Vec<LanePlace> {
        let said = |place: &FolderPlace| LanePlace {
            lane: place.lane.to_vec(),
            number: place.number,
            entries: place.entries,
            total: place.total,
            chain: place.chain.to_vec(),
        };
        self.0.values().map(said).collect()
    }

    /// For the book's file.
    pub fn to_rows(&self) -> Vec<FolderPlace> {
        self.0.values().cloned().collect()
    }

    /// The place in a lane.
    pub fn get(&self, lane: &Lane) -> Option<&FolderPlace> {
        self.0.get(lane)
    }

    /// Is so much of this file before the place?
    pub fn covers(&self, lane: &Lane, number: u64, entries: u64) -> bool {
        self.0.get(lane).is_some_and(|place| (place.number, place.entries) >= (number, entries))
    }

    /// Is everything of the other before these places?
    pub fn hold(&self, other: &Self) -> bool {
        other.0.values().all(|place| self.covers(&place.lane, place.number, place.entries))
    }

    /// How many entries the other lacks.
    pub fn ahead_of(&self, other: &Self) -> u64 {
        let total = |lane: &Lane| other.0.get(lane).map_or(0, |place| place.total);
        self.0.values().map(|place| place.total.saturating_sub(total(&place.lane))).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lane::file_name;

    const LANE: Lane = [7; 16];

    fn file(number: u64, entries: u64, size: i64) -> FolderFile {
        let name = file_name(&LANE, number);
        FolderFile { name, entries, chain: [9; 32], size, modified: 0, unopened: 0, missed: 0 }
    }

    fn reached(number: u64, entries: u64, total: u64) -> FolderPlace {
        FolderPlace { lane: LANE, number, entries, total, chain: [1; 32] }
    }

    #[test]
    fn a_lane_is_read_as_far_as_one_file_follows_the_other() {
        let cases = [
            // Files (number, entries, size), what packs hold (number, entries, total), and the place (number, entries, total).
            (vec![(1, 5, 9), (2, 3, 9)], None, Some((2, 3, 8))),
            (vec![(1, 5, 9), (2, 3, -1), (3, 4, 9)], None, Some((1, 5, 5))),
            (vec![(2, 3, 9)], None, None),
            (vec![(3, 4, 9)], Some((2, 3, 8)), Some((3, 4, 12))),
            // The pack was made while the second file was half as long.
            (vec![(2, 3, 9), (3, 4, 9)], Some((2, 1, 6)), Some((3, 4, 12))),
            (vec![(1, 5, 9), (2, 3, 9)], Some((2, 3, 8)), Some((2, 3, 8))),
            (vec![], Some((2, 3, 8)), Some((2, 3, 8))),
            (vec![(4, 2, 9)], Some((2, 3, 8)), Some((2, 3, 8))),
        ];
        for (files, pack, expected) in cases {
            let known: Vec<FolderFile> = files.iter().map(|(n, e, size)| file(*n, *e, *size)).collect();
            let packs = pack.map(|(n, e, total)| reached(n, e, total)).into_iter().collect();
            let places = Places::of(&known, packs);
            let got = places.get(&LANE).map(|place| (place.number, place.entries, place.total));
            assert_eq!(got, expected, "{files:?} {pack:?}");
            assert_eq!(Places::from_wire(&places.to_wire()), places);
        }
    }

    #[test]
    fn who_has_read_less_is_behind() {
        let (mine, theirs) =
            (Places::of(&[], vec![reached(3, 4, 12)]), Places::of(&[], vec![reached(2, 3, 8)]));
        assert_eq!((mine.ahead_of(&theirs), theirs.ahead_of(&mine)), (4, 0));
        assert_eq!(mine.ahead_of(&Places::default()), 12);
        assert!(mine.hold(&theirs) && !theirs.hold(&mine) && theirs.hold(&Places::default()));
    }
}
