//! Is the device's cursor a place in this log?

use crate::{Chain, Epoch, Hello, Verdict};

/// Compares a greeting with a log. `there` is the log's chain at the device's cursor, `None` when the log is shorter. Epoch, length
/// and chain must all agree: a log that was restored and has grown again differs in the chain alone.
pub fn verdict(epoch: Epoch, there: Option<Chain>, hello: &Hello) -> Verdict {
    let same_life = hello.epoch().is_none_or(|known| known == epoch);
    let same_past = there.is_some() && hello.chain() == there;
    if same_life && same_past { Verdict::Resume } else { Verdict::Diverged }
}
