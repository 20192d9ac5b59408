//! Reconciling an account.

use domain::{Clearing, ReconcileRow, TransactionId, reconcile};
use proptest::prelude::*;
use testkit::day;

fn row(id: u8, offset: i32, amount: i64, clearing: Clearing) -> ReconcileRow {
    ReconcileRow { id: TransactionId([id; 12]), date: day(offset), amount, clearing }
}

#[test]
fn what_the_bank_has_seen_is_compared_and_locked() {
    let rows = [
        row(1, 0, -100, Clearing::Reconciled),
        row(2, 1, -200, Clearing::Cleared),
        row(3, 2, -400, Clearing::Uncleared),
        row(4, 3, -800, Clearing::Cleared),
    ];
    let result = reconcile(1_000, &rows, 650, day(2)).expect("no overflow");
    assert_eq!((result.cleared_balance, result.difference), (700, -50));
    assert_eq!(result.to_lock, [TransactionId([2; 12])]);
    assert_eq!(result.uncleared, [TransactionId([3; 12])]);
    assert_eq!(reconcile(i64::MAX, &[row(1, 0, 1, Clearing::Cleared)], 0, day(0)), None);
}

proptest! {
    #[test]
    fn the_difference_is_zero_exactly_at_the_cleared_balance(amounts in prop::collection::vec(-1_000_i64..1_000, 0..20), stated in -5_000_i64..5_000) {
        let rows: Vec<_> = amounts.iter().map(|amount| row(1, 0, *amount, Clearing::Cleared)).collect();
        let result = reconcile(0, &rows, stated, day(0)).expect("no overflow");
        prop_assert_eq!(result.cleared_balance + result.difference, stated);
        prop_assert_eq!(result.cleared_balance, amounts.iter().sum::<i64>());
    }
}
