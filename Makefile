# make run    opens the shipped report        make test   runs the whole suite
# make check  lint, format, strict types      make wheel  builds and tries the wheel
# make screenshot  the picture in the README    make snapshots  those of every screen, to look at

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: run test check format wheel screenshot snapshots clean
.DEFAULT_GOAL := run

run: $(READY)
	@$(BIN)/piyue seeds/changning-2024-law-based-government-report.txt

# The terminals of the end-to-end tests want the machine for themselves.
test: $(READY)
	$(BIN)/pytest -n auto --maxprocesses=4 --dist=worksteal --ignore tests/end_to_end tests
	$(BIN)/pytest tests/end_to_end

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The wheel must work by itself: installed into an empty environment and run outside the checkout.
wheel: $(READY)
	rm -rf build dist
	$(BIN)/python -m build --wheel --outdir dist
	$(BIN)/python -m venv --clear build/empty
	PIP_CONSTRAINT=$(CURDIR)/constraints.txt build/empty/bin/python -m pip install --quiet --disable-pip-version-check dist/*.whl
	cd / && $(CURDIR)/build/empty/bin/python -P $(CURDIR)/tests/try_wheel.py

screenshot: $(READY)
	$(BIN)/python -m tests.screenshot screenshot.svg

# What `git diff` shows of them afterwards is to be looked at before it is committed.
snapshots: $(READY)
	rm -rf tests/tui/snapshots/pictures
	PIYUE_SNAPSHOTS=anew $(BIN)/pytest tests/tui/snapshots

# Installed anew only when the requirements change; PYTHON=... picks the interpreter.
$(READY): pyproject.toml constraints.txt
	@python=$$(PYTHON="$(PYTHON)" ./.ci/find-python) || exit 1; \
	if ! $(BIN)/python -c '' 2>/dev/null; then rm -rf $(VENV); $$python -m venv $(VENV) || { \
	  rm -rf $(VENV); \
	  echo "piyue: $$python cannot make a virtual environment (on Debian: apt install python3-venv)" >&2; exit 1; }; fi
	@echo "Installing Piyue into $(VENV) ..."
	@PIP_CONSTRAINT=$(CURDIR)/constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(READY)

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
