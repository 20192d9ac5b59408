//! Names in the folder: a writer's lane and its files.

use crate::segment::Lane;
use store::StoreError;
use sync_client::BookJournal;

/// What a file is, by the end of its name, whatever a tool made of the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A packed state.
    Pack,
    /// Entries.
    Segment,
    /// What a device says of how far it has read.
    Mark,
}

/// What a file is; `None` for what is not of the book.
pub fn kind_of(name: &str) -> Option<Kind> {
    match name.rsplit_once('.')?.1 {
        "pack" => Some(Kind::Pack),
        "seg" => Some(Kind::Segment),
        "mark" => Some(Kind::Mark),
        _ => None,
    }
}

/// A name nobody has.
pub fn fresh_lane(journal: &BookJournal<'_>) -> Lane {
    let mut lane = [0; 16];
    journal.chance.fill(&mut lane);
    lane
}

/// The name under which this device writes.
pub fn own_lane(journal: &BookJournal<'_>) -> Result<Lane, StoreError> {
    Ok(journal.reader.folder_lane()?.unwrap_or_default())
}

fn folder_of(lane: &Lane) -> String {
    format!("{:032x}", u128::from_be_bytes(*lane))
}

/// A lane's file of entries.
pub fn file_name(lane: &Lane, number: u64) -> String {
    format!("{}/{number:06}.seg", folder_of(lane))
}

/// A lane's pack.
pub fn pack_name(lane: &Lane, number: u64) -> String {
    format!("{}/{number:06}.pack", folder_of(lane))
}

/// What the writer of a lane says of how far it has read.
pub fn mark_name(lane: &Lane) -> String {
    format!("{}/read.mark", folder_of(lane))
}

/// Lane and number of a file of entries; `None` for other files, and for copies under other names.
pub fn place_of(name: &str) -> Option<(Lane, u64)> {
    let (folder, file) = name.split_once('/')?;
    let lane = u128::from_str_radix(folder, 16).ok()?.to_be_bytes();
    let number = file.strip_suffix(".seg")?.parse().ok()?;
    (file_name(&lane, number) == name).then_some((lane, number))
}

/// The number of a lane's file of entries; `None` for files of others, and for copies under other names.
pub fn number_of(name: &str, lane: &Lane) -> Option<u64> {
    place_of(name).filter(|(of, _)| of == lane).map(|(_, number)| number)
}

/// The number of a lane's pack.
pub fn pack_number_of(name: &str, lane: &Lane) -> Option<u64> {
    let number =
        name.strip_prefix(&folder_of(lane))?.strip_prefix('/')?.strip_suffix(".pack")?.parse().ok()?;
    (pack_name(lane, number) == name).then_some(number)
}

/// Is the file of this lane?
pub fn is_own(name: &str, lane: &Lane) -> bool {
    number_of(name, lane).is_some() || pack_number_of(name, lane).is_some()
}
