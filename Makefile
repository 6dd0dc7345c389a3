PORT ?= 8080
export PATH := $(or $(CARGO_HOME),$(HOME)/.cargo)/bin:$(PATH)

.PHONY: run dev build test journeys clean

# Builds the release and serves it on localhost.
run: build
	@node scripts/serve.mjs dist --port $(PORT)

# Serves a debug build and rebuilds it whenever a source changes.
dev:
	@scripts/tools.sh build
	PATH="$(CURDIR)/node_modules/.bin:$$PATH" trunk serve --dist target/dev-dist --port $(PORT)

# Leaves the release in dist/, ready for any static host.
build:
	@scripts/tools.sh build
	@scripts/build.sh

# Every check that a change has to pass.
test:
	@scripts/test.sh

# The journeys alone, against a fresh release; one file by ONLY=starts.
journeys: build
	@scripts/tools.sh browser
	@node tests/browser/run.mjs $(ONLY)

clean:
	rm -rf dist target node_modules .make tests/browser/shots
