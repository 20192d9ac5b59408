//! The files under version control, and the Rust sources as tokens.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr as _;

/// A text file of the repository.
pub struct File {
    /// Path relative to the root, with forward slashes.
    pub path: String,
    /// Content.
    pub text: String,
}

impl File {
    /// The file is part of a test, where length caps do not hold.
    pub fn is_test(&self) -> bool {
        self.path.split('/').any(|part| part == "tests" || part == "benches")
    }

    /// The file's name ends in `.kind`.
    pub fn is(&self, kind: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|extension| extension == kind)
    }

    /// The tokens of a Rust source.
    pub fn tokens(&self) -> TokenStream {
        TokenStream::from_str(&self.text).unwrap_or_else(|error| panic!("{}: {error}", self.path))
    }
}

/// Every text file that is tracked, or new and not ignored. Needs git, which the bootstrap brings.
pub fn files() -> Vec<File> {
    let root = xtask::repository();
    let listing = Command::new("git")
        .current_dir(&root)
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .expect("git starts");
    assert!(listing.status.success(), "git ls-files: {}", String::from_utf8_lossy(&listing.stderr));
    let names = String::from_utf8(listing.stdout).expect("paths are UTF-8");
    let mut files: Vec<File> = names.split_terminator('\0').filter_map(|path| read(&root, path)).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.dedup_by(|a, b| a.path == b.path);
    assert!(files.len() > 10, "only {} files found below {}", files.len(), root.display());
    files
}

/// Statements in old encodings, images and files that were deleted but not yet committed are no texts.
fn read(root: &Path, path: &str) -> Option<File> {
    let text = std::fs::read_to_string(root.join(PathBuf::from(path))).ok()?;
    Some(File { path: path.to_owned(), text })
}

/// The Rust sources.
pub fn sources() -> Vec<File> {
    files().into_iter().filter(|file| file.is("rs")).collect()
}

/// A function with a body.
pub struct Function {
    /// Its name.
    pub name: String,
    /// Line of `fn`.
    pub line: usize,
    /// From `fn` to its closing brace.
    pub lines: usize,
}

/// Every function in `tokens`, nested ones and those inside macros included.
pub fn functions(tokens: TokenStream) -> Vec<Function> {
    let mut found = Vec::new();
    collect_functions(tokens, &mut found);
    found
}

fn collect_functions(tokens: TokenStream, found: &mut Vec<Function>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => collect_functions(group.stream(), found),
            TokenTree::Ident(word) if word == "fn" => found.extend(function(&tokens[at..])),
            _ => {}
        }
    }
}

/// The function whose `fn` opens `tokens`; `None` for a function pointer type or a declaration without body.
fn function(tokens: &[TokenTree]) -> Option<Function> {
    let Some(TokenTree::Ident(name)) = tokens.get(1) else {
        return None;
    };
    for token in &tokens[2..] {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == ';' => return None,
            TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => {
                let line = tokens[0].span().start().line;
                let end = body.span_close().end().line;
                return Some(Function { name: name.to_string(), line, lines: end - line + 1 });
            }
            _ => {}
        }
    }
    None
}

/// Calls `see` with every token and the token before it, groups included.
pub fn walk(tokens: TokenStream, see: &mut impl FnMut(Option<&TokenTree>, &TokenTree)) {
    let mut before: Option<TokenTree> = None;
    for token in tokens {
        see(before.as_ref(), &token);
        if let TokenTree::Group(group) = &token {
            walk(group.stream(), see);
        }
        before = Some(token);
    }
}

#[test]
fn functions_are_measured_from_fn_to_the_closing_brace() {
    let source = "fn one() {}\ntrait T {\n  fn declared(&self);\n  fn with<F: Fn(u8)>(f: F) where F: Copy {\n    fn inner() {\n    }\n  }\n}\n\
                  type P = fn(u8);\nmacro_rules! m { () => { fn made() {\n\n} } }\n";
    let file = File { path: "x.rs".to_owned(), text: source.to_owned() };
    let found: Vec<(String, usize, usize)> = functions(file.tokens())
        .into_iter()
        .map(|function| (function.name, function.line, function.lines))
        .collect();
    let expected = [("one", 1, 1), ("with", 4, 4), ("inner", 5, 2), ("made", 10, 3)];
    assert_eq!(found, expected.map(|(name, line, lines)| (name.to_owned(), line, lines)));
}
