# The commands of the project, the same for people and for CI.
#   make card    set up what is missing and print the card of an example
#   make serve   the desk in the browser, with the examples on its shelf (SERVE="--port 9000" for its options)
#   make test    formatter check, linter, strict types, tests, docs checks
#   make bench   speed, as ratios within one run      make eval   quality, as tables
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STORY  ?= examples/the-lamp-at-skerry-head.txt
DATA   ?= ../shared/data

.PHONY: card serve test check types tests docs lock bench bench-web bench-sweep bench-peers eval fuzz clean format

card: $(VENV)/.installed
	@$(BIN)/headnote card $(STORY)

serve: $(VENV)/.developed
	@$(BIN)/headnote add examples --library .serve/library.db
	@$(BIN)/headnote serve --library .serve/library.db $(SERVE)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "headnote needs Python 3.11 or later; name one: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: locks/install.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/install.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.developed: locks/dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/dev.txt
	@touch $@

test: check types tests docs

check: $(VENV)/.developed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.developed
	$(BIN)/mypy

tests: $(VENV)/.developed
	$(BIN)/python -m pytest -n 2 --dist loadgroup

docs: $(VENV)/.developed
	$(BIN)/python -m docs.generate --check

format: $(VENV)/.developed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.developed
	$(BIN)/python -m bench --data $(DATA)

# The desk over 100,000 works, on SQLite and PostgreSQL; filling them takes minutes (see `python -m bench.web --help`).
bench-web: $(VENV)/.developed
	$(BIN)/python -m bench.web $(ARGS)

# Sweeps of a corpus of 1 GB that is made for it, from Parquet to Parquet (see `python -m bench.sweep --help`).
bench-sweep: $(VENV)/.developed
	$(BIN)/python -m bench.sweep --data $(DATA) $(ARGS)

# What others use, in an environment of its own; `make bench` runs it where it is there.
bench-peers:
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check -r bench/peers.txt

eval: $(VENV)/.developed
	$(BIN)/python -m eval --data $(DATA)

fuzz: $(VENV)/.developed
	$(BIN)/python -m tests.fuzz

# Locks are written by uv, for every platform and Python that pyproject.toml allows.
lock: $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --extra build -o locks/install.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --extra build --extra dev --extra train -c locks/install.txt -o locks/dev.txt pyproject.toml

clean:
	rm -rf $(VENV) build dist

# Training has targets of its own: make train, make train-people.
-include train/*.mk
