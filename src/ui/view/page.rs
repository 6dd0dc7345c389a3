//! The page: nodes are made, put in and taken out here alone.

use leptos::prelude::{Owner, document, queue_microtask};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, FocusOptions, HtmlElement, Node};

use super::mounted::Mounted;
use super::template::Target;
use super::{IntoView, Value};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Where something is put: into a node, before one that is in it or at its end.
pub struct Place<'a> {
    pub parent: &'a Node,
    pub before: Option<&'a Node>,
}

/// A place for later.
pub struct HeldPlace {
    parent: Node,
    before: Option<Node>,
}

impl HeldPlace {
    pub fn as_place(&self) -> Place<'_> {
        Place { parent: &self.parent, before: self.before.as_ref() }
    }
}

impl Place<'_> {
    pub fn held(&self) -> HeldPlace {
        HeldPlace { parent: self.parent.clone(), before: self.before.cloned() }
    }

    pub fn put(&self, node: &Node) {
        // Refused only when somebody else has taken `before` away, and then there is no better place.
        if self.parent.insert_before(node, self.before).is_err() {
            let _ = self.parent.append_child(node);
        }
    }
}

/// Shows a view at the end of the page, for as long as the page is open.
pub fn show<V: IntoView>(view: impl FnOnce() -> V) {
    // Signals tell of their changes by way of an executor, which is Leptos' to start.
    leptos::mount::mount_to_body(|| ());
    let Some(body) = document().body() else { return };
    let owner = Owner::new();
    let mounted = owner.with(|| Mounted::new(view().into_view(), &Place { parent: &body, before: None }));
    std::mem::forget((owner, mounted));
}

/// An element without attributes. A name that the browser refuses, which the templates do not have, gives a `div`.
pub fn element(name: &str, is_drawn: bool) -> Element {
    let made = if is_drawn {
        document().create_element_ns(Some(SVG), name)
    } else {
        document().create_element(name)
    };
    made.unwrap_or_else(|_| {
        document().create_element("div").unwrap_or_else(|_| unreachable!("there are divs"))
    })
}

/// Marks a place where nothing is shown, or the end of a list.
pub fn mark() -> Node {
    document().create_comment("").into()
}

/// Takes a node out of the page.
pub fn take_out(node: &Node) {
    if let Some(parent) = node.parent_node() {
        let _ = parent.remove_child(node);
    }
}

/// The element that has the focus.
pub fn focused() -> Option<Element> {
    document().active_element()
}

/// Gives the focus back to the element that had it, if it is still in the page: one that was moved has lost it.
pub fn focus_again(focused: Option<Element>) {
    let lost = focused
        .filter(|element| element.is_connected() && document().active_element().as_ref() != Some(element));
    if let Some(element) = lost {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        // An element that had the focus takes it.
        let _ = element.unchecked_ref::<HtmlElement>().focus_with_options(&options);
    }
}

/// Sets a value; what it was is not looked at.
pub fn set(element: &Element, target: Target<'_>, value: &Value) {
    // The browser refuses names that are none, which the templates do not have.
    let _ = match (target, value) {
        (Target::Attribute(name), Value::Off) => element.remove_attribute(name),
        (Target::Attribute(name), Value::On) => element.set_attribute(name, ""),
        (Target::Attribute(name), Value::Text(text)) => element.set_attribute(name, text),
        (Target::Class(name), Value::Off) => element.class_list().remove_1(name),
        (Target::Class(name), _) => element.class_list().add_1(name),
        (Target::Style(name), value) => {
            let style = element.unchecked_ref::<HtmlElement>().style();
            match value {
                Value::Text(text) => style.set_property(name, text),
                _ => style.remove_property(name).map(drop),
            }
        }
        (Target::Property(name), value) => {
            let value = match value {
                Value::Text(text) => JsValue::from_str(text),
                is_set => JsValue::from_bool(*is_set == Value::On),
            };
            let set = {
                let (element, name) = (element.clone(), JsValue::from_str(name));
                move || js_sys::Reflect::set(&element, &name, &value).map(drop)
            };
            // A `select` takes a value only when it has the option, which comes with its children.
            if name == "value" {
                queue_microtask(move || drop(set()));
                Ok(())
            } else {
                set()
            }
        }
    };
}

/// Runs `handler` at each `name` of an element until it is dropped.
pub struct Listening {
    element: Element,
    name: &'static str,
    closure: wasm_bindgen::closure::Closure<dyn Fn(web_sys::Event)>,
}

impl Listening {
    pub fn new(element: &Element, name: &'static str, handler: Box<dyn Fn(web_sys::Event)>) -> Listening {
        let closure = wasm_bindgen::closure::Closure::wrap(handler);
        let _ = element.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
        Listening { element: element.clone(), name, closure }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let listener = self.closure.as_ref().unchecked_ref();
        let _ = self.element.remove_event_listener_with_callback(self.name, listener);
    }
}
