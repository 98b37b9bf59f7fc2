"""The job rasterizelabels: polygons become a label raster on the pixels of another raster."""

from xml.etree import ElementTree

import geopandas
import numpy as np
import pytest
import rasterio
from rasterio import Affine
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from seg4eo_engine.errors import (
    Cancelled,
    GridMismatch,
    InvalidJob,
    MissingInput,
    NotAVector,
    UnknownClass,
    UnwritableOutput,
)
from seg4eo_engine.jobs import RasterizeLabels
from seg4eo_engine.raster.classes import read_classes


@pytest.fixture
def output(tmp_path):
    return tmp_path / "out" / "painted.tif"


@pytest.fixture
def write_polygons(tmp_path):
    def write(shapes: list[BaseGeometry], crs="EPSG:32633", **columns):
        path = tmp_path / "places.gpkg"
        geopandas.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(path)
        return path

    return write


@pytest.fixture
def polygons(write_polygons):
    """On the pixels of ``scene``: water on columns 10–59 and rows 20–69, forest on columns 40–99 and rows 50–79."""
    water, forest = _on_pixels(10, 20, 60, 70), _on_pixels(40, 50, 100, 80)
    return write_polygons([water, forest], kind=["water", "forest"], code=[7, 3], rank=[2, 1])


def _on_pixels(left, top, right, bottom):
    return box(500_000 + 10 * left, 5_200_000 - 10 * bottom, 500_000 + 10 * right, 5_200_000 - 10 * top)


def _expected(first, second, outside, *, second_on_top=True):
    values = np.full((160, 192), outside)
    areas = [((slice(20, 70), slice(10, 60)), first), ((slice(50, 80), slice(40, 100)), second)]
    for area, value in areas if second_on_top else areas[::-1]:
        values[area] = value
    return values


def _read(path):
    with rasterio.open(path) as dataset:
        return dataset.read(1), dataset.profile


def test_labels_lie_on_the_pixels_of_the_raster(scene, polygons, output):
    result = RasterizeLabels(polygons=polygons, raster=scene, output=output, class_field="kind").run()
    values, profile = _read(output)
    assert np.array_equal(values, _expected(2, 1, 0))
    with rasterio.open(scene) as dataset:
        assert (profile["crs"], profile["transform"]) == (dataset.crs, dataset.transform)
    assert (profile["dtype"], profile["nodata"], profile["count"], profile["tiled"]) == ("uint8", 0, 1, True)
    assert result.classes == ["1=forest", "2=water"]
    assert result.labelled_share == pytest.approx((50 * 50 + 60 * 30 - 20 * 20) / (160 * 192))
    assert result.polygons == 2
    assert result.output == output


def test_class_names_and_colours_go_with_the_raster(scene, polygons, output):
    RasterizeLabels(
        polygons=polygons, raster=scene, output=output, class_field="kind", classes=["4=water:#0000ff", "2=forest"]
    ).run()
    classes = read_classes(output, [2, 4])
    assert [(item.value, item.name) for item in classes] == [(2, "forest"), (4, "water")]
    assert classes[1].colour == "#0000ff"
    style = ElementTree.parse(output.with_suffix(".qml"))
    entries = {entry.get("value"): (entry.get("label"), entry.get("color")) for entry in style.iter("paletteEntry")}
    assert entries == {"2": ("forest", classes[0].colour), "4": ("water", "#0000ff")}
    assert sorted(path.name for path in output.parent.iterdir()) == [
        "painted.qml",
        "painted.tif",
        "painted.tif.aux.xml",
    ]


def test_background_is_a_class_and_nodata_is_none(scene, polygons, output):
    fields = {"class_field": "code", "background_value": 0, "order": "field", "order_field": "rank"}
    result = RasterizeLabels(polygons=polygons, raster=scene, output=output, **fields).run()
    values, profile = _read(output)
    assert np.array_equal(values, _expected(7, 3, 0, second_on_top=False))
    assert profile["nodata"] == 255
    assert result.labelled_share == 1
    assert result.classes == ["0=background", "3=class 3", "7=class 7"]


def test_border_is_unlabelled_and_all_touched_and_buffer_take_more(scene, polygons, output):
    plain = {"polygons": polygons, "raster": scene, "output": output, "class_field": "code", "background_value": 0}
    RasterizeLabels(**plain, ignore_border_px=1).run()
    values, profile = _read(output)
    unlabelled = values == profile["nodata"]
    assert unlabelled[19:21, 9:61].all()
    assert not unlabelled[22:48, 12:58].any()
    assert np.array_equal(values[~unlabelled], _expected(7, 3, 0)[~unlabelled])
    RasterizeLabels(**plain, buffer_m=10).run()
    assert (_read(output)[0][25, :] == 7).nonzero()[0].tolist() == list(range(9, 61))
    RasterizeLabels(**plain, buffer_m=2, all_touched=True).run()
    assert (_read(output)[0][25, :] == 7).nonzero()[0].tolist() == list(range(9, 61))


