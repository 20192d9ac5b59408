//! A chart as SVG. Colours come from a style sheet, so that one picture does in light and in dark.

use crate::chart::{Axis, Chart};
use std::fmt::Write as _;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 360.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 48.0;
/// Lines of names below the picture.
const NAME: f64 = 18.0;

/// Colours of lines and words.
pub const STYLE: &str = "
svg{--ink:#1c2430;--faint:#d5dae1;--limit:#b3261e;--c0:#1f6feb;--c1:#c2410c;--c2:#15803d;--c3:#7c3aed;--c4:#0e7490;--c5:#a16207;--c6:#be185d;--c7:#475569}
@media (prefers-color-scheme:dark){svg{--ink:#e6eaf0;--faint:#3a4350;--limit:#ff8a80;--c0:#79b8ff;--c1:#ffab70;--c2:#7ee2a8;--c3:#c9a7ff;--c4:#67d8ef;--c5:#f0c65a;--c6:#ff9ac8;--c7:#a7b2c2}}
svg text{fill:var(--ink);font:12px system-ui,sans-serif}
svg .title{font-size:14px;font-weight:600}
svg .grid{stroke:var(--faint);stroke-width:1}
svg .limit{stroke:var(--limit);stroke-width:1.5;stroke-dasharray:6 4}
svg .limit-name{fill:var(--limit)}
svg .mark{stroke:var(--ink);stroke-width:1;stroke-dasharray:2 3}
svg polyline{fill:none;stroke-width:2;stroke-linejoin:round}
";

/// Where numbers stand on an axis.
struct Scale {
    low: f64,
    high: f64,
    logarithmic: bool,
    from: f64,
    to: f64,
}

impl Scale {
    fn new(axis: &Axis, values: impl Iterator<Item = f64>, from: f64, to: f64) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|value| value.is_finite() && (!axis.logarithmic || *value > 0.0)) {
            (low, high) = (low.min(value), high.max(value));
        }
        if low > high {
            (low, high) = (1.0, 10.0);
        }
        if axis.logarithmic {
            (low, high) = (10_f64.powf(low.log10().floor()), 10_f64.powf(high.log10().ceil()));
            if low >= high {
                high = low * 10.0;
            }
        } else {
            low = low.min(0.0);
            high = step(low, high.max(low + 1e-9)) * (high / step(low, high.max(low + 1e-9))).ceil();
        }
        Self { low, high: if high > low { high } else { low + 1.0 }, logarithmic: axis.logarithmic, from, to }
    }

    fn place(&self, value: f64) -> f64 {
        let share = if self.logarithmic {
            (value.max(self.low).log10() - self.low.log10()) / (self.high.log10() - self.low.log10())
        } else {
            (value - self.low) / (self.high - self.low)
        };
        self.from + share.clamp(0.0, 1.0) * (self.to - self.from)
    }

    fn ticks(&self) -> Vec<f64> {
        let mut ticks = Vec::new();
        let step = step(self.low, self.high);
        let mut at = self.low;
        while at <= self.high * 1.000_001 && ticks.len() < 20 {
            ticks.push(at);
            at = if self.logarithmic { at * 10.0 } else { at + step };
        }
        ticks
    }
}

/// 1, 2 or 5 of some power of ten: about six to an axis.
fn step(low: f64, high: f64) -> f64 {
    let rough = (high - low) / 6.0;
    let power = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| *step >= rough).unwrap_or(rough)
}

fn number(value: f64) -> String {
    if value != 0.0 && value.abs() < 1.0 {
        format!("{value:.2}").trim_end_matches('0').to_owned()
    } else if value >= 10_000.0 {
        format!("{}k", value / 1_000.0)
    } else {
        format!("{}", (value * 10.0).round() / 10.0)
    }
}

/// Characters that mean something in XML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The picture. `style` is put in when it stands alone.
pub fn draw(chart: &Chart, style: bool) -> String {
    let points = || chart.lines.iter().flat_map(|line| &line.points);
    let limit = chart.limit.iter().map(|(value, _)| *value);
    let x = Scale::new(&chart.x, points().map(|point| point.0), LEFT, WIDTH - RIGHT);
    let y = Scale::new(&chart.y, points().map(|point| point.1).chain(limit), HEIGHT - BOTTOM, TOP);
    let rows = chart.lines.len().div_ceil(2);
    let height = HEIGHT + NAME * f64::from(u32::try_from(rows).unwrap_or(0));
    let title = escaped(&chart.title);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\">"
    );
    if style {
        let _infallible = write!(svg, "<style>{STYLE}</style>");
    }
    let _infallible = write!(svg, "<text class=\"title\" x=\"{LEFT}\" y=\"18\">{title}</text>");
    axes(&mut svg, chart, &x, &y);
    marks(&mut svg, chart, &x, &y);
    lines(&mut svg, chart, &x, &y);
    svg.push_str("</svg>\n");
    svg
}

