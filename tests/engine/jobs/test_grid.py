"""The job grid: cells over a raster, split and styled."""

from itertools import combinations

import geopandas
import numpy as np
import pytest
import rasterio
import shapely
from rasterio import Affine
from rasterio.features import geometry_mask
from rasterio.transform import from_origin
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
    assert cells.columns.tolist() == ["id", "row", "col", "split", "block", "valid_share", "geometry"]
    assert cells.id.tolist() == list(range(1, 31))


def test_neighbours_in_a_block_share_their_split(scene, output):
    result = Grid(raster=scene, output=output, patch_size_px=32, block_cells=2).run()
    cells = geopandas.read_file(output)
    assert (cells.groupby([cells.row // 2, cells.col // 2])["split"].nunique() == 1).all()
    assert (cells.groupby("block")[["row", "col"]].agg(lambda numbers: (numbers // 2).nunique()) == 1).all(axis=None)
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
    raster = write_raster("small.tif", coded_pixels(32, 64))
    Grid(raster=raster, output=output, patch_size_px=32, buffer_cells=0).run(reporter)
    assert reporter.texts == [
        "Every cell is split by itself, since there are too few for blocks.",
        "Nothing is in the test split: use more or smaller cells, smaller blocks or a smaller buffer.",
    ]


def _distances(cells):
    """Between all cells of each two splits, in map units."""
    parts = [cells.geometry[cells.split == split].to_numpy() for split in SPLITS]
    return [shapely.distance(a[:, None], b[None, :]).min() for a, b in combinations(parts, 2) if len(a) and len(b)]


def test_splits_are_a_cell_apart_on_the_map(write_raster, coded_pixels, output, reporter):
    raster = write_raster("large.tif", coded_pixels(384, 448))
    result = Grid(raster=raster, output=output, patch_size_px=32).run(reporter)
    cells = geopandas.read_file(output)
    assert min(_distances(cells)) == 32 * 10
    assert 0.75 * 12 * 14 <= result.cells < 12 * 14
    assert min(result.train, result.validation, result.test) > 0
    assert reporter.texts[-1] == f"Cells left out, too near to cells of another split: {168 - result.cells} of 168."


@pytest.mark.parametrize(("overlap_px", "buffer_cells"), [(0, 2), (16, 0.5), (16, 1)])
def test_the_buffer_is_as_wide_as_asked_for(write_raster, coded_pixels, output, overlap_px, buffer_cells):
    raster = write_raster("large.tif", coded_pixels(384, 448))
    Grid(
        raster=raster, output=output, patch_size_px=32, overlap_px=overlap_px, buffer_cells=buffer_cells, block_cells=4
    ).run()
    assert min(_distances(geopandas.read_file(output))) >= buffer_cells * 320


def test_overlapping_cells_of_different_splits_share_no_pixel(scene, output):
    Grid(raster=scene, output=output, patch_size_px=32, overlap_px=8, block_cells=2, buffer_cells=0).run()
    cells = geopandas.read_file(output)
    both = cells.overlay(cells, keep_geom_type=True)
    assert (both.split_1 == both.split_2).all()


@pytest.mark.parametrize(
    ("transform", "crs"),
    [
        (Affine.translation(500_000, 5_200_000) * Affine.rotation(30) * Affine.scale(10, -10), "EPSG:32633"),
        (Affine(10, 0, 500_000, 0, 10, 5_200_000), "EPSG:32633"),
        (Affine(0.0002, 0, 10, 0, -0.0001, 60), "EPSG:4326"),
        (Affine.identity(), None),
    ],
)
def test_cells_follow_the_pixels_of_any_raster(write_raster, coded_pixels, output, transform, crs):
    raster = write_raster("any.tif", coded_pixels(384, 416), transform=transform, crs=crs)
    Grid(raster=raster, output=output, patch_size_px=32).run()
    cells = geopandas.read_file(output)
    in_pixels = shapely.transform(
        cells.geometry.to_numpy(), lambda points: np.column_stack(~transform * tuple(points.T))
    )
    expected = shapely.box(cells.col * 32, cells.row * 32, cells.col * 32 + 32, cells.row * 32 + 32)
    assert shapely.hausdorff_distance(in_pixels, expected).max() < 1e-6
    assert min(_distances(cells.set_geometry(in_pixels, crs=None))) > 31.999


def test_size_in_metres_is_rounded_to_pixels_and_said(scene, output, reporter):
    Grid(raster=scene, output=output, patch_size_m=387).run(reporter)
    assert set(geopandas.read_file(output).area) == {390.0**2}
    assert reporter.texts[0] == ("Cells of 387 m are 39 × 39 px, 390 m from top to bottom in the middle.")


def test_size_in_metres_is_right_where_the_map_is_in_degrees(write_raster, coded_pixels, output):
    raster = write_raster(
        "degrees.tif", coded_pixels(128, 128), crs="EPSG:4326", transform=from_origin(10, 47, 1e-4, 1e-4)
    )
    Grid(raster=raster, output=output, patch_size_m=400).run()
    cell = geopandas.read_file(output).geometry[:1]
    heights = cell.to_crs(cell.estimate_utm_crs()).bounds
    assert heights.maxy[0] - heights.miny[0] == pytest.approx(400, abs=6)


def test_stride_sets_the_starts_of_the_cells(scene, output):
    Grid(raster=scene, output=output, patch_size_px=32, stride_px=50).run()
    cells = geopandas.read_file(output)
    assert sorted(set((cells.bounds.minx - 500_000) / 10)) == [0, 50, 100, 150]
    assert sorted(set((5_200_000 - cells.bounds.maxy) / 10)) == [0, 50, 100]
    assert set(cells.area) == {320.0**2}


def _labelled_shares(cells, values, value):
    corners = zip(cells.row * 32, cells.col * 32, strict=True)
    return [(values[row : row + 32, col : col + 32] == value).mean() for row, col in corners]


def test_shares_of_classes_are_those_of_the_labels(scene, labels, output):
    Grid(raster=scene, output=output, patch_size_px=32, labels=labels, ignore_values=[0]).run()
    cells = geopandas.read_file(output)
    with rasterio.open(labels) as dataset:
        values = dataset.read(1)
    assert cells.columns.tolist()[5:-1] == ["valid_share", "labelled_share", "share_1", "share_2", "share_3"]
    for value in (1, 2, 3):
        assert cells[f"share_{value}"].tolist() == pytest.approx(_labelled_shares(cells, values, value))
    assert cells.labelled_share.tolist() == pytest.approx([1 - share for share in _labelled_shares(cells, values, 0)])


def test_shares_of_classes_are_those_of_label_polygons(scene, output, tmp_path):
    fields = tmp_path / "fields.gpkg"
    outlines = [box(500_000, 5_199_680, 500_320, 5_200_000), box(500_320, 5_199_840, 500_640, 5_200_000)]
    geopandas.GeoDataFrame({"crop": ["wheat", "maize"]}, geometry=outlines, crs="EPSG:32633").to_file(fields)
    Grid(raster=scene, output=output, patch_size_px=32, label_polygons=fields, class_field="crop").run()
    cells = geopandas.read_file(output).set_index(["row", "col"])
    assert cells.share_2.loc[0, 0] == cells.labelled_share.loc[0, 0] == 1  # maize is 1 and wheat 2, by the alphabet
    assert cells.share_1.loc[0, 1] == cells.labelled_share.loc[0, 1] == 0.5
    assert cells.labelled_share.sum() == 1.5


def test_large_rasters_are_looked_into_part_by_part(write_raster, output, reporter):
    pixels = np.random.default_rng(2).integers(0, 3, (1, 1200, 2200)).astype(np.uint8)
    raster = write_raster("large.tif", pixels, nodata=0)
    fields = {"patch_size_px": 100, "overlap_px": 30, "buffer_cells": 0, "min_valid_share": 0}
    Grid(raster=raster, output=output, labels=raster, **fields).run(reporter)
    cells = geopandas.read_file(output)
    rows, cols = (
        np.rint(offset).astype(int)
        for offset in ((5_200_000 - cells.bounds.maxy) / 10, (cells.bounds.minx - 500_000) / 10)
    )
    parts = [pixels[0, row : row + 100, col : col + 100] for row, col in zip(rows, cols, strict=True)]
    assert cells.valid_share.tolist() == pytest.approx([(part > 0).mean() for part in parts])
    assert cells.share_2.tolist() == pytest.approx([(part == 2).mean() for part in parts])
    assert len(reporter.fractions) == 6
    assert reporter.fractions == sorted(reporter.fractions)


def test_cells_with_few_labels_are_left_out(write_raster, scene, output):
    values = np.zeros((1, 160, 192), np.uint8)
    values[:, :48, :48] = 7
    labels = write_raster("few.tif", values, nodata=0)
    Grid(raster=scene, output=output, patch_size_px=32, labels=labels, min_labelled_share=0.5).run()
    cells = geopandas.read_file(output)
    assert sorted(zip(cells.row, cells.col, cells.share_7, strict=True)) == [(0, 0, 1), (0, 1, 0.5), (1, 0, 0.5)]


def test_labels_under_nodata_do_not_count(write_raster, coded_pixels, output):
    pixels = coded_pixels(64, 64)
    pixels[:, :, :16] = 0
    raster = write_raster("half.tif", pixels, nodata=0)
    labels = write_raster("ones.tif", np.ones((1, 64, 64), np.uint8))
    Grid(raster=raster, output=output, patch_size_px=64, labels=labels).run()
    cells = geopandas.read_file(output)
    assert (cells.valid_share[0], cells.labelled_share[0], cells.share_1[0]) == (0.75, 0.75, 0.75)


def test_stratified_takes_the_labels_into_account(write_raster, coded_pixels, output):
    raster = write_raster("large.tif", coded_pixels(512, 512))
    values = np.ones((1, 512, 512), np.uint8)
    for block in np.random.default_rng(1).permutation(64)[:14]:  # of 2 × 2 cells
        row, col = divmod(int(block), 8)
        values[0, row * 64 : row * 64 + 64, col * 64 : col * 64 + 64] = 2
    labels = write_raster("labels.tif", values)
    common = {"raster": raster, "output": output, "patch_size_px": 32, "labels": labels, "block_cells": 2}
    Grid(**common, split_method="stratified", buffer_cells=0, validation_share=0.2, test_share=0.2).run()
    cells = geopandas.read_file(output)
    assert cells.groupby("split").share_2.mean().tolist() == pytest.approx([14 / 64] * 3, abs=0.06)


@pytest.fixture
def regions(tmp_path):
    """The left half for training, the right one for the test, in another CRS, and without split further right."""
    path = tmp_path / "regions.gpkg"
    outlines = [box(500_000, 5_198_400, 500_900, 5_200_000), box(500_900, 5_198_400, 501_600, 5_200_000)]
    outlines.append(box(501_600, 5_198_400, 501_920, 5_200_000))
    frame = geopandas.GeoDataFrame({"part": ["train", "Test", None]}, geometry=outlines, crs="EPSG:32633")
    frame.to_crs("EPSG:4326").to_file(path)
    return path


def test_cells_take_the_split_of_the_polygon_that_they_mostly_lie_in(scene, output, regions):
    fields = {"area": regions, "split_method": "column", "split_column": "part"}
    Grid(raster=scene, output=output, patch_size_px=32, block_cells=1, buffer_cells=0, **fields).run()
    cells = geopandas.read_file(output)
    assert set(cells.split[cells.col <= 2]) == {"train"}  # of column 2, 260 m of 320 m
    assert set(cells.split[(cells.col == 3) | (cells.col == 4)]) == {"test"}
    assert set(cells.split[cells.col == 5]) == {"validation", "train"}
    assert len(cells) == 30


def test_cells_whose_split_was_told_make_way_for_a_buffer_that_was_asked_for(scene, output, regions):
    fields = {"area": regions, "split_method": "column", "split_column": "part", "validation_share": 0.0}
    Grid(raster=scene, output=output, patch_size_px=32, buffer_cells=1, **fields).run()
    cells = geopandas.read_file(output)
    assert set(cells.col[cells.split == "train"]) == {0, 1}
    assert set(cells.col[cells.split == "test"]) == {3, 4}
    assert min(_distances(cells)) == 320


def test_a_layer_within_a_file_can_be_the_area(scene, output, tmp_path):
    path = tmp_path / "layers.gpkg"
    for name, left in (("west", 500_000), ("east", 501_280)):
        outline = box(left, 5_198_400, left + 640, 5_200_000)
        geopandas.GeoDataFrame({"name": [name]}, geometry=[outline], crs="EPSG:32633").to_file(path, layer=name)
    Grid(raster=scene, output=output, patch_size_px=32, area=f"{path}|layername=east").run()
    assert set(geopandas.read_file(output).col) == {4, 5}


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
    _refused(InvalidJob, "found both .16 px and 16 px", output, raster=scene, overlap_px=16, stride_px=16)


def test_a_size_in_metres_that_makes_no_sense_is_refused(scene, write_raster, coded_pixels, output):
    plain = write_raster("plain.tif", coded_pixels(64, 64), crs=None, transform=Affine.identity())
    _refused(InvalidJob, "found one without: give the size in pixels", output, raster=plain, patch_size_m=400)
    _refused(
        InvalidJob, "32 to 4096 px, found 4 px for 40 m with pixels of 10 m", output, raster=scene, patch_size_m=40
    )


def test_labels_that_do_not_help_are_refused(scene, labels, write_raster, output, tmp_path):
    fields = tmp_path / "fields.gpkg"
    geopandas.GeoSeries([box(500_000, 5_199_360, 500_640, 5_200_000)], crs="EPSG:32633").to_file(fields)
    empty = write_raster("no_labels.tif", np.zeros((1, 160, 192), np.uint8), nodata=0)
    _refused(InvalidJob, "found both: leave one", output, raster=scene, labels=labels, label_polygons=fields)
    _refused(InvalidJob, "share of 20%, found none: give labels", output, raster=scene, min_labelled_share=0.2)
    _refused(InvalidJob, "stratified split, found none", output, raster=scene, split_method="stratified")
    _refused(InvalidDataset, "labelled pixels", output, raster=scene, labels=empty)
    _refused(
        InvalidDataset,
        r"90% labelled pixels, found none in labels\.tif",
        output,
        raster=scene,
        labels=labels,
        ignore_values=[0],
        min_labelled_share=0.9,
    )


def test_a_column_that_tells_no_split_is_refused(scene, output, regions):
    column = {"raster": scene, "split_method": "column"}
    _refused(InvalidJob, "found no area: give one", output, **column)
    _refused(InvalidDataset, r"column split in regions\.gpkg, found part: choose", output, **column, area=regions)
    frame = geopandas.read_file(regions)
    frame.assign(part=["train", "val", "test"]).to_file(regions)
    _refused(
        InvalidDataset, r"of regions\.gpkg, found 'val': correct", output, **column, area=regions, split_column="part"
    )


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
        Grid(raster=raster, output=output, patch_size_px=64).run(cancelling(0))
    assert {path.name: path.read_bytes() for path in output.parent.iterdir()} == before
