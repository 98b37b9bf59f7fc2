"""Fields of a job become parameters of Processing, and results become outputs."""

import pytest
from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputHtml,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterField,
    QgsProcessingParameterMultipleLayers,
)
from qgis.gui import QgsGui, QgsProcessingGui

from seg4eo_qgis.algorithms.parameters import make_parameter
from seg4eo_qgis.capabilities import job_description

ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced
OPTIONAL = QgsProcessingParameterDefinition.Flag.FlagOptional


def describe(kind, default=None, **more):
    """A field of a job as capabilities.json has it."""
    field = {**job_description("train")["fields"][0], "kind": kind, "default": default, "required": False}
    return {**field, "minimum": None, "maximum": None, **more}


def test_advanced_fields_are_folded_away_and_units_stand_in_the_label(provider):
    definition = provider.algorithm("predict").parameterDefinition("WINDOW_PX")
    assert definition.flags() & ADVANCED
    assert definition.description() == "Window size [px]"


def test_bounds_hold_for_numbers(provider):
    definition = provider.algorithm("train").parameterDefinition("EPOCHS")
    assert definition.checkValueIsAcceptable(1)
    assert not definition.checkValueIsAcceptable(0)


def test_a_bound_on_one_side_stays_on_its_side():
    definition = make_parameter(describe("integer", 5, maximum=9))
    assert definition.checkValueIsAcceptable(-1000)
    assert not definition.checkValueIsAcceptable(10)


def test_a_learning_rate_can_be_as_small_as_its_bound(provider):
    definition = provider.algorithm("train").parameterDefinition("LEARNING_RATE")
    assert definition.metadata()["widget_wrapper"]["decimals"] == 7


@pytest.mark.parametrize("minimum", [None, 0, -100])
def test_a_number_without_a_positive_bound_has_three_decimals(minimum):
    definition = make_parameter(describe("number", 0.0, minimum=minimum))
    assert definition.metadata()["widget_wrapper"]["decimals"] == 3


@pytest.mark.parametrize(
    ("default", "maximum", "decimals"), [(0.01, 1, 4), (0.15, 0.9, 3), (0.99, 0.99999, 5), (1.0, 1000, 3), (None, 1, 3)]
)
def test_a_number_can_be_a_hundredth_of_its_default_and_as_large_as_its_bound(default, maximum, decimals):
    definition = make_parameter(describe("number", default, minimum=0, maximum=maximum))
    assert definition.metadata()["widget_wrapper"]["decimals"] == decimals


@pytest.mark.parametrize("kind", ["integer", "number"])
@pytest.mark.parametrize("bounds", [{}, {"minimum": 0, "maximum": 100}, {"minimum": 1}, {"minimum": -5, "maximum": 5}])
def test_an_empty_spin_box_is_no_number_and_not_zero(qgis_processing, kind, bounds):
    definition = make_parameter(describe(kind, **bounds))
    wrapper = QgsGui.processingGuiRegistry().createParameterWidgetWrapper(
        definition, QgsProcessingGui.WidgetType.Standard
    )
    context = QgsProcessingContext()
    widget = wrapper.createWrappedWidget(context)
    assert wrapper.parameterValue() is None
    wrapper.setParameterValue(1, context)
    assert wrapper.parameterValue() == 1
    wrapper.setParameterValue(None, context)
    assert wrapper.parameterValue() is None
    widget.deleteLater()


def test_choices_are_stored_as_words(provider):
    definition = provider.algorithm("train").parameterDefinition("ARCHITECTURE")
    assert definition.usesStaticStrings()
    assert definition.checkValueIsAcceptable("unet")
    assert not definition.checkValueIsAcceptable("one of our own")


def test_a_column_belongs_to_its_layer_and_may_be_left_empty_though_it_has_a_default(provider):
    definition = provider.algorithm("grid").parameterDefinition("SPLIT_COLUMN")
    assert isinstance(definition, QgsProcessingParameterField)
    assert definition.parentLayerParameterName() == "AREA"
    assert definition.defaultValue() == "split"
    assert definition.flags() & OPTIONAL
    assert definition.checkValueIsAcceptable(None)


def test_every_column_belongs_to_a_layer_of_the_same_algorithm(provider):
    for algorithm in provider.algorithms():
        names = {definition.name() for definition in algorithm.parameterDefinitions()}
        for definition in algorithm.parameterDefinitions():
            if isinstance(definition, QgsProcessingParameterField):
                assert definition.parentLayerParameterName() in names


def test_several_layers_are_polygons_and_may_be_none(provider):
    definition = provider.algorithm("extractpatches").parameterDefinition("IMAGE_GRIDS")
    assert isinstance(definition, QgsProcessingParameterMultipleLayers)
    assert definition.layerType() == QgsProcessing.SourceType.TypeVectorPolygon
    assert definition.checkValueIsAcceptable([])


def test_images_may_be_none_for_they_may_come_from_a_folder(provider):
    assert provider.algorithm("extractpatches").parameterDefinition("IMAGES").checkValueIsAcceptable([])


def test_an_optional_raster_is_not_made_unless_asked_for(provider):
    definition = provider.algorithm("predict").parameterDefinition("CONFIDENCE")
    assert definition.flags() & OPTIONAL
    assert not definition.createByDefault()


def test_outputs_are_offered_in_the_formats_that_the_engine_writes(provider):
    suffixes = {"predict": "tif", "rasterizelabels": "tif", "grid": "gpkg", "train": "safetensors"}
    for name, suffix in {**suffixes, "datasetreport": "html"}.items():
        assert provider.algorithm(name).parameterDefinition("OUTPUT").defaultFileExtension() == suffix


@pytest.mark.parametrize(("name", "output"), [("datasetreport", "OUTPUT"), ("evaluate", "REPORT"), ("train", "REPORT")])
def test_a_report_is_shown_among_the_results_of_qgis(provider, name, output):
    algorithm = provider.algorithm(name)
    assert isinstance(algorithm.outputDefinition(output), QgsProcessingOutputHtml)
    assert algorithm.hasHtmlOutputs()


def test_a_page_is_made_by_a_dialog_though_it_may_be_skipped(provider):
    definition = provider.algorithm("evaluate").parameterDefinition("REPORT")
    assert definition.flags() & OPTIONAL
    assert definition.createByDefault()


def test_an_evaluation_leaves_open_what_is_measured_and_against_what(provider):
    required = [
        definition.name()
        for definition in provider.algorithm("evaluate").parameterDefinitions()
        if not definition.flags() & OPTIONAL
    ]
    assert set(required) == {"DEVICE", "BATCH_SIZE", "PRECISION"}


def test_what_a_training_needs_is_in_sight_and_the_rest_is_folded_away(provider):
    in_sight = {
        definition.name()
        for definition in provider.algorithm("train").parameterDefinitions()
        if not definition.flags() & ADVANCED
    }
    assert {"DATASET", "OUTPUT", "ARCHITECTURE", "ENCODER", "EPOCHS", "MAX_MINUTES", "RESUME"} <= in_sight
    assert len(in_sight) <= 14
