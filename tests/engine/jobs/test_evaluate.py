"""The job ``evaluate``."""

import json

import geopandas
import numpy as np
import pytest
import rasterio
from shapely.geometry import box

from seg4eo_engine.errors import GridMismatch, UnknownClass
from seg4eo_engine.jobs import Evaluate


@pytest.fixture
def rasters(write_raster):
    random = np.random.default_rng(0)
    truth = random.integers(0, 4, (1, 600, 40), dtype=np.uint8)
    mapped = np.where(random.random(truth.shape) < 0.7, np.maximum(truth, 1), 2).astype(np.uint8)
    mapped[0, :3] = 0
    return write_raster("map.tif", mapped, nodata=0), write_raster("truth.tif", truth), mapped[0], truth[0]


def test_scores_are_those_of_the_pixels_valid_in_both(rasters, tmp_path):
    class_map, reference, mapped, truth = rasters
    report = tmp_path / "report.json"
    result = Evaluate(class_map=class_map, reference=reference, ignore_values=[0], report=report).run()
    counted = (mapped != 0) & (truth != 0)
    assert result.pixels == counted.sum()
    assert result.accuracy == pytest.approx((mapped == truth)[counted].mean())
    content = json.loads(report.read_text())
    both, either = ((mapped == 2) & (truth == 2))[counted].sum(), ((mapped == 2) | (truth == 2))[counted].sum()
    assert content["classes"]["class 2"]["iou"] == pytest.approx(both / either)
    assert np.sum(content["confusion_matrix"]) == counted.sum()


def test_only_the_cells_of_a_split_are_compared(rasters, tmp_path):
    class_map, reference, mapped, truth = rasters
    # 10 m pixels from (500000, 5200000): columns 10 to 20 and rows 520 to 560, in the second piece that is read
    cells = geopandas.GeoDataFrame(
        {"split": ["train", "test"]},
        geometry=[box(500_000, 5_199_000, 500_400, 5_200_000), box(500_100, 5_194_400, 500_200, 5_194_800)],
        crs="EPSG:32633",
    )
    grid = tmp_path / "grid.gpkg"
    cells.to_file(grid)
    result = Evaluate(class_map=class_map, reference=reference, ignore_values=[0], grid=grid, split="test").run()
    inside = (slice(520, 560), slice(10, 20))
    counted = (truth != 0)[inside]
    assert result.pixels == counted.sum()
    assert result.accuracy == pytest.approx((mapped == truth)[inside][counted].mean())


def test_a_split_that_is_not_there_is_told_with_those_that_are(rasters, tmp_path):
    class_map, reference, _, _ = rasters
    grid = tmp_path / "grid.gpkg"
    geopandas.GeoDataFrame(
        {"split": ["train"]}, geometry=[box(500_000, 5_199_000, 500_400, 5_200_000)], crs="EPSG:32633"
    ).to_file(grid)
    with pytest.raises(GridMismatch, match=r"the split 'exam' in grid\.gpkg, found train"):
        Evaluate(class_map=class_map, reference=reference, grid=grid, split="exam").run()


def test_a_reference_on_other_pixels_is_refused(rasters, write_raster):
    other = write_raster("other.tif", np.ones((1, 30, 40), dtype=np.uint8))
    with pytest.raises(GridMismatch, match=r"found 40 × 30 px instead of 40 × 600 px in .*other\.tif"):
        Evaluate(class_map=rasters[0], reference=other).run()


def test_a_class_that_the_model_does_not_know_is_refused(rasters):
    class_map, reference, _, _ = rasters
    with rasterio.open(class_map, "r+") as file:
        file.update_tags(SEG4EO_CLASSES='{"1": "water", "2": "land"}')
    job = Evaluate(class_map=class_map, reference=reference, ignore_values=[0])
    with pytest.raises(UnknownClass, match=r"the map \(1 water, 2 land\), found 3 in truth\.tif too"):
        job.run()
    assert Evaluate(class_map=class_map, reference=reference, ignore_values=[0, 3]).run().pixels > 0


def test_nothing_to_compare_is_told(rasters):
    with pytest.raises(GridMismatch, match="Expected pixels with a class in both map.tif and truth.tif, found none"):
        Evaluate(class_map=rasters[0], reference=rasters[1], ignore_values=[0, 1, 2, 3]).run()
