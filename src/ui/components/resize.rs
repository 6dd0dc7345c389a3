//! Hears of it when an element of the page gets another size.

use crate::ui::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::Element;

/// Calls `changed` now and whenever one of the elements gets another size, until the owner of this is cleaned up.
pub fn watch_size(elements: &[&Element], changed: Callback<()>) {
    let heard = Closure::<dyn FnMut()>::new(move || changed.run(()));
    let Ok(observer) = web_sys::ResizeObserver::new(heard.as_ref().unchecked_ref()) else { return };
    elements.iter().for_each(|element| observer.observe(element));
    let kept = StoredValue::new_local((observer, heard));
    on_cleanup(move || {
        kept.try_with_value(|(observer, _)| observer.disconnect());
    });
}
