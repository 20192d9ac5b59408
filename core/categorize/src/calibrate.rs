//! Raw confidence -> how often such suggestions proved right, by isotonic regression on replayed feedback.

const BINS: usize = 12;
/// Feedback older than about this many answers fades.
const HORIZON: f32 = 1_500.0;
/// How many answers the starting assumption is worth in each bin.
const PRIOR: f32 = 6.0;

/// One kind of suggestion.
#[derive(Debug, Clone)]
struct Stratum {
    right: [f32; BINS],
    total: [f32; BINS],
    curve: [f32; BINS],
    /// The starting assumption: raw confidence times this.
    trust: f32,
}

impl Stratum {
    fn new(trust: f32) -> Self {
        let mut stratum = Self { right: [0.0; BINS], total: [0.0; BINS], curve: [0.0; BINS], trust };
        stratum.fit();
        stratum
    }

    fn observe(&mut self, raw: f32, right: bool) {
        let sum: f32 = self.total.iter().sum();
        if sum > HORIZON {
            for x in self.right.iter_mut().chain(&mut self.total) {
                *x *= 1.0 - 1.0 / HORIZON;
            }
        }
        let bin = ((raw * BINS as f32) as usize).min(BINS - 1);
        self.total[bin] += 1.0;
        self.right[bin] += f32::from(u8::from(right));
    }

    /// Pool adjacent violators over the bins.
    fn fit(&mut self) {
        let mut pools: Vec<(f32, f32, usize)> = Vec::with_capacity(BINS);
        for bin in 0..BINS {
            let middle = (bin as f32 + 0.5) / BINS as f32 * self.trust;
            let weight = self.total[bin] + PRIOR;
            pools.push(((self.right[bin] + PRIOR * middle) / weight, weight, 1));
            while let [.., (a, wa, na), (b, wb, nb)] = pools[..] {
                if a <= b {
                    break;
                }
                pools.pop();
                pools.pop();
                pools.push(((a * wa + b * wb) / (wa + wb), wa + wb, na + nb));
            }
        }
        let values = pools.iter().flat_map(|(value, _, n)| std::iter::repeat_n(*value, *n));
        for (slot, value) in self.curve.iter_mut().zip(values) {
            *slot = value;
        }
    }

    /// Linear between the middles of the bins.
    fn apply(&self, raw: f32) -> f32 {
        let at = (raw * BINS as f32 - 0.5).clamp(0.0, (BINS - 1) as f32);
        let low = at as usize;
        let high = (low + 1).min(BINS - 1);
        let share = at - low as f32;
        let value = self.curve[low] * (1.0 - share) + self.curve[high] * share;
        // A touch of the raw value keeps the order of suggestions inside a flat stretch.
        (value * 0.98 + raw * 0.02).clamp(0.0, 1.0)
    }
}

/// Calibration of remembered and of computed suggestions, apart: they err differently.
#[derive(Debug, Clone)]
pub struct Calibrator {
    remembered: Stratum,
    computed: Stratum,
}

impl Default for Calibrator {
    fn default() -> Self {
        Self { remembered: Stratum::new(1.0), computed: Stratum::new(0.9) }
    }
}

impl Calibrator {
    /// Records whether a suggestion with this raw confidence was right.
    pub fn observe(&mut self, remembered: bool, raw: f32, right: bool) {
        let stratum = if remembered { &mut self.remembered } else { &mut self.computed };
        stratum.observe(raw, right);
    }

    /// Fits the curves to what was recorded.
    pub fn fit(&mut self) {
        self.remembered.fit();
        self.computed.fit();
    }

    /// The calibrated confidence; never falls as `raw` rises.
    pub fn apply(&self, remembered: bool, raw: f32) -> f32 {
        if remembered { self.remembered.apply(raw) } else { self.computed.apply(raw) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_rises_and_follows_the_feedback() {
        let mut calibrator = Calibrator::default();
        for i in 0..600_u32 {
            let raw = (i % 100) as f32 / 100.0;
            // Over-confident below, under-confident above.
            calibrator.observe(false, raw, if raw < 0.5 { i % 7 == 0 } else { i % 10 != 0 });
        }
        calibrator.fit();
        let curve: Vec<f32> = (0..=100_u8).map(|i| calibrator.apply(false, f32::from(i) / 100.0)).collect();
        assert!(curve.windows(2).all(|pair| pair[0] <= pair[1]), "{curve:?}");
        assert!(curve[30] < 0.25 && curve[70] > 0.8, "{} {}", curve[30], curve[70]);
    }
}
