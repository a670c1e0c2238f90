# One word each; `make help` lists them. Everything lives in .venv; nothing is installed outside of it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
LOCKED := $(VENV)/.locked
UV_VERSION := 0.13

.DEFAULT_GOAL := help
.PHONY: help setup run test check duckdb2 bench lock clean

help: ## this list
	@grep -E '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9]+):.*## /\1\t/' | expand -t 10

setup: $(INSTALLED) ## .venv with the locked dependencies and the project

$(LOCKED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "claimhouse needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)." \
	    "Say which one to take: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@touch $@

$(INSTALLED): $(LOCKED) pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: setup ## the main job on the samples, with its account and three answered questions
	@$(BIN)/claimhouse run --config config/sample.toml

check: setup ## format, lint, types, import contracts
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache >$(VENV)/contracts.txt || { cat $(VENV)/contracts.txt; exit 1; }
	@tail -n 1 $(VENV)/contracts.txt

test: check ## check, then all tests
	@$(BIN)/pytest -q -n 2 --dist loadfile

duckdb2: setup ## the tests of the warehouse with DuckDB 2.0, which the lock does not have yet
	@test -d var/duckdb2 || $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target var/duckdb2 duckdb==2.0.0
	PYTHONPATH=var/duckdb2 $(BIN)/pytest -q tests/test_warehouse.py tests/test_resolve_step.py tests/test_docs.py

bench: setup ## the benchmarks in a short form; quality needs CLAIMHOUSE_GOLD, peers are run where they are installed
	$(BIN)/python benchmarks/dedupe.py --documents 600
	$(BIN)/python benchmarks/independence.py --events 40
	@if [ -n "$$CLAIMHOUSE_GOLD" ]; then set -ex; $(BIN)/python benchmarks/clean.py --short; $(BIN)/python benchmarks/rejecting.py --short; $(BIN)/python benchmarks/claims.py; \
	  else echo "CLAIMHOUSE_GOLD names no folder: cleaning and claims are not measured"; fi

lock: ## write requirements.lock anew, for all platforms, with hashes and without index addresses
	@test -x var/lock/bin/uv || { mkdir -p var; $(PYTHON) -m venv var/lock && var/lock/bin/pip install --quiet "uv~=$(UV_VERSION)"; }
	var/lock/bin/uv pip compile pyproject.toml --extra flows --extra french --group dev --universal --generate-hashes \
	  --no-emit-index-url --no-header --python-version 3.11 -o requirements.lock

clean: ## .venv, caches and the sample's database; databases of your own in var/ stay
	rm -rf $(VENV) var/lock var/duckdb2 var/prefect var/sample.duckdb* build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .grimp_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
