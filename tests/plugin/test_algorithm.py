"""Algorithms run through Processing, with a stand-in for the engine."""

from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingMultiStepFeedback,
)
from qgis.PyQt.QtCore import QEventLoop, QTimer

from seg4eo_qgis.capabilities import capabilities


@pytest.fixture
def raster(tmp_path):
    path = tmp_path / "scene.tif"
    gdal.GetDriverByName("GTiff").Create(str(path), 4, 4, 1).FlushCache()
    return str(path)


def test_results_are_outputs_and_scores_are_told(run, use_fake_engine, tmp_path, make_log):
    use_fake_engine("finishes")
    feedback = make_log()
    output = str(tmp_path / "a.safetensors")
    results = run("train", feedback, DATASET=str(tmp_path), OUTPUT=output)
    assert results["OUTPUT"] == output
    assert results["BEST_EPOCH"] == 2
    assert results["VALIDATION_MIOU"] == pytest.approx(0.71)
    assert "TEST_MIOU" not in results  # it could not be measured
    assert "Step 1: train loss 0.431, validation mIoU 0.710" in feedback.lines
    assert "Validation mIoU: 0.710" in feedback.lines
    assert "Test mIoU: –" in feedback.lines
    assert feedback.warnings == ["mind this"]
    assert feedback.progress() == 50


def test_the_report_of_an_evaluation_is_made_where_nobody_said_that_it_is_not_wanted(run, use_fake_engine, raster):
    use_fake_engine("finishes")
    results = run("evaluate", CLASS_MAP=raster, REFERENCE=[raster], REPORT="TEMPORARY_OUTPUT")
    assert results["REPORT"].endswith(".html")
    assert Path(results["REPORT"]).is_file()
    assert "REPORT" not in run("evaluate", CLASS_MAP=raster, REFERENCE=[raster])


def test_a_destination_is_an_output_though_the_engine_does_not_repeat_it(run, use_fake_engine, tmp_path):
    use_fake_engine("finishes")
    output = str(tmp_path / "report.html")
    raster = str(tmp_path / "map.tif")
    gdal.GetDriverByName("GTiff").Create(raster, 4, 4, 1).FlushCache()
    assert run("evaluate", CLASS_MAP=raster, REFERENCE=raster, REPORT=output)["REPORT"] == output


def test_lists_among_the_results_are_text(run, use_fake_engine, tmp_path):
    use_fake_engine("finishes")
    model = tmp_path / "a.safetensors"
    model.touch()
    results = run("modelinfo", MODEL=str(model))
    assert results["BANDS"] == "B02, B03"


def test_every_result_is_an_output_and_none_has_the_name_of_an_input_for_which_models_would_ask(provider):
    for description in capabilities()["jobs"]:
        algorithm = provider.algorithm(description["id"])
        outputs = {output.name() for output in algorithm.outputDefinitions()}
        inputs = {each.name() for each in algorithm.parameterDefinitions() if not each.isDestination()}
        assert len(outputs) == len(description["results"])
        assert not outputs & inputs


def test_temporary_outputs_are_files_with_the_engines_suffix(run, use_fake_engine, raster, tmp_path):
    use_fake_engine("finishes")
    assert Path(run("grid", RASTER=raster, OUTPUT="TEMPORARY_OUTPUT")["OUTPUT"]).suffix == ".gpkg"
    trained = run("train", DATASET=str(tmp_path), OUTPUT="TEMPORARY_OUTPUT")
    assert Path(trained["OUTPUT"]).suffix == ".safetensors"


def test_the_outlines_of_the_patches_are_loaded_though_they_lie_in_a_folder(run, use_fake_engine, raster, context):
    use_fake_engine("finishes")
    values = {"IMAGES": [raster], "LABELS": [raster], "OUTPUT": "TEMPORARY_OUTPUT"}
    results = run("extractpatches", context=context, **values)
    [(path, details)] = context.layersToLoadOnCompletion().items()
    assert path == str(Path(results["OUTPUT"], "patches.gpkg"))
    assert details.name == "Patch outlines"


def test_a_row_of_a_batch_loads_nothing_that_nobody_asked_for(run, use_fake_engine, raster, context, make_log):
    use_fake_engine("finishes")
    of_the_batch = make_log()
    values = {"IMAGES": [raster], "LABELS": [raster], "OUTPUT": "TEMPORARY_OUTPUT"}
    run("extractpatches", QgsProcessingMultiStepFeedback(3, of_the_batch), context, **values)
    assert not context.layersToLoadOnCompletion()


def test_a_step_of_a_model_loads_nothing_that_nobody_asked_for(provider, use_fake_engine, raster, context, make_log):
    use_fake_engine("finishes")
    child = QgsProcessingModelChildAlgorithm("seg4eo:extractpatches")
    child.setChildId("extractpatches")
    for name in ("IMAGES", "LABELS"):
        value = QgsProcessingModelChildParameterSource.fromStaticValue([raster])
        child.addParameterSources(name, [value])
    model = QgsProcessingModelAlgorithm("a model")
    model.addChildAlgorithm(child)
    results, succeeded = model.run({}, context, make_log())
    assert succeeded
    assert "extractpatches" in results["CHILD_RESULTS"]
    assert not context.layersToLoadOnCompletion()


