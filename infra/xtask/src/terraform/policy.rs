//! What this project asks of every resource beyond what the provider does. The rules are data: infra/terraform/policy.toml.

use super::configuration::{Module, Source, label};
use super::schema::field;
use crate::error::XtaskError;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Attribute, Block, Body};
use serde::Deserialize;
use std::path::Path;

/// All rules.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    #[serde(rename = "rule")]
    /// In the order of the file.
    pub rules: Vec<Rule>,
}

/// One rule: which blocks, which value in them, and what it must be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the policy's file")]
pub struct Rule {
    /// What a finding calls it.
    pub name: String,
    /// Why it is asked, and what to do.
    pub why: String,
    /// Type of resource, `*` for every one, or `module.NAME` for a call.
    on: String,
    /// The folder it holds in; everywhere without.
    #[serde(rename = "in")]
    folder: Option<String>,
    /// The value, by the names that lead to it.
    at: Option<String>,
    /// It must be there and written as one of these.
    #[serde(default)]
    is: Vec<String>,
    /// It must not hold any of these texts.
    #[serde(default)]
    never: Vec<String>,
    /// It must be there.
    #[serde(default)]
    given: bool,
    /// It must not be there.
    #[serde(default)]
    absent: bool,
    /// It must not be written out.
    #[serde(default)]
    computed: bool,
    /// No block of this kind at all.
    #[serde(default)]
    forbidden: bool,
    /// Blocks it does not hold for, as `FOLDER TYPE.NAME`.
    #[serde(default)]
    except: Vec<String>,
}

impl Policy {
    /// Reads the rules.
    ///
    /// # Errors
    /// When the file is missing or has a key that means nothing.
    pub fn read(path: &Path) -> Result<Self, XtaskError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| XtaskError::File { path: path.to_path_buf(), source })?;
        toml::from_str(&text)
            .map_err(|error| XtaskError::Data { path: path.to_path_buf(), reason: error.to_string() })
    }

    /// Every place where a folder breaks a rule.
    pub fn findings(&self, module: &Module) -> Vec<String> {
        let mut found = Vec::new();
        for (source, block) in module.blocks("resource").chain(module.blocks("module")) {
            for rule in self.rules.iter().filter(|rule| rule.concerns(&module.folder, block)) {
                for place in rule.broken(source, block) {
                    found.push(format!("{place}: {}: {}", rule.name, rule.why));
                }
            }
        }
        found
    }
}

impl Rule {
    fn concerns(&self, folder: &str, block: &Block) -> bool {
        let first = label(block, 0).unwrap_or_default();
        let wanted = match self.on.strip_prefix("module.") {
            Some(name) => block.ident.as_str() == "module" && first == name,
            None => block.ident.as_str() == "resource" && (self.on == "*" || self.on == first),
        };
        let address = format!("{folder} {first}.{}", label(block, 1).unwrap_or_default());
        wanted
            && self.folder.as_ref().is_none_or(|wanted| wanted == folder)
            && !self.except.contains(&address)
    }

    /// The places where the block breaks the rule.
    fn broken(&self, source: &Source, block: &Block) -> Vec<String> {
        if self.forbidden {
            return vec![source.place(block)];
        }
        let path: Vec<&str> = self.at.as_deref().unwrap_or_default().split('.').collect();
        let mut values = Vec::new();
        collect(&block.body, &path, &mut values);
        if values.is_empty() {
            let missed = self.given || self.computed || !self.is.is_empty();
            return if missed { vec![source.place(block)] } else { Vec::new() };
        }
        values.iter().filter(|value| self.wrong(source, value)).map(|value| value.place(source)).collect()
    }

    fn wrong(&self, source: &Source, value: &Value<'_>) -> bool {
        let written = match value {
            Value::Attribute(attribute) => source.written(&attribute.value),
            Value::Field(expression) => source.written(expression),
            // A block is there, and has no value of its own.
            Value::Block(_) => return self.absent,
        };
        let literal = match value {
            Value::Attribute(attribute) => is_literal(&attribute.value),
            Value::Field(expression) => is_literal(expression),
            Value::Block(_) => false,
        };
        self.absent
            || (!self.is.is_empty() && !self.is.contains(&written))
            || self.never.iter().any(|text| written.contains(text.as_str()))
            || (self.computed && literal)
            || (self.given && written == "null")
    }
}

const fn is_literal(expression: &Expression) -> bool {
    matches!(expression, Expression::String(_) | Expression::Number(_) | Expression::Bool(_))
}

/// Something a path leads to.
enum Value<'a> {
    Attribute(&'a Attribute),
    Field(&'a Expression),
    Block(&'a Block),
}

impl Value<'_> {
    fn place(&self, source: &Source) -> String {
        match self {
            Self::Attribute(attribute) => source.place(*attribute),
            Self::Field(expression) => source.place(*expression),
            Self::Block(block) => source.place(*block),
        }
    }
}

/// Follows the names through blocks, generated blocks and objects.
fn collect<'a>(body: &'a Body, path: &[&str], values: &mut Vec<Value<'a>>) {
    let Some((first, rest)) = path.split_first() else { return };
    if let Some(attribute) = body.get_attribute(first) {
        match rest {
            [] => values.push(Value::Attribute(attribute)),
            rest => {
                let inner = rest.iter().try_fold(&attribute.value, |value, name| field(value, name));
                values.extend(inner.map(Value::Field));
            }
        }
    }
    for block in body.blocks() {
        let content = if block.ident.as_str() == "dynamic" && label(block, 0) == Some(first) {
            block.body.get_blocks("content").next()
        } else {
            (block.ident.as_str() == *first).then_some(block)
        };
        match (content, rest) {
            (Some(block), []) => values.push(Value::Block(block)),
            (Some(block), rest) => collect(&block.body, rest, values),
            (None, _) => {}
        }
    }
}
