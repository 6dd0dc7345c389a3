//! What `view!` shows, in a real page: `node tests/browser/in-browser.mjs` runs this file in Chromium.
#![cfg(target_arch = "wasm32")]
// The lints know only functions marked #[test] as tests; this whole file is one.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use leptos::html;
use leptos::task::tick;
use slipway::ui::prelude::*;
use slipway::ui::view::show;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};

wasm_bindgen_test_configure!(run_in_browser);

/// Shows a view in a part of the page of its own.
fn part(id: &'static str, view: impl FnOnce() -> View + 'static) -> HtmlElement {
    show(move || view! { <section id=id>{view()}</section> });
    document().get_element_by_id(id).unwrap().unchecked_into()
}

fn inside<T: JsCast>(part: &HtmlElement, selector: &str) -> T {
    part.query_selector(selector).unwrap().unwrap().unchecked_into()
}

fn texts(part: &HtmlElement, selector: &str) -> Vec<String> {
    let found = part.query_selector_all(selector).unwrap();
    (0..found.length()).map(|at| found.get(at).unwrap().text_content().unwrap()).collect()
}

#[wasm_bindgen_test]
fn texts_attributes_classes_styles_and_drawings_are_as_written() {
    let nothing: Option<String> = None;
    let part = part("written", || {
        view! {
            <p class="one" class:two=true class:three=false title=String::from("<b>") hidden=false tabindex=3
                style:width="12px" aria-hidden=nothing>"a < b "{7}{Some("!")}{None::<String>}</p>
            <svg viewBox="0 0 1 1"><title>"drawn"</title><path d="M0 0" /></svg>
            {["x", "y"].map(|letter| view! { <i>{letter}</i> }).collect_view()}
        }
    });
    let paragraph: HtmlElement = inside(&part, "p");
    assert_eq!(paragraph.text_content().unwrap(), "a < b 7!");
    assert_eq!(paragraph.class_name(), "one two");
    assert_eq!(paragraph.title(), "<b>");
    assert_eq!((paragraph.has_attribute("hidden"), paragraph.has_attribute("aria-hidden")), (false, false));
    assert_eq!(paragraph.tab_index(), 3);
    assert_eq!(paragraph.style().get_property_value("width").unwrap(), "12px");
    let names =
        ["svg", "svg title", "svg path"].map(|name| inside::<web_sys::Element>(&part, name).namespace_uri());
    assert!(names.iter().all(|name| name.as_deref() == Some("http://www.w3.org/2000/svg")), "{names:?}");
    assert_eq!(texts(&part, "i"), ["x", "y"]);
}

#[wasm_bindgen_test]
async fn what_is_typed_and_focused_stays_when_a_closure_runs_again() {
    let count = RwSignal::new(0);
    let part = part("stays", move || {
        (move || {
            let many = count.get();
            view! { <label title=many.to_string()>{format!("{many} of them")}<input class="typed" /></label> }
        })
        .into_view()
    });
    let input: HtmlInputElement = inside(&part, "input");
    input.set_value("half a word");
    input.focus().unwrap();
    count.set(5);
    tick().await;
    assert_eq!(texts(&part, "label"), ["5 of them"]);
    assert_eq!(inside::<HtmlElement>(&part, "label").title(), "5");
    assert!(inside::<HtmlInputElement>(&part, "input") == input, "the input is another element");
    assert_eq!(input.value(), "half a word");
    assert!(
        document()
            .active_element()
            .is_some_and(|active| active == *input.unchecked_ref::<web_sys::Element>())
    );
}

#[wasm_bindgen_test]
async fn another_template_takes_the_place_of_one_and_nothing_is_left_of_it() {
    let is_on = RwSignal::new(true);
    let part = part("another", move || {
        view! {
            <b>"before"</b>
            {move || if is_on.get() { view! { <p>"on"</p><p>"still on"</p> } } else { view! { <q>"off"</q> } }}
            {move || is_on.get().then(|| view! { <u>"when on"</u> })}
            <b>"after"</b>
        }
    });
    assert_eq!(texts(&part, "*"), ["before", "on", "still on", "when on", "after"]);
    is_on.set(false);
    tick().await;
    assert_eq!(texts(&part, "*"), ["before", "off", "after"]);
    is_on.set(true);
    tick().await;
    assert_eq!(texts(&part, "*"), ["before", "on", "still on", "when on", "after"]);
}

#[wasm_bindgen_test]
async fn rows_keep_their_elements_while_their_keys_stay() {
    let items = RwSignal::new(vec!["a", "b", "c", "d"]);
    let made = RwSignal::new(0);
    let part = part("rows", move || {
        view! {
            <ul>
                <For each=move || items.get() key=|item| *item children=move |item| {
                    made.update_untracked(|made| *made += 1);
                    view! { <li><input value=item />{item}</li> }
                } />
            </ul>
        }
    });
    let input: HtmlInputElement = inside(&part, "input[value=c]");
    input.focus().unwrap();
    for (next, rows_made) in
        [(vec!["d", "a", "b", "c"], 4), (vec!["c", "x", "a"], 5), (vec!["y", "c", "z"], 7), (vec!["c"], 7)]
    {
        items.set(next.clone());
        tick().await;
        assert_eq!(texts(&part, "li"), next);
        assert_eq!(made.get_untracked(), rows_made, "{next:?}");
        assert!(inside::<HtmlInputElement>(&part, "input[value=c]") == input, "{next:?}");
    }
    items.set(vec![]);
    tick().await;
    assert!(texts(&part, "li").is_empty());
    items.set(vec!["again"]);
    tick().await;
    assert_eq!(texts(&part, "li"), ["again"]);
}

