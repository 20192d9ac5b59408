//! The TypeScript client, made from the catalogs. Stale is red: `UPDATE_CLIENT=1 cargo test -p app client` writes it anew.

mod printer;
mod types;

use app::catalog::{CATALOG, HOST_CATALOG};
use app::host::Event;
use app::{AppError, Operation, Run};
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use types::Types;

const PLACE: &str = "../../ui/src/api/generated.ts";
const REFRESH: &str = "UPDATE_CLIENT=1 cargo test -p app client";

#[test]
fn the_typescript_client_is_up_to_date() {
    let wanted = client();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PLACE);
    if std::env::var_os("UPDATE_CLIENT").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        std::fs::write(&path, wanted).expect("the client is written");
        return;
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = wanted.lines().zip(found.lines()).position(|(wanted, found)| wanted != found);
    let line = differs.unwrap_or_else(|| wanted.lines().count().min(found.lines().count())) + 1;
    assert!(
        wanted == found,
        "ui/src/api/generated.ts:{line}: differs from the catalog; run `{REFRESH}` and commit it"
    );
}

fn operations() -> impl Iterator<Item = &'static Operation> {
    CATALOG.iter().chain(HOST_CATALOG)
}

fn client() -> String {
    let mut types = Types::default();
    let reading = SchemaSettings::default;
    let writing = || SchemaSettings::default().for_serialize();
    let mut signatures = String::new();
    for operation in operations() {
        types.output(&json!(operation.output_schema_with(writing())));
    }
    types.output(&json!(writing().into_generator().into_root_schema_for::<AppError>()));
    types.output(&json!(writing().into_generator().into_root_schema_for::<Event>()));
    for operation in operations() {
        let input = types.input(
            &json!(operation.input_schema_with(reading())),
            &json!(operation.input_schema_with(writing())),
        );
        let output = types::title(&json!(operation.output_schema())).to_owned();
        let kind = kind(operation);
        writeln!(
            signatures,
            "  '{}': {{ input: {input}; output: {}; kind: '{kind}' }};",
            operation.name,
            types::name(&output)
        )
        .expect("writing to a text");
    }
    let mut out = format!("// Made from the catalog of operations; do not edit. Anew with: {REFRESH}\n\n");
    out.push_str(&types.print());
    out.push_str(
        "/** Every operation: what it takes and what it answers. */\nexport interface Operations {\n",
    );
    out.push_str(&signatures);
    out.push_str("}\n\nexport type OperationName = keyof Operations;\n\n");
    out.push_str(FIELD);
    out.push_str("export const operations: Record<OperationName, OperationInfo> = {\n");
    for operation in operations() {
        out.push_str(&facts(operation));
    }
    out.push_str("};\n");
    out
}

const FIELD: &str = "/** A field of an operation's input. */
export interface FieldInfo {
  name: string;
  type: 'text' | 'choice' | 'integer' | 'number' | 'boolean' | 'list' | 'json';
  required: boolean;
  about: string;
  choices?: readonly string[];
}

/** What is known of an operation when the program runs. */
export interface OperationInfo {
  /** action: changes the book, can be undone; query: only reads; host: opens, closes, handles files. */
  kind: 'action' | 'query' | 'host';
  /** What an action changes or a query reads. */
  topics: readonly Topic[];
  about: string;
  fields: readonly FieldInfo[];
}

";

fn kind(operation: &Operation) -> &'static str {
    match operation.run {
        Run::Action(_) => "action",
        Run::Query(_) => "query",
        Run::Host(_) => "host",
    }
}

/// The entry of an operation in the map that exists at run time.
fn facts(operation: &Operation) -> String {
    let quoted = |value: &Value| printer::literal(value);
    let schema = json!(operation.input_schema());
    let topics: Vec<String> = operation.topics.iter().map(|topic| quoted(&json!(topic))).collect();
    let mut out = format!("  '{}': {{\n    kind: '{}',\n", operation.name, kind(operation));
    writeln!(out, "    topics: [{}],", topics.join(", ")).expect("writing to a text");
    writeln!(out, "    about: {},", quoted(&json!(operation.about()))).expect("writing to a text");
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let fields = schema["properties"].as_object().into_iter().flatten().map(|(name, property)| {
        let (kind, choices) = types::shape(property, &schema);
        let choices = choices.map_or_else(String::new, |choices| {
            format!(
                ", choices: [{}]",
                choices.iter().map(|choice| quoted(&json!(choice))).collect::<Vec<_>>().join(", ")
            )
        });
        format!(
            "      {{ name: '{name}', type: '{kind}', required: {}, about: {}{choices} }},\n",
            required.contains(&json!(name)),
            quoted(&property["description"])
        )
    });
    let fields: String = fields.collect();
    if fields.is_empty() {
        out.push_str("    fields: [],\n  },\n");
    } else {
        writeln!(out, "    fields: [\n{fields}    ],\n  }},").expect("writing to a text");
    }
    out
}
