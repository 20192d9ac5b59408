//! The default categories.

use domain::{CategoryKey, Language, default_categories};
use std::collections::HashSet;
use testkit::SequentialIds;

#[test]
fn every_key_has_one_category_in_both_languages() {
    let mut all_names = Vec::new();
    for language in [Language::PtBr, Language::En] {
        let mut ids = SequentialIds::default();
        let (groups, categories) = default_categories(language, &mut || ids.next_id());
        let keys: HashSet<_> = categories.iter().filter_map(|category| category.key).collect();
        assert_eq!((keys.len(), categories.len()), (CategoryKey::ALL.len(), CategoryKey::ALL.len()));
        let names: HashSet<_> = categories.iter().map(|category| category.name.clone()).collect();
        assert_eq!(names.len(), categories.len(), "names are distinct");
        assert!(categories.iter().all(|category| groups.iter().any(|group| group.id == category.group)));
        assert!(groups.iter().all(|group| categories.iter().any(|category| category.group == group.id)));
        assert!(groups.iter().zip(0..).all(|(group, position)| group.position == position));
        all_names.push(names);
    }
    assert_ne!(all_names[0], all_names[1]);
}
