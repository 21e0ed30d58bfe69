# make quickstart   everything, from nothing to problems whose proofs Lean has accepted
# make test         lint, types, tests; Lean included
# make search       the tests with drawn examples once more, with other examples in each run
# make bench        benchmarks, with a description of the machine
# make lock         pin the versions of all packages anew (needs uv)
# make clean        remove the environment and caches; Lean itself stays where `bbsynth setup` put it

PYTHON ?= python3
BIN := .venv/bin
SAMPLE := generated/quickstart

.PHONY: help quickstart env lean lint browser test search bench lock clean
.DELETE_ON_ERROR:

help:
	@sed -n 's/^# //p' Makefile

quickstart: lean
	$(BIN)/bbsynth generate --states 3 --limit 150 --out $(SAMPLE)
	$(BIN)/bbsynth check $(SAMPLE)
	@echo
	@echo "The problems are in $(SAMPLE)/problems, their proofs in $(SAMPLE)/proofs."
	@echo "Next: $(BIN)/bbsynth show 1RB1LB_1LA1RZ, or $(BIN)/bbsynth --help"

env: .venv/installed

lean: env
	$(BIN)/bbsynth setup

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
	  { echo "bbsynth needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is another (or none):" \
	         "name one, as in make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; \
	    echo "$(PYTHON) cannot make a virtual environment;" \
	         "on Debian: apt-get install python3-venv" >&2; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

lint: env
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# The tests look at the report in Chromium.
browser:
	@command -v chromium || command -v chromium-browser || command -v google-chrome || \
	  { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null && \
	    command -v chromium; } || \
	  { echo "the tests need Chromium; on Debian: apt-get install chromium" >&2; exit 2; }

test: lint lean browser
	$(BIN)/pytest

search: lean
	$(BIN)/pytest -m hypothesis --hypothesis-profile=search

bench: lean
	$(BIN)/python -m benchmarks

lock:
	uv pip compile pyproject.toml --quiet --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -o requirements.lock

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
