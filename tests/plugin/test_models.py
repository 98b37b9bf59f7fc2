from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingModelAlgorithm

from seg4eo_qgis.models import MODELS


@pytest.fixture(params=MODELS.values(), ids=lambda path: path.stem)
def model(request, provider):
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(request.param))
    return model


def test_a_model_is_complete(model):
    assert model.validate()[0]
    assert model.canExecute()[0]


def test_every_step_has_a_value_for_every_parameter_that_there_is(model):
    registry = QgsApplication.processingRegistry()
    for child in model.childAlgorithms().values():
        definitions = registry.algorithmById(child.algorithmId()).parameterDefinitions()
        names = {definition.name() for definition in definitions if not definition.isDestination()}
        assert set(child.parameterSources()) == names


def test_choices_in_a_model_are_words(provider):
    architecture = provider.algorithm("trainandmap").parameterDefinition("ARCHITECTURE")
    assert architecture.usesStaticStrings()
    assert architecture.defaultValue() == "unet"


def test_what_goes_on_to_the_next_step_is_made_without_being_asked_for(provider):
    mosaic = provider.algorithm("mapfolder").parameterDefinition("predictscenes:mosaic")
    assert not mosaic.checkValueIsAcceptable(None)


def test_the_folder_to_be_mapped_is_a_must(provider):
    assert not provider.algorithm("mapfolder").parameterDefinition("FOLDER").checkValueIsAcceptable("")


def test_a_model_knows_no_path_of_the_machine_that_it_was_made_on():
    for path in MODELS.values():
        text = path.read_text(encoding="utf-8")
        assert "/home" not in text
        assert str(Path(__file__).parents[2]) not in text
        assert "python" not in text


def test_models_are_listed_under_ids_of_their_own(provider):
    for model_id in MODELS:
        listed = provider.algorithm(model_id)
        copy = listed.create()
        assert listed.id() == copy.id() == f"seg4eo:{model_id}"
        names = [output.name() for output in listed.outputDefinitions()]
        assert names
        assert names == [output.name() for output in copy.outputDefinitions()]


def test_a_listed_model_says_how_to_get_an_engine(provider, monkeypatch):
    monkeypatch.setenv("SEG4EO_ENGINE_PYTHON", "/no/such/python")
    can_execute, message = provider.algorithm("trainandmap").create().canExecute()
    assert not can_execute
    assert "Install the engine" in message
