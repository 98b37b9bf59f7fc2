"""The job vectorize: a class map becomes polygons that fit together and say what they are."""

import sqlite3
import time

import geopandas
import numpy as np
import pytest
import rasterio
import shapely
from rasterio import Affine
from rasterio.control import GroundControlPoint
from scipy.ndimage import gaussian_filter

from seg4eo_engine.errors import Cancelled, GridMismatch, InvalidJob, MissingInput, UnknownClass, UnwritableOutput
from seg4eo_engine.jobs.map_parameters import smallest_px
from seg4eo_engine.jobs.vectorize import Vectorize
from seg4eo_engine.progress import SilentReporter
from seg4eo_engine.raster.classes import ClassInfo, classes_tag
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.styles import write_class_sidecars
from seg4eo_engine.vector.polygons import PolygonOptions, write_polygons

CLASSES = [
    ClassInfo(value=1, name="water", colour="#0000ff"),
    ClassInfo(value=2, name="forest", colour="#00aa00"),
    ClassInfo(value=3, name="field & meadow", colour="#ffcc00"),
]


@pytest.fixture
def output(tmp_path):
    return tmp_path / "out" / "areas.gpkg"


@pytest.fixture
def values():
    """Classes 1 to 3 in blobs, with 0 for nodata in a corner, 90 × 120 px."""
    fields = gaussian_filter(np.random.default_rng(4).normal(size=(3, 90, 120)), [0, 4, 4])
    values = fields.argmax(axis=0).astype(np.uint8) + 1
    values[:20, :30] = 0
    return values


@pytest.fixture
def class_map(write_raster, values):
    palette = {item.value: item.rgb for item in CLASSES}
    path = write_raster("map.tif", values[None], nodata=0, palette=palette)
    write_class_sidecars(path, CLASSES, 0)
    return path


def read(path):
    return geopandas.read_file(path, layer=path.stem)


def test_each_area_becomes_a_polygon_that_says_what_it_is(class_map, output, values):
    result = Vectorize(class_map=class_map, output=output, simplify_px=0).run()
    polygons = read(output)
    assert list(polygons.columns) == ["class_value", "class_name", "area_m2", "pixels", "geometry"]
    assert polygons.crs.to_epsg() == 32633
    assert result.polygons == len(polygons)
    assert set(polygons.geom_type) == {"Polygon"}
    assert polygons.is_valid.all()
    for item in CLASSES:
        own = polygons[polygons.class_value == item.value]
        assert set(own.class_name) == {item.name}
        assert own.pixels.sum() == (values == item.value).sum()
        assert own.area.sum() == pytest.approx(100 * own.pixels.sum())
    assert polygons.area_m2.sum() == pytest.approx(polygons.area.sum(), rel=2e-3)
    inside = polygons.representative_point()
    with rasterio.open(class_map) as dataset:
        found = [value[0] for value in dataset.sample(zip(inside.x, inside.y, strict=True))]
    assert found == polygons.class_value.tolist()


def test_simplified_polygons_fit_together_and_cover_the_map(write_raster, output, values):
    values[values == 0] = 3
    Vectorize(class_map=write_raster("full.tif", values[None], nodata=0), output=output).run()
    polygons = read(output)
    assert polygons.is_valid.all()
    assert shapely.coverage_is_valid(polygons.geometry.values)
    assert polygons.area.sum() == pytest.approx(100 * values.size, rel=1e-12)
    assert polygons.total_bounds.tolist() == [500_000, 5_199_100, 501_200, 5_200_000]


def test_outlines_run_counterclockwise(class_map, output):
    Vectorize(class_map=class_map, output=output).run()
    assert shapely.is_ccw(shapely.get_exterior_ring(read(output).geometry.values)).all()


def test_the_minimum_mapping_unit_is_measured_on_the_ground(class_map, output):
    Vectorize(class_map=class_map, output=output, minimum_area=5000).run()
    polygons = read(output)
    assert polygons.pixels.min() >= 50
    assert polygons.pixels.sum() == 90 * 120 - 20 * 30


