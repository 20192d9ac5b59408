//! What a number of users asks for: rates, instances, processors, gigabytes.

use super::model::Model;

const SECONDS_A_DAY: f64 = 86_400.0;
const DAYS_A_MONTH: f64 = 365.0 / 12.0;

/// What so many users ask for.
#[derive(Debug)]
pub struct Demand {
    /// How many.
    pub users: f64,
    /// Parts the users are divided into, each with a Postgres of its own.
    pub cells: f64,
    /// At the busiest moment.
    pub connections: f64,
    /// On average over the day.
    pub connections_on_average: f64,
    /// Pushes a second at the busiest moment, over all cells.
    pub pushes: f64,
    /// Requests a second to hosted books at the busiest moment.
    pub requests: f64,
    /// Relay instances on Cloud Run at the busiest moment.
    pub relay_instances: f64,
    /// The same on machines that take more connections each.
    pub relay_machines: f64,
    /// Instances of the api, and of the worker.
    pub api_instances: f64,
    /// Instances of the worker.
    pub worker_instances: f64,
    /// Processors of Postgres, over all cells.
    pub postgres_cpus: f64,
    /// GB in Postgres after a year, over all cells.
    pub postgres_gb: f64,
    /// Share of one processor of Redis.
    pub redis_cpu: f64,
    /// GB in object storage after a year.
    pub object_gb: f64,
    /// GB a month out to the internet.
    pub egress_gb: f64,
    /// Millions of requests and connections a month.
    pub million_requests: f64,
    /// Millions of jobs a month.
    pub million_jobs: f64,
}

impl Demand {
    /// What `users` ask for.
    pub fn of(model: &Model, users: u32) -> Self {
        let (user, hosted, limits) = (&model.user, &model.hosted, &model.limits);
        let users = f64::from(users);
        let hosted_users = users * hosted.share;
        let devices = users * user.devices;
        let connections = devices * user.connected_at_peak;
        let peak = user.peak_factor / SECONDS_A_DAY;
        let pushes = users * user.pushes_a_day * peak;
        let requests = hosted_users * hosted.requests_a_day * peak;
        let gb = users * (user.pushes_a_day * 365.0 * user.row_bytes / 1e9 + user.snapshot_mb / 1e3);
        let cells = cells(model, users, pushes, requests, gb);
        let per_database = pushes / cells;
        let server_cpus = pushes * model.at_rate("server_us", per_database) / 1e6;
        let relay_instances = (connections / (limits.cloud_run_connections * limits.connections))
            .max(server_cpus / limits.cpu)
            .max(connections * model.cost("connection_kib") / 1024.0 / limits.cloud_run_memory_mib);
        let relay_machines =
            (connections / (limits.machine_connections * limits.connections)).max(server_cpus / limits.cpu);
        let months = 12.0;
        let pushes_a_month = users * user.pushes_a_day * DAYS_A_MONTH;
        let requests_a_month = hosted_users * hosted.requests_a_day * DAYS_A_MONTH;
        let jobs_a_month = hosted_users * hosted.jobs_a_day * DAYS_A_MONTH;
        Self {
            users,
            cells,
            connections,
            connections_on_average: devices * user.connected_on_average,
            pushes,
            requests,
            relay_instances: relay_instances.ceil().max(2.0),
            relay_machines: relay_machines.ceil().max(2.0),
            api_instances: (requests * model.cost("request_server_us") / 1e6 / limits.cpu).ceil().max(1.0),
            worker_instances: (hosted_users * hosted.jobs_a_day * peak * hosted.job_ms / 1e3 / limits.cpu)
                .ceil()
                .max(1.0),
            postgres_cpus: postgres_cpus(model, per_database, requests / cells, gb / cells) * cells,
            postgres_gb: gb,
            redis_cpu: per_database * model.at_rate("redis_us", per_database) / 1e6,
            object_gb: hosted_users * hosted.object_mb / 1e3,
            egress_gb: pushes_a_month * user.wire_bytes * (user.devices - 1.0) / 1e9
                + users * user.new_devices_a_year / months * user.first_sync_mb / 1e3
                + requests_a_month * hosted.answer_kb / 1e6,
            // A connection lasts an hour at most and is one request.
            million_requests: (requests_a_month + devices * user.connected_on_average * 24.0 * DAYS_A_MONTH)
                / 1e6,
            million_jobs: jobs_a_month / 1e6,
        }
    }
}

/// Processors one Postgres needs for its work and for its size: even numbers, at least two.
fn postgres_cpus(model: &Model, pushes: f64, requests: f64, gb: f64) -> f64 {
    let busy = pushes * model.at_rate("postgres_us", pushes) + requests * model.cost("request_postgres_us");
    let needed = (busy / 1e6 / model.limits.cpu).max(gb / model.limits.gb_a_processor);
    ((needed / 2.0).ceil() * 2.0).max(2.0)
}

/// As few cells as keep each Postgres below the largest and each incident below so many users.
fn cells(model: &Model, users: f64, pushes: f64, requests: f64, gb: f64) -> f64 {
    let limits = &model.limits;
    let mut cells = (users / limits.users_a_cell).max(gb / limits.largest_gb).ceil().max(1.0);
    while postgres_cpus(model, pushes / cells, requests / cells, gb / cells) > limits.largest_postgres {
        cells += 1.0;
    }
    cells
}
