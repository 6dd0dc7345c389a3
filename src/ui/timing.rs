//! How long work took, in the browser's own timings (User Timing), where a profiler and `tests/browser/measure.mjs` find
//! it. A file of its own because nothing else asks for a clock that measures.

use leptos::prelude::window;

/// Marks that a piece of work begins.
pub(super) fn begun(what: &str) {
    if let Some(clock) = window().performance() {
        let _ = clock.mark(what);
    }
}

/// Notes how long it has taken since it was begun last; of each piece of work the last time is kept.
pub(super) fn ended(what: &str) {
    if let Some(clock) = window().performance() {
        clock.clear_measures_with_measure_name(what);
        let _ = clock.measure_with_start_mark(what, what);
        clock.clear_marks_with_mark_name(what);
    }
}
