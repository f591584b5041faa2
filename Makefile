# Everything runs in .venv, made from the hash-locked requirements.lock. PYTHON picks the interpreter (3.11 or newer).
PYTHON ?= python3
BIN := .venv/bin
LOCK := requirements.lock

.PHONY: demo test test-full check lock clean

demo: .venv/ready
	$(BIN)/python -m tests.replica.demo

test: .venv/ready
	$(BIN)/python -m pytest

# The long forms of the kill, fuzz and scale suites.
test-full: .venv/ready
	$(BIN)/python -m pytest --run-full

check: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

.venv/ready: $(LOCK) pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Fangzhi needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

# Needs uv; the lock covers every supported Python and names no index.
lock:
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --python-version 3.11 --extra dev --extra build pyproject.toml -o $(LOCK)

clean:
	rm -rf .venv demo build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