def test_holes_are_filled_where_asked_for(write_raster, output):
    values = np.ones((1, 20, 20), np.uint8)
    values[0, 5:7, 5:7] = 0
    path = write_raster("map.tif", values, nodata=0)
    Vectorize(class_map=path, output=output, minimum_area=1000).run()
    assert len(read(output).geometry[0].interiors) == 1
    Vectorize(class_map=path, output=output, minimum_area=1000, fill_holes=True).run()
    assert read(output).area.tolist() == [40_000]


def test_classes_can_be_left_out(class_map, output):
    result = Vectorize(class_map=class_map, output=output, classes_left_out=[1, 99]).run()
    assert set(read(output).class_value) == {2, 3}
    assert [text.split(":")[0] for text in result.classes] == ["2=forest", "3=field & meadow"]


def test_confidence_is_the_mean_of_valid_pixels(write_raster, output, values):
    class_map = write_raster("map.tif", np.array([[[1, 1, 2, 2, 3]]], np.uint8), nodata=0)
    confidence = write_raster("confidence.tif", np.array([[[40, 60, 80, 255, 255]]], np.uint8), nodata=255)
    Vectorize(class_map=class_map, output=output, confidence=confidence).run()
    polygons = read(output).sort_values("class_value")
    assert polygons.mean_confidence.tolist()[:2] == [50, 80]
    assert np.isnan(polygons.mean_confidence.iloc[2])


def test_a_confidence_of_another_map_is_refused(write_raster, class_map, output):
    confidence = write_raster("confidence.tif", np.zeros((1, 9, 12), np.uint8))
    with pytest.raises(GridMismatch, match=r"found 12 × 9 px instead of 120 × 90 px in confidence\.tif"):
        Vectorize(class_map=class_map, output=output, confidence=confidence).run()
    assert not output.exists()


def test_the_names_are_those_of_the_model(write_raster, output):
    path = write_raster("map.tif", np.ones((1, 2, 2), np.uint8), nodata=0)
    with rasterio.open(path, "r+") as dataset:
        dataset.update_tags(**classes_tag([ClassInfo(value=1, name="Wasser", colour="#0000ff")]))
    Vectorize(class_map=path, output=output).run()
    assert read(output).class_name.tolist() == ["Wasser"]


def test_colours_are_beside_the_file_and_in_it(class_map, output):
    Vectorize(class_map=class_map, output=output).run()
    style = output.with_suffix(".qml").read_text(encoding="utf-8")
    assert "0,170,0," in style
    assert "field &amp; meadow" in style
    query = "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
    with sqlite3.connect(output) as database:
        (row,) = database.execute(query).fetchall()
    assert row == ("areas", "geom", 1, style)


def test_the_same_map_gives_the_same_bytes(class_map, output, tmp_path):
    Vectorize(class_map=class_map, output=output).run()
    time.sleep(0.01)  # longer than the format's clock ticks
    again = tmp_path / "again" / "areas.gpkg"
    Vectorize(class_map=class_map, output=again).run()
    assert output.read_bytes() == again.read_bytes()


def test_strips_and_batches_do_not_show(class_map, output, tmp_path, monkeypatch):
    other = tmp_path / "cut.gpkg"
    Vectorize(class_map=class_map, output=output, simplify_px=0).run()
    monkeypatch.setattr("seg4eo_engine.vector.table.BATCH", 3)
    write_polygons(class_map, None, other, PolygonOptions(simplify_px=0, strip_px=120 * 25), SilentReporter())
    whole, cut = (read(path) for path in (output, other))
    order = [frame.geometry.normalize().to_wkt().sort_values().index for frame in (whole, cut)]
    whole, cut = (frame.loc[index].reset_index(drop=True) for frame, index in zip((whole, cut), order, strict=True))
    assert whole.drop(columns=["geometry", "area_m2"]).equals(cut.drop(columns=["geometry", "area_m2"]))
    assert np.allclose(whole.area_m2, cut.area_m2, rtol=1e-6)
    assert whole.geom_equals(cut).all()


