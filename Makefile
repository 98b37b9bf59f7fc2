# The only door to this repository. `make help` lists the targets; the scripts behind them are in .make/.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# Which build of torch: auto takes the small CPU wheels where there is no NVIDIA driver and their index can be reached,
# default the one of the package index (which runs on a CPU too), cpu insists on the small one.
TORCH ?= auto
# QGIS's own Python, and the one for the engine (3.11 or newer; found, or fetched by uv, where it is not given)
QGIS_PYTHON ?= /usr/bin/python3
PYTHON ?=
# What is handed to pytest: make test-engine TESTS="tests/engine/raster -x"
TESTS ?=
# How many processes run the tests: one for each core, at most four, for each takes 1.5 GB; where TESTS names some, pytest alone does
JOBS ?= $(if $(TESTS),0,logical)
# What is handed to a benchmark of maps: make bench BENCH="--only overhead,speed_same", make bench-cluster BENCH=--quick
BENCH ?=
export TORCH QGIS_PYTHON PYTHON

ENGINE := .venv/engine/bin
PLUGIN := .venv/plugin/bin
ENGINE_READY := .venv/engine/.installed-$(TORCH)
PLUGIN_READY := .venv/plugin/.installed
BENCH_READY := .venv/engine/.installed-bench
VERSION = $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)

# QGIS without a screen, in English, in a profile of its own, with the plugin of this tree; the user's QGIS is never touched
QGIS_ENVIRONMENT = LC_ALL=C.UTF-8 LANGUAGE= QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen} XDG_RUNTIME_DIR=$(CURDIR)/build/runtime \
  QGIS_CUSTOM_CONFIG_PATH=$(CURDIR)/build/qgis-profile QGIS_PLUGINPATH=$(CURDIR)/build/plugins
ENGINE_PYTHON = SEG4EO_ENGINE_PYTHON=$(CURDIR)/$(ENGINE)/python
# The code that runs in QGIS's Python
QGIS_CODE = seg4eo_qgis tests/plugin tests/end_to_end $(wildcard tests/contract/test_plugin_*.py) .make/demo.py .make/stage.py .make/pictures.py .make/gui.py .make/first_map.py
# One thread: the networks of the tests are so small that more threads only wait for one another
ONE_THREAD = OMP_NUM_THREADS=1
# Not with --dist where there is but one: pytest-qgis takes that for a process that runs no tests, and starts no QGIS in it
PYTEST = -m pytest -p no:cacheprovider -q $(if $(filter-out 0,$(JOBS)),-n $(JOBS) --maxprocesses 4 --dist worksteal)

##@ Use it
.PHONY: help demo pictures first-map
help: ## list the targets
	@awk -f .make/help.awk $(MAKEFILE_LIST)

demo: $(ENGINE_READY) qgis stage ## from a scene to a map through QGIS, on sample data; results in build/demo
	@$(QGIS_ENVIRONMENT) $(ENGINE_PYTHON) $(QGIS_PYTHON) .make/demo.py build/demo

##@ Check it
.PHONY: test test-engine test-plugin test-end-to-end test-other-qgis test-install check check-plugin
test: ## all tests: engine, plugin, end to end, by a process for each core (installs what is missing)
	@$(MAKE) --no-print-directory test-engine
	@$(MAKE) --no-print-directory test-plugin
	@$(MAKE) --no-print-directory test-end-to-end

test-engine: $(ENGINE_READY) ## the engine and its contracts; QGIS is not needed
	@echo "== tests of the engine"
	@$(ONE_THREAD) $(ENGINE)/python $(PYTEST) $(or $(TESTS),tests/engine $(call contracts,engine import repository))

test-plugin: $(PLUGIN_READY) ## the plugin in QGIS; the engine is not needed
	@echo "== tests of the plugin"
	@$(QGIS_ENVIRONMENT) $(PLUGIN)/python $(PYTEST) $(or $(TESTS),tests/plugin $(call contracts,plugin))

test-end-to-end: $(ENGINE_READY) $(PLUGIN_READY) stage ## both together, through qgis_process
	@echo "== tests end to end"
	@$(QGIS_ENVIRONMENT) $(ENGINE_PYTHON) $(ONE_THREAD) SEG4EO_PLUGIN_DIR=$(CURDIR)/build/plugins \
	  $(PLUGIN)/python $(PYTEST) $(or $(TESTS),tests/end_to_end)

test-other-qgis: ## the plugin, as committed, in another QGIS: IN=the command that runs things there
	@[ -n "$(IN)" ] || { echo "Expected IN=the command that runs things in the other QGIS, found none: see CONTRIBUTING.md." >&2; exit 2; }
	@rm -rf build/other-qgis && git clone --quiet . build/other-qgis
	@cd build/other-qgis && $(IN) make test-plugin

