//! The notice: a refusal or a piece of news, for a while, without taking the focus.

use leptos::prelude::*;

use crate::ui::components::{Icon, Shape};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The last thing that the person should know. A refusal stays until it is closed or something else happens.
#[component]
pub fn Toast() -> impl IntoView {
    let live = use_live();
    let shown = Memo::new(move |_| live.notice.get());
    view! {
        <div class="toast-place">
            {move || {
                shown
                    .get()
                    .map(|notice| {
                        let shape = if notice.is_refusal { Shape::Warning } else { Shape::Tick };
                        view! {
                            <div class="toast" class:refusal=notice.is_refusal>
                                <Icon shape=shape />
                                <p>{notice.text}</p>
                                <button
                                    type="button"
                                    class="button quiet icon-only"
                                    aria-label=text().frame.close
                                    title=text().frame.close
                                    on:click=move |_| live.notice.set(None)
                                >
                                    <Icon shape=Shape::Close />
                                </button>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
