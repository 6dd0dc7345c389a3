#!/usr/bin/env bash
# Builds the release into dist/. wasm-opt comes from the npm packages.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/node_modules/.bin:$PATH" NO_COLOR=true trunk build --release
