//! The engine gives the same answers as wasm, where `usize` has 32 bits.
#![cfg(target_arch = "wasm32")]

use slipway::letters::{capitalized, is_alphanumeric, lowercase};
use slipway::time::Interval;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_window_across_2038_keeps_its_length() {
    let window = Interval::parse("2038-01-19T03:00:00Z/2038-01-19T04:00:00Z");
    assert_eq!(window.map(Interval::minutes), Ok(60));
}

/// The browser's letters are those of the standard library.
#[wasm_bindgen_test]
fn letters_of_all_scripts_have_both_cases() {
    assert_eq!(lowercase("CHG-1 Amélie ÉTÉ ΟΔΟΣ Ж"), "chg-1 amélie été οδος ж");
    assert_eq!(capitalized("éclair"), "Éclair");
    assert!("azAZ09éßΣж中한٣½".chars().all(is_alphanumeric));
    assert!(!" -_.,\u{a0}–“”€😀\u{300}".chars().any(is_alphanumeric));
}
