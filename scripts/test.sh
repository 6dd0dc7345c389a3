#!/usr/bin/env bash
# `make test`: every check, in the order of what fails soonest; stops at the first stage that fails.
# Leaves the number of tests in .make/counts, and in .make/missing the real inputs (see tests/shared_data) that were not
# there, a line for each test that looked at nothing: the file, a tab, the test.
set -uo pipefail
cd "$(dirname "$0")/.."
exec </dev/null

WASM=wasm32-unknown-unknown
LOG=.make/stage.log
passed=0
failed=0
summary=""

mkdir -p .make
rm -f .make/counts .make/missing
export SLIPWAY_MISSING=$PWD/.make/missing

# Sums what cargo test, the wasm runner and the journeys say of themselves: "test result: ... N passed; N failed".
count_tests() {
    local -a counts
    read -ra counts < <(sed 's/\x1b\[[0-9;]*m//g' "$LOG" |
        awk '/^test result:/ { for (i = 2; i <= NF; i++) { if ($i ~ /^passed/) p += $(i - 1); if ($i ~ /^failed/) f += $(i - 1) } }
             END { print p + 0, f + 0 }')
    passed=$((passed + counts[0]))
    failed=$((failed + counts[1]))
    stage_failed=${counts[1]}
}

# Such tests pass, so the table says that they did not see anything.
say_missing() {
    [ -s .make/missing ] || return 0
    local inputs tests
    inputs=$(cut -f 1 .make/missing | sort -u | paste -sd , | sed 's/,/, /g')
    tests=$(cut -f 2 .make/missing | sort -u | wc -l)
    echo "real inputs missing: $inputs; tests that looked at nothing: $tests (SLIPWAY_SHARED names their folder)"
}

finish() {
    echo "$passed passed, $failed failed" >.make/counts
    printf '\n%-22s %8s  %s\n' stage seconds result
    printf '%b' "$summary"
    printf '%-22s %8s  %s\n' all "$SECONDS" "$passed tests passed, $failed failed"
    say_missing
    exit "$1"
}

stage() {
    local name=$1 start=$SECONDS result=ok
    shift
    printf '\n==> %s\n' "$name"
    "$@" 2>&1 | tee "$LOG"
    [ "${PIPESTATUS[0]}" = 0 ] || result=FAILED
    count_tests
    # A stage that fails without a failed test (a build, a lint) still counts as one failure.
    if [ "$result" = FAILED ] && [ "$stage_failed" = 0 ]; then failed=$((failed + 1)); fi
    summary+="$(printf '%-22s %8s  %s' "$name" $((SECONDS - start)) "$result")\n"
    [ "$result" = ok ] || finish 1
}

stage "tools" scripts/tools.sh build browser
stage "format" cargo fmt --check
stage "clippy, native" cargo clippy --locked --all-targets -- -D warnings
stage "tests, native" cargo test --locked --no-fail-fast
stage "clippy, wasm" cargo clippy --locked --target $WASM --lib --bins --test wasm --test indexed_db --test views -- -D warnings
stage "tests, wasm" cargo test --locked --no-fail-fast --target $WASM --lib --test wasm
stage "tests, in a browser" node tests/browser/in-browser.mjs
stage "release build" scripts/build.sh
stage "size budget" node scripts/sizes.mjs
stage "journeys" node tests/browser/run.mjs
finish 0
