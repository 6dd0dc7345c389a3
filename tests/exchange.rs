//! What is written is read back: the document.

use slipway::exchange::document::{Limits, read, write};
use slipway::model::notation;

#[test]
fn a_plan_without_unknown_fields_comes_back_equal() {
    let example = notation::parse(
        "zone Europe/Amsterdam\nenvironment prod Controlled capacity=1\nci db env=prod needs=net\n\
         blackout year-end 20..30 soft env=prod\nwindow sat 3T20..4T06 rule=FREQ=WEEKLY;BYDAY=SA\n\
         change C1 25..26T12 on=db env=prod by=ann risk=High",
    );
    let plan = example.unwrap().plan;
    let text = write(&plan).unwrap();
    let reading = read(text.as_bytes(), &Limits::usual()).unwrap();
    assert_eq!(reading.notes, vec![]);
    assert_eq!(reading.plan, plan);
    assert_eq!(write(&reading.plan).unwrap(), text);
}
