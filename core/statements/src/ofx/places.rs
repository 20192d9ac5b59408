//! From byte offsets to line numbers.

/// Line numbers of rising byte offsets, counted once over the file.
pub(super) struct Places<'a> {
    bytes: &'a [u8],
    end_of_line: u8,
    at: usize,
    line: u32,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let end_of_line = if text.contains('\n') { b'\n' } else { b'\r' };
        Self { bytes: text.as_bytes(), end_of_line, at: 0, line: 1 }
    }

    /// Remembers a place already passed, so that later ones are counted from there.
    pub(super) fn mark(&mut self, at: usize) {
        self.line(at);
    }

    pub(super) fn line(&mut self, at: usize) -> u32 {
        if at < self.at {
            let back = self.count(at, self.at);
            return self.line.saturating_sub(back);
        }
        self.line = self.line.saturating_add(self.count(self.at, at));
        self.at = at;
        self.line
    }

    fn count(&self, from: usize, to: usize) -> u32 {
        let between = self.bytes.get(from..to).unwrap_or_default();
        between.iter().map(|byte| u32::from(*byte == self.end_of_line)).sum()
    }
}
