# Everything happens in .venv, pinned by constraints.txt. PYTHON picks another interpreter (3.11 or newer).
PYTHON ?= python3
BIN := .venv/bin

.PHONY: chat test stress check format clean

chat: .venv/installed
	$(BIN)/qa chat

# In a process for each processor, at most four since each has the models in memory. A file's tests stay together: they
# share what they build. Each process calculates with one thread.
test: .venv/developer
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses=logical --maxprocesses=4 --dist=loadfile

# The long variants of the tests of crashes, damage and many readers at once, and a server used for SOAK_MINUTES (30):
# they may take as long as they want.
stress: .venv/developer
	$(BIN)/python -m pytest -m stress --timeout=0

check: .venv/developer
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy benchmarks
	$(BIN)/lint-imports

format: .venv/developer
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("loccit needs Python 3.11 or newer; set PYTHON=...") if sys.version_info < (3, 11) else 0'
	@echo "Setting up .venv with all that loccit needs: some minutes, and 2 GB of disk or more."
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

.venv/developer: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@ .venv/installed
