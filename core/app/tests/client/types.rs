//! Collects the types of every operation by name; two that differ may not share one.

use super::printer;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Every type seen so far.
#[derive(Default)]
pub struct Types {
    written: BTreeMap<String, Value>,
    given: BTreeMap<String, Value>,
}

impl Types {
    /// Takes the types of something the program answers.
    pub fn output(&mut self, schema: &Value) {
        for (name, definition) in definitions(schema) {
            keep(&mut self.written, name, definition);
        }
    }

    /// Takes the types of something the program is given, as it may be given and as it would be written. Answers its name.
    ///
    /// A type that is both given and answered gets a second name when it may leave out fields that an answer always has.
    pub fn input(&mut self, given: &Value, written: &Value) -> String {
        let as_written: BTreeMap<String, Value> = definitions(written).into_iter().collect();
        let all = definitions(given);
        let twice: BTreeSet<String> = all
            .iter()
            .filter(|(name, definition)| {
                self.written.get(name).is_some_and(|known| {
                    assert_eq!(Some(known), as_written.get(name), "two types are called {name}: rename one");
                    known != definition
                })
            })
            .map(|(name, _)| name.clone())
            .collect();
        for (name, mut definition) in all {
            rename(&mut definition, &twice);
            let name = if twice.contains(&name) { format!("{name}Input") } else { name };
            keep(&mut self.given, name, definition);
        }
        let root = title(given);
        if twice.contains(root) { format!("{}Input", name(root)) } else { name(root) }
    }

    /// Every type, by name.
    pub fn print(&self) -> String {
        let mut all = self.written.clone();
        for (name, definition) in &self.given {
            keep(&mut all, name.clone(), definition.clone());
        }
        all.iter().map(|(name, definition)| printer::declaration(&self::name(name), definition)).collect()
    }
}

fn keep(types: &mut BTreeMap<String, Value>, name: String, definition: Value) {
    let known = types.entry(name.clone()).or_insert_with(|| definition.clone());
    assert_eq!(*known, definition, "two types are called {name}: rename one");
}

/// The root type and what it refers to.
fn definitions(schema: &Value) -> Vec<(String, Value)> {
    let mut root = schema.as_object().cloned().unwrap_or_default();
    root.remove("$schema");
    root.remove("title");
    let inner = root.remove("$defs");
    let mut all = vec![(title(schema).to_owned(), Value::Object(root))];
    for (name, definition) in inner.as_ref().and_then(Value::as_object).into_iter().flatten() {
        all.push((name.clone(), definition.clone()));
    }
    all
}

fn rename(value: &mut Value, twice: &BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(pointer)) = object.get_mut("$ref") {
                let name = pointer.rsplit('/').next().unwrap_or_default();
                if twice.contains(name) {
                    pointer.push_str("Input");
                }
            }
            object.values_mut().for_each(|value| rename(value, twice));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| rename(value, twice)),
        _ => {}
    }
}

/// The name of a schema's root type.
pub fn title(schema: &Value) -> &str {
    schema["title"].as_str().expect("a root type has a name")
}

/// A schema's name as TypeScript writes it.
pub fn name(schema_name: &str) -> String {
    schema_name.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// What a person types into a field, and the choices there are.
pub fn shape(property: &Value, schema: &Value) -> (&'static str, Option<Vec<String>>) {
    let property = resolve(property, schema);
    if let Some(choices) = choices(property) {
        return ("choice", Some(choices));
    }
    let kinds: Vec<&str> = match &property["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => {
            kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect()
        }
        _ => Vec::new(),
    };
    let kind = match kinds.as_slice() {
        ["string"] => "text",
        ["integer"] => "integer",
        ["number"] => "number",
        ["boolean"] => "boolean",
        ["array"] if resolve(&property["items"], schema)["type"] == "string" => "list",
        _ => "json",
    };
    (kind, None)
}

/// Follows `$ref` and the side of `anyOf` that is not null.
fn resolve<'a>(property: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(pointer) = property["$ref"].as_str() {
        return schema.pointer(pointer.trim_start_matches('#')).unwrap_or(property);
    }
    let side =
        property["anyOf"].as_array().and_then(|sides| sides.iter().find(|side| side["type"] != "null"));
    side.map_or(property, |side| resolve(side, schema))
}

/// The texts of a closed set.
pub fn choices(property: &Value) -> Option<Vec<String>> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    if let Some(values) = property["enum"].as_array() {
        return Some(values.iter().filter_map(text).collect());
    }
    property["oneOf"]
        .as_array()?
        .iter()
        .flat_map(|side| match side["enum"].as_array() {
            Some(values) => values.iter().map(text).collect::<Vec<_>>(),
            None => vec![text(&side["const"])],
        })
        .collect()
}

#[test]
fn types_of_one_name_must_be_one_type() {
    let schema =
        |kind: &str| json!({ "title": "Same", "type": "object", "properties": { "a": { "type": kind } } });
    let clash = std::panic::catch_unwind(|| {
        let mut types = Types::default();
        types.output(&schema("string"));
        types.output(&schema("integer"));
    });
    assert!(clash.is_err());
    let mut types = Types::default();
    let (loose, strict) = (schema("string"), {
        let mut strict = schema("string");
        strict["required"] = json!(["a"]);
        strict
    });
    types.output(&strict);
    assert_eq!(types.input(&loose, &strict), "SameInput");
    assert_eq!(
        types.print(),
        "export interface Same {\n  a: string;\n}\n\nexport interface SameInput {\n  a?: string;\n}\n\n"
    );
    assert_eq!(shape(&json!({ "type": ["string", "null"] }), &Value::Object(Map::new())), ("text", None));
}
