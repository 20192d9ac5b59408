//! Names that are probably one payee are found, others are left apart.

use domain::PayeeId;
use domain::near_payees::{NamedPayee, near_payees};
use proptest::prelude::*;

fn payees(names: &[(&str, u32)]) -> Vec<NamedPayee> {
    let named = |(place, (name, rows)): (usize, &(&str, u32))| {
        let mut id = [0; 12];
        id[4..].copy_from_slice(&(place as u64).to_be_bytes());
        NamedPayee { id: PayeeId(id), name: (*name).to_owned(), rows: *rows }
    };
    names.iter().enumerate().map(named).collect()
}

/// Each group as the kept name and the others.
fn groups(names: &[(&str, u32)]) -> Vec<(String, Vec<String>)> {
    let payees = payees(names);
    let name = |place: usize| payees[place].name.clone();
    near_payees(&payees)
        .into_iter()
        .map(|near| (name(near.keep), near.others.iter().map(|(other, _)| name(*other)).collect()))
        .collect()
}

#[test]
fn the_same_name_in_other_letters_is_one_payee() {
    let found = groups(&[
        ("Padaria Trigo Bom", 12),
        ("PADARIA TRIGO BOM LTDA", 3),
        ("Padaria Trigo Bon", 1),
        ("Café São João", 2),
        ("CAFE SAO JOAO", 2),
        ("Mc Donalds", 1),
        ("McDonalds", 9),
        ("Supermercado União", 5),
        ("SUPERM UNIAO", 4),
    ]);
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        found,
        [
            ("Padaria Trigo Bom".to_owned(), owned(&["PADARIA TRIGO BOM LTDA", "Padaria Trigo Bon"])),
            ("McDonalds".to_owned(), owned(&["Mc Donalds"])),
            ("Supermercado União".to_owned(), owned(&["SUPERM UNIAO"])),
            ("Café São João".to_owned(), owned(&["CAFE SAO JOAO"])),
        ]
        .map(|(keep, others)| (keep, others))
    );
}

#[test]
fn part_of_a_name_is_not_the_name() {
    assert_eq!(
        groups(&[
            ("Uber", 5),
            ("Uber Eats", 5),
            ("Padaria Sol", 1),
            ("Padaria Lua", 1),
            ("Pix", 1),
            ("Ted", 1)
        ]),
        []
    );
}

proptest! {
    #[test]
    fn groups_are_apart_and_hold_the_likely(names in proptest::collection::vec("[a-d]{3,6}( [a-d]{3,6})?", 0..30)) {
        let named: Vec<(&str, u32)> = names.iter().map(|name| (name.as_str(), 1)).collect();
        let found = near_payees(&payees(&named));
        let mut seen = std::collections::BTreeSet::new();
        for near in &found {
            for place in near.others.iter().map(|(other, _)| *other).chain([near.keep]) {
                prop_assert!(seen.insert(place), "{place} is in two groups");
            }
        }
        prop_assert_eq!(&found, &near_payees(&payees(&named)));
    }
}
