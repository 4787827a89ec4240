# Every target with a ## comment is a command for people; `make` alone prints them.
# One scratch folder per build configuration, so that none throws away what another has built.

SWIFT ?= swift
CHAIN ?= fixtures/abc
FUZZ_SECONDS ?= 60
COUNT ?= 200
FIRST_SEED ?= 1
FORMATTED = Package.swift Sources Tests Benchmarks Fuzz Examples

RELEASE = $(SWIFT) run -c release

.PHONY: help
help:
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

.PHONY: verify
verify: ## the main job: judge the chain in CHAIN (fixtures/abc)
	$(RELEASE) harness verify --chain $(CHAIN)

.PHONY: test
test: ## all tests; fails when none ran
	scripts/test

.PHONY: check
check: lint imports ## what a change must pass: lint, imports, no warnings, tests
	$(SWIFT) build --build-tests -Xswiftc -warnings-as-errors --scratch-path .build/check
	scripts/test --skip-build -Xswiftc -warnings-as-errors --scratch-path .build/check

.PHONY: lint
lint: ## the form of the sources
	$(SWIFT) format lint --strict -r $(FORMATTED)

.PHONY: format
format: ## bring the sources into form
	$(SWIFT) format -i -r $(FORMATTED)

.PHONY: imports
imports: ## who imports whom, against scripts/modules
	scripts/imports

.PHONY: build
build: ## debug build of everything
	$(SWIFT) build --build-tests

.PHONY: release
release: ## programs that need no Swift on the machine they run on, in .build/static/release
	$(SWIFT) build -c release --static-swift-stdlib --scratch-path .build/static

.PHONY: sanitize
sanitize: sanitize-thread sanitize-address ## the tests under the thread and the address sanitizer

.PHONY: sanitize-thread
sanitize-thread:
	scripts/test --sanitize=thread --scratch-path .build/thread

.PHONY: sanitize-address
sanitize-address:
	ASAN_OPTIONS=detect_leaks=0 scripts/test --sanitize=address --scratch-path .build/address

.PHONY: fuzz
fuzz: ## libFuzzer for FUZZ_SECONDS (60) on each fuzz target
	Fuzz/run.sh $(FUZZ_SECONDS)

.PHONY: soak
soak: ## COUNT (200) runs from FIRST_SEED (1) on, on a machine that is kept busy
	COUNT=$(COUNT) FIRST_SEED=$(FIRST_SEED) scripts/soak

.PHONY: bench
bench: ## speed of the verdict, of decoding, of HTTP and of gRPC, memory of spans; figures go to .build/bench.json
	$(SWIFT) build -c release
	$(RELEASE) --skip-build Benchmarks

.PHONY: bench-peers
bench-peers: ## the chain and the collector against nginx, rotel, nghttpd and a bare sink; each row where its peer is here
	$(SWIFT) build -c release
	scripts/bench-peers

.PHONY: interop
interop: ## real clients send to fake-collector, and every span must be there, and equal; wants python3 and its venv
	$(SWIFT) build -c release --product fake-collector
	$(SWIFT) build -c release --product hop-server
	scripts/interop

.PHONY: example
example: ## tests of a tiny exporter, in a package of their own that depends on this one
	scripts/test --package-path Examples/ExporterTests --scratch-path .build/example

.PHONY: rules-doc
rules-doc: ## write docs/RULES.md from the rules in the code
	$(RELEASE) harness rules --format markdown >docs/RULES.md.new
	mv docs/RULES.md.new docs/RULES.md

.PHONY: docs
docs: ## the documentation of the public API, without warnings, in .build/docs
	scripts/docs

.PHONY: clean
clean: ## remove everything that was built
	rm -rf .build
