//! Names in the folder: a writer's lane and its files.

use crate::segment::Lane;
use store::StoreError;
use sync_client::BookJournal;

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

/// A lane's file.
pub fn file_name(lane: &Lane, number: u64) -> String {
    format!("{}/{number:06}.seg", folder_of(lane))
}

/// The number of a lane's file; `None` for files of others, and for copies under other names.
pub fn number_of(name: &str, lane: &Lane) -> Option<u64> {
    let number =
        name.strip_prefix(&folder_of(lane))?.strip_prefix('/')?.strip_suffix(".seg")?.parse().ok()?;
    (file_name(lane, number) == name).then_some(number)
}

/// Is the file of this lane?
pub fn is_own(name: &str, lane: &Lane) -> bool {
    number_of(name, lane).is_some()
}
