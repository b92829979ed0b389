# Everything that is done with this repository by hand. `make` alone says what there is.

PYTHON ?= python3
# Rust's programs are where rustup puts them, also where a shell does not know that.
export PATH := $(PATH):$(HOME)/.cargo/bin
export CARGO_TARGET_DIR ?= $(CURDIR)/target

VENV := .venv
STAMP := $(VENV)/.made-from-requirements
PY := $(VENV)/bin/python
OLDEST_PYTHON := 3.11
OLDEST_RUST := $(shell sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
DEMO_CRATES := audit-iam audit-s3 drain remediate cli
BENCH_FUNCTIONS := audit-s3 audit-iam
BENCH_SIZES := 100 1000 10000
FUZZED := policy/parse policy/evaluate policy/expose calls/decode
PYTHON_CODE := scripts tests crates/calls
MINUTES ?= 10
BUILDS ?=
ARCHITECTURE ?= arm64

.DEFAULT_GOAL := help
.PHONY: help demo test bench soak fuzz properties build package lint venv clean check-python check-rust

help: ## say what there is
	@sed -n 's/^\([a-z][a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F'\t' '{printf "make %-8s %s\n", $$1, $$2}'

demo: check-rust venv ## an emulated AWS account, audited before your eyes; needs no AWS
	@echo "demo: building the function and the command line (the first time takes minutes)"
	@cargo build --quiet $(addprefix -p ,$(DEMO_CRATES))
	@$(PY) tests/demo.py

test: venv lint build ## everything that must hold: formats, lints, tables, laws, the whole system on an emulated AWS
	@echo "test: the workspace"
	@cargo test --quiet --workspace
	@echo "test: the committed action catalogue is what its source makes"
	@$(PY) scripts/catalogue.py --check
	@echo "test: the generated calls and their test data are what calls.toml says"
	@for script in generate samples protocols; do $(PY) crates/calls/$$script.py --check || exit 1; done
	@echo "test: what responses look like, and AWS's Regions, are what AWS's service models say"
	@$(PY) scripts/responses.py --check
	@$(PY) scripts/regions.py --check
	@echo "test: the whole system, on an emulated AWS"
	@cd tests && ../$(PY) -m pytest --quiet --numprocesses=3

bench: check-rust ## what a sweep of 100, 1,000 and 10,000 buckets, and principals, costs; takes a while, and is no test
	@echo "bench: building with the optimisations that are deployed (the first time takes many minutes)"
	@cargo build --quiet --release -p bench $(addprefix -p ,$(BENCH_FUNCTIONS))
	@set -e; for function in $(BENCH_FUNCTIONS); do \
	echo "bench: $$function is $$(gzip -9 -c $(CARGO_TARGET_DIR)/release/$$function | wc -c) bytes zipped"; \
	$(CARGO_TARGET_DIR)/release/bench $(CARGO_TARGET_DIR)/release/$$function $(BENCH_SIZES); \
	done
	@echo "bench: the policy engine"
	@cargo run --quiet --release -p policy --example speed
	@cargo run --quiet --release -p escalate --example escalation_speed
	@echo "bench: what it costs to build from nothing (takes most of an hour; BUILDS=demo for the first row alone)"
	@$(PYTHON) scripts/build_cost.py --demo $(DEMO_CRATES) -- $(BUILDS)

soak: venv build ## send 10,000 events over 1,000 buckets while everything fails now and then; takes long
	@cd tests && SOAK_EVENTS=10000 SOAK_BUCKETS=1000 SOAK_KILLS=100 SOAK_BATCH=100 SOAK_VISIBILITY=60 SOAK_CONFIRM=60 \
	../$(PY) -m pytest --quiet e2e/test_soak.py

fuzz: check-rust ## look for inputs that break the policy engine or what reads responses, MINUTES=10 for each target; needs a nightly compiler
	@if ! cargo +nightly --version >/dev/null 2>&1; then \
	echo "fuzz: there is no nightly compiler, so nothing is fuzzed here: run \`rustup toolchain install nightly\`"; \
	elif ! cargo fuzz --version >/dev/null 2>&1; then \
	echo "fuzz: cargo-fuzz is not installed, so nothing is fuzzed here: run \`cargo install cargo-fuzz\`"; \
	else for target in $(FUZZED); do \
	echo "fuzz: $$target, for $(MINUTES) minutes"; \
	(cd crates/$${target%/*}/fuzz && cargo +nightly fuzz run --fuzz-dir . $${target#*/} -- -max_total_time=$$(($(MINUTES) * 60)) -timeout=10 -rss_limit_mb=2048 -verbosity=0 -print_final_stats=1) || exit 1; \
	done; fi

properties: check-rust ## draw new cases for every property test, for MINUTES=10; `make test` draws the same ones each time
	@scripts/properties $(MINUTES)

build: check-rust ## build every binary, quickly rather than well
	@echo "build: binaries into $(CARGO_TARGET_DIR)/debug"
	@cargo build --quiet --workspace --bins

package: check-rust venv ## build what is deployed, ARCHITECTURE=arm64 or x86_64, and start each package; takes many minutes
	@echo "package: building for $(ARCHITECTURE) (the first time takes many minutes)"
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=us-east-1 $(VENV)/bin/sam build --beta-features \
	--parameter-overrides Architecture=$(ARCHITECTURE)
	@echo "package: starting each package"
	@$(PY) scripts/packages.py

lint: check-rust venv ## formats, clippy, Python's formats, names and types, licences and advisories
	@echo "lint: formats"
	@cargo fmt --all --check
	@echo "lint: clippy"
	@cargo clippy --quiet --workspace --all-targets -- -D warnings
	@echo "lint: Python"
	@$(VENV)/bin/ruff format --quiet --check $(PYTHON_CODE)
	@$(VENV)/bin/ruff check --quiet $(PYTHON_CODE)
	@$(VENV)/bin/mypy --no-error-summary $(PYTHON_CODE)
	@if cargo deny --version >/dev/null 2>&1; \
	then echo "lint: licences and advisories"; cargo deny --log-level error check; \
	else echo "lint: cargo-deny is not installed, so licences and advisories are not looked at here"; fi

venv: $(STAMP) ## the Python tools that tests and demo use, in .venv

$(STAMP): requirements.txt | check-python
	@echo "venv: installing what requirements.txt pins into $(VENV) (the first time takes minutes, about 900 MB)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

clean: ## remove what was built and installed here; a CARGO_TARGET_DIR elsewhere stays
	@echo "clean: $(VENV), target and caches"
	@rm -rf $(VENV) target .aws-sam tests/.pytest_cache .mypy_cache .ruff_cache
	@find tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

check-python:
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < tuple(map(int, "$(OLDEST_PYTHON)".split("."))))' 2>/dev/null || { \
	echo "Python $(OLDEST_PYTHON) or newer, with its venv module, is needed, and \`$(PYTHON)\` is not that: install it, or say where it is with \`make PYTHON=...\`" >&2; exit 1; }

check-rust:
	@has=$$(cargo --version 2>/dev/null | cut -d' ' -f2); \
	if [ -z "$$has" ]; then \
	echo "Rust $(OLDEST_RUST) or newer is needed, and \`cargo\` is not there: install it from https://rustup.rs" >&2; exit 1; fi; \
	if [ "$$(printf '%s\n' $(OLDEST_RUST) $$has | sort -V | head -n 1)" != "$(OLDEST_RUST)" ]; then \
	echo "Rust $(OLDEST_RUST) or newer is needed, and \`cargo\` is $$has: run \`rustup update\`" >&2; exit 1; fi
