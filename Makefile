# Each target sets up what it needs; nothing else has to be installed but Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test thorough fuzz lint bench clean

demo: $(VENV)/.installed
	$(BIN)/kg demo

test: lint $(VENV)/.browser
	$(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder

thorough: $(VENV)/.developer
	$(BIN)/python -m pytest -m thorough

fuzz: $(VENV)/.developer
	$(BIN)/python tests/fuzz.py --seconds 600 --seed $${SEED:-$$(date +%s)}

lint: $(VENV)/.developer
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.developer $(VENV)/.browser
	$(BIN)/python -m pip install --quiet --group bench
	for bench in tests/bench/bench_*.py; do $(BIN)/python $$bench || exit 1; done

clean:
	rm -rf $(VENV) .kg .kg-demo graph.html dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Debian's Python comes without venv; where we are root it is installed.
$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "kg needs Python 3.11 or newer: make PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); sh tests/install-debian.sh python3-venv && $(PYTHON) -m venv $(VENV); }

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

# What is imported is compiled then: to compile all that is installed takes longer than the checks of `lint`.
$(VENV)/.developer: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --no-compile --editable . --group test --group lint
	touch $@ $(VENV)/.installed

# The page tests drive Chromium, and look at Chinese text.
$(VENV)/.browser: | $(VENV)/bin/python
	command -v chromium chromium-browser google-chrome >/dev/null || sh tests/install-debian.sh chromium
	fc-list ':lang=zh' 2>/dev/null | grep -q . || sh tests/install-debian.sh fonts-noto-cjk fontconfig
	touch $@
