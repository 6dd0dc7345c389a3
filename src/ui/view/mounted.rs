//! What is shown, and how it becomes what is to be shown next.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::{Owner, RenderEffect, document};
use web_sys::{Element, Event, Node, Text};

use crate::gather::Gather;

use super::keyed::Rows;
use super::page::{HeldPlace, Listening, Place, element, mark, set, take_out};
use super::template::{Step, Target, steps};
use super::value::{Give, Hear, Hole};
use super::{Kind, Value, View};

/// A view in the page. It has at least one node, and its nodes follow each other.
pub enum Mounted {
    Nothing(Node),
    Text(Text, Cow<'static, str>),
    Template {
        text: &'static str,
        roots: Vec<Root>,
        holes: Vec<Filled>,
    },
    /// Views, and the mark of their end.
    Many(Vec<Mounted>, Node),
    Changing(RenderEffect<Mounted>),
    Keyed(RenderEffect<Rows>),
}

/// An outermost part of a template.
pub enum Root {
    Node(Node),
    /// The number of a hole.
    Hole(usize),
}

/// A hole that is filled.
pub enum Filled {
    Child(Mounted),
    Value(Element, Target<'static>, Value),
    Changing(Element, Target<'static>, RenderEffect<Value>),
    Listener(Handler, #[expect(dead_code, reason = "listens until it is dropped")] Listening),
    Reference(Element),
}

/// What an event runs; another one when the view has been made again.
type Handler = Rc<RefCell<Rc<Box<dyn Hear>>>>;

impl Mounted {
    /// Puts a view in its place.
    pub fn new(View(kind): View, place: &Place<'_>) -> Mounted {
        let Some(kind) = kind else {
            let mark = mark();
            place.put(&mark);
            return Mounted::Nothing(mark);
        };
        match *kind {
            Kind::Text(text) => {
                let node = document().create_text_node(&text);
                place.put(&node);
                Mounted::Text(node, text)
            }
            Kind::Template { text, holes } => template(text, holes, place),
            Kind::Many(views) => {
                let views = views.into_iter().map(|view| Mounted::new(view, place)).gather();
                let end = mark();
                place.put(&end);
                Mounted::Many(views, end)
            }
            Kind::Changing(view) => Mounted::Changing(changing(view, Shown::Nowhere(place.held()))),
            Kind::Keyed { owner, list } => {
                let end = mark();
                place.put(&end);
                Mounted::Keyed(Rows::changing(owner, list, Rows::none(end)))
            }
        }
    }

    /// Becomes another view, with as many of its elements as it can keep.
    pub fn become_view(&mut self, View(kind): View) {
        let Some(kind) = kind else {
            if !matches!(self, Mounted::Nothing(_)) {
                self.replace(View(None));
            }
            return;
        };
        match (&mut *self, *kind) {
            (Mounted::Text(node, shown), Kind::Text(text)) => {
                if *shown != text {
                    node.set_data(&text);
                    *shown = text;
                }
            }
            (Mounted::Template { text, holes, .. }, Kind::Template { text: next, holes: values })
                if std::ptr::eq(*text, next) =>
            {
                for (hole, value) in holes.iter_mut().zip(values) {
                    hole.become_hole(value);
                }
            }
            (Mounted::Many(shown, end), Kind::Many(views)) => become_views(shown, end, views),
            (Mounted::Changing(effect), Kind::Changing(view)) => {
                if let Some(shown) = effect.take_value() {
                    *effect = changing(view, Shown::Here(shown));
                }
            }
            (Mounted::Keyed(effect), Kind::Keyed { owner, list }) => {
                if let Some(shown) = effect.take_value() {
                    *effect = Rows::changing(owner, list, shown.of_before());
                }
            }
            (_, kind) => self.replace(View::of(kind)),
        }
    }

    fn replace(&mut self, view: View) {
        let Some(first) = self.first_node() else { return };
        let Some(parent) = first.parent_node() else { return };
        let next = Mounted::new(view, &Place { parent: &parent, before: Some(&first) });
        std::mem::replace(self, next).remove();
    }

    /// Takes it out of the page.
    pub fn remove(self) {
        self.each_node(&mut take_out);
    }

    /// Its first node.
    pub fn first_node(&self) -> Option<Node> {
        let mut first = None;
        self.each_node(&mut |node| {
            if first.is_none() {
                first = Some(node.clone());
            }
        });
        first
    }

    /// Goes through its outermost nodes in their order.
    pub fn each_node(&self, visit: &mut dyn FnMut(&Node)) {
        match self {
            Mounted::Nothing(node) => visit(node),
            Mounted::Text(node, _) => visit(node),
            Mounted::Template { roots, holes, .. } => {
                for root in roots {
                    match root {
                        Root::Node(node) => visit(node),
                        Root::Hole(number) => {
                            if let Some(Filled::Child(child)) = holes.get(*number) {
                                child.each_node(visit);
                            }
                        }
                    }
                }
            }
            Mounted::Many(views, end) => {
                views.iter().for_each(|view| view.each_node(visit));
                visit(end);
            }
            Mounted::Changing(effect) => {
                effect.with_value_mut(|shown| shown.each_node(visit));
            }
            Mounted::Keyed(effect) => {
                effect.with_value_mut(|rows| rows.each_node(visit));
            }
        }
    }
}

/// What a closure shows before it runs for the first time.
enum Shown {
    Nowhere(HeldPlace),
    Here(Mounted),
}

/// Shows what `view` gives, again each time that it changes.
fn changing(mut view: Box<dyn Give<View>>, first: Shown) -> RenderEffect<Mounted> {
    let (mut place, shown) = match first {
        Shown::Nowhere(place) => (Some(place), None),
        Shown::Here(shown) => (None, Some(shown)),
    };
    let run = move |shown: Option<Mounted>| {
        let view = view.give();
        match (shown, place.take()) {
            (Some(mut shown), _) => {
                shown.become_view(view);
                shown
            }
            (None, Some(place)) => Mounted::new(view, &place.as_place()),
            (None, None) => Mounted::Nothing(mark()),
        }
    };
    RenderEffect::new_with_value(run, shown)
}

fn become_views(shown: &mut Vec<Mounted>, end: &Node, views: Vec<View>) {
    for gone in shown.drain(views.len().min(shown.len())..) {
        gone.remove();
    }
    let mut views = views.into_iter();
    for (shown, view) in shown.iter_mut().zip(views.by_ref()) {
        shown.become_view(view);
    }
    let Some(parent) = end.parent_node() else { return };
    shown.extend(views.map(|view| Mounted::new(view, &Place { parent: &parent, before: Some(end) })));
}

/// Makes the elements of a template.
fn template(text: &'static str, holes: Vec<Hole>, place: &Place<'_>) -> Mounted {
    let mut open: Vec<Element> = Vec::new();
    let (mut roots, mut filled) = (Vec::new(), Vec::new());
    let mut holes = holes.into_iter();
    for step in steps(text) {
        let inner = open.last().map(|parent| Place { parent, before: None });
        let here = inner.as_ref().unwrap_or(place);
        match step {
            Step::Open { name, is_drawn } => open.push(element(name, is_drawn)),
            Step::Close => {
                if let Some(element) = open.pop() {
                    // Put in when it is whole, so that the browser lays it out once.
                    match open.last() {
                        Some(parent) => drop(parent.append_child(&element)),
                        None => {
                            place.put(&element);
                            roots.push(Root::Node(element.into()));
                        }
                    }
                }
            }
            Step::Attribute { name, value } => {
                if let Some(element) = open.last() {
                    set(element, Target::Attribute(name), &Value::Text(Cow::Borrowed(value)));
                }
            }
            Step::Text(text) => {
                let node = document().create_text_node(text);
                here.put(&node);
                if open.is_empty() {
                    roots.push(Root::Node(node.into()));
                }
            }
            Step::Child => {
                let Some(Hole::Child(view)) = holes.next() else { break };
                if open.is_empty() {
                    roots.push(Root::Hole(filled.len()));
                }
                filled.push(Filled::Child(Mounted::new(view, here)));
            }
            Step::Value(target) => {
                let (Some(element), Some(hole)) = (open.last(), holes.next()) else { break };
                filled.push(Filled::value(element, target, hole));
            }
            Step::Event(name) => {
                let (Some(element), Some(Hole::Listener(handler))) = (open.last(), holes.next()) else {
                    break;
                };
                filled.push(Filled::listener(element, name, handler));
            }
            Step::Reference => {
                let (Some(element), Some(Hole::Reference(take))) = (open.last(), holes.next()) else { break };
                take(element);
                filled.push(Filled::Reference(element.clone()));
            }
        }
    }
    Mounted::Template { text, roots, holes: filled }
}

impl Filled {
    fn value(element: &Element, target: Target<'static>, hole: Hole) -> Filled {
        match hole {
            Hole::Changing(value) => {
                Filled::Changing(element.clone(), target, following(element, target, value, None))
            }
            Hole::Value(value) => {
                if value != Value::Off {
                    set(element, target, &value);
                }
                Filled::Value(element.clone(), target, value)
            }
            _ => Filled::Reference(element.clone()),
        }
    }

    fn listener(element: &Element, name: &'static str, handler: Box<dyn Hear>) -> Filled {
        let handler = Rc::new(RefCell::new(Rc::new(handler)));
        let (now, owner) = (Rc::clone(&handler), Owner::current().unwrap_or_default());
        let run = move |event: Event| {
            // What the handler brings about may replace it.
            let handler = Rc::clone(&now.borrow());
            owner.with(|| handler.hear(event));
        };
        Filled::Listener(handler, Listening::new(element, name, Box::new(run)))
    }

    fn become_hole(&mut self, hole: Hole) {
        match (&mut *self, hole) {
            (Filled::Child(shown), Hole::Child(view)) => shown.become_view(view),
            (Filled::Value(element, target, shown), Hole::Value(value))
                if *shown != value || target.is_of_person() =>
            {
                set(element, *target, &value);
                *shown = value;
            }
            (Filled::Changing(element, target, effect), Hole::Changing(value)) => {
                let shown = effect.take_value();
                *effect = following(element, *target, value, shown);
            }
            // The same place may have been given a constant before.
            (Filled::Value(element, target, shown), Hole::Changing(value)) => {
                let effect = following(element, *target, value, Some(shown.clone()));
                *self = Filled::Changing(element.clone(), *target, effect);
            }
            (Filled::Changing(element, target, _), Hole::Value(value)) => {
                set(element, *target, &value);
                *self = Filled::Value(element.clone(), *target, value);
            }
            (Filled::Listener(handler, _), Hole::Listener(next)) => *handler.borrow_mut() = Rc::new(next),
            (Filled::Reference(element), Hole::Reference(take)) => take(element),
            _ => {}
        }
    }
}

/// Sets a value, again each time that it is another; `shown` is what is there.
fn following(
    element: &Element,
    target: Target<'static>,
    mut value: Box<dyn Give<Value>>,
    shown: Option<Value>,
) -> RenderEffect<Value> {
    let element = element.clone();
    let run = move |shown: Option<Value>| {
        let value = value.give();
        if shown.unwrap_or(Value::Off) != value || target.is_of_person() {
            set(&element, target, &value);
        }
        value
    };
    RenderEffect::new_with_value(run, shown)
}
