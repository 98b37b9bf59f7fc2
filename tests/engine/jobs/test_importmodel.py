"""The job ``importmodel``."""

import numpy as np
import pytest
import rasterio
import segmentation_models_pytorch as smp
import torch

from seg4eo_engine.errors import InvalidJob, InvalidModel, MissingInput, UnwritableOutput
from seg4eo_engine.jobs import ImportModel, ModelInfo, Predict

WINDOW_PX = 64


@pytest.fixture
def network():
    torch.manual_seed(0)
    return smp.Unet("resnet18", encoder_weights=None, in_channels=3, classes=4).eval()


@pytest.fixture
def checkpoint(network, tmp_path):
    """A file as SemanticSeg4EO's QGIS plugin writes it."""
    metadata = {
        "model_name": "unet",
        "mode": "multiclass",
        "in_channels": 3,
        "num_classes": 4,
        "encoder_name": "resnet18",
        "dropout_rate": 0.3,
    }
    path = tmp_path / "unet_best_iou.pth"
    torch.save({"model_state_dict": network.state_dict(), "metadata": metadata}, path)
    return path


@pytest.fixture
def import_model(checkpoint, tmp_path):
    def make(**settings):
        defaults = {"checkpoint": checkpoint, "output": tmp_path / "model.safetensors", "patch_size_px": WINDOW_PX}
        return ImportModel.from_parameters(defaults | settings)

    return make


def test_an_imported_model_describes_itself(import_model, tmp_path, reporter):
    result = import_model(bands=["red", "green", "nir"], classes=["1=land", "2=water", "3=ice", "4=snow"]).run(reporter)
    assert result.output == tmp_path / "model.safetensors"
    assert result.architecture == "unet with resnet18"
    assert result.bands == ["red", "green", "nir"]
    assert result.classes == ["1=land", "2=water", "3=ice", "4=snow"]
    assert reporter.texts == ["Imported unet with resnet18: 3 bands, 4 classes."]
    info = ModelInfo(model=result.output).run()
    assert (info.bands, info.classes, info.patch_size_px) == (result.bands, result.classes, WINDOW_PX)
    assert (info.validation_miou, info.test_miou) == (None, None)


@torch.inference_mode()
def test_a_map_is_what_semanticseg4eo_makes_of_the_window(import_model, network, write_raster, coded_pixels, tmp_path):
    pixels = coded_pixels(WINDOW_PX, WINDOW_PX)
    scene = write_raster("one_window.tif", pixels)
    model = import_model().run().output
    confidence = tmp_path / "confidence.tif"
    Predict(
        model=model, raster=scene, output=tmp_path / "map.tif", confidence=confidence, device="cpu", precision="fp32"
    ).run()  # fmt: skip
    values = pixels.astype(np.float32)
    image = np.clip(values / np.percentile(values, 99), 0, 1)
    expected = network(torch.from_numpy(image)[None]).softmax(1)[0].numpy()
    with rasterio.open(tmp_path / "map.tif") as file:
        assert (file.read(1) == expected.argmax(0)).mean() > 0.999  # the last digit decides where two are alike
    with rasterio.open(confidence) as file:
        np.testing.assert_allclose(file.read(1), 100 * expected.max(0), atol=0.51)


@pytest.mark.parametrize(
    ("settings", "error", "sentence"),
    [
        ({"checkpoint": "missing.pth"}, MissingInput, "SemanticSeg4EO model at"),
        ({"output": "model.pth"}, UnwritableOutput, r"named \*\.safetensors"),
        ({"patch_size_px": None}, InvalidJob, "patch size"),
        ({"encoder": "resnet34"}, InvalidJob, "found 'resnet34'"),
        ({"architecture": "fpn"}, InvalidJob, "found 'fpn'"),
        ({"classes": ["0=land"]}, InvalidJob, "Expected 4 classes"),
        ({"classes": ["land"]}, InvalidJob, "classes like 1=water"),
        ({"bands": ["red"]}, InvalidJob, "names of 3 bands"),
    ],
)
def test_what_cannot_be_imported_is_told_and_nothing_is_written(import_model, tmp_path, settings, error, sentence):
    paths = {key: tmp_path / value for key, value in settings.items() if key in ("checkpoint", "output")}
    job = import_model(**(settings | paths))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(error, match=sentence):
        job.run()
    assert sorted(tmp_path.rglob("*")) == before


def test_a_model_of_ours_is_refused(import_model):
    model = import_model().run().output
    with pytest.raises(InvalidModel, match=r"model\.safetensors"):
        import_model(checkpoint=model, output=model.with_name("again.safetensors")).run()
