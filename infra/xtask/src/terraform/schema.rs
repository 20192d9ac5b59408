//! Whether every resource, argument and block is one the provider knows, and every required one is there.
//!
//! The names come from `schema/google.json`, which `schema/make.py` takes out of a package of the provider's typings.

use super::configuration::{Module, Source, label};
use crate::error::XtaskError;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Attribute, Block, Body};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Arguments and blocks that Terraform itself adds to every resource.
const OF_EVERY_RESOURCE: &[&str] =
    &["count", "depends_on", "for_each", "lifecycle", "provider", "provisioner", "connection"];

/// Kinds of blocks at the top of a file.
const TOP: &[&str] = &[
    "check",
    "data",
    "ephemeral",
    "import",
    "locals",
    "module",
    "moved",
    "output",
    "provider",
    "removed",
    "resource",
    "terraform",
    "variable",
];

/// What may stand in a block. Arguments: their type, with `!` when they must be given.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    arguments: BTreeMap<String, String>,
    blocks: BTreeMap<String, Shape>,
    #[serde(default)]
    exports: Vec<String>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    many: bool,
}

impl Shape {
    /// The name can be read from the resource.
    pub fn has(&self, name: &str) -> bool {
        self.arguments.contains_key(name)
            || self.blocks.contains_key(name)
            || self.exports.iter().any(|export| export == name)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Provider {
    version: String,
    #[serde(default)]
    resource: BTreeMap<String, Shape>,
    #[serde(default)]
    data: BTreeMap<String, Shape>,
    #[serde(default)]
    ephemeral: BTreeMap<String, Shape>,
}

/// What the providers and Terraform know.
pub struct Schema {
    providers: BTreeMap<String, Provider>,
    /// Names of Terraform's functions.
    pub functions: BTreeSet<String>,
}

impl Schema {
    /// Reads a folder with one file per provider.
    ///
    /// # Errors
    /// When a file is missing or says something unknown.
    pub fn read(folder: &Path) -> Result<Self, XtaskError> {
        let read = |name: &str| {
            let path = folder.join(name);
            std::fs::read_to_string(&path).map_err(|source| XtaskError::File { path, source })
        };
        let mut providers = BTreeMap::new();
        for name in ["google", "random"] {
            let file = format!("{name}.json");
            let provider = serde_json::from_str(&read(&file)?)
                .map_err(|error| XtaskError::Data { path: folder.join(&file), reason: error.to_string() })?;
            providers.insert(name.to_owned(), provider);
        }
        let functions = read("functions.txt")?.lines().map(str::to_owned).collect();
        Ok(Self { providers, functions })
    }

    /// What may stand in a block of this kind and type.
    pub fn shape(&self, kind: &str, name: &str) -> Option<&Shape> {
        self.providers.values().find_map(|provider| match kind {
            "resource" => provider.resource.get(name),
            "data" => provider.data.get(name),
            "ephemeral" => provider.ephemeral.get(name),
            _ => None,
        })
    }

    /// Everything a folder says that the providers do not know.
    pub fn findings(&self, module: &Module) -> Vec<String> {
        let mut found = Vec::new();
        for source in &module.sources {
            for stray in source.body.attributes() {
                found.push(format!(
                    "{}: `{}` stands outside of any block",
                    source.place(stray),
                    stray.key.as_str()
                ));
            }
            for block in source.body.blocks() {
                self.top(source, block, &mut found);
            }
        }
        found
    }

    fn top(&self, source: &Source, block: &Block, found: &mut Vec<String>) {
        let kind = block.ident.as_str();
        if !TOP.contains(&kind) {
            found.push(format!("{}: Terraform has no block `{kind}`", source.place(block)));
        }
        if kind == "terraform" {
            self.versions(source, &block.body, found);
        }
        if !["resource", "data", "ephemeral"].contains(&kind) {
            return;
        }
        let (Some(name), Some(_)) = (label(block, 0), label(block, 1)) else {
            found.push(format!("{}: {kind} needs a type and a name", source.place(block)));
            return;
        };
        match self.shape(kind, name) {
            Some(shape) => body(source, &block.body, shape, name, true, found),
            None => found.push(format!(
                "{}: no {kind} `{name}` in schema/; run schema/make.py if the provider has it",
                source.place(block)
            )),
        }
    }

    /// Providers are pinned to the versions whose names are checked here.
    fn versions(&self, source: &Source, terraform: &Body, found: &mut Vec<String>) {
        for required in terraform.get_blocks("required_providers") {
            for attribute in required.body.attributes() {
                let name = attribute.key.as_str();
                let expected = self.providers.get(name).map(|provider| format!("\"= {}\"", provider.version));
                let written = field(&attribute.value, "version").map(|value| source.written(value));
                if written.is_none() || written != expected {
                    found.push(format!(
                        "{}: {name} must be pinned to {}",
                        source.place(attribute),
                        expected.unwrap_or_else(|| "a version that schema/ describes".to_owned())
                    ));
                }
            }
        }
    }
}

/// A field of an object expression.
pub fn field<'a>(expression: &'a Expression, name: &str) -> Option<&'a Expression> {
    let object = expression.as_object()?;
    let found = object.iter().find(|(key, _)| match key {
        hcl_edit::expr::ObjectKey::Ident(word) => word.as_str() == name,
        hcl_edit::expr::ObjectKey::Expression(key) => key.as_str() == Some(name),
    })?;
    Some(found.1.expr())
}

