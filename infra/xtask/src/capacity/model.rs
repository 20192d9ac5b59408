//! The model's numbers: assumptions as they stand in model.toml, measurements as they stand in the results it names.

use crate::error::XtaskError;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// All numbers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    measured: Measured,
    /// What a user does.
    pub user: User,
    /// What a user with a hosted book does beside that.
    pub hosted: Hosted,
    /// How full things may be.
    pub limits: Limits,
    /// Dollars.
    pub prices: Prices,
    /// Numbers of users the tables show.
    pub shown: Shown,
    /// Measured values by their name in `measured.rows`.
    #[serde(skip)]
    pub costs: BTreeMap<String, f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Measured {
    files: Vec<String>,
    /// Scenario and what was measured in it, by name.
    rows: BTreeMap<String, (String, String)>,
    from: From,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct From {
    busy: f64,
}

/// A struct of numbers, each as it is called in model.toml.
macro_rules! numbers {
    ($(#[$doc:meta])* $name:ident { $($field:ident),+ $(,)? } $(and { $text:ident })?) => {
        $(#[$doc])*
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $(pub $field: f64,)+
            $(pub $text: String,)?
        }
    };
}

numbers! {
    /// What a user does.
    User {
        devices, connected_at_peak, connected_on_average, pushes_a_day, peak_factor, row_bytes, wire_bytes, snapshot_mb,
        new_devices_a_year, first_sync_mb,
    }
}
numbers! {
    /// What a user with a hosted book does.
    Hosted { share, requests_a_day, jobs_a_day, job_ms, answer_kb, object_mb }
}
numbers! {
    /// How full things may be.
    Limits {
        cpu, connections, cloud_run_connections, machine_connections, cloud_run_memory_mib, largest_postgres,
        gb_a_processor, largest_gb, users_a_cell,
    }
}
numbers! {
    /// List prices.
    Prices {
        hours_a_month, run_cpu_second, run_gib_second, machine_cpu_hour, machine_gib_hour, sql_cpu_hour, sql_gib_hour,
        sql_ssd_gb_month, sql_backup_gb_month, sql_gib_per_cpu, redis_gib_hour, balancer_month, balancer_gb, egress_gb,
        armor_month, armor_million, tasks_million, storage_gb_month, logs_gib, log_kib_per_request, samples_million,
        samples_a_second,
    } and { as_of }
}

/// Numbers of users the tables show.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// In docs/scaling.md.
    pub scaling: Vec<u32>,
    /// In docs/cost.md.
    pub cost: Vec<u32>,
}

impl Model {
    /// Reads the model and the results it names.
    ///
    /// # Errors
    /// When one is missing, or a row is not in the results.
    pub fn read(root: &Path) -> Result<Self, XtaskError> {
        let path = root.join(super::MODEL);
        let text = std::fs::read_to_string(&path)
            .map_err(|source| XtaskError::File { path: path.clone(), source })?;
        let wrong = |reason: String| XtaskError::Data { path: path.clone(), reason };
        let mut model: Self = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        let mut all = BTreeMap::new();
        for file in &model.measured.files {
            all.extend(results(&root.join(file))?);
        }
        for (name, (scenario, what)) in &model.measured.rows {
            let value = all
                .get(&(scenario.clone(), what.clone()))
                .ok_or_else(|| wrong(format!("no row `{scenario}`, `{what}` in the measured files")))?;
            model.costs.insert(name.clone(), *value);
        }
        Ok(model)
    }

    /// A measured value.
    ///
    /// # Panics
    /// When `measured.rows` has no such name: the tables cannot be made then.
    pub fn cost(&self, name: &str) -> f64 {
        *self.costs.get(name).unwrap_or_else(|| panic!("{}: measured.rows has no {name}", super::MODEL))
    }

    /// The name of the measured value that holds at this many pushes a second on one database.
    pub fn at_rate(&self, what: &str, pushes: f64) -> f64 {
        self.cost(&format!("{what}_{}", if pushes >= self.measured.from.busy { "busy" } else { "calm" }))
    }

    /// Where the measured values come from: name, scenario, what.
    pub fn sources(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.measured
            .rows
            .iter()
            .map(|(name, (scenario, what))| (name.as_str(), scenario.as_str(), what.as_str()))
    }

    /// The results the measured values come from.
    pub fn files(&self) -> &[String] {
        &self.measured.files
    }
}

/// Scenario and measurement, and the value.
fn results(path: &Path) -> Result<BTreeMap<(String, String), f64>, XtaskError> {
    let wrong = |reason: String| XtaskError::Data { path: path.to_path_buf(), reason };
    let mut reader = csv::Reader::from_path(path).map_err(|error| wrong(error.to_string()))?;
    let mut results = BTreeMap::new();
    for row in reader.records() {
        let row = row.map_err(|error| wrong(error.to_string()))?;
        let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
        let value = cell(2).parse().map_err(|_| wrong(format!("`{}` is no number", cell(2))))?;
        results.insert((cell(0), cell(1)), value);
    }
    Ok(results)
}
