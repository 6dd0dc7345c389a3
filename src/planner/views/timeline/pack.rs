//! Rows inside a lane: greedy interval partitioning, which needs no more rows than overlap at once.

use crate::gather::Gather;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The row of each span `[start, end)`, so that no two in one row overlap. Spans come by start; each gets the lowest
/// row that is free. A span that ends before it starts takes its start alone.
#[must_use]
pub fn pack(spans: impl Iterator<Item = (i64, i64)>) -> Vec<u32> {
    let mut busy: BinaryHeap<Reverse<(i64, u32)>> = BinaryHeap::new();
    let mut free: BinaryHeap<Reverse<u32>> = BinaryHeap::new();
    let mut rows = 0;
    spans
        .map(|(start, end)| {
            while let Some(Reverse((until, row))) = busy.peek().copied().filter(|top| top.0.0 <= start) {
                debug_assert!(until <= start);
                busy.pop();
                free.push(Reverse(row));
            }
            let row = free.pop().map_or_else(
                || {
                    rows += 1;
                    rows - 1
                },
                |Reverse(row)| row,
            );
            busy.push(Reverse((end.max(start + 1), row)));
            row
        })
        .gather()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bars_of_one_row_do_not_overlap_and_no_row_is_wasted(
            spans in proptest::collection::vec((0i64..500, 0i64..80), 0..80),
        ) {
            let mut spans: Vec<(i64, i64)> =
                spans.into_iter().map(|(start, length)| (start, start + length.max(1))).collect();
            spans.sort_unstable();
            let rows = pack(spans.iter().copied());
            for (n, (a, row)) in spans.iter().zip(&rows).enumerate() {
                for (b, other) in spans.iter().zip(&rows).skip(n + 1) {
                    prop_assert!(row != other || b.0 >= a.1, "{a:?} and {b:?} in row {row}");
                }
            }
            let most = spans.iter().map(|at| spans.iter().filter(|one| one.0 <= at.0 && at.0 < one.1).count()).max();
            prop_assert_eq!(rows.iter().max().map_or(0, |row| *row as usize + 1), most.unwrap_or(0));
        }
    }
}
