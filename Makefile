# One command a need. `make help` lists them.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export PORT
export PYTHONUNBUFFERED = 1

TESTING = MODE=test DATA_DIR=$(VENV)

.DEFAULT_GOAL := help

help: ## what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: $(VENV)/runtime ## the demonstration school on http://127.0.0.1:8000 (PORT=8001 for another port; Ctrl-C stops it)
	@$(BIN)/python -m cms demo

test: $(VENV)/development ## the whole suite, or a part of it: make test TESTS=tests/api
	@$(BIN)/pytest -n auto --dist worksteal -q $(TESTS)

check: $(VENV)/development ## format, lint, types, contracts, migrations, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(TESTING) $(BIN)/mypy cms api publicsite
	$(BIN)/lint-imports
	$(TESTING) $(BIN)/python -m cms makemigrations --check --dry-run
	$(TESTING) $(BIN)/python -m cms check --fail-level WARNING
	$(BIN)/python -m tests.translations

bench: $(VENV)/development ## measure, beside peers, in one run
	@$(BIN)/python -m tests.bench

audit: $(VENV)/development ## validity, accessibility, weight and Lighthouse of the public zone (needs node, Java, Chromium)
	@$(BIN)/python -m tests.audit

format: $(VENV)/development ## put the code in its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

pins: ## compile the pinned requirements again (needs uv)
	uv pip compile $(PINS) --all-extras pyproject.toml -o requirements-dev.txt
	uv pip compile $(PINS) -c requirements-dev.txt pyproject.toml -o requirements.txt
	uv pip compile $(PINS) -c requirements-dev.txt --extra postgres --extra redis --extra s3 pyproject.toml -o requirements-production.txt
PINS := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make pins" -q

clean: ## forget the environment (the data in var/ stays)
	rm -rf $(VENV)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Il faut Python 3.11 ou plus récent (PYTHON=python3.12 make demo)."; exit 1; }
	@echo "Préparation de l’environnement Python dans $(VENV)/…"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/runtime: requirements.txt | $(VENV)/bin/python
	@echo "Installation des bibliothèques : une à cinq minutes, sans rien dire…"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -c 'import site, sys; open(site.getsitepackages()[0] + "/preau.pth", "w").write(sys.argv[1])' "$(CURDIR)"
	@printf '#!/bin/sh\nexec "$(CURDIR)/$(BIN)/python" -m cms "$$@"\n' > $(BIN)/preau && chmod +x $(BIN)/preau
	@touch $@

$(VENV)/development: requirements-dev.txt | $(VENV)/runtime
	@echo "Installation des outils de développement…"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.PHONY: help demo test check bench audit format pins clean
