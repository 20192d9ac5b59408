//! The tables, as Markdown.

use super::demand::Demand;
use super::model::Model;
use super::price;
use std::fmt::Write as _;

/// Tables by page: path, and the name and text of each.
pub fn tables(model: &Model) -> [(&'static str, Vec<(&'static str, String)>); 2] {
    [
        ("docs/scaling.md", vec![("measured", measured(model)), ("capacity", capacity(model))]),
        ("docs/cost.md", vec![("loads", loads(model)), ("lines", cost_lines(model))]),
    ]
}

fn measured(model: &Model) -> String {
    let files: Vec<String> = model.files().iter().map(|file| format!("[{file}](../{file})")).collect();
    let mut text =
        format!("From {}:\n\n| name | scenario | what | value |\n|---|---|---|--:|", files.join(" and "));
    for (name, scenario, what) in model.sources() {
        // What is written to a string is written.
        let _ = write!(text, "\n| `{name}` | {scenario} | {what} | {} |", figures(model.cost(name)));
    }
    text
}

fn capacity(model: &Model) -> String {
    let demands: Vec<Demand> = model.shown.scaling.iter().map(|users| Demand::of(model, *users)).collect();
    let mut text = heading("", &demands);
    let mut row = |name: &str, value: &dyn Fn(&Demand) -> String| {
        let _ = write!(text, "\n| {name} |");
        for demand in &demands {
            let _ = write!(text, " {} |", value(demand));
        }
    };
    row("connections at the busiest moment", &|demand| whole(demand.connections));
    row("pushes a second then", &|demand| figures(demand.pushes));
    row("HTTP requests a second then", &|demand| figures(demand.requests));
    row("relay instances on Cloud Run", &|demand| whole(demand.relay_instances));
    row("or relay machines of 2 processors", &|demand| whole(demand.relay_machines));
    row("api and worker instances", &|demand| {
        format!("{} + {}", whole(demand.api_instances), whole(demand.worker_instances))
    });
    row("cells (a Postgres each)", &|demand| whole(demand.cells));
    row("processors of each Postgres", &|demand| whole(demand.postgres_cpus / demand.cells));
    row("GB in each Postgres after a year", &|demand| whole(demand.postgres_gb / demand.cells));
    row("of one processor of each Redis", &|demand| format!("{} %", figures(demand.redis_cpu * 100.0)));
    row("dollars a month, relay on Cloud Run", &|demand| whole(price::total(model, demand)));
    row("dollars a month, relay on machines", &|demand| whole(price::total_on_machines(model, demand)));
    row("cents a user and month, the cheaper", &|demand| {
        let cheaper = price::total(model, demand).min(price::total_on_machines(model, demand));
        figures(cheaper / demand.users * 100.0)
    });
    text
}

fn loads(model: &Model) -> String {
    let demands: Vec<Demand> = model.shown.cost.iter().map(|users| Demand::of(model, *users)).collect();
    let mut text = heading("", &demands);
    for (name, value) in [
        ("devices connected at the busiest moment", (|demand| demand.connections) as fn(&Demand) -> f64),
        ("pushes a second then", |demand| demand.pushes),
        ("HTTP requests a second then", |demand| demand.requests),
    ] {
        let _ = write!(text, "\n| {name} |");
        for demand in &demands {
            let _ = write!(text, " {} |", figures(value(demand)));
        }
    }
    text
}

fn cost_lines(model: &Model) -> String {
    let demands: Vec<Demand> = model.shown.cost.iter().map(|users| Demand::of(model, *users)).collect();
    let sheets: Vec<Vec<price::Line>> = demands.iter().map(|demand| price::lines(model, demand)).collect();
    let mut text = heading(&format!("dollars a month, list prices of {}", model.prices.as_of), &demands);
    for (at, first) in sheets[0].iter().enumerate() {
        let _ = write!(text, "\n| {} |", first.what);
        for sheet in &sheets {
            let _ = write!(text, " {} ({}) |", whole(sheet[at].dollars), sheet[at].amount);
        }
    }
    let _ = write!(text, "\n| **together** |");
    for demand in &demands {
        let _ = write!(text, " **{}** |", whole(price::total(model, demand)));
    }
    let _ = write!(text, "\n| with the relay on machines |");
    for demand in &demands {
        let _ = write!(text, " {} |", whole(price::total_on_machines(model, demand)));
    }
    text
}

fn heading(first: &str, demands: &[Demand]) -> String {
    let mut text = format!("| {first} |");
    for demand in demands {
        let _ = write!(text, " {} users |", whole(demand.users));
    }
    text.push_str("\n|---|");
    text.push_str(&"--:|".repeat(demands.len()));
    text
}

/// A whole number with commas.
fn whole(number: f64) -> String {
    let digits = format!("{:.0}", number.round());
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// About three figures.
fn figures(number: f64) -> String {
    match number {
        number if number >= 100.0 => whole(number),
        number if number >= 10.0 => format!("{number:.1}"),
        number => format!("{number:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{figures, whole};

    #[test]
    fn numbers_are_written_to_be_read() {
        for (number, text) in [(0.0, "0"), (999.4, "999"), (1000.0, "1,000"), (1_234_567.0, "1,234,567")] {
            assert_eq!(whole(number), text);
        }
        for (number, text) in [(0.0186, "0.02"), (5.721, "5.72"), (45.67, "45.7"), (12_812.5, "12,813")] {
            assert_eq!(figures(number), text);
        }
    }
}
