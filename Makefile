# Everything runs in .venv, made from the hash-locked requirements.lock. PYTHON picks the interpreter (3.11 or newer).
PYTHON ?= python3
BIN := .venv/bin
LOCK := requirements.lock

# The long forms; smaller numbers and fewer HOSTS make them short. DATA is a folder of saved real pages, where there is one.
KILLS ?= 30
CASES ?= 100000
SCALE ?= full
REPORTS ?= 20000
HOSTS ?=
DATA ?= $(wildcard ../shared/data)

.PHONY: demo test full full-kill full-fuzz full-families full-scale full-search check lock clean

demo: .venv/ready
	$(BIN)/python -m tests.replica.demo

# In as many processes as there are processors, each with files, ports and archives of its own.
test: .venv/ready
	$(BIN)/python -m pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder

# What takes hours, each part alone or all of it.
full: full-kill full-fuzz full-families full-scale full-search

full-kill: .venv/ready
	$(BIN)/python -m pytest tests/whole/test_kill.py --run-full --kills=$(KILLS)

full-fuzz: .venv/ready
	$(BIN)/python -m tests.fuzz --cases $(CASES) $(if $(DATA),--data $(DATA))

full-families: .venv/ready
	$(BIN)/python -m tests.bench.families $(HOSTS)

full-scale: .venv/ready
	$(BIN)/python -m tests.bench.whole_way --scale $(SCALE)

full-search: .venv/ready
	$(BIN)/python -m tests.bench.search_scale --reports $(REPORTS)

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
