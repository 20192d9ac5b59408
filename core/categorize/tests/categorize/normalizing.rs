//! The normaliser against its table, and against arbitrary text.

use categorize::{embedding_text, normalize};
use proptest::prelude::*;

#[test]
fn the_table_holds() {
    let mut wrong = Vec::new();
    for row in include_str!("data/normalize.tsv").lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = row.split('\t').collect();
        let found = normalize(fields[0]);
        let operation = serde_json::to_string(&found.operation).unwrap();
        if found.key != fields[2] || operation.trim_matches('"') != fields[1] {
            wrong.push(format!(
                "{}\n    is {operation} `{}`, not {} `{}`",
                fields[0], found.key, fields[1], fields[2]
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn portuguese_nouns_are_put_into_english_for_the_encoder() {
    assert_eq!(embedding_text("auto posto beira rio"), "auto gas station fuel beira rio");
    assert_eq!(embedding_text("netflix"), "netflix");
}

proptest! {
    #[test]
    fn any_text_has_a_key_and_case_and_accents_do_not_matter(text in "\\PC{0,60}") {
        let _ = normalize(&text);
        let upper = "MERCADO AÇAÍ ".to_owned() + &text.replace(|c: char| !c.is_ascii_digit(), " ");
        prop_assert_eq!(normalize(&upper).key, normalize(&upper.to_lowercase()).key);
    }
}
