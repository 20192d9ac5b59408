//! Whether every name that is used is declared, and every variable and local value is used.

use super::configuration::{Configuration, Module, Source, label};
use super::schema::Schema;
use hcl_edit::expr::{Expression, ForExpr, FuncCall, Traversal, TraversalOperator};
use hcl_edit::structure::{Attribute, Block};
use hcl_edit::visit::{Visit, visit_attr, visit_block, visit_for_expr, visit_func_call};
use std::collections::BTreeSet;

/// Names that Terraform gives.
const GIVEN: &[&str] = &["count", "each", "path", "self", "terraform"];
/// Arguments of every module call.
const OF_EVERY_MODULE: &[&str] = &["source", "version", "count", "for_each", "depends_on", "providers"];

/// Everything wrong with a folder's names.
pub fn findings(module: &Module, configuration: &Configuration, schema: &Schema) -> Vec<String> {
    let mut reader = Reader {
        module,
        configuration,
        schema,
        source: None,
        bound: Vec::new(),
        used: BTreeSet::new(),
        found: Vec::new(),
    };
    for source in &module.sources {
        reader.source = Some(source);
        reader.visit_body(&source.body);
    }
    let Reader { used, mut found, .. } = reader;
    declarations(module, &used, &mut found);
    for (name, (source, block)) in module.named("module") {
        call(module, configuration, name, source, block, &mut found);
    }
    found
}

fn declarations(module: &Module, used: &BTreeSet<String>, found: &mut Vec<String>) {
    for (name, (source, block)) in module.named("variable") {
        if !used.contains(&format!("var.{name}")) {
            found.push(format!("{}: variable `{name}` is used nowhere", source.place(block)));
        }
        for needed in ["description", "type"] {
            if !block.body.has_attribute(needed) {
                found.push(format!("{}: variable `{name}` has no {needed}", source.place(block)));
            }
        }
    }
    for (name, (source, block)) in module.named("output") {
        if !block.body.has_attribute("description") {
            found.push(format!("{}: output `{name}` has no description", source.place(block)));
        }
    }
    for (name, (source, local)) in module.locals() {
        if !used.contains(&format!("local.{name}")) {
            found.push(format!("{}: local `{name}` is used nowhere", source.place(local)));
        }
    }
}

/// A module is given what it asks for and nothing else.
fn call(
    module: &Module,
    configuration: &Configuration,
    name: &str,
    source: &Source,
    block: &Block,
    found: &mut Vec<String>,
) {
    let place = source.place(block);
    let from =
        block.body.get_attribute("source").and_then(|attribute| attribute.value.as_str()).unwrap_or_default();
    let Some(target) = configuration.target(module, from) else {
        found.push(format!("{place}: module `{name}`: no folder `{from}`"));
        return;
    };
    let variables = target.named("variable");
    for (variable, (_, declared)) in &variables {
        if !declared.body.has_attribute("default") && !block.body.has_attribute(variable) {
            found.push(format!("{place}: module `{name}` needs `{variable}`"));
        }
    }
    for given in block.body.attributes() {
        let word = given.key.as_str();
        if !variables.contains_key(word) && !OF_EVERY_MODULE.contains(&word) {
            found.push(format!("{}: module `{name}` takes no `{word}`", source.place(given)));
        }
    }
}

struct Reader<'a> {
    module: &'a Module,
    configuration: &'a Configuration,
    schema: &'a Schema,
    source: Option<&'a Source>,
    /// Names bound by `for` and `dynamic` around the place.
    bound: Vec<String>,
    used: BTreeSet<String>,
    found: Vec<String>,
}

