//! The notice: a refusal or a piece of news, for a while, without taking the focus.

use crate::ui::prelude::*;
use leptos::leptos_dom::helpers::TimeoutHandle;

use crate::ui::components::{Icon, Shape};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// How long news stay. A refusal stays until it is closed or something else happens.
const NEWS: std::time::Duration = std::time::Duration::from_secs(6);

/// The last thing that the person should know.
#[component]
pub fn Toast() -> View {
    let live = use_live();
    let shown = Memo::new(move |_| live.notice.get());
    Effect::new(move |timer: Option<Option<TimeoutHandle>>| {
        if let Some(Some(timer)) = timer {
            timer.clear();
        }
        let is_news = shown.with(|notice| notice.as_ref().is_some_and(|notice| !notice.is_refusal));
        let close = move || live.notice.set(None);
        if is_news { set_timeout_with_handle(close, NEWS).ok() } else { None }
    });
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
