//! A record's name that opens the record beside whatever is on the screen.

use crate::ui::prelude::*;

use crate::model::RecordRef;
use crate::ui::live::use_live;

/// A link that opens a record in the inspector.
#[component]
pub fn RecordLink(of: RecordRef, #[prop(into)] name: String) -> View {
    let live = use_live();
    let hint = of.id.to_string();
    let address = move || live.route().with("select", &of.to_string()).address();
    view! { <a class="record-link" href=address title=hint>{name}</a> }
}
