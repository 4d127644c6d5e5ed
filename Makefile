# Two commands do everything: `make rehearse` and `make check`.

VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= python3
MANIFEST ?= examples/hospital-erp/giban.yaml
ENV ?= production
STAMP := $(VENV)/.installed
CHECKOV ?= .checkov
PROGRAMS ?= .programs
CHECKOV_VERSION := 3.3.30

.PHONY: rehearse check setup programs second-opinion ledger quick format lint types imports test bench docs clean

rehearse: $(STAMP)  ## Set up and rehearse hospital-erp: from manifest to running platform.
	$(BIN)/giban up $(ENV) -f $(MANIFEST) --yes

check:  ## Set up and run every check and test, as CI does.
	$(MAKE) --jobs=2 --output-sync=target lint types imports second-opinion
	$(MAKE) test

quick: $(STAMP)  ## The tests that need neither Terraform nor a server.
	$(BIN)/pytest -n auto -m "not terraform and not programs"

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(STAMP)
	$(BIN)/mypy

imports: $(STAMP)
	$(BIN)/lint-imports

test: $(STAMP)
	$(BIN)/pytest -n 2 --dist loadgroup -rs

setup: $(STAMP)

programs: $(PROGRAMS)/.fetched  ## Fetch MySQL, promtool and others for the tests that ask them.

second-opinion: $(STAMP) $(CHECKOV)/.installed  ## Ask checkov about the Terraform of every example.
	$(BIN)/python tools/second_opinion.py $(CHECKOV)/bin/checkov

ledger: $(STAMP)  ## What is asserted of every system, and what is open and why.
	$(BIN)/python -m tests.ledger

bench: $(STAMP)  ## Whole-process times, with ratios against named peers.
	$(BIN)/python bench/run.py

docs: $(STAMP)  ## Write the reference pages and the drawings again.
	$(BIN)/python tools/reference.py
	$(BIN)/python tools/drawings.py
	$(BIN)/python tools/bills.py

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable ".[dev]"
	touch $(STAMP)

$(CHECKOV)/.installed: Makefile
	$(PYTHON) -m venv $(CHECKOV)
	$(CHECKOV)/bin/pip install --quiet checkov==$(CHECKOV_VERSION)
	touch $@

$(PROGRAMS)/.fetched: tools/programs.py
	$(PYTHON) tools/programs.py $(PROGRAMS)

clean:
	rm -rf $(VENV) $(CHECKOV) $(PROGRAMS) .giban out
