"""Every form of labels on every kind of grid gives the right pixels, told from formulas and not from the code's own.

The image is a plane over the map, so that its value at any place is known. The labels are known by the raster they were
written to, looked up at the middle of each pixel of a patch, or by the polygons that the middle lies in.
"""

import geopandas
import numpy as np
import pyproj
import pytest
import rasterio
import shapely
from rasterio import Affine
from shapely import affinity
from shapely.geometry import Polygon, box

from seg4eo_engine.errors import GridMismatch
from seg4eo_engine.jobs import ExtractPatches
from seg4eo_engine.patches.manifest import DatasetManifest

SIZE, PATCH = 160, 32
HOME = Affine(10, 0, 500_000, 0, -10, 5_200_000)
PIXELS = Affine.identity()
COLOURS = {1: "#ff0000", 2: "#00ff00", 3: "#0000ff"}
CLASSES = [f"{value}=class {value}:{colour}" for value, colour in COLOURS.items()]
# three polygons of which none has an edge along the pixels, and none of them overlap
SHAPES = {
    1: Polygon([(10.3, 8.2), (75.6, 20.7), (40.1, 90.4)]),
    2: affinity.rotate(box(90.2, 30.7, 150.4, 80.9), 17),
    3: affinity.rotate(box(30.7, 105.3, 140.6, 150.1), -8),
}


def _plane(x, y):
    """The value of the image's bands at map coordinates."""
    return np.stack([(x - 500_000) / 10 + 1, (5_200_000 - y) / 10 + 1, (x - 500_000 + y - 5_198_000) / 20 + 3])


def _centres(transform, height, width):
    cols, rows = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    return transform * (cols, rows)


@pytest.fixture(params=["raster", "polygons", "colours", "png"])
def sources(request, write_raster, tmp_path):
    """Fields of the job for a form of labels, the transform of the image, and the label expected at pixels of it."""
    is_png = request.param == "png"
    transform = PIXELS if is_png else HOME
    values = np.random.default_rng(5).integers(1, 4, (SIZE, SIZE))
    profile = {"crs": None, "transform": PIXELS} if is_png else {}
    image = write_raster("image.tif", _plane(*_centres(HOME, SIZE, SIZE)).astype(np.float32), **profile)
    fields = {"images": [image], "classes": CLASSES}
    if request.param == "polygons":
        shapes = [shapely.transform(shape, lambda xy: np.column_stack(HOME * xy.T)) for shape in SHAPES.values()]
        layer = geopandas.GeoDataFrame({"kind": list(SHAPES)}, geometry=shapes, crs=32633)
        layer.to_file(tmp_path / "labels.gpkg")
        return fields | {"label_polygons": tmp_path / "labels.gpkg", "class_field": "kind"}, transform, _by_polygon
    if request.param == "raster":
        label = write_raster("label.tif", values[None].astype(np.int16))
    else:
        rgb = np.zeros((3, SIZE, SIZE), np.uint8)
        for value in COLOURS:
            rgb[value - 1, values == value] = 255
        label = write_raster("label.tif", rgb) if not is_png else tmp_path / "label.png"
        if is_png:
            with rasterio.open(label, "w", driver="PNG", count=3, height=SIZE, width=SIZE, dtype="uint8") as dataset:
                dataset.write(rgb)

    def by_raster(cols, rows):
        on_border = (abs(cols - np.round(cols)) < 1e-3) | (abs(rows - np.round(rows)) < 1e-3)
        return np.where(on_border, -1, values[rows.astype(int).clip(0, SIZE - 1), cols.astype(int).clip(0, SIZE - 1)])

    return fields | {"labels": [label]}, transform, by_raster


def _by_polygon(cols, rows):
    """The class of the polygon that a place lies in, 0 for none; -1 right on an edge."""
    places = shapely.points(cols, rows)
    expected = np.zeros(cols.shape, int)
    for value, shape in SHAPES.items():
        expected[shapely.contains(shape, places)] = value
        expected[shapely.distance(shape.exterior, places) < 1e-3] = -1
    return expected


def _grid(kind, transform, tmp_path):
    """A layer with cells of one kind over the image."""
    corners = [(4, 6), (60, 50), (100, 100)]
    shift = {"aligned": (0, 0), "off-pixel": (0.3, 0.8), "other CRS": (0.25, 0.45), "turned": (0, 0)}[kind]
    cells = [box(col, row, col + PATCH, row + PATCH) for col, row in corners]
    cells = [affinity.translate(cell, *shift) for cell in cells]
    if kind == "turned":
        cells = [affinity.rotate(cell, 25 * number - 15) for number, cell in enumerate(cells)]
    on_map = [shapely.transform(cell, lambda xy: np.column_stack(transform * xy.T)) for cell in cells]
    layer = geopandas.GeoDataFrame({"split": ["train", "validation", "test"]}, geometry=on_map)
    if transform == HOME:
        layer = layer.set_crs(32633)
        layer = layer.to_crs(32632) if kind == "other CRS" else layer
    layer.to_file(tmp_path / "grid.gpkg")
    return tmp_path / "grid.gpkg"


