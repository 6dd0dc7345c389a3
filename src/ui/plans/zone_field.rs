//! A field for a time zone, with all names to choose from; and the zone of the browser.

use crate::gather::Gather;
use crate::ui::prelude::*;
use wasm_bindgen::JsValue;

use crate::time::Zone;
use crate::ui::components::Field;
use crate::ui::text::text;

/// Asks for a zone. `on_choose` is called with each zone that is named in full.
#[component]
pub fn ZoneField(
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// How to answer, when there is more to say than what a zone is.
    #[prop(into, optional)]
    hint: Option<String>,
    /// The zone at first.
    #[prop(into)]
    zone: Signal<Zone>,
    /// Names the field's list apart from those of other fields on the page.
    list: &'static str,
    /// Takes a zone.
    #[prop(into)]
    on_choose: Callback<Zone>,
) -> View {
    let error = RwSignal::new(String::new());
    let hint = hint.unwrap_or_else(|| text().plans.zone_hint.to_owned());
    let names: Vec<_> = Zone::all_names().map(|name| view! { <option value=name></option> }).gather();
    view! {
        <Field label=label hint=hint error=error>
            <input
                type="text"
                list=list
                autocomplete="off"
                spellcheck="false"
                aria-invalid=move || (!error.get().is_empty()).then_some("true")
                prop:value=move || zone.get().name()
                on:change=move |event| {
                    match Zone::parse(&event_target_value(&event)) {
                        Ok(zone) => {
                            error.set(String::new());
                            on_choose.run(zone);
                        }
                        Err(wrong) => error.set(wrong.to_string()),
                    }
                }
            />
        </Field>
        <datalist id=list>{names}</datalist>
    }
}

/// The zone of the person's browser; UTC where it has none that is known.
#[must_use]
pub fn browser_zone() -> Zone {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    let name = js_sys::Reflect::get(&format.resolved_options(), &JsValue::from_str("timeZone"));
    name.ok().and_then(|name| Zone::parse(&name.as_string()?).ok()).unwrap_or(Zone::UTC)
}