test-install: JOBS = 0
test-install: package $(PLUGIN_READY) ## the installation of the engine from the zip, and all that can go wrong with it (gigabytes)
	@echo "== tests of the installation"
	@$(QGIS_ENVIRONMENT) SEG4EO_PLUGIN_ZIP=$(CURDIR)/build/seg4eo-$(VERSION).zip \
	  $(PLUGIN)/python $(PYTEST) $(or $(TESTS),tests/end_to_end/test_install_engine.py)

contracts = $(foreach side,$(1),$(wildcard tests/contract/test_$(side)_*.py))

check: $(ENGINE_READY) ## format, lint, types, import contracts
	@status=0; \
	$(ENGINE)/ruff format --check --output-format concise . || { status=1; echo "mend it with: make format" >&2; }; \
	$(ENGINE)/ruff check --output-format concise . || status=1; \
	$(ENGINE)/mypy || status=1; \
	$(ENGINE)/lint-imports --no-logo || status=1; \
	$(MAKE) --no-print-directory check-plugin || status=1; \
	exit $$status

check-plugin: $(ENGINE_READY) ## the plugin alone: QGIS 4, Qt 6, Python 3.9, what QGIS's plugin repository refuses
	@$(ENGINE)/flake8 --config .make/flake8.cfg $(QGIS_CODE)
	@$(ENGINE)/vermin --quiet --no-tips --target=3.9- --violations --eval-annotations $(QGIS_CODE)
	@$(ENGINE)/python -I .make/check_package.py seg4eo_qgis

##@ Change it
.PHONY: format capabilities translations docs bench bench-large bench-cluster bench-others lock
format: $(ENGINE_READY) ## format the code and mend what ruff can mend
	@$(ENGINE)/ruff check --fix --quiet . || true
	@$(ENGINE)/ruff format .

capabilities: $(ENGINE_READY) ## write what the engine can do into seg4eo_qgis/capabilities.json
	@mkdir -p build
	@$(ENGINE)/python -I -m seg4eo_engine capabilities > build/capabilities.json
	@mv build/capabilities.json seg4eo_qgis/capabilities.json
	@echo "seg4eo_qgis/capabilities.json"

translations: $(ENGINE_READY) ## bring seg4eo_qgis/i18n/*.ts up to date, and list what is to be translated
	@$(ENGINE)/python -I .make/translations.py

docs: $(ENGINE_READY) ## write docs/reference from the engine, and check every link
	@$(ENGINE)/python -I .make/reference_pages.py docs/reference
	@$(ENGINE)/python -I .make/check_links.py README.md CHANGELOG.md CONTRIBUTING.md docs

bench: $(BENCH_READY) ## speed, memory and sameness of maps, beside peers; build/bench.json (a quarter of an hour)
	@$(ENGINE)/python tests/benchmarks/bench_prediction.py $(BENCH)

bench-large: $(BENCH_READY) ## the memory that scenes of 16,384² px and of 200,000 px width take
	@$(ENGINE)/python tests/benchmarks/bench_prediction.py --large $(BENCH)

bench-cluster: $(ENGINE_READY) ## maps by several workers, and a million blocks; build/bench_cluster.json (most of an hour)
	@$(ENGINE)/python tests/benchmarks/bench_cluster.py $(BENCH)

bench-others: $(ENGINE_READY) ## all other benchmarks
	@for bench in $(filter-out %/bench_prediction.py %/bench_cluster.py,$(wildcard tests/benchmarks/bench_*.py)); do $(ENGINE)/python "$$bench" || exit 1; done

pictures: $(ENGINE_READY) qgis stage ## screenshots of the toolbox and of a dialog into build/pictures
	@$(ENGINE_PYTHON) .make/pictures.sh

first-map: package qgis ## pictures of a new user's way from the zip to a map, engine and all (gigabytes, some minutes)
	@.make/first_map.sh build/seg4eo-$(VERSION).zip

lock: .venv/tools/.installed ## bring requirements.txt to the newest versions
	@.make/lock.sh

##@ Deliver it
.PHONY: package
package: $(ENGINE_READY) ## the plugin's zip under build/, to be installed in QGIS
	@.make/package.sh

##@ Set it up (the other targets do so by themselves)
.PHONY: engine-env plugin-env qgis stage clean
engine-env: $(ENGINE_READY) ## the engine's environment in .venv/engine
plugin-env: $(PLUGIN_READY) ## QGIS's Python with pytest in .venv/plugin
qgis: ## QGIS from apt where it is missing
	@.make/qgis.sh

stage: qgis $(ENGINE_READY)
	@$(QGIS_PYTHON) .make/stage.py

.venv/tools/.installed: .make/tools.sh
	@.make/tools.sh

$(ENGINE_READY): pyproject.toml requirements.txt .make/engine_environment.sh .venv/tools/.installed
	@.make/engine_environment.sh

$(BENCH_READY): $(ENGINE_READY)
	@.make/bench_peers.sh

$(PLUGIN_READY): .make/plugin_environment.sh .make/plugin_requirements.txt | qgis
	@.make/plugin_environment.sh

clean: ## remove build/ (the environments in .venv/ stay)
	@rm -rf build
