"""Real scenes with real labels become datasets that can be trained on. Skipped where the scenes are not at hand."""

import json
import math
from pathlib import Path

import geopandas
import numpy as np
import pytest
import rasterio
from rasterio.transform import from_bounds

from seg4eo_engine.jobs import DatasetReport, ExtractPatches
from seg4eo_engine.patches.manifest import DatasetManifest

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real scenes are not here")

HALF_EARTH_M = math.pi * 6_378_137


@pytest.fixture
def make(tmp_path, reporter):
    """A dataset and what its report says."""

    def run(**fields):
        output = tmp_path / "dataset"
        ExtractPatches(output=output, **fields).run(reporter)
        report = DatasetReport(dataset=output, output=tmp_path / "report.html").run()
        facts = json.loads(report.json_file.read_text(encoding="utf-8"))
        assert report.problems == 0, facts["findings"]
        return output, DatasetManifest.read(output)

    return run


def _labels(output, manifest):
    for patch in manifest.patches:
        with rasterio.open(output / patch.split / "labels" / f"{patch.name}.tif") as dataset:
            yield dataset.read(1)


def test_sentinel_2_scenes_share_the_bands_that_they_have_in_common(make):
    bands = ["B02", "B03", "B04", "B08", "B11"]
    output, manifest = make(
        folder=DATA / "s2_water_mini",
        bands=bands,
        ignore_values=[-1, 255],
        classes=["0=land", "1=water"],
        patch_size_px=64,
    )
    assert [band.name for band in manifest.bands] == bands
    assert len(manifest.sources) == 4
    # spain_… has 13 bands: the eighth of them is the near infrared
    with rasterio.open(DATA / "s2_water_mini/images/spain_7370579_s2_13b.tif") as scene:
        names = list(scene.descriptions)
        patch = next(patch for patch in manifest.patches if "spain" in manifest.sources[patch.source].image)
        window = rasterio.windows.Window(patch.col_off, patch.row_off, 64, 64)
        expected = scene.read(names.index("B8") + 1, window=window)
    with rasterio.open(output / patch.split / "images" / f"{patch.name}.tif") as dataset:
        assert np.array_equal(dataset.read(bands.index("B08") + 1), expected)


def test_radar_chips_without_pixels_or_labels_are_left_out_by_name(make, reporter):
    output, manifest = make(
        folder=DATA / "sen1floods11_s1", ignore_values=[-1], classes=["0=land", "1=water"], patch_size_px=128
    )
    empty = []
    for path in sorted((DATA / "sen1floods11_s1/images").iterdir()):
        with rasterio.open(path) as image, rasterio.open(path.parents[1] / "labels" / path.name) as label:
            if not (np.isfinite(image.read()).all(axis=0) & (label.read(1) >= 0)).any():
                empty.append(path.name)
    assert len(empty) == 2
    assert f"Nothing was cut from {', '.join(empty)}: too few valid, labelled pixels." in reporter.texts
    assert {int(value) for labels in _labels(output, manifest) for value in np.unique(labels)} <= {0, 1, 255}


def test_classes_of_a_mosaic_keep_their_colours(make):
    _, manifest = make(folder=DATA / "dubai_multiclass", ignore_values=[0], patch_size_px=256)
    with rasterio.open(DATA / "dubai_multiclass/labels/dubai_tile1.tif") as dataset:
        palette = dataset.colormap(1)
    assert {item.value: item.rgb for item in manifest.classes} == {value: palette[value][:3] for value in range(1, 6)}


def test_buildings_come_from_their_polygons(make, tmp_path):
    """The tiles are plain JPEGs: their names are their numbers in a web map, which tell where they lie."""
    (tmp_path / "images").mkdir()
    bounds = []
    for path in sorted((DATA / "banepa_buildings_vhr/tiles").glob("*.tif")):
        col, row, zoom = map(int, path.stem.split("-")[1:])
        side = 2 * HALF_EARTH_M / 2**zoom
        left, top = col * side - HALF_EARTH_M, HALF_EARTH_M - row * side
        bounds.append((left, top - side, left + side, top))
        with rasterio.open(path) as tile:
            profile = {"driver": "GTiff", "count": 3, "width": 512, "height": 512, "dtype": "uint8", "crs": 3857}
            with rasterio.open(
                tmp_path / "images" / path.name, "w", transform=from_bounds(*bounds[-1], 512, 512), **profile
            ) as placed:
                placed.write(tile.read())
    polygons = DATA / "banepa_buildings_vhr/buildings_osm.geojson"
    fields = {"label_polygons": polygons, "background_value": 0, "classes": ["1=building"], "patch_size_px": 256}
    _, manifest = make(folder=tmp_path, **fields, validation_share=0.1, test_share=0.1, buffer_cells=0)
    assert len(manifest.patches) == 4 * len(bounds)
    buildings = geopandas.read_file(polygons).to_crs(3857).union_all()
    region = geopandas.GeoSeries([buildings]).clip_by_rect(
        *np.array(bounds)[:, :2].min(axis=0), *np.array(bounds)[:, 2:].max(axis=0)
    )
    side = 2 * HALF_EARTH_M / 2**19
    expected = region.area.iloc[0] / (len(bounds) * side**2)
    counts = np.sum([manifest.class_counts[split] for split in manifest.class_counts], axis=0)
    assert counts[1] / counts.sum() == pytest.approx(expected, abs=0.001)
