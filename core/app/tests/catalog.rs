//! The catalog: every operation has a name of its own, topics, and words for people on every field.

use app::catalog::{CATALOG, HOST_CATALOG};
use app::{App, Run};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn names_are_noun_dot_verb_and_stand_once() {
    let mut seen = BTreeSet::new();
    for operation in CATALOG.iter().chain(HOST_CATALOG) {
        let name = operation.name;
        assert!(seen.insert(name), "{name} stands twice");
        let parts: Vec<&str> = name.split('.').collect();
        assert_eq!(parts.len(), 2, "{name} is not noun.verb");
        for part in parts {
            let plain = part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            assert!(plain && !part.is_empty() && !part.starts_with('_') && !part.ends_with('_'), "{name}");
        }
    }
}

#[test]
fn every_operation_says_what_it_touches() {
    for operation in CATALOG {
        // `suggestion.explain` is an action only because it may load the embedding model; it changes nothing.
        let exempt = operation.name == "suggestion.explain";
        assert_eq!(operation.topics.is_empty(), exempt, "{} has no topics", operation.name);
        let topics: BTreeSet<String> = operation
            .topics
            .iter()
            .map(|topic| json!(topic).as_str().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(topics.len(), operation.topics.len(), "{} names a topic twice", operation.name);
        assert_eq!(operation.writes(), matches!(operation.run, Run::Action(_)));
    }
}

#[test]
fn inputs_and_outputs_have_schemas_with_words() {
    for operation in CATALOG.iter().chain(HOST_CATALOG) {
        assert!(operation.about().len() > 10, "{} is not described", operation.name);
        let (input, output) = (json!(operation.input_schema()), json!(operation.output_schema()));
        assert_eq!(input["type"], "object", "{}", operation.name);
        assert_eq!(input["additionalProperties"], false, "{} takes fields it does not know", operation.name);
        assert_eq!(output["type"], "object", "{}", operation.name);
        for (side, schema) in [("input", &input), ("output", &output)] {
            described(&format!("{} {side}", operation.name), schema);
            for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
                described(&format!("{} {side} {name}", operation.name), definition);
            }
        }
    }
}

fn described(place: &str, schema: &Value) {
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let words = property["description"].as_str().unwrap_or_default();
        assert!(!words.is_empty(), "{place}: `{name}` is not described");
    }
}

#[test]
fn unknown_operations_and_fields_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = crate::support::new_book(folder.path());
    let code = |result: Result<Value, app::AppError>| result.expect_err("a refusal").code.as_str();
    assert_eq!(code(app.call("account.destroy", json!({}))), "unknown_operation");
    assert_eq!(code(app.call("account.list", json!({ "colour": "red" }))), "invalid_input");
    assert_eq!(code(app.call("account.list", json!(7))), "invalid_input");
    assert_eq!(code(app.call("transaction.create", json!({ "account": "x" }))), "invalid_input");
}

#[test]
fn every_query_answers_on_an_empty_book() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = crate::support::new_book(folder.path());
    for operation in CATALOG.iter().filter(|operation| !operation.writes()) {
        let needs_input = json!(operation.input_schema())["required"].is_array();
        let answer = app.call(operation.name, json!({}));
        match answer {
            Ok(answer) => assert!(answer.is_object(), "{}", operation.name),
            Err(error) => assert!(needs_input, "{}: {error}", operation.name),
        }
    }
    let reopened: Result<App, _> = {
        drop(app);
        App::open(&folder.path().join("book.valorize"), Box::new(crate::support::Fixed::new("kitchen", 900)))
    };
    crate::support::assert_sound(&mut reopened.expect("the book opens again"));
}
