//! Learning and suggesting without a model: memory, rules, abstention, determinism.

use crate::support::{example, id, keyed, of, plain, query};
use categorize::{CategorySeed, Config, Source};
use domain::{CategoryKey as K, CategoryKind};

#[test]
fn shipped_knowledge_answers_before_anything_is_learned() {
    let mut categorizer = plain(&keyed());
    assert!(!categorizer.has_embeddings());
    for (text, amount, key) in [
        ("COMPRA CARTAO SUPERMERCADO BOA VISTA", -12_345, K::Groceries),
        ("Auto Posto Beira Rio Ltda", -10_000, K::Car),
        ("DROGARIA CENTRAL 22", -4_500, K::Health),
        ("PIX ENVIADO JOAO SILVA", -5_000, K::Transfer),
        ("NETFLIX.COM", -3_990, K::Subscriptions),
        ("SALARIO EMPRESA XYZ", 500_000, K::Income),
        ("STARBUCKS 1234 SEATTLE WA", -650, K::EatingOut),
    ] {
        let answer = &categorizer.suggest(&[query(text, amount)]).unwrap()[0];
        assert_eq!(answer.category, Some(of(key)), "{text}: {answer:?}");
        assert_eq!(answer.source, Source::ModelWithoutEmbedding);
    }
}

#[test]
fn a_persons_choice_beats_the_model_and_the_newest_beats_older_ones() {
    let mut categorizer = plain(&keyed());
    categorizer.learn(&[example(1, "NETFLIX.COM 123", -3_990, of(K::Leisure))]).unwrap();
    let answer = categorizer.suggest(&[query("NETFLIX.COM 987", -4_490)]).unwrap().remove(0);
    assert_eq!((answer.category, answer.source), (Some(of(K::Leisure)), Source::PayeeMemory));
    categorizer.learn(&[example(2, "Netflix.com", -3_990, of(K::Education))]).unwrap();
    let answer = categorizer.suggest(&[query("NETFLIX.COM", -4_490)]).unwrap().remove(0);
    assert_eq!(answer.category, Some(of(K::Education)));
    assert!(answer.alternatives.iter().any(|other| other.category == of(K::Leisure)), "{answer:?}");
}

#[test]
fn memory_tells_money_in_from_money_out() {
    let mut categorizer = plain(&keyed());
    categorizer
        .learn(&[
            example(1, "ACME LTDA", -10_000, of(K::Professional)),
            example(2, "ACME LTDA", 10_000, of(K::Income)),
        ])
        .unwrap();
    let answers = categorizer.suggest(&[query("ACME LTDA", -9_000), query("ACME LTDA", 9_000)]).unwrap();
    assert_eq!(answers[0].category, Some(of(K::Professional)));
    assert_eq!(answers[1].category, Some(of(K::Income)));
}

#[test]
fn a_rule_wins_over_the_model() {
    let mut categorizer = plain(&keyed());
    let ruled = categorize::Query { rule: Some(of(K::Charity)), ..query("NETFLIX.COM", -3_990) };
    let answer = categorizer.suggest(&[ruled]).unwrap().remove(0);
    assert_eq!(
        (answer.category, answer.source, answer.abstained),
        (Some(of(K::Charity)), Source::Rule, false)
    );
    assert_eq!(answer.alternatives[0].category, of(K::Subscriptions));
}

#[test]
fn below_the_threshold_it_abstains() {
    let mut categorizer = plain(&keyed());
    let answer = categorizer.suggest(&[query("QWZX VRTK", -1_000)]).unwrap().remove(0);
    assert!(answer.abstained, "{answer:?}");
    categorizer.set_config(Config { threshold_permille: 0 });
    let answer = categorizer.suggest(&[query("QWZX VRTK", -1_000)]).unwrap().remove(0);
    assert!(!answer.abstained && answer.category.is_some());
}

#[test]
fn the_same_history_gives_the_same_answers() {
    let run = || {
        let mut categorizer = plain(&keyed());
        let examples: Vec<_> = (0..60_u8)
            .map(|i| {
                example(
                    i,
                    &format!("SHOP {} STREET", ["ALPHA", "BETA", "GAMMA", "DELTA"][usize::from(i % 4)]),
                    -i64::from(i) * 100,
                    id(i % 3),
                )
            })
            .collect();
        categorizer.learn(&examples).unwrap();
        categorizer.suggest(&[query("SHOP OMEGA", -1_000), query("SHOP ALPHA STREET", -1_000)]).unwrap()
    };
    assert_eq!(run(), run());
}

#[test]
fn a_category_made_by_hand_is_known_by_its_name_and_by_its_labels() {
    let mut categories = keyed();
    categories.push(CategorySeed {
        id: id(200),
        key: None,
        name: "Aquarismo".to_owned(),
        kind: CategoryKind::Expense,
    });
    let mut categorizer = plain(&categories);
    let by_name = categorizer.suggest(&[query("LOJA AQUARISMO TROPICAL", -5_000)]).unwrap().remove(0);
    let shown = by_name.category == Some(id(200))
        || by_name.alternatives.iter().any(|other| other.category == id(200));
    assert!(shown, "{by_name:?}");
    let examples: Vec<_> = (0..4_u8)
        .map(|i| {
            example(
                i,
                &format!("AQUA PEIXES {}", ["UM", "DOIS", "TRES", "SEIS"][usize::from(i)]),
                -5_000,
                id(200),
            )
        })
        .collect();
    categorizer.learn(&examples).unwrap();
    let answer = categorizer.suggest(&[query("AQUA PEIXES NOVE", -5_000)]).unwrap().remove(0);
    assert_eq!(answer.category, Some(id(200)), "{answer:?}");
}

#[test]
fn neighbours_are_the_persons_own_most_similar_rows() {
    let mut categorizer = plain(&keyed());
    categorizer
        .learn(&[
            example(1, "PADARIA DO ZE", -1_000, of(K::EatingOut)),
            example(2, "POSTO IPIRANGA", -10_000, of(K::Car)),
            example(3, "PADARIA DO ZE 22", -1_200, of(K::EatingOut)),
        ])
        .unwrap();
    let found = categorizer.nearest(&query("PADARIA DO JOAO", -900), 2).unwrap();
    assert_eq!(
        found[0].transaction,
        domain::TransactionId([3; 12]),
        "the newest row stands for its descriptor"
    );
    assert_eq!(found.len(), 2);
    assert!(found[0].similarity_permille > found[1].similarity_permille);
}

#[test]
fn no_categories_and_no_rows_are_no_error() {
    let mut categorizer = plain(&[]);
    categorizer.learn(&[example(1, "X", -1, id(1))]).unwrap();
    let answer = categorizer.suggest(&[query("X", -1)]).unwrap().remove(0);
    assert!(answer.category.is_none() && answer.abstained);
    assert!(plain(&keyed()).suggest(&[]).unwrap().is_empty());
}
