#!/usr/bin/env bash
# Builds the release into dist/. wasm-opt comes from the npm packages.
#
# The standard library is built along, which makes the page a tenth smaller (benches/README.md): for size, with panics
# that trap at once, and without the texts that only panics and `{:?}` need. `{:?}` of a derived `Debug` shows the name
# of the type or variant alone. Stable Rust does this when told that it may.
set -euo pipefail
cd "$(dirname "$0")/.."
export RUSTC_BOOTSTRAP=1
export CARGO_UNSTABLE_BUILD_STD=std,panic_abort
export CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
# Added to those of .cargo/config.toml.
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="\
    -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=shallow -Zinline-mir=no \
    -Cllvm-args=-disable-lsr"
PATH="$PWD/node_modules/.bin:$PATH" NO_COLOR=true trunk build --release
