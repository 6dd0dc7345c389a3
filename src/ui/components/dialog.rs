//! A modal dialog: the browser's own, which keeps the focus and closes on Escape.

use crate::ui::prelude::*;
use leptos::html;

use super::{Icon, Shape};
use crate::ui::text::text;

/// A modal dialog that is there while `open` is true; the browser gives the focus back when it closes. It asks to be
/// closed, on Escape and by its button; whoever owns `open` closes it.
#[component]
pub fn Dialog(
    /// Whether it is shown.
    #[prop(into)]
    open: Signal<bool>,
    /// Makes `open` false.
    #[prop(into)]
    on_close: Callback<()>,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// Classes beside `dialog`: `wide` for tables.
    #[prop(optional)]
    class: &'static str,
    /// What it holds; made anew each time it opens.
    children: ChildrenFn,
) -> View {
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = element.get() else { return };
        if open.get() && !dialog.open() {
            // It fails only when the dialog is out of the document, and then there is nothing to show.
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let content = StoredValue::new_local(children);
    view! {
        <dialog
            node_ref=element
            class=format!("dialog {class}")
            aria-label=move || title.get()
            on:close=move |_| {
                if open.get_untracked() {
                    on_close.run(());
                }
            }
        >
            <Show when=move || open.get()>
                <header class="dialog-head">
                    <h2>{move || title.get()}</h2>
                    <button
                        type="button"
                        class="button quiet icon-only"
                        aria-label=text().frame.close
                        title=text().frame.close
                        on:click=move |_| on_close.run(())
                    >
                        <Icon shape=Shape::Close />
                    </button>
                </header>
                <div class="dialog-body">{content.with_value(ChildrenFn::make)}</div>
            </Show>
        </dialog>
    }
}
