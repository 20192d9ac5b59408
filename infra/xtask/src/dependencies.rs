//! Licences, bans and sources of every dependency against deny.toml: offline, from `cargo metadata` alone.
//!
//! Reads the part of cargo-deny's file format this project uses; an unknown key is an error, so that nothing is believed
//! to be checked that is not. Security advisories need a database from the network and are left to `cargo deny check advisories`.

use crate::error::XtaskError;
use cargo_metadata::{Metadata, MetadataCommand, Package};
use serde::Deserialize;
use std::collections::BTreeMap;

const OUR_REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// deny.toml, as far as it is used.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DenyFile {
    licenses: Licenses,
    bans: Bans,
    sources: Sources,
    #[serde(rename = "graph")]
    _graph: toml::Table,
    #[serde(rename = "advisories")]
    _advisories: toml::Table,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Licenses {
    allow: Vec<String>,
    /// How sure cargo-deny must be of a licence text; we read only the declared expression.
    #[serde(rename = "confidence-threshold")]
    _confidence: toml::Value,
    #[serde(rename = "private")]
    _private: toml::Table,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Bans {
    deny: Vec<Ban>,
    #[serde(rename = "multiple-versions")]
    _multiple_versions: String,
    wildcards: String,
    allow_wildcard_paths: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
    /// Crates that may depend on it all the same.
    #[serde(default)]
    wrappers: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Sources {
    unknown_registry: String,
    unknown_git: String,
}

/// Checks every package of the lock file, for every platform.
///
/// # Errors
/// [`XtaskError::Dependencies`] naming each package and what is wrong with it.
pub fn check() -> Result<String, XtaskError> {
    let root = crate::repository();
    let path = root.join("deny.toml");
    let text = std::fs::read_to_string(&path).map_err(|source| XtaskError::File { path, source })?;
    let metadata = MetadataCommand::new().current_dir(&root).exec()?;
    check_packages(&text, &metadata)
}

fn check_packages(deny_file: &str, metadata: &Metadata) -> Result<String, XtaskError> {
    let rules: DenyFile = toml::from_str(deny_file)?;
    let mut wrong = Vec::new();
    let mut versions: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for package in &metadata.packages {
        wrong.extend(licence_fault(package, &rules.licenses.allow));
        wrong.extend(ban_fault(package, &rules.bans, metadata));
        wrong.extend(source_fault(package, &rules.sources));
        versions.entry(package.name.as_str()).or_default().push(package.version.to_string());
    }
    if !wrong.is_empty() {
        return Err(XtaskError::Dependencies(wrong));
    }
    let twice: Vec<&str> =
        versions.iter().filter(|(_, versions)| versions.len() > 1).map(|(name, _)| *name).collect();
    let several =
        if twice.is_empty() { String::new() } else { format!("; in several versions: {}", twice.join(", ")) };
    Ok(format!("{} packages within deny.toml{several}", metadata.packages.len()))
}

fn licence_fault(package: &Package, allowed: &[String]) -> Option<String> {
    let named = format!("{} {}", package.name, package.version);
    let Some(text) = &package.license else {
        return Some(format!("{named}: declares no licence"));
    };
    let expression = match spdx::Expression::parse_mode(text, spdx::ParseMode::LAX) {
        Ok(expression) => expression,
        Err(error) => {
            return Some(format!("{named}: licence `{text}` is no SPDX expression: {}", error.reason));
        }
    };
    let accepted = expression.evaluate(|requirement| allowed.contains(&requirement.to_string()));
    if accepted { None } else { Some(format!("{named}: licence `{text}` is not allowed by deny.toml")) }
}

fn ban_fault(package: &Package, bans: &Bans, metadata: &Metadata) -> Option<String> {
    let banned = |ban: &&Ban| ban.name == package.name.as_str() && !only_wrapped(ban, package, metadata);
    if let Some(ban) = bans.deny.iter().find(banned) {
        return Some(format!("{} {}: banned: {}", package.name, package.version, ban.reason));
    }
    // Wildcards matter only where we write them; a path dependency has none to give.
    let ours = package.source.is_none() && bans.wildcards == "deny";
    let wildcard = package.dependencies.iter().find(|dependency| {
        let path = bans.allow_wildcard_paths && dependency.path.is_some();
        ours && !path && dependency.req == cargo_metadata::semver::VersionReq::STAR
    })?;
    Some(format!("{}: takes any version of {}", package.name, wildcard.name))
}

/// Nobody but the ban's wrappers depends on the package.
fn only_wrapped(ban: &Ban, package: &Package, metadata: &Metadata) -> bool {
    let nodes = metadata.resolve.iter().flat_map(|graph| &graph.nodes);
    let users = nodes.filter(|node| node.dependencies.contains(&package.id));
    let mut names = users.map(|node| metadata[&node.id].name.as_str());
    !ban.wrappers.is_empty() && names.all(|name| ban.wrappers.iter().any(|wrapper| wrapper == name))
}

fn source_fault(package: &Package, sources: &Sources) -> Option<String> {
    let source = package.source.as_ref()?.repr.as_str();
    let denied = if source.starts_with("git+") {
        sources.unknown_git == "deny"
    } else {
        sources.unknown_registry == "deny"
    };
    if source == OUR_REGISTRY || !denied {
        return None;
    }
    Some(format!("{} {}: comes from {source}, not from the default registry", package.name, package.version))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = r#"
        [graph]
        [advisories]
        [licenses]
        allow = ["MIT", "Apache-2.0 WITH LLVM-exception"]
        confidence-threshold = 0.9
        private = {}
        [bans]
        multiple-versions = "warn"
        wildcards = "deny"
        allow-wildcard-paths = true
        deny = [{ crate = "chrono", reason = "jiff" }]
        [sources]
        unknown-registry = "deny"
        unknown-git = "deny"
    "#;

    fn verdict(name: &str, licence: &str, source: &str) -> Result<String, String> {
        let metadata = format!(
            r#"{{"packages":[{{"name":"{name}","version":"1.0.0","id":"x","license":{licence},"source":"{source}",
            "dependencies":[],"targets":[],"features":{{}},"manifest_path":"/x"}}],"workspace_members":[],"resolve":null,
            "workspace_root":"/x","target_directory":"/x","version":1}}"#
        );
        let metadata = cargo_metadata::MetadataCommand::parse(metadata).expect("well-formed metadata");
        check_packages(RULES, &metadata).map_err(|error| error.to_string())
    }

    #[test]
    fn a_dependency_is_judged_by_licence_ban_and_source() {
        assert!(verdict("good", r#""MIT OR GPL-3.0-only""#, OUR_REGISTRY).is_ok());
        assert!(verdict("old-form", r#""MIT/GPL-3.0""#, OUR_REGISTRY).is_ok());
        assert!(verdict("exception", r#""Apache-2.0 WITH LLVM-exception""#, OUR_REGISTRY).is_ok());
        for (name, licence, source, expected) in [
            ("both", r#""MIT AND GPL-3.0-only""#, OUR_REGISTRY, "is not allowed by deny.toml"),
            ("bare", r#""Apache-2.0""#, OUR_REGISTRY, "is not allowed by deny.toml"),
            ("none", "null", OUR_REGISTRY, "declares no licence"),
            ("chrono", r#""MIT""#, OUR_REGISTRY, "banned: jiff"),
            ("far", r#""MIT""#, "git+https://example.org/far", "not from the default registry"),
            ("other", r#""MIT""#, "registry+https://example.org/index", "not from the default registry"),
        ] {
            let error = verdict(name, licence, source).expect_err(name);
            assert!(error.contains(expected) && error.starts_with(name), "{error}");
        }
    }

    #[test]
    fn an_unknown_key_is_refused() {
        let error = check_packages(&format!("{RULES}\n[surprise]"), &empty()).expect_err("unknown table");
        assert!(error.to_string().contains("surprise"), "{error}");
    }

    fn empty() -> Metadata {
        cargo_metadata::MetadataCommand::parse(
            r#"{"packages":[],"workspace_members":[],"resolve":null,"workspace_root":"/x","target_directory":"/x","version":1}"#,
        )
        .expect("well-formed metadata")
    }
}
