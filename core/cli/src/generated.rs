//! Subcommands made from the catalog: `register.list` becomes `valorize register list`, its input schema the flags.

use app::catalog::CATALOG;
use app::{AppError, Operation};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Adds every noun of the catalog to the tree; a noun that is also a flow keeps both: `import FILE` and `import plan`.
pub fn attach(mut root: Command) -> Command {
    for (noun, verbs) in verbs() {
        if root.find_subcommand(noun).is_some() {
            root = root
                .mut_subcommand(noun, |flow| flow.args_conflicts_with_subcommands(true).subcommands(verbs));
            continue;
        }
        let list = verbs.iter().map(Command::get_name).collect::<Vec<_>>().join(", ");
        root = root.subcommand(
            Command::new(noun)
                .about(format!("Operations on {noun}: {list}"))
                .subcommand_required(true)
                .arg_required_else_help(true)
                .subcommands(verbs),
        );
    }
    root
}

fn verbs() -> BTreeMap<&'static str, Vec<Command>> {
    let mut nouns: BTreeMap<&str, Vec<Command>> = BTreeMap::new();
    for operation in CATALOG {
        let (noun, verb) = operation.name.split_once('.').expect("catalog names are noun.verb");
        nouns.entry(noun).or_default().push(verb_command(operation, verb));
    }
    nouns
}

fn verb_command(operation: &Operation, verb: &'static str) -> Command {
    let schema = operation.input_schema();
    let about = operation.about();
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut command =
        Command::new(verb).about(about.lines().next().unwrap_or_default().to_owned()).long_about(about);
    for (name, property) in properties(&schema) {
        let needed = required.iter().any(|field| field == name.as_str());
        command = command.arg(argument(&name, &property, needed, &schema));
    }
    command
}

fn properties(schema: &schemars::Schema) -> Vec<(String, Value)> {
    let Some(Value::Object(properties)) = schema.get("properties") else { return Vec::new() };
    properties.iter().map(|(name, property)| (name.clone(), property.clone())).collect()
}

/// What a flag takes.
enum Shape {
    Text,
    Choice(Vec<String>),
    Integer,
    Boolean,
    List,
    Json,
}

fn shape(property: &Value, schema: &schemars::Schema) -> Shape {
    let property = resolve(property, schema);
    if let Some(choices) = choices(property) {
        return Shape::Choice(choices);
    }
    let kinds: Vec<&str> = match &property["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => {
            kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect()
        }
        _ => Vec::new(),
    };
    match kinds.as_slice() {
        ["string"] => Shape::Text,
        ["integer"] => Shape::Integer,
        ["boolean"] => Shape::Boolean,
        ["array"] if resolve(&property["items"], schema)["type"] == "string" => Shape::List,
        _ => Shape::Json,
    }
}

/// Follows `$ref` and the non-null side of `anyOf`.
fn resolve<'a>(property: &'a Value, schema: &'a schemars::Schema) -> &'a Value {
    if let Some(pointer) = property.get("$ref").and_then(Value::as_str) {
        let name = pointer.rsplit('/').next().unwrap_or_default();
        return schema.get("$defs").and_then(|defs| defs.get(name)).unwrap_or(property);
    }
    if let Some(sides) = property.get("anyOf").and_then(Value::as_array)
        && let Some(side) = sides.iter().find(|side| side["type"] != "null")
    {
        return resolve(side, schema);
    }
    property
}

fn choices(property: &Value) -> Option<Vec<String>> {
    if let Some(values) = property.get("enum").and_then(Value::as_array) {
        return Some(values.iter().filter_map(Value::as_str).map(str::to_owned).collect());
    }
    let sides = property.get("oneOf").and_then(Value::as_array)?;
    sides.iter().map(|side| side.get("const").and_then(Value::as_str).map(str::to_owned)).collect()
}

fn argument(name: &str, property: &Value, required: bool, schema: &schemars::Schema) -> Arg {
    let help = property.get("description").and_then(Value::as_str).unwrap_or_default().to_owned();
    let arg = Arg::new(name.to_owned()).long(name.replace('_', "-")).help(help).required(required);
    match shape(property, schema) {
        // Ids may begin with a dash.
        Shape::Text => arg.value_name("TEXT").allow_hyphen_values(true),
        Shape::Choice(choices) => arg.value_parser(PossibleValuesParser::new(choices)),
        Shape::Integer => {
            arg.value_name("N").value_parser(clap::value_parser!(i64)).allow_negative_numbers(true)
        }
        Shape::Boolean => arg
            .value_name("BOOL")
            .num_args(0..=1)
            .default_missing_value("true")
            .require_equals(true)
            .value_parser(clap::value_parser!(bool)),
        Shape::List => arg.value_name("TEXT").action(ArgAction::Append).allow_hyphen_values(true),
        Shape::Json => arg.value_name("JSON"),
    }
}

/// The input of `operation` as JSON, from what was typed.
///
/// # Errors
/// When a JSON flag does not hold JSON.
pub fn input(operation: &Operation, matches: &ArgMatches) -> Result<Value, AppError> {
    let schema = operation.input_schema();
    let mut input = Map::new();
    for (name, property) in properties(&schema) {
        let value = match shape(&property, &schema) {
            Shape::Text | Shape::Choice(_) => {
                matches.get_one::<String>(&name).map(|text| Value::from(text.as_str()))
            }
            Shape::Integer => matches.get_one::<i64>(&name).map(|number| Value::from(*number)),
            Shape::Boolean => matches.get_one::<bool>(&name).map(|flag| Value::from(*flag)),
            Shape::List => matches
                .get_many::<String>(&name)
                .map(|texts| Value::from(texts.map(|text| Value::from(text.as_str())).collect::<Vec<_>>())),
            Shape::Json => match matches.get_one::<String>(&name) {
                Some(text) => Some(
                    serde_json::from_str(text)
                        .map_err(|error| AppError::invalid(&name, format!("this is not JSON: {error}")))?,
                ),
                None => None,
            },
        };
        if let Some(value) = value {
            input.insert(name, value);
        }
    }
    Ok(Value::Object(input))
}

/// The operation that `noun verb` names.
pub fn find(noun: &str, verb: &str) -> Option<&'static Operation> {
    CATALOG.iter().find(|operation| operation.name.split_once('.') == Some((noun, verb)))
}