#[wasm_bindgen_test]
async fn a_row_keeps_the_focus_among_others_and_when_it_is_moved() {
    let items = RwSignal::new(vec![1, 2, 3]);
    let part = part("front", move || {
        view! { <Rows each=move || items.get() children=|item: i32| view! { <input value=item /> } /> }
    });
    let input: HtmlInputElement = inside(&part, "input[value='2']");
    input.focus().unwrap();
    for next in [vec![0, 1, 2, 3], vec![3, 0, 1, 2], vec![2, 5, 6, 7], vec![5, 6, 7, 2], vec![2, 5, 6, 7]] {
        items.set(next);
        tick().await;
        let active = document().active_element().unwrap();
        assert!(active == *input.unchecked_ref::<web_sys::Element>(), "{:?}", items.get_untracked());
    }
}

#[wasm_bindgen_test]
async fn a_click_runs_the_handler_of_the_view_that_is_shown_and_finds_its_contexts() {
    let (step, clicked) = (RwSignal::new(1), RwSignal::new(Vec::new()));
    let part = part("clicked", move || {
        provide_context("of the part");
        (move || {
            let now = step.get();
            let click = move |_| clicked.update(|all| all.push((now, expect_context::<&'static str>())));
            view! { <button on:click=click>"press"</button> }
        })
        .into_view()
    });
    let button: HtmlElement = inside(&part, "button");
    button.click();
    step.set(2);
    tick().await;
    button.click();
    assert_eq!(clicked.get_untracked(), [(1, "of the part"), (2, "of the part")]);
}

#[wasm_bindgen_test]
async fn what_is_no_longer_shown_hears_nothing_and_is_cleaned_up() {
    let (is_on, heard, cleaned) = (RwSignal::new(true), RwSignal::new(0), RwSignal::new(0));
    let part = part("gone", move || {
        view! {
            <Show when=move || is_on.get()>
                {
                    on_cleanup(move || cleaned.update(|times| *times += 1));
                    view! { <button on:click=move |_| heard.update(|times| *times += 1)>"press"</button> }
                }
            </Show>
        }
    });
    let button: HtmlElement = inside(&part, "button");
    button.click();
    is_on.set(false);
    tick().await;
    button.click();
    assert_eq!((heard.get_untracked(), cleaned.get_untracked()), (1, 1));
    assert!(part.query_selector("button").unwrap().is_none());
}

#[wasm_bindgen_test]
async fn properties_are_set_again_even_to_what_they_were() {
    let tried = RwSignal::new(0);
    let part = part("properties", move || {
        view! {
            <input prop:value=move || { tried.track(); "always" } />
            <input type="checkbox" prop:checked=move || { tried.track(); true } />
            <select prop:value="two"><option value="one">"1"</option><option value="two">"2"</option></select>
        }
    });
    tick().await;
    let [typed, ticked] = ["input", "[type=checkbox]"].map(|of| inside::<HtmlInputElement>(&part, of));
    assert_eq!(inside::<HtmlSelectElement>(&part, "select").value(), "two");
    typed.set_value("what a person typed");
    ticked.set_checked(false);
    tried.set(1);
    tick().await;
    tick().await;
    assert_eq!((typed.value().as_str(), ticked.checked()), ("always", true));
}

#[wasm_bindgen_test]
fn a_reference_names_the_element() {
    let reference = NodeRef::<html::Em>::new();
    let part = part("reference", move || view! { <p><em node_ref=reference>"this"</em></p> });
    assert!(*reference.get_untracked().unwrap() == *inside::<HtmlElement>(&part, "em"));
}

#[wasm_bindgen_test]
async fn who_reads_a_memo_runs_again_only_when_it_is_another() {
    let (number, runs) = (RwSignal::new(1), RwSignal::new(0));
    let is_odd = Memo::new(move |_| number.get() % 2 == 1);
    let said = Signal::derive(move || if is_odd.get() { "odd" } else { "even" });
    let part = part("memo", move || {
        let shown = move || {
            runs.update_untracked(|runs| *runs += 1);
            said.get()
        };
        view! { <p>{shown}</p> }
    });
    for (next, word, times) in [(3, "odd", 1), (4, "even", 2), (6, "even", 2), (7, "odd", 3)] {
        number.set(next);
        tick().await;
        assert_eq!((texts(&part, "p"), runs.get_untracked()), (vec![word.to_owned()], times), "{next}");
    }
}