@pytest.mark.parametrize(
    "transform",
    [
        Affine(10, 0, 500_000, 0, 10, 5_200_000),
        Affine(10, 0, 500_000, 0, -10, 5_200_000) @ Affine.rotation(30),
        Affine(-10, 0, 500_000, 0, -10, 5_200_000),
    ],
    ids=["south-up", "rotated", "mirrored"],
)
def test_maps_that_are_turned_are_outlined_where_they_lie(write_raster, output, values, transform):
    path = write_raster("map.tif", values[None], nodata=0, transform=transform)
    Vectorize(class_map=path, output=output, simplify_px=0).run()
    polygons = read(output)
    assert shapely.is_ccw(shapely.get_exterior_ring(polygons.geometry.values)).all()
    assert polygons.area.sum() == pytest.approx(100 * (values > 0).sum())
    inside = polygons.representative_point()
    cols, rows = ~transform * (inside.x.to_numpy(), inside.y.to_numpy())
    assert values[rows.astype(int), cols.astype(int)].tolist() == polygons.class_value.tolist()


def test_a_map_in_degrees_has_areas_in_square_metres(write_raster, output):
    path = write_raster(
        "map.tif", np.ones((1, 10, 10), np.uint8), crs="EPSG:4326", transform=Affine(1e-4, 0, 10, 0, -1e-4, 60)
    )
    Vectorize(class_map=path, output=output).run()
    assert read(output).area_m2[0] == pytest.approx(100 * 11.14 * 5.58, rel=2e-3)


def test_a_map_without_a_place_is_outlined_in_pixels(write_raster, output):
    values = np.array([[[1, 1, 2]]], np.uint8)
    path = write_raster("map.tif", values, crs=None, transform=Affine.identity())
    result = Vectorize(class_map=path, output=output, minimum_area=2).run()
    polygons = read(output)
    assert polygons.total_bounds.tolist() == [0, 0, 3, 1]
    assert polygons.area_m2.isna().all()
    assert result.classes == ["1=class 1: 1 polygons, 3 px"]


def test_a_map_with_control_points_only_is_outlined_in_pixels(write_raster, output):
    points = [GroundControlPoint(row, col, 10 + col, 50 - row) for row, col in ((0, 0), (0, 3), (1, 0))]
    path = write_raster(
        "map.tif", np.array([[[1, 1, 2]]], np.uint8), crs="EPSG:4326", transform=Affine.identity(), gcps=points
    )
    Vectorize(class_map=path, output=output).run()
    assert read(output).total_bounds.tolist() == [0, 0, 3, 1]


def test_an_empty_map_gives_an_empty_layer_and_a_warning(write_raster, output, reporter):
    path = write_raster("map.tif", np.zeros((1, 5, 5), np.uint8), nodata=0)
    assert Vectorize(class_map=path, output=output).run(reporter).polygons == 0
    assert read(output).empty
    assert "There are no polygons" in reporter.texts[-1]


def test_progress_goes_to_the_end(class_map, output, reporter):
    Vectorize(class_map=class_map, output=output).run(reporter)
    assert reporter.fractions == sorted(reporter.fractions)
    assert 0.9 < reporter.fractions[-1] <= 1


@pytest.mark.parametrize("steps", range(4))
def test_a_cancelled_job_leaves_nothing(class_map, output, cancelling, steps):
    with pytest.raises(Cancelled):
        Vectorize(class_map=class_map, output=output).run(cancelling(steps))
    assert list(output.parent.iterdir()) == []


def test_wrong_inputs_are_told(class_map, write_raster, output, tmp_path):
    with pytest.raises(MissingInput):
        Vectorize(class_map=tmp_path / "none.tif", output=output).run()
    with pytest.raises(UnwritableOutput, match=r"named \*\.gpkg"):
        Vectorize(class_map=class_map, output=output.with_suffix(".shp")).run()
    heights = write_raster("heights.tif", np.array([[[1.5, 2.5]]], np.float32))
    with pytest.raises(UnknownClass):
        Vectorize(class_map=heights, output=output).run()
    with pytest.raises(InvalidJob):
        Vectorize.from_parameters({"class_map": str(class_map), "output": str(output), "minimum_area": -1})


@pytest.mark.parametrize(("minimum_area", "pixels"), [(0, 0), (100, 1), (101, 2), (10_000, 100)])
def test_a_minimum_mapping_unit_in_pixels(minimum_area, pixels):
    grid = RasterGrid(rasterio.CRS.from_epsg(3035), Affine(10, 0, 4_321_000, 0, -10, 3_210_000), 10, 10)
    assert smallest_px(minimum_area, grid) == pixels
    assert smallest_px(7, RasterGrid(None, Affine.identity(), 10, 10)) == 7