impl Reader<'_> {
    fn say(&mut self, item: &impl hcl_edit::Span, text: &str) {
        let place = self.source.map_or_else(String::new, |source| source.place(item));
        self.found.push(format!("{place}: {text}"));
    }

    /// `root.first.second...` as far as it is made of names; an index between them is noted for resources.
    fn follow(&mut self, traversal: &Traversal, root: &str) {
        let steps: Vec<Option<&str>> = traversal.operators.iter().map(|step| name(step.value())).collect();
        let first = steps.first().copied().flatten();
        match (root, first) {
            ("var", Some(variable)) => {
                self.used.insert(format!("var.{variable}"));
                if !self.module.named("variable").contains_key(variable) {
                    self.say(traversal, &format!("variable `{variable}` is not declared"));
                }
            }
            ("local", Some(local)) => {
                self.used.insert(format!("local.{local}"));
                if !self.module.locals().contains_key(local) {
                    self.say(traversal, &format!("local `{local}` is not declared"));
                }
            }
            ("module", Some(called)) => self.output(traversal, called, &steps[1..]),
            ("data" | "ephemeral", Some(kind)) => {
                let wanted = steps.get(1).copied().flatten().unwrap_or_default();
                self.resource(traversal, root, kind, wanted, steps.get(2..).unwrap_or_default());
            }
            (kind, Some(wanted)) if kind.starts_with("google_") || kind.starts_with("random_") => {
                self.resource(traversal, "resource", kind, wanted, &steps[1..]);
            }
            (word, _) if GIVEN.contains(&word) || self.bound.iter().any(|bound| bound == word) => {}
            (word, _) => self.say(traversal, &format!("`{word}` is not declared")),
        }
    }

    fn output(&mut self, traversal: &Traversal, called: &str, rest: &[Option<&str>]) {
        let modules = self.module.named("module");
        let Some((_, block)) = modules.get(called) else {
            self.say(traversal, &format!("module `{called}` is not declared"));
            return;
        };
        let from = block.body.get_attribute("source").and_then(|attribute| attribute.value.as_str());
        let target = from.and_then(|from| self.configuration.target(self.module, from));
        if let (Some(target), Some(Some(output))) = (target, rest.first())
            && !target.named("output").contains_key(output)
        {
            self.say(traversal, &format!("module `{called}` has no output `{output}`"));
        }
    }

    fn resource(&mut self, traversal: &Traversal, kind: &str, of: &str, named: &str, rest: &[Option<&str>]) {
        let declared = self
            .module
            .blocks(kind)
            .find(|(_, block)| label(block, 0) == Some(of) && label(block, 1) == Some(named))
            .map(|(_, block)| block.body.has_attribute("for_each") || block.body.has_attribute("count"));
        let Some(many) = declared else {
            self.say(traversal, &format!("{kind} `{of}.{named}` is not declared"));
            return;
        };
        let field = match (many, rest) {
            (true, [Some(field), ..]) => {
                self.say(traversal, &format!("`{of}.{named}` is many: say which before `.{field}`"));
                return;
            }
            (true, [_, Some(field), ..]) | (false, [Some(field), ..]) => *field,
            _ => return,
        };
        if self.schema.shape(kind, of).is_some_and(|shape| !shape.has(field)) {
            self.say(traversal, &format!("{of} has no attribute `{field}`"));
        }
    }
}

/// The name of a step `.name`.
fn name(step: &TraversalOperator) -> Option<&str> {
    match step {
        TraversalOperator::GetAttr(name) => Some(name.as_str()),
        _ => None,
    }
}

impl Visit for Reader<'_> {
    fn visit_traversal(&mut self, node: &Traversal) {
        match &node.expr {
            Expression::Variable(root) => self.follow(node, root.as_str()),
            other => self.visit_expr(other),
        }
        for step in &node.operators {
            self.visit_traversal_operator(step.value());
        }
    }

    fn visit_expr(&mut self, node: &Expression) {
        match node {
            Expression::Variable(word) => {
                let known =
                    GIVEN.contains(&word.as_str()) || self.bound.iter().any(|bound| bound == word.as_str());
                if !known {
                    self.say(word, &format!("`{}` is not declared", word.as_str()));
                }
            }
            other => hcl_edit::visit::visit_expr(self, other),
        }
    }

    fn visit_for_expr(&mut self, node: &ForExpr) {
        // What is gone through is read outside of the names it binds; nothing here binds a name twice.
        let before = self.bound.len();
        self.bound.extend(node.intro.key_var.as_ref().map(|word| word.as_str().to_owned()));
        self.bound.push(node.intro.value_var.as_str().to_owned());
        visit_for_expr(self, node);
        self.bound.truncate(before);
    }

    fn visit_func_call(&mut self, node: &FuncCall) {
        let called = node.name.name.as_str();
        if node.name.is_namespaced() || !self.schema.functions.contains(called) {
            self.say(&node.name.name, &format!("Terraform has no function `{called}`"));
        }
        visit_func_call(self, node);
    }

    fn visit_block(&mut self, node: &Block) {
        let before = self.bound.len();
        if node.ident.as_str() == "dynamic" {
            let iterator = node
                .body
                .get_attribute("iterator")
                .map(|attribute| attribute.value.to_string().trim().to_owned());
            self.bound.extend(iterator.or_else(|| label(node, 0).map(str::to_owned)));
        }
        visit_block(self, node);
        self.bound.truncate(before);
    }

    fn visit_attr(&mut self, node: &Attribute) {
        // Words of Terraform's own language, not names: types, and attributes whose change does not count.
        if !["type", "ignore_changes"].contains(&node.key.as_str()) || node.value.is_str() {
            visit_attr(self, node);
        }
    }
}