fn body(source: &Source, body: &Body, shape: &Shape, name: &str, top: bool, found: &mut Vec<String>) {
    let of_every = |word: &str| top && OF_EVERY_RESOURCE.contains(&word);
    for attribute in body.attributes() {
        let word = attribute.key.as_str();
        match shape.arguments.get(word) {
            Some(kind) => literal(source, attribute, kind, name, found),
            None if of_every(word) => {}
            None => found.push(format!("{}: {name} takes no argument `{word}`", source.place(attribute))),
        }
    }
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for block in body.blocks() {
        let dynamic = block.ident.as_str() == "dynamic";
        let word = if dynamic { label(block, 0).unwrap_or_default() } else { block.ident.as_str() };
        let Some(inner) = shape.blocks.get(word) else {
            if !of_every(word) {
                found.push(format!("{}: {name} takes no block `{word}`", source.place(block)));
            }
            continue;
        };
        // A dynamic block stands for any number.
        *seen.entry(word).or_default() += usize::from(!dynamic);
        if dynamic {
            generated(source, block, inner, &format!("{name}.{word}"), found);
        } else {
            self::body(source, &block.body, inner, &format!("{name}.{word}"), false, found);
        }
    }
    missing(source, body, shape, name, &seen, found);
}

/// `dynamic "x" { for_each = ..., content { ... } }`.
fn generated(source: &Source, block: &Block, shape: &Shape, name: &str, found: &mut Vec<String>) {
    let contents: Vec<&Block> = block.body.get_blocks("content").collect();
    if contents.len() != 1 || !block.body.has_attribute("for_each") {
        found.push(format!("{}: dynamic {name} needs `for_each` and one `content`", source.place(block)));
    }
    for content in contents {
        body(source, &content.body, shape, name, false, found);
    }
}

fn missing(
    source: &Source,
    body: &Body,
    shape: &Shape,
    name: &str,
    seen: &BTreeMap<&str, usize>,
    found: &mut Vec<String>,
) {
    // An empty body has no place of its own: the words name it.
    let place = body.iter().next().map_or_else(|| source.path.clone(), |first| source.place(first));
    for (word, kind) in &shape.arguments {
        if kind.ends_with('!') && !body.has_attribute(word) {
            found.push(format!("{place}: {name} needs `{word}`"));
        }
    }
    for (word, inner) in &shape.blocks {
        if inner.required && !seen.contains_key(word.as_str()) {
            found.push(format!("{place}: {name} needs a block `{word}`"));
        }
        if !inner.many && seen.get(word.as_str()).is_some_and(|times| *times > 1) {
            found.push(format!("{place}: {name} takes one block `{word}`"));
        }
    }
}

/// A literal of the wrong kind; what is computed is not looked into.
fn literal(source: &Source, attribute: &Attribute, kind: &str, name: &str, found: &mut Vec<String>) {
    let kind = kind.trim_end_matches('!');
    let value = &attribute.value;
    let wrong = match kind {
        "string" => value.is_array() || value.is_object(),
        // Terraform reads "5" as 5 and "true" as true.
        "number" => {
            value.is_array()
                || value.is_object()
                || value.is_bool()
                || value.as_str().is_some_and(|text| text.parse::<f64>().is_err())
        }
        "boolean" => {
            value.is_array()
                || value.is_object()
                || value.is_number()
                || value.as_str().is_some_and(|text| text != "true" && text != "false")
        }
        "list" => value.is_object() || value.is_bool() || value.is_number() || value.is_str(),
        "map" => value.is_array() || value.is_bool() || value.is_number() || value.is_str(),
        _ => false,
    };
    if wrong {
        let word = attribute.key.as_str();
        found.push(format!("{}: {name}.{word} takes a {kind}", source.place(attribute)));
    }
}
