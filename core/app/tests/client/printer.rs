//! JSON Schema as TypeScript declarations.

use super::types::name;
use serde_json::Value;
use std::fmt::Write as _;

/// `export interface X {...}` or `export type X = ...`, with its doc comment.
pub fn declaration(type_name: &str, schema: &Value) -> String {
    let mut out = comment(schema, "");
    let plain = ["oneOf", "anyOf", "allOf"].iter().all(|key| schema[*key].is_null());
    match schema["properties"].as_object() {
        Some(properties) if plain && !properties.is_empty() => {
            write!(out, "export interface {type_name} {}\n\n", object(schema, ""))
                .expect("writing to a text");
        }
        _ => write!(out, "export type {type_name} = {};\n\n", expression(schema, ""))
            .expect("writing to a text"),
    }
    out
}

/// A type as TypeScript writes it where it is used.
fn expression(schema: &Value, indent: &str) -> String {
    if let Some(pointer) = schema["$ref"].as_str() {
        return name(pointer.rsplit('/').next().unwrap_or_default());
    }
    let mut parts = Vec::new();
    for key in ["oneOf", "anyOf"] {
        if let Some(sides) = schema[key].as_array() {
            parts.push(union(sides.iter().map(|side| expression(side, indent))));
        }
    }
    if let Some(all) = schema["allOf"].as_array() {
        parts.extend(all.iter().map(|part| expression(part, indent)));
    }
    if schema["properties"].is_object() || parts.is_empty() {
        parts.push(own(schema, indent));
    }
    let several = parts.len() > 1;
    let parts: Vec<String> = parts
        .into_iter()
        .map(|part| if several && part.contains(" | ") { format!("({part})") } else { part })
        .collect();
    parts.join(" & ")
}

/// What the schema says itself, without alternatives.
fn own(schema: &Value, indent: &str) -> String {
    if let Some(value) = schema.get("const") {
        return literal(value);
    }
    if let Some(values) = schema["enum"].as_array() {
        return union(values.iter().map(literal));
    }
    match &schema["type"] {
        Value::String(kind) => of_kind(kind, schema, indent),
        Value::Array(kinds) => {
            union(kinds.iter().filter_map(Value::as_str).map(|kind| of_kind(kind, schema, indent)))
        }
        _ if schema["properties"].is_object() => of_kind("object", schema, indent),
        _ => "unknown".to_owned(),
    }
}

fn of_kind(kind: &str, schema: &Value, indent: &str) -> String {
    match kind {
        "string" | "boolean" | "null" => kind.to_owned(),
        "integer" | "number" => "number".to_owned(),
        "array" => array(schema, indent),
        "object" if schema["properties"].as_object().is_some_and(|all| !all.is_empty()) => {
            object(schema, indent)
        }
        "object" => match &schema["additionalProperties"] {
            Value::Object(_) => {
                format!("Record<string, {}>", expression(&schema["additionalProperties"], indent))
            }
            Value::Bool(true) => "Record<string, unknown>".to_owned(),
            _ => "Record<string, never>".to_owned(),
        },
        _ => "unknown".to_owned(),
    }
}

fn array(schema: &Value, indent: &str) -> String {
    if let Some(items) = schema["prefixItems"].as_array() {
        let items: Vec<String> = items.iter().map(|item| expression(item, indent)).collect();
        return format!("[{}]", items.join(", "));
    }
    let item = expression(&schema["items"], indent);
    if item.contains(" | ") || item.contains(" & ") { format!("({item})[]") } else { format!("{item}[]") }
}

fn object(schema: &Value, indent: &str) -> String {
    let inner = format!("{indent}  ");
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let mut out = "{\n".to_owned();
    for (field, property) in schema["properties"].as_object().into_iter().flatten() {
        let mark = if required.iter().any(|name| name == field) { "" } else { "?" };
        out.push_str(&comment(property, &inner));
        writeln!(out, "{inner}{field}{mark}: {};", expression(property, &inner)).expect("writing to a text");
    }
    write!(out, "{indent}}}").expect("writing to a text");
    out
}

fn union(sides: impl Iterator<Item = String>) -> String {
    let mut distinct: Vec<String> = Vec::new();
    for side in sides {
        if !distinct.contains(&side) {
            distinct.push(side);
        }
    }
    distinct.join(" | ")
}

/// A value as TypeScript writes it; texts in single quotes.
pub fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => {
            let escaped = text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n");
            format!("'{escaped}'")
        }
        Value::Null => "''".to_owned(),
        other => other.to_string(),
    }
}

fn comment(schema: &Value, indent: &str) -> String {
    let Some(text) = schema["description"].as_str() else { return String::new() };
    let text = text.replace("*/", "* /");
    if text.contains('\n') {
        let lines: String = text.lines().fold(String::new(), |mut lines, line| {
            lines.push_str(format!("{indent} * {line}").trim_end());
            lines.push('\n');
            lines
        });
        return format!("{indent}/**\n{lines}{indent} */\n");
    }
    format!("{indent}/** {text} */\n")
}

#[test]
fn schemas_become_types() {
    let cases = [
        (r#"{"type":["string","null"]}"#, "string | null"),
        (r#"{"type":"array","items":{"type":["integer","null"]}}"#, "(number | null)[]"),
        (r##"{"anyOf":[{"$ref":"#/$defs/Amount_View"},{"type":"null"}]}"##, "AmountView | null"),
        (r#"{"oneOf":[{"const":"a"},{"const":"it's"}]}"#, r"'a' | 'it\'s'"),
        (r#"{"type":"array","prefixItems":[{"type":"string"},{"type":"number"}]}"#, "[string, number]"),
        (r#"{"type":"object","additionalProperties":{"type":"integer"}}"#, "Record<string, number>"),
        (r#"{"type":"object"}"#, "Record<string, never>"),
        (r"{}", "unknown"),
        (
            r#"{"type":"object","properties":{"a":{"type":"string","description":"A."}},"required":["a"],"oneOf":[{"const":1},{"const":2}]}"#,
            "(1 | 2) & {\n  /** A. */\n  a: string;\n}",
        ),
    ];
    for (schema, expected) in cases {
        let schema: Value = serde_json::from_str(schema).expect("JSON");
        assert_eq!(expression(&schema, ""), expected);
    }
}
