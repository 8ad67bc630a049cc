# Two commands: `make run` opens the tutor, `make test` runs every test. Both make the environment.
# Without make: python3 dev.py run | test | check
PYTHON ?= python3
STAMP := .venv/.made

.PHONY: run test check bench
run: $(STAMP)
	@.venv/bin/python -m tutor

test: $(STAMP)
	@.venv/bin/python -m pytest

check: $(STAMP)
	@$(PYTHON) dev.py check

bench: $(STAMP)
	@.venv/bin/python -m tests.benchmarks.everyday

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) dev.py environment
