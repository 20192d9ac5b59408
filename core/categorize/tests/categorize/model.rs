//! The real encoder: right vectors, independent of company, embedded once.

use crate::support::{Counting, SharedCache, cache_dir, embedder, example, keyed, of, query};
use categorize::{Categorizer, Config, Embedder, EmbedderChoice, Knowledge, Source, open_embedder};
use domain::CategoryKey as K;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[test]
fn the_encoder_gives_the_documented_similarities() {
    let texts = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."];
    let v = embedder().embed(&texts).unwrap();
    for (a, b, expected) in [(0, 1, 0.6660), (0, 2, 0.1046), (1, 2, 0.1411)] {
        let found = cosine(&v[a], &v[b]);
        assert!((found - expected).abs() < 0.03, "{found} instead of {expected}");
    }
}

#[test]
fn a_vector_does_not_depend_on_its_company() {
    let mut embedder = embedder();
    let together = embedder
        .embed(&["coffee shop", "a much longer text about a supermarket in the city", "taxi"])
        .unwrap();
    let alone = embedder.embed(&["coffee shop"]).unwrap();
    assert_eq!(together[0], alone[0]);
}

fn with_model(mut embedder: Box<dyn Embedder>, mut cache: SharedCache) -> Categorizer {
    let knowledge = Knowledge::new(Some(embedder.as_mut()), &mut cache).unwrap();
    Categorizer::new(&keyed(), knowledge, Some(embedder), Box::new(cache), Config::default()).unwrap()
}

#[test]
fn a_second_run_embeds_nothing() {
    let count = Arc::new(AtomicUsize::new(0));
    let cache = SharedCache::default();
    let mut first = None;
    for run in 0..2 {
        let mut categorizer = with_model(Box::new(Counting(embedder(), Arc::clone(&count))), cache.clone());
        categorizer.learn(&[example(1, "PADARIA DO ZE", -1_000, of(K::EatingOut))]).unwrap();
        let answers = categorizer
            .suggest(&[query("CORNER STORE 1234", -500), query("CORNER STORE 999", -700)])
            .unwrap();
        if run == 0 {
            assert!(count.swap(0, Ordering::Relaxed) > 0);
            assert_eq!(answers[0].source, Source::Model);
            first = Some(answers);
        } else {
            assert_eq!(count.load(Ordering::Relaxed), 0);
            assert_eq!(first.as_ref(), Some(&answers));
        }
    }
}

#[test]
fn words_no_list_has_are_understood() {
    let mut categorizer = with_model(embedder(), SharedCache::default());
    for (text, key) in [
        ("ORTHODONTIST PRACTICE", K::Health),
        ("NOODLES AND DUMPLINGS", K::EatingOut),
        ("HOLIDAY VILLA BOOKINGS", K::Travel),
    ] {
        let answer = categorizer.suggest(&[query(text, -5_000)]).unwrap().remove(0);
        assert_eq!(answer.category, Some(of(key)), "{text}: {answer:?}");
    }
}

#[test]
fn a_missing_folder_is_named_with_the_remedy() {
    let choice = EmbedderChoice::named(&cache_dir(), "/nowhere/else");
    let error = open_embedder(&choice).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(error.contains("/nowhere/else") && error.contains("infra/model/setup.py"), "{error}");
}
