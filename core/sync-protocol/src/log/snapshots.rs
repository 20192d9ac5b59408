//! Which packed states a device is told of.

use crate::{Hello, SnapshotHead};

/// A packed state that is kept beside the log, whole and with the right checksum.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// What is known of it.
    pub head: SnapshotHead,
    /// A device vouched for it.
    pub verified: bool,
    /// It came over the connection that greets now, whose word for it would not count.
    pub own: bool,
}

/// What the answer to a greeting says of packed states.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Told {
    /// The newest to begin with, for a device that is far behind.
    pub advised: Option<SnapshotHead>,
    /// Entries the newest verified one holds; 0 when there is none.
    pub verified: u64,
    /// The newest nobody has vouched for.
    pub to_verify: Option<SnapshotHead>,
}

/// Decides it for a device whose cursor is a place in the log, which has `length` entries. What the device found unusable it is not
/// told of again.
pub fn told(hello: &Hello, length: u64, far_behind: bool, kept: &[Kept]) -> Told {
    let usable = || kept.iter().filter(|one| !hello.unusable.contains(&one.head.id));
    let newest = |one: &&Kept| one.head.base;
    let advised = usable().filter(|one| far_behind && one.verified && one.head.base > hello.cursor);
    let to_verify = usable().filter(|one| !one.verified && !one.own && one.head.base <= length);
    let verified = kept.iter().filter(|one| one.verified).map(|one| one.head.base).max();
    Told {
        advised: advised.max_by_key(newest).map(|one| one.head.clone()),
        verified: verified.unwrap_or_default(),
        to_verify: to_verify.max_by_key(newest).map(|one| one.head.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(id: u8, base: u64, verified: bool) -> Kept {
        Kept {
            head: SnapshotHead { id: vec![id; 16], base, ..SnapshotHead::default() },
            verified,
            own: false,
        }
    }

    #[test]
    fn what_did_not_load_is_told_of_no_more_and_what_nobody_loaded_is_not_advised() {
        let all = [kept(1, 10, true), kept(2, 20, true), kept(3, 30, false)];
        let base = |head: &Option<SnapshotHead>| head.as_ref().map(|head| head.base);
        let shown = |hello: &Hello, far, all: &[Kept]| {
            let told = told(hello, 35, far, all);
            (base(&told.advised), told.verified, base(&told.to_verify))
        };
        let hello = Hello::default();
        assert_eq!(shown(&hello, true, &all), (Some(20), 20, Some(30)));
        assert_eq!(shown(&hello, false, &all), (None, 20, Some(30)));
        assert_eq!(shown(&Hello { cursor: 20, ..Hello::default() }, true, &all).0, None);
        let refused =
            |ids: &[u8]| Hello { unusable: ids.iter().map(|id| vec![*id; 16]).collect(), ..Hello::default() };
        assert_eq!(shown(&refused(&[2, 3]), true, &all), (Some(10), 20, None));
        let own = [Kept { own: true, ..all[2].clone() }, kept(4, 40, false)];
        assert_eq!(shown(&hello, true, &own), (None, 0, None), "its own, and one of a log that was longer");
    }
}
