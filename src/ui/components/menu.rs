//! A button that opens a small sheet below itself: the browser's popover, placed by the button's rectangle because
//! not every browser can anchor one yet.

use crate::ui::prelude::*;
use leptos::html;

/// Names the popovers of the page apart.
static OPENED: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);

/// A button and the sheet that it opens. A click on a button in the sheet closes it; so do Escape and a click beside.
#[component]
pub fn Menu(
    /// The name of the button and of its sheet, for screen readers.
    #[prop(into)]
    name: Signal<String>,
    /// Classes of the button.
    #[prop(optional)]
    class: &'static str,
    /// What the button shows.
    face: View,
    /// What the sheet holds.
    children: Children,
) -> View {
    let number = OPENED.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let id = format!("menu-{number}");
    let button = NodeRef::<html::Button>::new();
    let sheet = NodeRef::<html::Div>::new();
    let place = RwSignal::new((String::new(), String::new(), String::new()));
    let put_below = move || {
        let Some(button) = button.get_untracked() else { return };
        let rect = button.get_bounding_client_rect();
        let width = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(0.0);
        let top = format!("{}px", rect.bottom() + 4.0);
        let is_left_half = rect.left() < width / 2.0;
        place.set(if is_left_half {
            (top, format!("{}px", rect.left().max(4.0)), "auto".to_owned())
        } else {
            (top, "auto".to_owned(), format!("{}px", (width - rect.right()).max(4.0)))
        });
    };
    let close = move || {
        if let Some(sheet) = sheet.get_untracked() {
            // It fails only when the sheet is closed already.
            let _ = sheet.hide_popover();
        }
    };
    view! {
        <button
            type="button"
            class=class
            node_ref=button
            aria-label=move || name.get()
            title=move || name.get()
            aria-haspopup="true"
            popovertarget=id.clone()
            on:click=move |_| put_below()
        >
            {face}
        </button>
        <div
            class="menu"
            popover="auto"
            id=id
            node_ref=sheet
            role="group"
            aria-label=move || name.get()
            style:top=move || place.get().0
            style:left=move || place.get().1
            style:right=move || place.get().2
            on:click=move |event| {
                if is_in_button(&event) {
                    close();
                }
            }
        >
            {children()}
        </div>
    }
}

fn is_in_button(event: &leptos::ev::MouseEvent) -> bool {
    use wasm_bindgen::JsCast;
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.and_then(|element| element.closest("button, a").ok().flatten()).is_some()
}
