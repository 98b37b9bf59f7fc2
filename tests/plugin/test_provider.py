import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest
from qgis.core import QgsProcessingAlgorithm
from qgis.PyQt.QtSvg import QSvgRenderer

from seg4eo_qgis.algorithms import pixel_size
from seg4eo_qgis.algorithms.parameters import output_name
from seg4eo_qgis.capabilities import capabilities
from seg4eo_qgis.models import MODELS

ROOT = Path(__file__).resolve().parents[2]
JOBS = [job["id"] for job in capabilities()["jobs"]]


def test_every_job_of_the_engine_every_model_and_the_installer_are_algorithms(provider):
    assert {algorithm.name() for algorithm in provider.algorithms()} == {*JOBS, *MODELS, "installengine"}


def test_algorithms_are_registered_where_there_is_no_engine_too(provider, monkeypatch):
    monkeypatch.setenv("SEG4EO_ENGINE_PYTHON", "/no/such/python")
    provider.refreshAlgorithms()
    assert len(provider.algorithms()) == len(JOBS) + len(MODELS) + 1


def test_parameters_are_those_of_the_job(provider):
    for job in capabilities()["jobs"]:
        algorithm = provider.algorithm(job["id"])
        names = [definition.name() for definition in algorithm.parameterDefinitions()]
        assert names == [field["name"].upper() for field in [*job["fields"], *pixel_size.fields(job)]]
        outputs = {definition.name() for definition in algorithm.outputDefinitions()}
        assert outputs == {output_name(result["name"], job) for result in job["results"]}


def test_every_parameter_has_a_sentence_of_help(provider):
    for job_id in JOBS:
        algorithm = provider.algorithm(job_id)
        assert all(definition.help().endswith(".") for definition in algorithm.parameterDefinitions()), algorithm.id()


def test_defaults_are_accepted_by_their_own_parameters(provider):
    for algorithm in provider.algorithms():
        for definition in algorithm.parameterDefinitions():
            if not definition.isDestination() and definition.defaultValue() is not None:
                assert definition.checkValueIsAcceptable(definition.defaultValue()), definition.name()


def test_algorithms_can_be_cancelled_run_in_the_background_and_in_batches(provider):
    flags = QgsProcessingAlgorithm.Flag
    for algorithm in map(provider.algorithm, JOBS):
        assert algorithm.flags() & flags.FlagCanCancel
        assert algorithm.flags() & flags.FlagSupportsBatch
        assert not algorithm.flags() & flags.FlagNoThreading


def test_help_says_what_the_algorithm_does_and_names_every_input(provider):
    for job in capabilities()["jobs"]:
        text = provider.algorithm(job["id"]).shortHelpString()
        assert job["help"] in text
        assert all(field["title"] in text for field in job["fields"])


def test_icons_can_be_drawn(provider):
    for path in {provider.svgIconPath()} | {algorithm.svgIconPath() for algorithm in provider.algorithms()}:
        assert QSvgRenderer(path).isValid(), path


def test_copies_of_an_algorithm_are_of_its_own_kind(provider):
    for algorithm in provider.algorithms():
        assert algorithm.create().id() == algorithm.id()


def test_unloading_takes_the_provider_away(qgis_processing):
    from qgis.core import QgsApplication

    from seg4eo_qgis import classFactory

    plugin = classFactory(None)
    plugin.initProcessing()
    plugin.unload()
    assert QgsApplication.processingRegistry().providerById("seg4eo") is None


def test_metadata_says_what_qgis_needs_to_know():
    parser = ConfigParser()
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    metadata = parser["general"]
    assert metadata["hasProcessingProvider"] == "yes"
    assert metadata["qgisMinimumVersion"] == "3.22"
    assert metadata["version"] == capabilities()["engine_version"]
    assert (ROOT / "seg4eo_qgis" / metadata["icon"]).is_file()
    needed = "name description about author email homepage tracker repository tags category".split()
    assert all(metadata[key] for key in needed)


@pytest.mark.parametrize("module", ["seg4eo_qgis", "seg4eo_qgis.plugin"])
def test_importing_the_plugin_reads_no_capabilities(module):
    code = f"import {module}, sys; from seg4eo_qgis.capabilities import capabilities as c; print(c.cache_info().misses)"
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "0"


def test_every_algorithm_is_found_by_several_words(provider):
    for job_id in JOBS:
        assert len(provider.algorithm(job_id).tags()) > 2, job_id
