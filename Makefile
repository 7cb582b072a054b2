# `make help` lists what there is. Two commands are enough for a newcomer: run and test.
PORT ?= 8000
BIN := .venv/bin
SOURCES := hrd_report migrations/env.py tests wsgi.py
.DEFAULT_GOAL := help
# What was read once is read faster the next time.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help setup run advice quick test test-sqlite test-postgresql check format lint types arch migrations lock screens staff-screens bench bench-floods bench-receipts fuzz mutation assets

help: ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: ## Install what the program needs into .venv
	@.ci/setup

run: setup ## Serve everything on http://127.0.0.1:8000 with a demo team
	@HRD_DEMO=yes PORT=$(PORT) exec $(BIN)/python -m hrd_report serve

quick: .venv/tests ## Run the tests that need no house, no browser and no patience: about a minute
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --database none

test: test-sqlite test-postgresql ## Run all tests, on SQLite and on PostgreSQL

.venv/tests: .ci/setup requirements.txt .ci/requirements.txt
	@.ci/setup tests
	@touch $@

# No test asks what a cut of power does, so none of them waits for the disk.
test-sqlite: .venv/tests
	$$(command -v eatmydata) $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

test-postgresql: .venv/tests
	$$(command -v eatmydata) $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --database postgresql

check: .venv/tests format lint types arch advice test ## What CI runs
	@echo "All checks passed."

format: .venv/tests ## Check the format (make fix changes it)
	$(BIN)/ruff format --check $(SOURCES)

lint: .venv/tests ## Check the rules of the house that a linter knows
	$(BIN)/ruff check $(SOURCES)

fix: .venv/tests ## Format and mend what a machine can
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

types: .venv/tests ## Check the types
	$(BIN)/mypy

advice: ## Warn of safety advice that nobody has looked at for a year
	@$(BIN)/python -m hrd_report.reference.advice_age

arch: .venv/tests ## Check who imports whom
	$(BIN)/lint-imports

lock: ## Pin the newest allowed versions, with hashes
	$(BIN)/uv pip compile --quiet --generate-hashes --no-header pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-header --group dev -c requirements.txt -o .ci/requirements.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-header --group assurance -c requirements.txt -c .ci/requirements.txt -o .ci/assurance.txt

assets: .venv/tests ## Build the script that seals on a device, from pinned packages
	cd hrd_report/assets && PATH="$(CURDIR)/$(BIN):$$PATH" && npm ci --silent && npx tsc -p . && node build.mjs

screens: .venv/tests ## Photograph every page of a defender into .screens (PAGES="start case" for some)
	$(BIN)/python -m tests.look.screens $(PAGES)

staff-screens: .venv/tests ## Photograph every page of staff into .screens (PAGES="queue case" for some)
	$(BIN)/python -m tests.look.staff_screens $(PAGES)

bench: .venv/tests ## Measure; figures go to docs/benchmarks.md by hand
	$(BIN)/python -m tests.bench

bench-floods: .venv/tests ## Measure a flood of ten times what the machine takes, beside honest people
	$(BIN)/python -m tests.bench.floods

bench-receipts: .venv/tests ## Measure receipts: mending, guesses, what time tells (TRIES=100000)
	$(BIN)/python -m tests.bench.receipts

fuzz: ## Hand every parser of the vault made-up bytes (SECONDS_EACH=60)
	@.ci/assurance fuzz $(PARSERS)

mutation: ## Change the vault in small ways; tests must notice 95 % of them
	@.ci/assurance mutation
