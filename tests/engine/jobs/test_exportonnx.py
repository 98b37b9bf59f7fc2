"""The job ``exportonnx``."""

import numpy as np
import onnx
import pytest
import rasterio

from seg4eo_engine.errors import BandMismatch, InvalidJob, InvalidModel, MissingInput, UnwritableOutput
from seg4eo_engine.jobs import exportonnx
from seg4eo_engine.jobs.exportonnx import ExportOnnx
from seg4eo_engine.jobs.modelinfo import ModelInfo
from seg4eo_engine.jobs.predict import Predict


@pytest.fixture
def export(model, tmp_path):
    def make(**settings):
        defaults = {"model": model, "output": tmp_path / "model.onnx", "window_px": 64}
        return ExportOnnx.from_parameters(defaults | settings)

    return make


@pytest.mark.parametrize("window_px", [64, None])
def test_a_model_is_exported_and_tried_on_noise(export, tmp_path, reporter, window_px):
    result = export(window_px=window_px).run(reporter)
    assert result.output == tmp_path / "model.onnx"
    assert result.architecture == "unet with resnet18"
    assert result.bands == ["red", "green", "nir"]
    assert result.classes == ["1=class 1", "2=class 2", "3=class 3"]
    assert 0 < result.largest_difference < 1e-4
    assert result.opset == 17
    assert reporter.texts[-1].startswith("Exported; the largest difference of a probability")
    info = ModelInfo(model=result.output).run()
    assert (info.classes, info.window_px, info.test_miou) == (result.classes, window_px, None)


def test_it_is_tried_on_a_raster(export, scene):
    assert 0 < export(raster=scene).run().largest_difference < 1e-4


def test_a_raster_without_the_bands_is_refused(export, write_raster, tmp_path):
    raster = write_raster("two.tif", np.ones((2, 64, 64), np.uint8))
    with pytest.raises(BandMismatch):
        export(raster=raster).run()
    assert not (tmp_path / "model.onnx").exists()


def test_a_file_that_gives_something_else_is_not_written(export, tmp_path, monkeypatch):
    monkeypatch.setattr(exportonnx, "MOST_DIFFERENCE", 0)
    (tmp_path / "model.onnx").write_text("an earlier one")
    with pytest.raises(InvalidModel, match="found others, by up to .*; nothing was written"):
        export().run()
    assert (tmp_path / "model.onnx").read_text() == "an earlier one"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("settings", "error", "sentence"),
    [
        ({"model": "missing.safetensors"}, MissingInput, "model file at"),
        ({"output": "model.pth"}, UnwritableOutput, r"named \*\.onnx"),
        ({"window_px": 8}, InvalidJob, "window_px"),
        ({"overlap_percent": 95}, InvalidJob, "overlap_percent"),
    ],
)
def test_what_does_not_work_is_told(export, settings, error, sentence):
    with pytest.raises(error, match=sentence):
        export(**settings).run()


def test_the_metadata_has_what_deepness_asks_for(export):
    file = onnx.load(str(export(overlap_percent=20).run().output))
    keys = {item.key: item.value for item in file.metadata_props}
    assert keys["model_type"] == '"Segmentor"'
    assert (keys["tile_size"], keys["tiles_overlap"]) == ("64", "20")
    assert file.producer_name == "seg4eo"


def test_it_maps_as_the_model_does(export, model, scene, tmp_path):
    exported = export().run().output
    maps = []
    for name, path in (("model", model), ("onnx", exported)):
        output = tmp_path / f"{name}.tif"
        Predict(model=path, raster=str(scene), output=output, window_px=64, precision="fp32", device="cpu").run()
        with rasterio.open(output) as file:
            maps.append(file.read(1))
    assert (maps[0] == maps[1]).mean() > 0.999  # the last digit decides where two classes are alike
    assert len(np.unique(maps[0])) > 1