@pytest.mark.parametrize("kind", ["aligned", "off-pixel", "other CRS", "turned"])
def test_every_patch_shows_its_cell(sources, kind, tmp_path):
    fields, transform, expected_label = sources
    if kind == "other CRS" and transform == PIXELS:
        pytest.skip("an image without a place on the map is in no CRS")
    output = tmp_path / "dataset"
    grid = _grid(kind, transform, tmp_path)
    ExtractPatches(output=output, grid=grid, patch_size_px=PATCH, min_valid_share=0, **fields).run()
    manifest = DatasetManifest.read(output)
    assert len(manifest.patches) == 3
    cells = geopandas.read_file(grid).set_index("split").geometry
    cells = cells.to_crs(32633) if cells.crs else cells
    for patch in manifest.patches:
        folder = output / patch.split
        with rasterio.open(folder / "images" / f"{patch.name}.tif") as dataset:
            pixels, place = dataset.read(), dataset.transform
        with rasterio.open(folder / "labels" / f"{patch.name}.tif") as dataset:
            assert dataset.transform == place
            labels, no_label = dataset.read(1), dataset.nodata
        x, y = _centres(place, PATCH, PATCH)
        outline = Polygon([place * corner for corner in ((0, 0), (PATCH, 0), (PATCH, PATCH), (0, PATCH))])
        cell = cells[patch.split]
        assert outline.symmetric_difference(cell).area < 0.005 * cell.area
        cols, rows = ~transform * (x, y)
        assert np.allclose(pixels, _plane(*(HOME * (cols, rows))), atol=2e-3)
        label = expected_label(cols, rows)
        known = label >= 0
        assert known.mean() > 0.98
        assert np.array_equal(np.where(labels == no_label, 0, labels)[known], label[known])
        assert (patch.col_off is not None) == (kind == "aligned")


def test_labels_in_another_crs_come_onto_the_pixels_of_the_image(write_raster, tmp_path, reporter):
    image = write_raster("image.tif", _plane(*_centres(HOME, SIZE, SIZE)).astype(np.float32))
    values = np.random.default_rng(6).integers(1, 4, (90, 90), dtype=np.uint8)
    to_label = pyproj.Transformer.from_crs(32633, 32632, always_xy=True)
    left, top = to_label.transform(500_000, 5_200_000)
    elsewhere = Affine(25, 0, left - 150, 0, -25, top + 150)
    label = write_raster("label.tif", values[None], crs="EPSG:32632", transform=elsewhere)
    output = tmp_path / "dataset"
    ExtractPatches(images=[image], labels=[label], output=output, patch_size_px=PATCH).run(reporter)
    assert any("label.tif" in text and "EPSG:32632" in text for text in reporter.texts)
    compared = 0
    for patch in DatasetManifest.read(output).patches:
        with rasterio.open(output / patch.split / "labels" / f"{patch.name}.tif") as dataset:
            cols, rows = ~elsewhere * np.array(to_label.transform(*_centres(dataset.transform, PATCH, PATCH)))
            inside = (cols > 0.01) & (rows > 0.01) & (cols < 89.99) & (rows < 89.99)
            inside &= (abs(cols - np.round(cols)) > 0.01) & (abs(rows - np.round(rows)) > 0.01)
            assert np.array_equal(dataset.read(1)[inside], values[rows[inside].astype(int), cols[inside].astype(int)])
            compared += inside.sum()
    assert compared > 0.8 * len(DatasetManifest.read(output).patches) * PATCH**2


def test_another_ground_resolution_averages_pixels(write_raster, tmp_path):
    image = write_raster("image.tif", _plane(*_centres(HOME, SIZE, SIZE)).astype(np.float32))
    label = write_raster("label.tif", np.ones((1, SIZE, SIZE), np.uint8))
    output = tmp_path / "dataset"
    fields = {"images": [image], "labels": [label], "classes": ["0=a", "1=b"], "patch_size_px": 40}
    ExtractPatches(output=output, resolution_m=20, **fields).run()
    manifest = DatasetManifest.read(output)
    assert (manifest.ground_resolution, len(manifest.patches)) == (20, 4)
    for patch in manifest.patches:
        with rasterio.open(output / patch.split / "images" / f"{patch.name}.tif") as dataset:
            inner = dataset.read()[:, 2:-2, 2:-2]
            x, y = _centres(dataset.transform, 40, 40)
            assert np.allclose(inner, _plane(x, y)[:, 2:-2, 2:-2], atol=2e-3)


def test_cells_with_a_crs_do_not_fit_an_image_without(write_raster, tmp_path):
    nowhere = {"crs": None, "transform": PIXELS}
    image = write_raster("image.tif", np.ones((1, SIZE, SIZE), np.uint8), **nowhere)
    label = write_raster("label.tif", np.ones((1, SIZE, SIZE), np.uint8), **nowhere)
    grid = _grid("aligned", HOME, tmp_path)
    with pytest.raises(GridMismatch, match="found none in the raster"):
        ExtractPatches(images=[image], labels=[label], grid=grid, patch_size_px=PATCH, output=tmp_path / "d").run()
