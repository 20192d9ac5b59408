//! Pairs of columns over a scale.

use super::text::{Font, write, write_right};
use super::{BLUE, FAINT, GREEN, INK, MARGIN, Pages, RIGHT, SIZE};
use crate::Chart;
use domain::Money;
use domain::money::minor_digits;
use domain::money_text::format_amount;

const HIGH: f32 = 96.0;

/// Draws the chart; nothing where there is nothing in it.
pub fn draw(pages: &mut Pages, chart: &Chart) {
    let largest = chart.groups.iter().flat_map(|group| group.values).max().unwrap_or(0);
    if largest <= 0 {
        return;
    }
    pages.need(HIGH + 66.0);
    pages.title(&chart.title, chart.currency.code());
    legend(pages, chart);
    let (step, steps) = scale(largest, minor_digits(chart.currency));
    let label = |count: i64| {
        let text = format_amount(Money::new(step.saturating_mul(count), chart.currency), pages.language);
        // Steps are whole: their decimals say nothing.
        let digits = minor_digits(chart.currency) as usize;
        if digits == 0 { text } else { text[..text.len() - digits - 1].to_owned() }
    };
    let labels: Vec<String> = (0..=steps).map(label).collect();
    let widest = labels.iter().map(|text| Font::Plain.width(8.0, text)).fold(0.0, f32::max);
    let left = MARGIN + widest + 8.0;
    let floor = pages.y - HIGH - 6.0;
    // Six steps at most.
    let share = |part: i64, whole: i64| {
        let thousandths = i128::from(part.max(0)) * 1000 / i128::from(whole.max(1));
        f32::from(u16::try_from(thousandths).unwrap_or(1000).min(1000)) / 1000.0
    };
    for (count, text) in (0..).zip(&labels) {
        let y = floor + HIGH * share(count, steps);
        pages.content.set_line_width(if count == 0 { 0.7 } else { 0.2 }).set_stroke_gray(0.65);
        pages.content.move_to(left, y).line_to(RIGHT, y).stroke();
        pages.fill(FAINT);
        write_right(&mut pages.content, Font::Plain, 8.0, left - 6.0, y - 2.8, text);
        pages.fill(INK);
    }
    let groups = u16::try_from(chart.groups.len()).unwrap_or(u16::MAX);
    let room = (RIGHT - left) / f32::from(groups.max(1));
    let wide = f32::min(room * 0.3, 26.0);
    for (place, group) in (0_u16..).zip(&chart.groups) {
        let middle = left + room * (f32::from(place) + 0.5);
        let top = step.saturating_mul(steps);
        for (value, color, x) in
            [(group.values[0], GREEN, middle - wide - 1.0), (group.values[1], BLUE, middle + 1.0)]
        {
            pages.rectangle(color, x, floor, wide, HIGH * share(value, top));
        }
        let name = Font::Plain.width(8.0, &group.name);
        write(&mut pages.content, Font::Plain, 8.0, middle - name / 2.0, floor - 11.0, &group.name);
    }
    pages.y = floor - 18.0;
}

fn legend(pages: &mut Pages, chart: &Chart) {
    let mut right = RIGHT;
    let y = pages.y + 8.0;
    for (name, color) in chart.names.iter().zip([GREEN, BLUE]).rev() {
        write_right(&mut pages.content, Font::Plain, SIZE, right, y, name);
        right -= Font::Plain.width(SIZE, name) + 11.0;
        pages.rectangle(color, right, y, 7.0, 7.0);
        right -= 14.0;
    }
}

/// A round step in whole units and how many of them reach the largest value: three to six, or fewer where it is below three units.
fn scale(largest: i64, digits: u32) -> (i64, i64) {
    let unit = 10_i64.saturating_pow(digits);
    let mut ten = unit;
    loop {
        for step in [ten, ten.saturating_mul(2), ten.saturating_mul(5)] {
            let steps = largest / step + i64::from(largest % step != 0);
            if steps <= 5 {
                return (step, steps.max(1));
            }
        }
        ten = ten.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_round_and_reach_the_largest() {
        for (largest, digits, expected) in [
            (1, 2, (100, 1)),
            (500, 2, (100, 5)),
            (501, 2, (200, 3)),
            (123_456, 2, (50_000, 3)),
            (987_654, 2, (200_000, 5)),
            (7_000, 0, (2_000, 4)),
            (i64::MAX, 2, (2_000_000_000_000_000_000, 5)),
        ] {
            assert_eq!(scale(largest, digits), expected, "{largest}");
        }
    }
}
