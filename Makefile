# errfix: `make run` starts the bot, `make test` runs the tests; each sets up all it needs.
SHELL := /bin/sh
BIN := .venv/bin
LOCKED := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

# The newest supported interpreter on the machine; override with `make PYTHON=/path/to/python3.12 …`.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo $$p; break; }; done)

.PHONY: help setup run test check bench load-slack load-discord e2e emulator lock schema translations clean
help: ## list the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.dev ## everything for working on errfix, into .venv

run: .venv/.run ## start the bot (without tokens: the local web channel)
	@$(BIN)/errfix run

test: .venv/.dev ## run the tests
	$(BIN)/python -m pytest -m "not e2e" -n auto --dist worksteal

e2e: .venv/.dev ## run the tests with stand-ins, a browser and real processes
	$(BIN)/python -m pytest -m e2e

emulator: .emulator/.done ## install the Slack emulator for the end-to-end tests (needs npm)

check: .venv/.dev ## lint, types, layers, entries, drift
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/errfix entries check
	$(BIN)/python -m pytest -q tests/drift

bench: .venv/.bench ## measure speed and quality
	$(BIN)/python -m benchmarks

load-slack: .venv/.dev ## deliver 30,000 Slack events in a burst, and say what became of them
	$(BIN)/python -m benchmarks.load_slack

load-discord: .venv/.dev ## send 50,000 messages through a Discord gateway, a tenth of them twice, and say what became of them
	$(BIN)/python -m benchmarks.load_discord

schema: .venv/.dev ## regenerate entries/schema.json from the model
	$(BIN)/errfix entries schema > entries/schema.json.new && mv entries/schema.json.new entries/schema.json

translations: .venv/.dev ## add new texts to the message catalogues and list what is untranslated
	$(BIN)/python -m bot.localization.update

lock: ## refresh the lock files (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--no-emit-find-links --group build -o requirements.lock pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--no-emit-find-links --group build --group dev -c requirements.lock -o requirements-dev.lock pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--no-emit-find-links --group bench -c requirements-dev.lock -o requirements-bench.lock

clean: ## remove what setup made
	rm -rf .venv .emulator .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "errfix needs Python 3.11 or newer; none found on PATH. Install it or use make PYTHON=/path/to/python." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "errfix could not make .venv with $(PYTHON); on Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }

.venv/.run: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Setting up errfix in .venv (once; about a minute) …"
	@$(LOCKED) -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	@echo "Installing the development tools …"
	@$(LOCKED) -r requirements-dev.lock
	@touch $@

.venv/.bench: requirements-bench.lock .venv/.dev
	@echo "Installing what errfix is measured against …"
	@$(LOCKED) -r requirements-bench.lock
	@touch $@

# A Node of its own: the emulator needs 24, which few systems have.
.emulator/.done:
	@echo "Installing the Slack emulator in .emulator …"
	@npm install --prefix .emulator --silent --no-audit --no-fund --no-save --no-package-lock emulate@0.12.2 node@24
	@touch $@
