//! Which number of a date is the day: decided over a whole column, because no single cell tells.

use crate::gather::Gather;

use super::super::import::Notes;
use super::super::moment::leading_numbers;
use super::mapping::Mapping;
use super::table::Table;

/// What comes first in a date such as 02/03/2026.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// What the column shows: a number above 12 is a day.
    Detect,
    /// The day.
    DayFirst,
    /// The month.
    MonthFirst,
}

/// For each column, whether the day comes first in its dates.
///
/// A column that does not show it follows the other columns of the table, and then the day comes first, with a note.
pub(super) fn day_first_by_column(table: &Table, mapping: &Mapping, notes: &mut Notes) -> Vec<bool> {
    let columns: Vec<Evidence> =
        (0..table.headers.len())
            .map(|column| {
                if mapping.field(column).is_time() {
                    Evidence::of(table, column)
                } else {
                    Evidence::default()
                }
            })
            .gather();
    let all = columns.iter().fold(Evidence::default(), |all, column| all.and(*column));
    let mut orders = Vec::new();
    for (evidence, header) in columns.iter().zip(&table.headers) {
        let order = match mapping.date_order {
            DateOrder::DayFirst => Some(true),
            DateOrder::MonthFirst => Some(false),
            DateOrder::Detect => evidence.verdict().or_else(|| all.verdict()),
        };
        if let (Some(line), None) = (evidence.first_line, order) {
            let problem = if evidence.day_first && evidence.month_first {
                "some dates have the day first and some the month"
            } else {
                "its dates could have the day or the month first"
            };
            notes.add(
                line,
                header,
                problem.to_owned(),
                "read with the day first; say \"month first\" if that is wrong",
            );
        }
        orders.push(order.unwrap_or(true));
    }
    orders
}

/// What a column's dates show.
#[derive(Debug, Clone, Copy, Default)]
struct Evidence {
    first_line: Option<usize>,
    day_first: bool,
    month_first: bool,
}

impl Evidence {
    fn of(table: &Table, column: usize) -> Evidence {
        let mut evidence = Evidence::default();
        for row in &table.rows {
            if let Some((first, second)) = leading_numbers(row.cell(column)) {
                evidence.first_line = evidence.first_line.or(Some(row.line));
                evidence.day_first |= first > 12;
                evidence.month_first |= second > 12;
            }
        }
        evidence
    }

    fn and(self, other: Evidence) -> Evidence {
        Evidence {
            first_line: self.first_line.or(other.first_line),
            day_first: self.day_first || other.day_first,
            month_first: self.month_first || other.month_first,
        }
    }

    fn verdict(self) -> Option<bool> {
        (self.day_first != self.month_first).then_some(self.day_first)
    }
}
