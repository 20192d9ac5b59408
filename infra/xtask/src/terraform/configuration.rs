//! The files as parsed: one [`Module`] per folder, with the place of everything in them.

use crate::error::XtaskError;
use hcl_edit::Span;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Attribute, Block, Body};
use std::collections::BTreeMap;
use std::path::Path;

/// One file.
pub struct Source {
    /// Path as it is shown.
    pub path: String,
    text: String,
    pub body: Body,
}

impl Source {
    /// `path:line` of something in this file.
    pub fn place(&self, item: &impl Span) -> String {
        let start = item.span().map_or(0, |span| span.start);
        let line = self.text[..start.min(self.text.len())].matches('\n').count() + 1;
        format!("{}:{line}", self.path)
    }

    /// The expression as it is written, on one line.
    pub fn written(&self, expression: &Expression) -> String {
        let text = expression.span().and_then(|span| self.text.get(span)).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// One folder of files, which Terraform reads together.
pub struct Module {
    /// Path relative to infra/terraform, such as `modules/edge`.
    pub folder: String,
    /// Its files.
    pub sources: Vec<Source>,
}

impl Module {
    /// Reads one text as a folder of its own; for tests.
    ///
    /// # Errors
    /// What the parser says, with its place.
    pub fn of_text(folder: &str, path: &str, text: &str) -> Result<Self, String> {
        let mut module = Self { folder: folder.to_owned(), sources: Vec::new() };
        module.add(path, text)?;
        Ok(module)
    }

    fn add(&mut self, path: &str, text: &str) -> Result<(), String> {
        let body = hcl_edit::parser::parse_body(text).map_err(|error| {
            let at = error.location();
            format!("{path}:{}: {}, near `{}`", at.line(), error.message(), error.line().trim())
        })?;
        self.sources.push(Source { path: path.to_owned(), text: text.to_owned(), body });
        Ok(())
    }

    /// Blocks of a kind at the top of any file, with the file.
    pub fn blocks<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (&'a Source, &'a Block)> {
        self.sources.iter().flat_map(move |source| {
            source
                .body
                .blocks()
                .filter(move |block| block.ident.as_str() == kind)
                .map(move |block| (source, block))
        })
    }

    /// Blocks of a kind by their only label: variables, outputs, modules.
    pub fn named<'a>(&'a self, kind: &'a str) -> BTreeMap<&'a str, (&'a Source, &'a Block)> {
        self.blocks(kind).filter_map(|(source, block)| Some((label(block, 0)?, (source, block)))).collect()
    }

    /// Every local value.
    pub fn locals(&self) -> BTreeMap<&str, (&Source, &Attribute)> {
        self.blocks("locals")
            .flat_map(|(source, block)| block.body.attributes().map(move |local| (source, local)))
            .map(|(source, local)| (local.key.as_str(), (source, local)))
            .collect()
    }
}

/// The label at a place of a block's head.
pub fn label(block: &Block, at: usize) -> Option<&str> {
    block.labels.get(at).map(hcl_edit::structure::BlockLabel::as_str)
}

/// Every folder below infra/terraform that has files.
pub struct Configuration {
    /// The folders.
    pub modules: Vec<Module>,
    /// Files the parser refused, with its words.
    pub unreadable: Vec<String>,
}

impl Configuration {
    /// Reads `modules/*` and `environments/*`.
    ///
    /// # Errors
    /// When a folder or file cannot be read.
    pub fn read(root: &Path) -> Result<Self, XtaskError> {
        let mut configuration = Self { modules: Vec::new(), unreadable: Vec::new() };
        for kind in ["modules", "environments"] {
            for folder in entries(&root.join(kind))? {
                configuration.read_folder(&format!("{kind}/{folder}"), &root.join(kind).join(&folder))?;
            }
        }
        Ok(configuration)
    }

    fn read_folder(&mut self, name: &str, folder: &Path) -> Result<(), XtaskError> {
        let mut module = Module { folder: name.to_owned(), sources: Vec::new() };
        for file in entries(folder)?
            .iter()
            .filter(|file| Path::new(file).extension().is_some_and(|kind| kind == "tf"))
        {
            let path = folder.join(file);
            let text = std::fs::read_to_string(&path).map_err(|source| XtaskError::File { path, source })?;
            if let Err(refused) = module.add(&format!("{name}/{file}"), &text) {
                self.unreadable.push(refused);
            }
        }
        self.modules.push(module);
        Ok(())
    }

    /// The folder a module's `source` names, seen from another.
    pub fn target(&self, from: &Module, source: &str) -> Option<&Module> {
        let mut parts: Vec<&str> = from.folder.split('/').collect();
        for part in source.split('/') {
            match part {
                "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        let wanted = parts.join("/");
        self.modules.iter().find(|module| module.folder == wanted)
    }
}

/// Names in a folder, in order.
fn entries(folder: &Path) -> Result<Vec<String>, XtaskError> {
    let failed = |source| XtaskError::File { path: folder.to_path_buf(), source };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        names.push(entry.map_err(failed)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
