# Confinia: `make run` opens the program, `make test` runs every check. Both set up what they need, once.

export PYTHON ?= python3
VENV := .venv
NO_QT := .venv-no-qt
BIN := $(VENV)/bin
INSTALL := -m pip install -qq --disable-pip-version-check
PACKAGE := --no-build-isolation --no-deps --editable .

.DELETE_ON_ERROR:
.PHONY: help run test lint types contracts test-geodata test-desktop bench lock clean system

help:
	@echo "make run     open the program on the sample project"
	@echo "make test    run every check"
	@echo "make bench   print measurements"
	@echo "make lock    resolve the dependencies again"
	@echo "make clean   remove what the checks left behind"

run: $(VENV)/.stamp-run
	@sh packaging/run-sample.sh $(BIN)/confinia

test: lint types contracts test-geodata test-desktop

lint: $(VENV)/.stamp-test
	$(BIN)/ruff check .

types: $(VENV)/.stamp-test
	$(BIN)/mypy

contracts: $(VENV)/.stamp-test
	$(BIN)/lint-imports --no-logo

test-geodata: $(NO_QT)/.stamp
	$(NO_QT)/bin/pytest -p no:pytest-qt tests/geodata

test-desktop: $(VENV)/.stamp-test
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest tests --ignore=tests/geodata

bench: $(VENV)/.stamp-test
	$(BIN)/python tests/benchmarks/run.py

lock:
	sh packaging/lock.sh

clean:
	rm -rf build dist out *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find desktop geodata resources tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- set-up: one stamp a step, so that the second run starts at once ---

# Only opening the program does without what the checks need.
system:
	@sh packaging/system-libraries.sh $(if $(filter-out run,$(MAKECMDGOALS)),test,run)

$(VENV)/bin/python: | system
	$(PYTHON) packaging/make-venv.py $(VENV)

$(NO_QT)/bin/python: | system
	$(PYTHON) packaging/make-venv.py $(NO_QT)

$(VENV)/.stamp-run: $(VENV)/bin/python packaging/requirements.lock pyproject.toml | system
	@echo "Installing the locked dependencies; the first time takes a few minutes."
	$(BIN)/python $(INSTALL) --require-hashes --requirement packaging/requirements.lock
	$(BIN)/python $(INSTALL) $(PACKAGE)
	@touch $@

$(VENV)/.stamp-test: $(VENV)/.stamp-run packaging/requirements-dev.lock | system
	$(BIN)/python $(INSTALL) --require-hashes --requirement packaging/requirements-dev.lock
	@touch $@

$(NO_QT)/.stamp: $(NO_QT)/bin/python packaging/requirements-no-qt.lock pyproject.toml | system
	@echo "Installing a second environment, without Qt."
	$(NO_QT)/bin/python $(INSTALL) --require-hashes --requirement packaging/requirements-no-qt.lock
	$(NO_QT)/bin/python $(INSTALL) $(PACKAGE)
	@touch $@
