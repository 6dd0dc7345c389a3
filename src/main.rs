//! The web app: mounts the interface. The only place that picks a storage.

#[cfg(target_arch = "wasm32")]
fn main() {
    // A release traps without a message, which `public/rescue.js` sees by itself.
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(web::report_panic));
    web::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    println!("This is the web app, which runs in a browser: start it with `make run`.");
}

/// What needs a browser.
#[cfg(target_arch = "wasm32")]
mod web {
    use std::rc::Rc;

    use leptos::prelude::document;
    use slipway::storage::{Archive, Fault, IndexedDb, Memory};
    use wasm_bindgen_futures::spawn_local;

    /// Hands a panic to `public/rescue.js`, which works without wasm, after writing it to the console.
    #[cfg(debug_assertions)]
    pub fn report_panic(info: &std::panic::PanicHookInfo<'_>) {
        use wasm_bindgen::{JsCast, JsValue};

        console_error_panic_hook::hook(info);
        let rescue = js_sys::Reflect::get(&leptos::prelude::window(), &JsValue::from_str("slipwayPanic"));
        if let Ok(Ok(rescue)) = rescue.map(JsCast::dyn_into::<js_sys::Function>) {
            // Nothing is left to tell when the rescue itself throws.
            drop(rescue.call1(&JsValue::NULL, &JsValue::from_str(&info.to_string())));
        }
    }

    /// Puts the app in the place of the static shell of `index.html`.
    pub fn mount() {
        spawn_local(async {
            let (archive, trouble) = pick_storage().await;
            if let Some(shell) = document().get_element_by_id("shell") {
                shell.remove();
            }
            slipway::ui::mount(archive, trouble);
        });
    }

    /// The browser's database, or memory and why it is not the database.
    async fn pick_storage() -> (Archive, Option<Fault>) {
        let archive = Archive::in_browser(Rc::new(IndexedDb::of_page()));
        match archive.list().await {
            Ok(_) => (archive, None),
            Err(fault) => (Archive::in_memory(Rc::new(Memory::new())), Some(fault)),
        }
    }
}
