# Every target sets up what it needs first (tools/setup.sh); on a machine without make, run the lines by hand.
.PHONY: help run test lint check bench clean
.DEFAULT_GOAL := help

PYTHON_HERE := .venv/bin/python
PYTEST_ARGS ?=

help:
	@echo "make run    open the atlas"
	@echo "make test   run the tests, without a screen"
	@echo "make lint   ruff, mypy and the import contracts"
	@echo "make check  check every muscle, landmark and region of the dataset"
	@echo "make bench  measure speed and memory"
	@echo "make clean  remove everything that these commands made"

run:
	@sh tools/run.sh

test:
	@sh tools/setup.sh dev
	QT_QPA_PLATFORM=offscreen $(PYTHON_HERE) -m pytest $(PYTEST_ARGS)

lint:
	@sh tools/setup.sh dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

check:
	@sh tools/setup.sh run
	$(PYTHON_HERE) main.py check --strict

bench:
	@sh tools/setup.sh run
	QT_QPA_PLATFORM=offscreen $(PYTHON_HERE) main.py bench

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .benchmarks
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
