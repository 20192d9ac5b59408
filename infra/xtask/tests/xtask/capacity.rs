//! The tables of docs/scaling.md and docs/cost.md are what the model gives, and the model behaves.

use xtask::capacity::{Demand, Model, made};

fn model() -> Model {
    Model::read(&xtask::repository()).expect("infra/capacity/model.toml")
}

#[test]
fn the_tables_are_what_the_model_gives() {
    let root = xtask::repository();
    for (path, text) in made(&root).expect("both pages") {
        let committed = std::fs::read_to_string(root.join(path)).expect("the page");
        assert!(text == committed, "{path} is stale: run `make capacity`");
    }
}

#[test]
fn more_users_ask_for_more() {
    let model = model();
    let demands: Vec<Demand> =
        [100, 1_000, 10_000, 100_000, 1_000_000].map(|users| Demand::of(&model, users)).into();
    for pair in demands.windows(2) {
        let (few, many) = (&pair[0], &pair[1]);
        assert!(many.pushes > few.pushes && many.connections > few.connections);
        assert!(many.relay_instances >= few.relay_instances && many.relay_machines <= many.relay_instances);
        assert!(many.cells >= few.cells && many.postgres_gb > few.postgres_gb);
    }
}

#[test]
fn a_cell_stays_below_its_limits() {
    let model = model();
    for users in [1_000_000, 10_000_000, 50_000_000] {
        let demand = Demand::of(&model, users);
        assert!(demand.users / demand.cells <= model.limits.users_a_cell);
        assert!(demand.postgres_gb / demand.cells <= model.limits.largest_gb);
        assert!(demand.postgres_cpus / demand.cells <= model.limits.largest_postgres);
    }
}

#[test]
fn measured_numbers_come_from_the_results() {
    let model = model();
    assert!(model.sources().count() >= 5);
    // As the run of 27 November 2026 says.
    assert!((model.cost("postgres_us_calm") - 353.054).abs() < 1e-6);
    assert!((model.at_rate("postgres_us", 20_000.0) - 77.242).abs() < 1e-6);
}