@pytest.mark.parametrize(
    "transform",
    [
        Affine(10, 0, 500_000, 0, 10, 5_198_400),
        Affine(10, 0, 500_300, 0, -10, 5_200_100) * Affine.rotation(30),
    ],
    ids=["south up", "turned"],
)
def test_turned_and_mirrored_rasters_keep_their_pixels(write_raster, coded_pixels, polygons, output, transform):
    raster = write_raster("other.tif", coded_pixels(160, 192), transform=transform)
    RasterizeLabels(polygons=polygons, raster=raster, output=output, class_field="code").run()
    values, profile = _read(output)
    assert profile["transform"].almost_equals(transform, 1e-9)
    rows, cols = np.mgrid[:160, :192] + 0.5
    x, y = transform * (cols, rows)
    expected = np.zeros((160, 192))
    expected[(abs(x - 500_350) < 250) & (abs(y - 5_199_550) < 250)] = 7
    expected[(abs(x - 500_700) < 300) & (abs(y - 5_199_350) < 150)] = 3
    assert {0, 3, 7} == set(np.unique(expected))
    assert np.array_equal(values, expected)


def test_a_raster_of_several_pieces_is_painted_as_a_whole(write_raster, output, write_polygons, reporter, monkeypatch):
    monkeypatch.setattr("seg4eo_engine.patches.labels.rasterize.PIECE_WIDTH_PX", 512)
    raster = write_raster("wide.tif", np.ones((1, 700, 1100), np.uint8))
    rng = np.random.default_rng(0)
    corners = rng.integers(0, [1000, 600], (60, 2))
    sizes = rng.integers(1, 300, (60, 2))
    shapes = [_on_pixels(col, row, col + w, row + h) for (col, row), (w, h) in zip(corners, sizes, strict=True)]
    codes = rng.integers(1, 400, 60)
    polygons = write_polygons(shapes, code=codes)
    RasterizeLabels(polygons=polygons, raster=raster, output=output, class_field="code").run(reporter)
    expected = np.zeros((700, 1100))
    for (col, row), (width, height), code in zip(corners, sizes, codes, strict=True):
        expected[row : row + height, col : col + width] = code
    values, profile = _read(output)
    assert np.array_equal(values, expected)
    assert profile["dtype"] == "int16"
    assert reporter.fractions == sorted(reporter.fractions)
    assert reporter.fractions[-1] == 1
    assert len(reporter.fractions) == 7


def test_what_a_user_should_know_is_said(scene, write_polygons, output, reporter):
    shapes = [_on_pixels(10, 10, 50, 50), _on_pixels(12.6, 12.6, 13.4, 13.4), _on_pixels(300, 0, 310, 10)]
    polygons = write_polygons([*shapes, shapes[0]], kind=["field", "well", "field", None])
    result = RasterizeLabels(polygons=polygons, raster=scene, output=output, class_field="kind").run(reporter)
    assert result.polygons == 2
    assert reporter.texts == [
        "1 of 4 polygons have no class in 'kind' of places.gpkg and are left out.",
        "2 of 3 polygons touch scene.tif.",
        "No pixel is labelled well: polygons of it are missing here, smaller than a pixel, or painted over.",
    ]


def _refused(kind, words, output, **fields):
    with pytest.raises(kind, match=words):
        RasterizeLabels(output=output, **fields).run()
    assert not output.exists()
    assert not output.parent.is_dir() or not list(output.parent.iterdir())


def test_bad_input_is_refused_and_nothing_is_written(scene, polygons, output, tmp_path):
    good = {"polygons": polygons, "raster": scene}
    points = tmp_path / "points.gpkg"
    geopandas.GeoSeries([Point(0, 0)], crs="EPSG:32633").to_file(points)
    _refused(NotAVector, r"found none in .*points\.gpkg", output, **good | {"polygons": points})
    _refused(MissingInput, "found nothing there", output, **good | {"raster": tmp_path / "nowhere.tif"})
    _refused(InvalidJob, "found the columns kind, code, rank", output, **good, class_field="sort")
    _refused(UnknownClass, "found also forest", output, **good, class_field="kind", classes=["1=water"])
    _refused(InvalidJob, "classes like 1=water", output, **good, classes=["water"])
    _refused(InvalidJob, "found none: choose one", output, **good, order="field")


def test_polygons_beside_the_raster_are_refused(scene, write_raster, write_polygons, output):
    far = write_polygons([_on_pixels(500, 500, 510, 510)])
    _refused(GridMismatch, r"on scene\.tif, found none of places\.gpkg touching it", output, raster=scene, polygons=far)
    plain = write_raster("plain.tif", np.ones((1, 20, 20), np.uint8), crs=None, transform=Affine.identity())
    _refused(GridMismatch, "found none in the raster: assign", output, raster=plain, polygons=far)


def test_output_that_cannot_be_written_is_refused(scene, polygons, tmp_path):
    with pytest.raises(UnwritableOutput, match=r"named \*\.tif or \*\.tiff, found painted\.png"):
        RasterizeLabels(polygons=polygons, raster=scene, output=tmp_path / "painted.png").run()


def test_cancel_leaves_the_previous_labels_as_they_were(scene, polygons, output, cancelling):
    RasterizeLabels(polygons=polygons, raster=scene, output=output).run()
    before = {path.name: path.read_bytes() for path in output.parent.iterdir()}
    for steps in (0, 1):
        with pytest.raises(Cancelled):
            RasterizeLabels(polygons=polygons, raster=scene, output=output, background_value=0).run(cancelling(steps))
        assert {path.name: path.read_bytes() for path in output.parent.iterdir()} == before


def test_no_name_of_an_output_is_in_the_way_of_another_file(scene, polygons, tmp_path):
    for name in ("tiled.tif", "tiled-labels.tif", "labels.tiff"):
        RasterizeLabels(polygons=polygons, raster=scene, output=tmp_path / name).run()
        assert (_read(tmp_path / name)[0] > 0).sum() == 50 * 50 + 60 * 30 - 20 * 20
