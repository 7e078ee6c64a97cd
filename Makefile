# Two commands do everything: `make audit` and `make test`.  The rest is for developers.
.DEFAULT_GOAL := help
.PHONY: help audit test lint types imports unit long interop wheel-test clean sample rule-pages indicator-pages data-dictionary screenshots bench-probing performance-page
VENV := .venv
BIN := $(VENV)/bin

help:  ## what can be made
	@grep -hE '^[a-z%-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

audit: $(VENV)/.runtime  ## set up, audit the invented community, print the rates, write reports/
	@$(BIN)/auditor demo; code=$$?; \
	case $$code in \
	  0|1) echo "the audit ran; its verdict is above and in reports/index.html" ;; \
	  *) exit $$code ;; \
	esac

test: lint types imports unit wheel-test  ## set up and run every check and test

lint: $(VENV)/.dev  ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev  ## mypy --strict
	$(BIN)/mypy

imports: $(VENV)/.dev  ## the direction of imports
	$(BIN)/lint-imports

unit: $(VENV)/.dev  ## pytest with coverage, the interop tests where their peers are installed
	$(BIN)/python scripts/run_tests.py

long: $(VENV)/.dev  ## the tests that take minutes of real processes: kills, nights of a service
	$(BIN)/pytest -m long

interop: $(VENV)/.dev  ## the interop tests alone
	$(BIN)/pytest -m interop

wheel-test: $(VENV)/.dev  ## the built wheel in a clean environment
	$(BIN)/python scripts/wheel_test.py

sample: $(VENV)/.runtime  ## write registry.csv and key_locations.csv anew
	rm -f registry.csv key_locations.csv
	$(BIN)/python -c "from pathlib import Path; from auditor.demo.sample import write_missing_samples as w; w(Path())"

rule-pages: $(VENV)/.runtime  ## write docs/rules anew from the rules
	$(BIN)/python -m auditor.render.rule_pages docs/rules

indicator-pages: $(VENV)/.runtime  ## write docs/indicators anew from the indicators
	$(BIN)/python -m auditor.render.indicator_pages docs/indicators

data-dictionary: $(VENV)/.runtime  ## write docs/data-dictionary.md anew from the tables' columns
	$(BIN)/python -m auditor.render.dictionary docs/data-dictionary.md

screenshots: $(VENV)/.dev  ## take the pictures of the README anew from the report of the invented community
	$(BIN)/python scripts/screenshots.py

PROBING = decode-floor first-picture first-picture-h265 first-picture-sub first-picture-both-cores \
	first-picture-sick onvif-device round

bench-probing: $(VENV)/.dev  ## every probing benchmark in sequence (half an hour), then the page
	$(foreach name,$(PROBING),$(BIN)/python -m benchmarks.$(subst -,_,$(name)) &&) true
	$(BIN)/python -m benchmarks.performance_page

performance-page: $(VENV)/.dev  ## write the tables of docs/performance.md anew from the results
	$(BIN)/python -m benchmarks.performance_page

bench-record-rules: .venv-bench/.bench  ## the rules beside three other checkers, in their own environment
	.venv-bench/bin/python -m benchmarks.record_rules

bench-picture-calibration: .venv-bench/.bench  ## how often the picture rules are right, on photographs of two packages
	.venv-bench/bin/python -m benchmarks.picture_calibration

bench-picture-shake: .venv-bench/.bench  ## trembling told, movement not taken for it, on the same photographs
	.venv-bench/bin/python -m benchmarks.picture_shake

.venv-bench/.bench: pyproject.toml scripts/make_venv.sh
	@sh scripts/make_venv.sh .venv-bench '.[bench]'
	@touch $@

bench-%: $(VENV)/.dev  ## one benchmark by name; writes benchmarks/results/NAME.json
	$(BIN)/python -m benchmarks.$(subst -,_,$*)

$(VENV)/.runtime: pyproject.toml scripts/make_venv.sh
	@sh scripts/make_venv.sh $(VENV) .
	@touch $@

$(VENV)/.dev: pyproject.toml scripts/make_venv.sh
	@sh scripts/make_venv.sh $(VENV) '.[dev]'
	@touch $(VENV)/.runtime $@

clean:  ## remove what was built
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*
