//! The web app: mounts the interface. The only place that picks a storage.

fn main() {}
