//! Checks infra/terraform without a provider and without the network: syntax, the provider's own names, references, and the project's
//! policy. What Terraform itself can check offline (its format) is checked with it where it is installed.

mod configuration;
mod policy;
mod references;
mod schema;

use crate::error::XtaskError;
use crate::steps::show;
pub use configuration::{Configuration, Module};
pub use policy::Policy;
pub use schema::Schema;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where the files are, relative to the repository's root.
pub const FOLDER: &str = "infra/terraform";

/// What the files are held against.
pub struct Rules {
    /// Names the providers know.
    pub schema: Schema,
    /// What this project asks for beyond that.
    pub policy: Policy,
}

impl Rules {
    /// Reads `schema/` and `policy.toml`.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn read(folder: &Path) -> Result<Self, XtaskError> {
        Ok(Self {
            schema: Schema::read(&folder.join("schema"))?,
            policy: Policy::read(&folder.join("policy.toml"))?,
        })
    }

    /// Everything wrong with the files, each with its place.
    pub fn findings(&self, configuration: &Configuration) -> Vec<String> {
        let mut found = configuration.unreadable.clone();
        for module in &configuration.modules {
            found.extend(self.schema.findings(module));
            found.extend(references::findings(module, configuration, &self.schema));
            found.extend(self.policy.findings(module));
        }
        found.sort();
        found.dedup();
        found
    }
}

/// `xtask terraform`: all checks, with what was looked at.
///
/// # Errors
/// [`XtaskError::Terraform`] with every finding.
pub fn check() -> Result<(), XtaskError> {
    let folder: PathBuf = crate::repository().join(FOLDER);
    let configuration = Configuration::read(&folder)?;
    let findings = Rules::read(&folder)?.findings(&configuration);
    if !findings.is_empty() {
        return Err(XtaskError::Terraform(findings));
    }
    let resources: usize = configuration.modules.iter().map(|module| module.blocks("resource").count()).sum();
    println!("{} folders, {resources} resources: nothing to object to", configuration.modules.len());
    format(&folder)
}

/// `terraform fmt -check` where there is a terraform: it reads no provider.
fn format(folder: &Path) -> Result<(), XtaskError> {
    let version =
        Command::new("terraform").arg("version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if version.is_err() {
        println!("terraform is not installed: its format check was left out");
        return Ok(());
    }
    show(Command::new("terraform").current_dir(folder).args(["fmt", "-check", "-diff", "-recursive"]))
}
