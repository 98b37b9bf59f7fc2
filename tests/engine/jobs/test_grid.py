"""The job grid: cells over a raster, split and styled."""

import geopandas
import numpy as np
import pytest
import rasterio
from rasterio.features import geometry_mask
from shapely.geometry import box

from seg4eo_engine.errors import (
    Cancelled,
    GridMismatch,
    InvalidDataset,
    InvalidJob,
    MissingInput,
    UnwritableOutput,
)
from seg4eo_engine.jobs import Grid
from seg4eo_engine.patches.manifest import SPLITS


@pytest.fixture
def output(tmp_path):
    return tmp_path / "out" / "cells.gpkg"


def test_cells_lie_on_the_pixels_and_cover_the_raster(scene, output):
    result = Grid(raster=scene, output=output, patch_size_px=32).run()
    cells = geopandas.read_file(output, layer="cells")
    assert result.cells == len(cells) == 30
    with rasterio.open(scene) as dataset:
        assert cells.crs == dataset.crs
        outside = geometry_mask(cells.geometry, dataset.shape, dataset.transform)
        corners = np.array([~dataset.transform * (bounds[0], bounds[3]) for bounds in cells.bounds.to_numpy()])
    assert not outside.any()
    assert np.array_equal(corners, cells[["col", "row"]] * 32)
    assert cells.columns.tolist() == ["id", "row", "col", "split", "valid_share", "geometry"]
    assert cells.id.is_unique


def test_neighbours_in_a_block_share_their_split(scene, output):
    result = Grid(raster=scene, output=output, patch_size_px=32, block_cells=2).run()
    cells = geopandas.read_file(output)
    assert (cells.groupby([cells.row // 2, cells.col // 2])["split"].nunique() == 1).all()
    assert [result.train, result.validation, result.test] == [(cells.split == split).sum() for split in SPLITS]
    assert min(result.train, result.validation, result.test) > 0


def test_cells_with_little_validity_are_left_out(write_raster, coded_pixels, output):
    pixels = coded_pixels(128, 128)
    pixels[:, :, :80] = 0
    raster = write_raster("half.tif", pixels, nodata=0)
    Grid(raster=raster, output=output, patch_size_px=64, min_valid_share=0.1).run()
    cells = geopandas.read_file(output)
    assert cells.col.tolist() == [1, 1]
    assert cells.valid_share.tolist() == [0.75, 0.75]


def test_area_keeps_the_cells_that_it_touches_and_is_reprojected(scene, output, tmp_path, reporter):
    area = tmp_path / "area.gpkg"
    outline = geopandas.GeoSeries([box(500_000, 5_199_360, 500_640, 5_200_000)], crs="EPSG:32633")
    outline.buffer(-1).to_frame("geometry").to_crs("EPSG:4326").to_file(area)
    result = Grid(raster=scene, output=output, area=area, patch_size_px=32).run(reporter)
    cells = geopandas.read_file(output)
    assert result.cells == 4
    assert sorted(zip(cells.row, cells.col, strict=True)) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert reporter.texts[0] == "area.gpkg was reprojected from EPSG:4326 to EPSG:32633."


def test_a_shared_edge_is_no_touch(scene, output, tmp_path):
    area = tmp_path / "area.gpkg"
    geopandas.GeoSeries([box(500_000, 5_199_680, 500_320, 5_200_000)], crs="EPSG:32633").to_file(area)
    assert Grid(raster=scene, output=output, area=area, patch_size_px=32).run().cells == 1


def test_same_seed_same_cells_another_seed_another_split(scene, tmp_path):
    splits = []
    for number, seed in enumerate([0, 0, 1]):
        path = tmp_path / f"{number}.gpkg"
        Grid(raster=scene, output=path, patch_size_px=32, seed=seed).run()
        splits.append(geopandas.read_file(path).split.tolist())
    assert splits[0] == splits[1] != splits[2]


def test_raster_smaller_than_a_patch_gets_one_cell(write_raster, coded_pixels, output):
    raster = write_raster("small.tif", coded_pixels(50, 60))
    result = Grid(raster=raster, output=output, patch_size_px=64).run()
    assert result.cells == 1
    assert geopandas.read_file(output).valid_share.tolist() == pytest.approx([50 * 60 / 64**2])


def test_a_split_that_gets_nothing_is_pointed_out(write_raster, coded_pixels, output, reporter):
    raster = write_raster("small.tif", coded_pixels(64, 128))
    Grid(raster=raster, output=output, patch_size_px=32, test_share=0.2).run(reporter)
    assert reporter.texts == ["Nothing is in the test split: use more or smaller cells, or smaller blocks."]


def test_a_style_lies_beside_the_layer(scene, output):
    Grid(raster=scene, output=output, patch_size_px=32).run()
    style = output.with_suffix(".qml").read_text()
    assert 'attr="split"' in style
    assert all(f'value="{split}"' in style for split in SPLITS)


def _refused(kind, words, output, **fields):
    with pytest.raises(kind, match=words):
        Grid(output=output, **{"patch_size_px": 32, **fields}).run()
    assert not output.exists()
    assert not output.parent.is_dir() or not list(output.parent.iterdir())


def test_bad_input_is_refused_and_nothing_is_written(scene, write_raster, output, tmp_path):
    far = tmp_path / "far.gpkg"
    geopandas.GeoSeries([box(0, 0, 10, 10)], crs="EPSG:32633").to_file(far)
    empty = write_raster("empty.tif", np.zeros((1, 64, 64), np.uint8), nodata=0)
    _refused(MissingInput, "found nothing there", output, raster=tmp_path / "nowhere.tif")
    _refused(GridMismatch, r"no cell that touches far\.gpkg", output, raster=scene, area=far)
    _refused(InvalidDataset, r"50% valid pixels, found none in empty\.tif", output, raster=empty)
    _refused(InvalidJob, "smaller than the patch size", output, raster=scene, overlap_px=32)
    _refused(InvalidJob, "below 1 together", output, raster=scene, validation_share=0.5, test_share=0.6)


def test_output_that_cannot_be_written_is_refused(scene, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UnwritableOutput, match="cannot be written"):
        Grid(raster=scene, output=tmp_path / "file" / "cells.gpkg").run()
    with pytest.raises(UnwritableOutput, match=r"named \*\.gpkg, found cells\.shp"):
        Grid(raster=scene, output=tmp_path / "cells.shp").run()


def test_cancel_leaves_the_previous_grid_as_it_was(write_raster, coded_pixels, output, cancelling):
    raster = write_raster("tagged.tif", coded_pixels(128, 128), nodata=0)
    Grid(raster=raster, output=output, patch_size_px=32).run()
    before = {path.name: path.read_bytes() for path in output.parent.iterdir()}
    with pytest.raises(Cancelled):
        Grid(raster=raster, output=output, patch_size_px=64).run(cancelling(2))
    assert {path.name: path.read_bytes() for path in output.parent.iterdir()} == before
