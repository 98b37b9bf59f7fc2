"""The sample folder: what is in it, and when it is written."""

from collections.abc import Callable
from pathlib import Path

import geopandas
import numpy as np
import pytest
import rasterio

from seg4eo_engine.errors import Cancelled, UnwritableOutput
from seg4eo_engine.jobs.sampledata import SampleData, SampleDataResult
from seg4eo_engine.landscape.classes import LANDSCAPE_CLASSES, NODATA
from seg4eo_engine.raster.classes import read_classes


def scene_of(folder: Path, seed: int) -> np.ndarray:
    with rasterio.open(SampleData(output=folder, size_px=256, seed=seed).run().scene) as scene:
        return scene.read()


def test_same_seed_gives_same_files(sample: SampleDataResult, tmp_path: Path) -> None:
    again = SampleData(output=tmp_path / "again", size_px=384, seed=0).run()
    for first, second in ((sample.scene, again.scene), (sample.labels, again.labels)):
        with rasterio.open(first) as one, rasterio.open(second) as other:
            np.testing.assert_array_equal(one.read(), other.read())
    for first, second in ((sample.polygons, again.polygons), (sample.grid, again.grid)):
        assert geopandas.read_file(first).equals(geopandas.read_file(second))


def test_other_seed_gives_another_landscape(tmp_path: Path) -> None:
    zero, one = scene_of(tmp_path / "0", seed=0), scene_of(tmp_path / "1", seed=1)
    assert (zero != one).mean() > 0.9


def test_bands_are_named_and_lie_on_utm_with_pixels_of_10_m(sample: SampleDataResult) -> None:
    with rasterio.open(sample.scene) as scene:
        assert scene.descriptions == ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")
        assert scene.crs.to_epsg() == 32631
        assert scene.res == (10, 10)
        assert (scene.dtypes[0], scene.nodata) == ("uint16", 0)
        assert scene.is_tiled


def test_labels_lie_on_the_scene(sample: SampleDataResult) -> None:
    with rasterio.open(sample.scene) as scene, rasterio.open(sample.labels) as labels:
        assert (labels.crs, labels.transform, labels.shape) == (scene.crs, scene.transform, scene.shape)
        assert (labels.count, labels.dtypes[0], labels.nodata) == (1, "uint8", 0)


def test_one_corner_is_nodata_in_scene_and_labels_alike(bands: np.ndarray, labels: np.ndarray) -> None:
    nodata_mask = labels == NODATA
    assert 0.02 < nodata_mask.mean() < 0.15
    assert sum(bool(nodata_mask[row, column]) for row in (0, -1) for column in (0, -1)) == 1
    np.testing.assert_array_equal((bands == NODATA).all(axis=0), nodata_mask)
    np.testing.assert_array_equal((bands == NODATA).any(axis=0), nodata_mask)


def test_label_raster_carries_names_and_colours_of_the_classes(sample: SampleDataResult) -> None:
    assert read_classes(sample.labels, [1, 2, 3, 4, 5]) == list(LANDSCAPE_CLASSES)


def test_polygons_are_the_labels_without_the_smallest_patches(sample: SampleDataResult, labels: np.ndarray) -> None:
    polygons = geopandas.read_file(sample.polygons)
    assert dict(zip(polygons["class"], polygons["name"], strict=True)) == {c.value: c.name for c in LANDSCAPE_CLASSES}
    assert polygons.crs.to_epsg() == 32631
    assert polygons.is_valid.all()
    assert polygons.area.sum() == pytest.approx(100 * (labels != NODATA).sum())
    for value, area in (polygons.area / 100).groupby(polygons["class"]).sum().items():
        assert area == pytest.approx((labels == value).sum(), rel=0.1)


def test_grid_has_cells_of_every_split_on_the_scene(sample: SampleDataResult) -> None:
    grid = geopandas.read_file(sample.grid)
    assert set(grid["split"]) == {"train", "validation", "test"}
    np.testing.assert_allclose(grid.area, 1280**2)
    with rasterio.open(sample.scene) as scene:
        left, bottom, right, top = scene.bounds
    assert grid.total_bounds[0] >= left and grid.total_bounds[1] >= bottom
    assert grid.total_bounds[2] <= right and grid.total_bounds[3] <= top


@pytest.mark.parametrize("questions", [0, 3, 8, 16, 18])
def test_cancelling_leaves_nothing(tmp_path: Path, cancelling: Callable[[int], object], questions: int) -> None:
    with pytest.raises(Cancelled):
        SampleData(output=tmp_path / "sample", size_px=256).run(cancelling(questions))
    assert list(tmp_path.iterdir()) == []


def test_progress_rises_from_0_to_1(tmp_path: Path, reporter: object) -> None:
    SampleData(output=tmp_path / "sample", size_px=256).run(reporter)
    fractions = reporter.fractions
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0, pytest.approx(1))


@pytest.mark.parametrize("beside", [(), ("scene.tif",)], ids=["alone", "beside a sample"])
def test_folder_with_something_else_is_refused_and_untouched(tmp_path: Path, beside: tuple[str, ...]) -> None:
    for name in ("model.safetensors", *beside):
        (tmp_path / name).write_text("precious")
    with pytest.raises(UnwritableOutput, match=r"Expected .*, found .*: choose another folder"):
        SampleData(output=tmp_path, size_px=256).run()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == dict.fromkeys(
        ("model.safetensors", *beside), "precious"
    )


def test_earlier_sample_is_replaced(tmp_path: Path) -> None:
    first, second = scene_of(tmp_path / "sample", seed=0), scene_of(tmp_path / "sample", seed=1)
    assert (first != second).any()
    assert [path.name for path in tmp_path.iterdir()] == ["sample"]
