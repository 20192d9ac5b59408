//! The page: everything in one file, light or dark as the reader's system is, readable without scripts.

use super::svg::{STYLE, draw, escaped};
use super::{Part, Setting, asked, short};
use crate::chart::Chart;
use crate::figures::Figure;
use std::fmt::Write as _;

const PAGE: &str = "
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2430;--quiet:#5b6673;--faint:#d5dae1;--good:#15803d;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--paper:#14181e;--ink:#e6eaf0;--quiet:#a0abb8;--faint:#3a4350;--good:#7ee2a8;--bad:#ff8a80}}
body{margin:0 auto;max-width:80rem;padding:1.5rem;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
h1{font-size:1.6rem;margin:0}h2{font-size:1.25rem;margin:2.5rem 0 .25rem}p{margin:.25rem 0 .75rem}
.quiet{color:var(--quiet)}.yes{color:var(--good)}.no{color:var(--bad);font-weight:600}
table{border-collapse:collapse;width:100%;margin:.5rem 0}
th,td{text-align:left;padding:.2rem .6rem .2rem 0;border-bottom:1px solid var(--faint);vertical-align:top}
td.value,th.value{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(26rem,1fr));gap:1rem}
svg{width:100%;height:auto}
summary{cursor:pointer;color:var(--quiet);margin:.5rem 0}
@media (max-width:30rem){.charts{grid-template-columns:1fr}}
";

/// Everything.
pub fn page(
    setting: &Setting,
    commit: &str,
    machine: &str,
    together: Option<&Chart>,
    parts: &[Part],
) -> String {
    let title = escaped(&format!("{}, {}, commit {commit}", setting.title, setting.day));
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{PAGE}{STYLE}</style></head>\n<body>\n<h1>{title}</h1>\n<p class=\"quiet\">{}. Command: <code>{}</code>. \
         Server, Postgres (waiting for the disk), Redis and the generator share these processors. Latencies count from when \
         something was due.</p>\n",
        escaped(machine),
        escaped(&setting.command)
    );
    if parts.iter().any(|part| part.scale < 1.0) {
        page.push_str(
            "<p>Not the whole size: what is asked of the whole is shown beside it all the same.</p>\n",
        );
    }
    page.push_str("<h2>Verdicts</h2>\n");
    table(&mut page, parts.iter().flat_map(|part| part.verdicts().map(move |figure| (part, figure))));
    if let Some(chart) = together {
        page.push_str(&draw(chart, false));
    }
    for part in parts {
        section(&mut page, part);
    }
    page.push_str("</body></html>\n");
    page
}

fn section(page: &mut String, part: &Part) {
    let (title, says) = (escaped(&part.title), escaped(&part.says));
    let _infallible =
        write!(page, "<h2>{title}</h2>\n<p>{says} <span class=\"quiet\">Size {}.</span></p>\n", part.scale);
    if let Some(why) = &part.uncertified {
        let _infallible = writeln!(page, "<p class=\"no\">Not certified: {}.</p>", escaped(why));
    }
    page.push_str("<div class=\"charts\">\n");
    for chart in &part.charts {
        let _infallible = writeln!(page, "<figure style=\"margin:0\">{}</figure>", draw(chart, false));
    }
    page.push_str("</div>\n");
    if !part.notes.is_empty() {
        page.push_str("<ul>\n");
        for note in &part.notes {
            let _infallible = writeln!(page, "<li>{}</li>", escaped(note));
        }
        page.push_str("</ul>\n");
    }
    let _infallible = writeln!(page, "<details><summary>All {} figures</summary>", part.figures.len());
    table(page, part.figures.iter().map(|figure| (part, figure)));
    page.push_str("</details>\n");
}

fn table<'a>(page: &mut String, figures: impl Iterator<Item = (&'a Part, &'a Figure)>) {
    page.push_str(
        "<table><thead><tr><th>scenario</th><th>what</th><th class=\"value\">value</th><th class=\"value\">asked</th><th>met</th>\
         </tr></thead><tbody>\n",
    );
    for (part, figure) in figures {
        let verdict = part.verdict(figure);
        let class = match verdict {
            "" | "yes" => verdict,
            _ => "no",
        };
        let _infallible = writeln!(
            page,
            "<tr><td>{}</td><td>{}</td><td class=\"value\">{} {}</td><td class=\"value\">{}</td><td class=\"{class}\">{verdict}</td></tr>",
            escaped(&figure.scenario),
            escaped(&figure.what),
            short(figure.value),
            escaped(&figure.unit),
            escaped(&asked(figure.target))
        );
    }
    page.push_str("</tbody></table>\n");
}