fn axes(svg: &mut String, chart: &Chart, x: &Scale, y: &Scale) {
    let (bottom, right) = (HEIGHT - BOTTOM, WIDTH - RIGHT);
    for tick in y.ticks() {
        let (at, text) = (y.place(tick), number(tick));
        let _infallible = write!(
            svg,
            "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{right}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{text}</text>",
            LEFT - 6.0,
            at + 4.0
        );
    }
    for tick in x.ticks() {
        let (at, text) = (x.place(tick), number(tick));
        let _infallible = write!(
            svg,
            "<line class=\"grid\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{TOP}\" y2=\"{bottom}\"/>\
             <text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{text}</text>",
            bottom + 16.0
        );
    }
    let middle = f64::midpoint(TOP, bottom);
    let _infallible = write!(
        svg,
        "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>\
         <text x=\"14\" y=\"{middle}\" text-anchor=\"middle\" transform=\"rotate(-90 14 {middle})\">{}</text>",
        f64::midpoint(LEFT, right),
        bottom + 36.0,
        escaped(&chart.x.title),
        escaped(&chart.y.title)
    );
}

fn marks(svg: &mut String, chart: &Chart, x: &Scale, y: &Scale) {
    if let Some((value, name)) = &chart.limit {
        let at = y.place(*value);
        let _infallible = write!(
            svg,
            "<line class=\"limit\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>\
             <text class=\"limit-name\" x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            WIDTH - RIGHT,
            WIDTH - RIGHT - 4.0,
            at - 5.0,
            escaped(name)
        );
    }
    for (number, (value, name)) in chart.marks.iter().enumerate() {
        let (at, down) = (x.place(*value), if number % 2 == 0 { 12.0 } else { 26.0 });
        let _infallible = write!(
            svg,
            "<line class=\"mark\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{TOP}\" y2=\"{}\"/>\
             <text x=\"{:.1}\" y=\"{}\">{}</text>",
            HEIGHT - BOTTOM,
            at + 3.0,
            TOP + down,
            escaped(name)
        );
    }
}

fn lines(svg: &mut String, chart: &Chart, x: &Scale, y: &Scale) {
    for (number, line) in chart.lines.iter().enumerate() {
        let colour = format!("var(--c{})", number % 8);
        // The ninth line on looks like the first, so it is dashed.
        let dash = if number >= 8 { " stroke-dasharray=\"5 3\"" } else { "" };
        let points: Vec<String> = line
            .points
            .iter()
            .map(|(across, up)| format!("{:.1},{:.1}", x.place(*across), y.place(*up)))
            .collect();
        let _infallible =
            write!(svg, "<polyline style=\"stroke:{colour}\"{dash} points=\"{}\"/>", points.join(" "));
        if line.points.len() <= 12 {
            for (across, up) in &line.points {
                let _infallible = write!(
                    svg,
                    "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\" style=\"fill:{colour}\"><title>{}: {}</title></circle>",
                    x.place(*across),
                    y.place(*up),
                    escaped(&line.name),
                    self::number(*up)
                );
            }
        }
        let place = |count: usize| f64::from(u32::try_from(count).unwrap_or(0));
        let (left, down) = (LEFT + place(number % 2) * 350.0, HEIGHT + place(number / 2) * NAME);
        let _infallible = write!(
            svg,
            "<line x1=\"{left}\" x2=\"{}\" y1=\"{}\" y2=\"{}\" style=\"stroke:{colour};stroke-width:3\"{dash}/>\
             <text x=\"{}\" y=\"{}\">{}</text>",
            left + 20.0,
            down,
            down,
            left + 26.0,
            down + 4.0,
            escaped(&line.name)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_hold_their_values_and_have_round_ticks() {
        let scale = Scale::new(&Axis::linear("x"), [150.0, 1_000.0].into_iter(), 0.0, 100.0);
        assert_eq!(scale.ticks(), [0.0, 200.0, 400.0, 600.0, 800.0, 1_000.0]);
        assert!((scale.place(500.0) - 50.0).abs() < 1e-9);
        let scale = Scale::new(&Axis::logarithmic("y"), [0.0, 3.0, 250.0].into_iter(), 0.0, 300.0);
        assert_eq!(scale.ticks(), [1.0, 10.0, 100.0, 1_000.0]);
        assert!((scale.place(10.0) - 100.0).abs() < 1e-9 && scale.place(0.0).abs() < 1e-9);
        assert!(Scale::new(&Axis::linear("none"), std::iter::empty(), 0.0, 1.0).high > 0.0);
        assert_eq!(
            (number(0.25), number(20_000.0), number(12.34)),
            ("0.25".into(), "20k".into(), "12.3".into())
        );
    }

    #[test]
    fn a_chart_names_its_lines_its_limit_and_its_marks() {
        let mut chart = Chart::new("P95 & more", Axis::linear("users"), Axis::logarithmic("ms"))
            .line("read <p95>", [(150.0, 1.0), (1_000.0, 8.0)]);
        chart.limit = Some((300.0, "promised".to_owned()));
        chart.marks.push((500.0, "server killed".to_owned()));
        let svg = draw(&chart, true);
        for part in
            ["P95 &amp; more", "read &lt;p95&gt;", "promised", "server killed", "prefers-color-scheme"]
        {
            assert!(svg.contains(part), "{part}: {svg}");
        }
        assert!(!draw(&chart, false).contains("<style>"));
    }
}
