//! What a demand costs a month, line by line.

use super::demand::Demand;
use super::model::Model;

/// A line of the sheet.
pub struct Line {
    /// What is paid for.
    pub what: &'static str,
    /// How much of it.
    pub amount: String,
    /// Dollars a month.
    pub dollars: f64,
}

const SECONDS_AN_HOUR: f64 = 3600.0;

/// Dollars a month for one always-on Cloud Run instance of one processor and this much memory, with its collector of half a processor.
fn run_instance(model: &Model, gib: f64) -> f64 {
    let prices = &model.prices;
    let (cpus, gib) = (1.5, gib + 0.25);
    (cpus * prices.run_cpu_second + gib * prices.run_gib_second) * SECONDS_AN_HOUR * prices.hours_a_month
}

/// The relay's instances on average over the day: at night fewer are held.
fn relay_on_average(demand: &Demand) -> f64 {
    (demand.relay_instances * demand.connections_on_average / demand.connections).ceil().max(2.0)
}

/// All lines, with the relay on Cloud Run.
pub fn lines(model: &Model, demand: &Demand) -> Vec<Line> {
    let prices = &model.prices;
    let relay = relay_on_average(demand);
    let mut lines = vec![
        Line {
            what: "Cloud Run, relay",
            amount: format!("{relay} instances on average, {} at the busiest", demand.relay_instances),
            dollars: relay * run_instance(model, 0.5),
        },
        Line {
            what: "Cloud Run, api and worker",
            amount: format!("{} + {} instances", demand.api_instances, demand.worker_instances),
            dollars: demand.api_instances * run_instance(model, 0.5)
                + demand.worker_instances * run_instance(model, 1.0),
        },
    ];
    lines.extend(stores(model, demand));
    lines.extend([
        Line {
            what: "Load balancer and firewall",
            amount: format!("{:.0} GB, {:.1} million requests", demand.egress_gb, demand.million_requests),
            dollars: prices.balancer_month
                + demand.egress_gb * prices.balancer_gb
                + prices.armor_month
                + demand.million_requests * prices.armor_million,
        },
        Line {
            what: "Traffic to the internet",
            amount: format!("{:.0} GB", demand.egress_gb),
            dollars: demand.egress_gb * prices.egress_gb,
        },
        Line {
            what: "Cloud Tasks",
            amount: format!("{:.1} million jobs", demand.million_jobs),
            dollars: demand.million_jobs * prices.tasks_million,
        },
        watching(model, demand, relay),
    ]);
    lines
}

fn stores(model: &Model, demand: &Demand) -> [Line; 3] {
    let prices = &model.prices;
    let sql_cpu = prices.sql_cpu_hour + prices.sql_gib_per_cpu * prices.sql_gib_hour;
    // One GiB a cell, and another for each quarter of a processor its hints take.
    let redis_gib = demand.cells * (1.0 + (demand.redis_cpu * 4.0).floor());
    // As in Terraform's prod: 50 GB of disk from the start.
    let disk = demand.postgres_gb.max(50.0 * demand.cells);
    [
        Line {
            what: "Cloud SQL with a standby",
            amount: format!(
                "{} x {} processors, {disk:.0} GB",
                demand.cells,
                demand.postgres_cpus / demand.cells
            ),
            dollars: 2.0
                * (demand.postgres_cpus * sql_cpu * prices.hours_a_month + disk * prices.sql_ssd_gb_month)
                + disk * prices.sql_backup_gb_month,
        },
        Line {
            what: "Memorystore with a replica",
            amount: format!("{redis_gib} GiB"),
            dollars: redis_gib * prices.redis_gib_hour * prices.hours_a_month,
        },
        Line {
            what: "Cloud Storage",
            amount: format!("{:.0} GB", demand.object_gb),
            dollars: demand.object_gb * prices.storage_gb_month,
        },
    ]
}

fn watching(model: &Model, demand: &Demand, relay: f64) -> Line {
    let prices = &model.prices;
    let instances = relay + demand.api_instances + demand.worker_instances;
    let samples = instances * prices.samples_a_second * SECONDS_AN_HOUR * prices.hours_a_month / 1e6;
    let logs = demand.million_requests * 1e6 * prices.log_kib_per_request / 1024.0 / 1024.0;
    Line {
        what: "Logs and metrics",
        amount: format!("{logs:.0} GiB, {samples:.0} million samples"),
        dollars: logs * prices.logs_gib + samples * prices.samples_million,
    }
}

/// Dollars a month in all.
pub fn total(model: &Model, demand: &Demand) -> f64 {
    lines(model, demand).iter().map(|line| line.dollars).sum()
}

/// The same with the relay on machines of 2 processors and 4 GiB, which run day and night.
pub fn total_on_machines(model: &Model, demand: &Demand) -> f64 {
    let prices = &model.prices;
    let machine = (2.0 * prices.machine_cpu_hour + 4.0 * prices.machine_gib_hour) * prices.hours_a_month;
    let relay = relay_on_average(demand) * run_instance(model, 0.5);
    total(model, demand) - relay + demand.relay_machines * machine
}
