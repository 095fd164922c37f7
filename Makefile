# Two commands on a fresh machine: `make demo` and `make test`. Each sets everything up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
JOBS ?= 2
SAMPLE ?= 200
ROOMS ?=
SCRIPTS ?=
MINUTES ?= 60

# Two workers share two cores: threads of the linear algebra below them only wait for each other.
export OPENBLAS_NUM_THREADS ?= 1
export OMP_NUM_THREADS ?= 1
# Where this is set, each of two workers and of many commands compiles every file again: half of the time of collecting.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test test-thorough test-browser test-full lint types layers doctests docs check side-by-side floors extras audit release mutate fuzz bench clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ -/'

$(STAMP): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev,docs]'
	@touch $(STAMP)

setup: $(STAMP)  ## make the environment

demo: $(STAMP)  ## run the main job from an office's files: a ranking on screen, a report on disk
	$(BIN)/govmetrics demo -o demo-output

test: $(STAMP)  ## the fast tests
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not slow and not browser and not types and not thorough" tests

test-thorough: $(STAMP)  ## what goes through the whole house: contracts of everything public, reports, stories
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "thorough and not slow and not browser and not types" tests

test-browser: $(STAMP)  ## the report's page and participation in the system's Chromium; without one they say why they are skipped
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m "browser and not slow" tests/report tests/contracts tests/serve

test-full: $(STAMP)  ## all tests, with many more random examples
	HYPOTHESIS_PROFILE=full $(BIN)/python -m pytest -n $(JOBS) tests

lint: $(STAMP)  ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)  ## mypy, strict; then what mypy and pyright say of right and of wrong scripts of users
	$(BIN)/mypy
	$(BIN)/python -m pytest -m types tests/contracts/test_types.py

layers: $(STAMP)  ## imports only downwards
	$(BIN)/lint-imports

doctests: $(STAMP)  ## the examples in docstrings
	$(BIN)/python -m pytest -n $(JOBS) --doctest-modules govmetrics

docs: $(STAMP)  ## build the documentation, executing its examples
	$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html

check: lint layers test test-thorough side-by-side  ## everything that CI checks

# The first keeps one core busy for minutes, the others together the other one.
side-by-side: $(STAMP)
	+$(MAKE) --jobs=2 --output-sync=target docs types test-browser doctests floors

floors: $(STAMP)  ## the lowest versions of all dependencies, and the tests that go through each
	$(BIN)/python -m tests.lanes floors

extras: $(STAMP)  ## the wheel by itself: without extras, with each alone, with all; by hand, some minutes
	$(BIN)/python -m tests.lanes extras

audit: $(STAMP)  ## known vulnerabilities of what is installed (asks the index; by hand)
	$(BIN)/python -m pip install --quiet pip-audit
	$(BIN)/python -m pip_audit --local --skip-editable

release: $(STAMP)  ## build wheel and sdist twice: are they the same, byte for byte, and does twine take them?
	$(BIN)/python -m tests.lanes release

mutate: $(STAMP)  ## change one operator at a time and see whether a test notices; by hand, SAMPLE mutants, an hour
	$(BIN)/python -m tests.mutation.mutate $(ROOMS) --sample $(SAMPLE)

fuzz: $(STAMP)  ## hostile files for every reader; by hand, MINUTES in all
	$(BIN)/python -m tests.fuzz.run --minutes $(MINUTES) --jobs $(JOBS)

bench: $(STAMP)  ## speed and memory, into docs/benchmarks.md; by hand, on an idle machine, hours (SCRIPTS=... for some)
	$(BIN)/python -m benchmarks.all $(SCRIPTS)

clean:  ## remove what the targets made
	rm -rf $(VENV) docs/_build demo-output .pytest_cache .mypy_cache .ruff_cache .hypothesis
