# The two commands of the README are `make run` and `make test`; each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard resources/i18n/*.po))

.PHONY: help setup run test lint types imports texts spelling pytest bench soak demo-sync drill guide package-linux package-windows test-packages holidays format lock translations clean

help: ## Show the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

setup: $(READY) $(CATALOGUES) ## Make .venv from the locked requirements

$(READY): requirements.lock pyproject.toml packaging/dev/setup.sh
	PYTHON='$(PYTHON)' bash packaging/dev/setup.sh $(VENV)
	@touch $@

resources/i18n/%.mo: resources/i18n/%.po $(READY)
	$(BIN)/python packaging/dev/translations.py compile $<

run: setup ## Open the program on a demo day (no display: walk it and leave pictures in out/)
	@bash packaging/dev/run.sh $(BIN)

test: lint types imports texts spelling pytest ## Run all checks

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports

texts: setup
	$(BIN)/python packaging/dev/translations.py check

spelling: setup
	$(BIN)/python packaging/dev/spelling.py

pytest: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n auto

bench: setup ## Measure every budget of speed and memory (BENCH=--quick: less data; --whole-day, --json)
	@PYTHONPATH=. $(BIN)/python -m tests.bench $(BENCH)

soak: setup ## Sync through everything that goes wrong, with new seeds (SOAK_HOURS=8); prints a failing seed
	@PYTHONPATH=. $(BIN)/python -m tests.soak $(SOAK_HOURS)

demo-sync: setup ## Headquarters and three branches through a bad day, checked: 1 when something fails
	@PYTHONPATH=.:tests $(BIN)/python -m tests.demo_sync

drill: setup ## A branch's PC dies at 11:00 and another takes its place: 1 when anything safe is lost
	@PYTHONPATH=.:tests $(BIN)/python -m tests.drill

guide: setup ## The guide for IT (packaging/README.md) as dist/branch-desk-guide.pdf
	@mkdir -p dist && $(BIN)/python packaging/dev/guide.py dist/branch-desk-guide.pdf

package-linux: setup ## Build .deb and .rpm of branch and headquarters into dist/
	@bash packaging/linux/build.sh $(BIN)

package-windows: setup ## Build the Windows setup and MSI into dist/, under Wine
	@bash packaging/windows/build.sh $(BIN)

test-packages: setup ## Install the packages for real: a bare Debian, rpm, Wine (as root, about half an hour)
	@PYTHONPATH=. $(BIN)/python -m pytest tests/install

holidays: setup ## Write the table of holidays anew out of its package
	@PYTHONPATH=. $(BIN)/python packaging/dev/holiday_table.py

format: setup ## Format the code and sort its imports
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

translations: setup ## Bring the catalogues up to the texts in the code
	$(BIN)/python packaging/dev/translations.py update

lock: setup ## Pin the newest versions that pyproject.toml allows
	$(BIN)/uv pip compile --universal --generate-hashes --all-extras --upgrade --no-header \
		--no-annotate -q pyproject.toml -o requirements.lock

clean: ## Remove what the other targets made
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache resources/i18n/*.mo
