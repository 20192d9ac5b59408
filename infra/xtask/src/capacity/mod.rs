//! From what was measured and what is assumed (infra/capacity/model.toml) to instances, Postgres and dollars: `xtask capacity` writes the
//! tables of docs/scaling.md and docs/cost.md, between marks, and leaves the words around them alone.

mod demand;
mod model;
mod pages;
mod price;

use crate::error::XtaskError;
pub use demand::Demand;
pub use model::Model;
use std::path::Path;

/// Where the numbers are, relative to the repository's root.
pub const MODEL: &str = "infra/capacity/model.toml";

/// Both pages as they must be.
///
/// # Errors
/// When the model or a page cannot be read, or a page lacks a mark.
pub fn made(root: &Path) -> Result<Vec<(&'static str, String)>, XtaskError> {
    let model = Model::read(root)?;
    let mut made = Vec::new();
    for (path, tables) in pages::tables(&model) {
        let file = root.join(path);
        let mut text = std::fs::read_to_string(&file)
            .map_err(|source| XtaskError::File { path: file.clone(), source })?;
        for (name, table) in tables {
            text = replaced(&text, name, &table).ok_or_else(|| XtaskError::Data {
                path: file.clone(),
                reason: format!("no lines `<!-- made: {name} -->` and `<!-- end -->`"),
            })?;
        }
        made.push((path, text));
    }
    Ok(made)
}

/// Writes both.
///
/// # Errors
/// When one cannot be written.
pub fn write() -> Result<(), XtaskError> {
    let root = crate::repository();
    for (name, text) in made(&root)? {
        let path = root.join(name);
        std::fs::write(&path, text).map_err(|source| XtaskError::File { path, source })?;
        println!("{name}");
    }
    Ok(())
}

/// The text with the table between its marks replaced.
fn replaced(text: &str, name: &str, table: &str) -> Option<String> {
    let mark = format!("<!-- made: {name} -->\n");
    let start = text.find(&mark)? + mark.len();
    let end = start + text[start..].find("<!-- end -->")?;
    Some(format!("{}\n{table}\n{}", &text[..start], &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn only_what_is_between_the_marks_changes() {
        let text = "a\n<!-- made: x -->\nold\n<!-- end -->\nb\n<!-- made: y -->\nold\n<!-- end -->\n";
        let made = replaced(text, "y", "new").expect("the mark");
        assert_eq!(
            made,
            "a\n<!-- made: x -->\nold\n<!-- end -->\nb\n<!-- made: y -->\n\nnew\n<!-- end -->\n"
        );
        assert_eq!(replaced(&made, "y", "new"), Some(made.clone()));
        assert_eq!(replaced(text, "z", "new"), None);
    }
}
