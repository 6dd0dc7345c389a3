#!/usr/bin/env bash
# Installs what is missing of the pinned tools, once per machine: `scripts/tools.sh build` or `build browser`.
set -euo pipefail
cd "$(dirname "$0")/.."

TRUNK=0.21.14
WASM_BINDGEN=0.2.130

say() { printf '==> %s\n' "$*" >&2; }
stop() { printf 'Slipway: %s\n' "$*" >&2; exit 1; }

need_rust_and_node() {
    command -v cargo >/dev/null || stop "Rust is missing: install it with rustup (https://rustup.rs), then run this again."
    command -v node >/dev/null && command -v npm >/dev/null || stop "Node.js 20 or newer with npm is missing: install it, then run this again."
    [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || stop "Node.js is $(node --version); 20 or newer is needed."
}

need_wasm_target() {
    if [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ]; then return; fi
    command -v rustup >/dev/null || stop "Rust's target wasm32-unknown-unknown is missing: install it, or Rust by rustup."
    say "Adding Rust's target wasm32-unknown-unknown"
    rustup target add wasm32-unknown-unknown
}

# The release builds its own standard library, without messages of panics and for size: see scripts/build.sh.
need_sources() {
    local library
    library="$(rustc --print sysroot)/lib/rustlib/src/rust/library"
    if [ ! -f "$library/Cargo.lock" ]; then
        command -v rustup >/dev/null || stop "The sources of Rust's standard library are missing: install rust-src, or Rust by rustup."
        say "Adding the sources of Rust's standard library"
        rustup component add rust-src
    fi
    # The build itself asks no network.
    cargo fetch --locked --quiet
    RUSTC_BOOTSTRAP=1 cargo fetch --locked --quiet --target wasm32-unknown-unknown --manifest-path "$library/Cargo.toml"
}

# The profile is cheap because the tools run for seconds: it takes minutes off the build of the tool itself.
cargo_install() {
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
        cargo install --force "$@"
}

need_trunk() {
    if [ "$(trunk --version 2>/dev/null)" = "trunk $TRUNK" ]; then return; fi
    say "Installing Trunk $TRUNK, once on this machine: about 4 minutes on two cores"
    cargo_install trunk --version "$TRUNK" --locked --no-default-features
}

# Without --locked: its lock file may name a crate version that the registry does not have.
need_wasm_bindgen() {
    if [ "$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $WASM_BINDGEN" ] &&
        command -v wasm-bindgen-test-runner >/dev/null; then return; fi
    say "Installing wasm-bindgen-cli $WASM_BINDGEN, once on this machine: about 2 minutes on two cores"
    cargo_install wasm-bindgen-cli --version "$WASM_BINDGEN"
}

need_npm_packages() {
    local stamp=node_modules/.slipway-lock
    if cmp --silent package-lock.json "$stamp"; then return; fi
    say "Installing npm packages"
    npm ci --prefer-offline --no-audit --no-fund
    cp package-lock.json "$stamp"
}

need_browser() {
    local browser
    for browser in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
        if [ -n "$browser" ] && [ -x "$browser" ]; then return; fi
    done
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        stop "The journeys need Chromium: install your system's package chromium (Debian: sudo apt-get install chromium), or set CHROMIUM to a Chromium or Chrome binary."
    fi
    say "Installing Debian's chromium"
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium fonts-liberation
}

for group in "$@"; do
    case "$group" in
    build)
        need_rust_and_node
        need_wasm_target
        need_sources
        need_trunk
        need_wasm_bindgen
        need_npm_packages
        ;;
    browser) need_browser ;;
    *) stop "scripts/tools.sh: no such group of tools: $group" ;;
    esac
done