def test_a_failure_is_an_exception_with_the_engines_sentence(run, use_fake_engine, tmp_path):
    use_fake_engine("fails")
    with pytest.raises(QgsProcessingException, match=r"Expected a model at a\.safetensors"):
        run("train", DATASET=str(tmp_path), OUTPUT=str(tmp_path / "a.safetensors"))


def test_a_cancelled_job_is_an_exception(run, use_fake_engine, tmp_path, make_log):
    use_fake_engine("stops_when_cancelled")
    with pytest.raises(QgsProcessingException, match="cancelled"):
        run("train", make_log(cancel_on="grandchild"), DATASET=str(tmp_path), OUTPUT=str(tmp_path / "a.safetensors"))


def test_without_an_engine_an_algorithm_says_how_to_get_one(provider, monkeypatch):
    monkeypatch.setenv("SEG4EO_ENGINE_PYTHON", "/no/such/python")
    can_execute, message = provider.algorithm("train").canExecute()
    assert not can_execute
    assert "Install the engine" in message


def test_the_check_can_be_asked_for_without_an_engine_and_says_what_is_missing(provider, run, monkeypatch):
    monkeypatch.setenv("SEG4EO_ENGINE_PYTHON", "/no/such/python")
    assert provider.algorithm("checkengine").canExecute()[0]
    with pytest.raises(
        QgsProcessingException, match=r"/no/such/python .*found nothing there: run 'Install the engine'"
    ):
        run("checkengine")


@pytest.fixture
def problem(provider):
    """What an algorithm says of its parameters before it runs."""

    def check(name, **parameters):
        accepted, message = provider.algorithm(name).checkParameterValues(parameters, QgsProcessingContext())
        assert accepted == (not message)
        return message

    return check


def test_good_values_are_no_problem(problem, raster, tmp_path):
    assert problem("grid", RASTER=raster, OUTPUT=str(tmp_path / "grid.gpkg")) == ""


def test_a_path_that_leads_nowhere_is_told(problem):
    expected = "Expected 'Raster' to be at /nowhere/scene.tif, found nothing there: check the path."
    assert problem("grid", RASTER="/nowhere/scene.tif", OUTPUT="/tmp/grid.gpkg") == expected


def test_a_file_that_is_no_raster_is_told(problem, tmp_path):
    text = tmp_path / "scene.tif"
    text.write_text("not a raster", encoding="utf-8")
    expected = f"Expected 'Raster' to be a raster that QGIS can open, found {text}: change it."
    assert problem("grid", RASTER=str(text), OUTPUT="/tmp/grid.gpkg") == expected


def test_one_missing_path_among_several_is_told(problem, raster):
    values = {"IMAGES": [raster, "/nowhere/2.tif"], "LABELS": [raster, raster], "OUTPUT": "/tmp/dataset"}
    message = problem("extractpatches", **values)
    assert message == "Expected 'Images' to be at /nowhere/2.tif, found nothing there: check the path."
    values["IMAGES"] = f"{raster};/nowhere/3.tif"
    assert "/nowhere/3.tif" in problem("extractpatches", **values)


def test_a_missing_path_among_several_vector_layers_is_told(problem, raster):
    values = {"IMAGES": [raster], "LABELS": [raster], "IMAGE_GRIDS": ["/nowhere/grid.gpkg"], "OUTPUT": "/tmp/dataset"}
    expected = "Expected 'A grid for each image' to be at /nowhere/grid.gpkg, found nothing there: check the path."
    assert problem("extractpatches", **values) == expected


def test_a_number_out_of_bounds_is_told_with_the_bounds(problem, raster):
    expected = "Expected 'Patch size [px]' to be a whole number from 32 to 4096, found 5: change it."
    assert problem("grid", RASTER=raster, PATCH_SIZE_PX="5", OUTPUT="/tmp/grid.gpkg") == expected


def test_an_unknown_choice_is_told_with_the_choices(problem, tmp_path):
    message = problem("train", DATASET=str(tmp_path), ARCHITECTURE="magic", OUTPUT="/tmp/a.safetensors")
    assert message.startswith("Expected 'Architecture' to be one of unet, ")
    assert message.endswith("found magic: change it.")


def test_a_parameter_that_there_is_not_is_a_warning(run, use_fake_engine, raster, make_log):
    use_fake_engine("finishes")
    feedback = make_log()
    run("grid", feedback, RASTER=raster, PATCH_SIZE=64, OUTPUT="TEMPORARY_OUTPUT")
    assert "PATCH_SIZE" in feedback.warnings[0]


def test_qgis_stays_usable_while_a_job_runs(provider, use_fake_engine, feedback, context):
    use_fake_engine("lasts_until_qgis_has_time")
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("seg4eo:checkengine")
    task = QgsProcessingAlgRunnerTask(algorithm, {}, context, feedback)
    loop, ended, ticks = QEventLoop(), [], []
    task.executed.connect(lambda successful, results: (ended.append(successful), loop.quit()))

    timer = QTimer()

    def tick():  # the job ends only if this is called again and again while it runs
        ticks.append(1)
        waiting = [line for line in feedback.lines if line.startswith("waiting for ")]
        if len(ticks) > 20 and waiting:
            timer.stop()
            Path(waiting[0].replace("waiting for ", "")).touch()

    timer.timeout.connect(tick)
    timer.start(10)
    QgsApplication.taskManager().addTask(task)
    loop.exec()
    assert ended == [True]
