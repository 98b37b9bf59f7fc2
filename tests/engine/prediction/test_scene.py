"""Whole scenes, with a network whose answer is known."""

import numpy as np
import pytest
import rasterio

from seg4eo_engine.errors import Cancelled
from seg4eo_engine.prediction.plan import PixelCost, plan_prediction
from seg4eo_engine.prediction.scene import Scene, map_scene
from seg4eo_engine.progress import SilentReporter
from seg4eo_engine.raster.classes import default_class
from seg4eo_engine.raster.grid import RasterGrid

VALUES = np.array((1, 2, 3, 4, 7))
CLASSES = tuple(default_class(value, position) for position, value in enumerate(VALUES.tolist()))
COST = PixelCost(bands=len(CLASSES), itemsize=4, num_classes=len(CLASSES), block_height_px=32)


class CancelAfter(SilentReporter):
    def __init__(self, batches):
        self._left = batches

    def check_cancelled(self):
        self._left -= 1
        if self._left < 0:
            raise Cancelled("stop")


def run(path, backend, tmp_path, window_px=32, overlap_px=8, columns_px=10**6, batch_size=3, reporter=None, name="map"):
    with rasterio.open(path) as file:
        scene = Scene(path, list(file.indexes), RasterGrid.from_dataset(file))
    plan = plan_prediction(
        scene.grid.width, scene.grid.height, window_px, overlap_px, COST, columns_px * COST.bytes_per_column(window_px)
    )
    class_map, confidence = tmp_path / f"{name}.tif", tmp_path / f"{name}_confidence.tif"
    summary = map_scene(
        scene, plan, backend, CLASSES, class_map, confidence,
        batch_size=batch_size, tags={"SEG4EO_TEST": "yes"}, reporter=reporter or SilentReporter(),
    )  # fmt: skip
    return class_map, confidence, summary


def read(path):
    with rasterio.open(path) as file:
        return file.read(1)


@pytest.mark.parametrize(
    ("width", "height", "window_px", "overlap_px"),
    [
        (100, 75, 32, 8),
        (33, 97, 32, 16),
        (64, 64, 32, 0),
        (31, 20, 32, 8),
        (1, 50, 32, 8),
        (50, 1, 32, 31),
        (97, 65, 32, 27),
    ],
)
def test_the_map_is_the_class_of_the_highest_probability(
    write_scene, backend, tmp_path, width, height, window_px, overlap_px
):
    path, pixels = write_scene(width, height)
    class_map, confidence, _ = run(path, backend, tmp_path, window_px, overlap_px)
    assert (read(class_map) == VALUES[pixels.argmax(0)]).all()
    assert read(confidence) == pytest.approx(100 * pixels.max(0), abs=0.5001)


@pytest.mark.parametrize(("columns_px", "batch_size"), [(32, 1), (70, 2), (120, 7), (10**6, 64)])
def test_the_map_does_not_depend_on_strips_and_batches(write_scene, tmp_path, backend, columns_px, batch_size):
    path, _ = write_scene(150, 90)
    whole = run(path, backend, tmp_path, overlap_px=12, name="whole")
    cut = run(path, backend, tmp_path, overlap_px=12, columns_px=columns_px, batch_size=batch_size, name="cut")
    assert (read(whole[0]) == read(cut[0])).all()
    assert (read(whole[1]) == read(cut[1])).all()


def test_invalid_pixels_have_no_class_and_no_confidence(write_scene, backend, tmp_path):
    invalid = np.zeros((90, 80), dtype=bool)
    invalid[:40, :50] = True
    invalid[70, 70] = True
    path, pixels = write_scene(80, 90, invalid=invalid)
    class_map, confidence, summary = run(path, backend, tmp_path)
    assert (read(class_map)[invalid] == 0).all()
    assert (read(confidence)[invalid] == 255).all()
    assert (read(class_map)[~invalid] == VALUES[pixels[:, ~invalid].argmax(0)]).all()
    assert summary.valid_share == pytest.approx((~invalid).mean())


def test_windows_without_a_valid_pixel_are_not_predicted(write_scene, backend, tmp_path):
    invalid = np.zeros((64, 128), dtype=bool)
    invalid[:, :64] = True
    path, _ = write_scene(128, 64, invalid=invalid)
    run(path, backend, tmp_path, overlap_px=0)
    assert backend.windows == 4


def test_the_map_lies_on_the_pixels_of_the_scene(write_scene, backend, tmp_path):
    path, _ = write_scene(100, 75)
    class_map, _, _ = run(path, backend, tmp_path)
    with rasterio.open(path) as scene, rasterio.open(class_map) as result:
        assert RasterGrid.from_dataset(scene).describe_difference(RasterGrid.from_dataset(result)) is None


def test_the_map_carries_palette_overviews_tags_and_names(write_scene, backend, tmp_path):
    path, _ = write_scene(1100, 600)
    class_map, _, _ = run(path, backend, tmp_path, window_px=256, overlap_px=0)
    with rasterio.open(class_map) as result:
        assert result.colormap(1)[7][:3] == CLASSES[-1].rgb
        assert result.overviews(1)
        assert result.tags()["SEG4EO_TEST"] == "yes"
        assert result.nodata == 0
        assert result.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
    assert "<Category>class 7</Category>" in class_map.with_name("map.tif.aux.xml").read_text()
    assert 'label="class 7"' in class_map.with_suffix(".qml").read_text()


def test_a_cancelled_run_leaves_nothing(write_scene, backend, tmp_path):
    path, _ = write_scene(100, 75)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(Cancelled):
        run(path, backend, tmp_path, reporter=CancelAfter(2))
    assert sorted(tmp_path.rglob("*")) == before


def test_an_error_of_the_network_leaves_the_earlier_map_as_it_was(write_scene, backend, tmp_path):
    path, _ = write_scene(100, 75)
    class_map, _, _ = run(path, backend, tmp_path)
    earlier = class_map.read_bytes()

    class Broken(type(backend)):
        def predict(self, pixels, valid_mask):
            raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        run(path, Broken(), tmp_path)
    assert class_map.read_bytes() == earlier
