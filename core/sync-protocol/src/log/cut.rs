//! Where a page ends.

/// Entries of a page at most.
pub const PAGE_ENTRIES: usize = 1_000;

/// Who pushed an entry, and the number its action gave it; number 0 stands for none.
pub type Group = (i64, u64);

/// How many of the entries that fit a page go into it, given their groups and that of the entry after them, and whether the page ends
/// inside a group. The beginning of a group that goes on is left for the next page, unless it alone fills this one.
pub fn cut(fitting: &[Group], next: Option<Group>) -> (usize, bool) {
    let whole = (fitting.len(), false);
    let (Some(next), Some(last)) = (next, fitting.last()) else { return whole };
    if *last != next || next.1 == 0 {
        return whole;
    }
    match fitting.iter().rposition(|group| *group != next) {
        Some(at) => (at + 1, false),
        None => (fitting.len(), true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_parted_only_when_it_fills_the_page() {
        for (groups, next, kept, more) in [
            (vec![1, 2, 2], Some((1, 3)), 3, false),
            (vec![1, 2, 2], Some((1, 2)), 1, false),
            (vec![1, 2, 2], Some((9, 2)), 3, false),
            (vec![1, 2, 2], None, 3, false),
            (vec![2, 2], Some((1, 2)), 2, true),
            (vec![1, 0], Some((1, 0)), 2, false),
            (vec![], None, 0, false),
        ] {
            let groups: Vec<Group> = groups.into_iter().map(|group| (1, group)).collect();
            assert_eq!(cut(&groups, next), (kept, more), "{groups:?} then {next:?}");
        }
    }
}
