"""Labels of every form, on their image's pixels or not, give the class value that the ground has there."""

import geopandas
import numpy as np
import pyproj
import pytest
import rasterio
import shapely
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.windows import Window

from seg4eo_engine.errors import BandMismatch, GridMismatch, InvalidJob, NotARaster, UnknownClass
from seg4eo_engine.patches.labels.classes import parse_classes, settle_classes
from seg4eo_engine.patches.labels.polygons import PolygonRule
from seg4eo_engine.patches.places import Place
from seg4eo_engine.patches.sources import SourceRequest, check_sources
from seg4eo_engine.raster.grid import RasterGrid

pytestmark = pytest.mark.filterwarnings("ignore:Dataset has no geotransform")  # pictures are meant to have none
UTM, NEXT_UTM, DEGREES = CRS.from_epsg(32633), CRS.from_epsg(32634), CRS.from_epsg(4326)
IMAGE = RasterGrid(UTM, Affine(10, 0, 500_000, 0, -10, 5_200_000), 80, 60)
COLOURS = {1: (255, 0, 0), 2: (0, 128, 255), 3: (0, 0, 0)}
COLOURED = parse_classes(["1=roof:#ff0000", "2=water:#0080FF", "3=road:#000000"])


def _other_crs(crs, width, height):
    """A grid of another CRS around the image, its pixels turned against it and of another size."""
    to_crs = pyproj.Transformer.from_crs(32633, crs.to_epsg(), always_xy=True)
    left, bottom, right, top = to_crs.transform_bounds(*IMAGE.bounds)
    step_x, step_y = (right - left) / (width - 6.3), (top - bottom) / (height - 7.1)
    return RasterGrid(crs, Affine(step_x, 0, left - 3 * step_x, 0, -step_y, top + 4 * step_y), width, height)


LABEL_GRIDS = {
    "aligned": IMAGE,
    "larger": RasterGrid(UTM, IMAGE.transform * Affine.translation(-4, -3), 90, 70),
    "off-pixel": RasterGrid(UTM, Affine(7, 0, 499_986.3, 0, -7, 5_200_011.9), 125, 95),
    "turned": RasterGrid(UTM, IMAGE.transform * Affine.translation(30.2, -30.7) * Affine.rotation(33), 90, 90),
    "degrees": _other_crs(DEGREES, 95, 85),
    "next zone": _other_crs(NEXT_UTM, 140, 150),
}
PLACES = {
    "window": Place.of_window(IMAGE, Window(11, 7, 24, 24)),
    "past the edge": Place.of_window(IMAGE, Window(-5, 44, 24, 24)),
    "off-pixel": Place(
        RasterGrid(UTM, IMAGE.transform * Affine.translation(9.3, 5.6) * Affine.scale(1.37), 24, 24), None
    ),
    "turned": Place(
        RasterGrid(
            UTM, IMAGE.transform * Affine.translation(30.2, 12.7) * Affine.rotation(21) * Affine.scale(0.8), 24, 24
        ),
        None,
    ),
}


def _centres(grid):
    rows, cols = np.mgrid[: grid.height, : grid.width] + 0.5
    return grid.transform * (cols, rows)


def _look_up(values, grid, place):
    """The value of the pixel that each centre of the place lies in; -99 outside of the grid."""
    x, y = _centres(place.grid)
    if grid.crs != place.grid.crs:
        x, y = pyproj.Transformer.from_crs(place.grid.crs.to_epsg(), grid.crs.to_epsg(), always_xy=True).transform(x, y)
    cols, rows = (np.floor(part).astype(int) for part in ~grid.transform * (x, y))
    inside = (cols >= 0) & (cols < grid.width) & (rows >= 0) & (rows < grid.height)
    found = values[rows.clip(0, grid.height - 1), cols.clip(0, grid.width - 1)].astype(int)
    return np.where(inside, found, -99)


def _read(request, place, reporter):
    [source] = check_sources(request, reporter)
    with source.open() as opened:
        labels, has_value = opened.read_labels(place)
    assert labels.dtype == np.int32
    assert (labels.shape, has_value.shape) == ((place.grid.height, place.grid.width),) * 2
    return np.where(has_value, labels, -99)


@pytest.fixture
def image(write_raster):
    return write_raster("image.tif", np.ones((1, 60, 80), np.uint8), crs=IMAGE.crs, transform=IMAGE.transform)


@pytest.fixture
def values():
    def make(grid, highest=3):
        return np.random.default_rng(5).integers(0, highest + 1, (grid.height, grid.width), dtype=np.uint8)

    return make


def _paint(values):
    """Colours ``(3, height, width)`` of class values; 0 is grey, which is no class."""
    palette = np.array([(77, 77, 77), *COLOURS.values()], np.uint8)
    return np.moveaxis(palette[values], 2, 0)


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("grid", LABEL_GRIDS.values(), ids=LABEL_GRIDS)
def test_class_values_of_a_raster(image, values, write_raster, reporter, grid, place):
    expected = values(grid)
    labels = write_raster("labels.tif", expected[None], crs=grid.crs, transform=grid.transform, nodata=0)
    found = _read(SourceRequest((image,), (labels,)), place, reporter)
    looked_up = _look_up(expected, grid, place)
    np.testing.assert_array_equal(found, np.where(looked_up == 0, -99, looked_up))


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("grid", LABEL_GRIDS.values(), ids=LABEL_GRIDS)
def test_colours_of_a_mask(image, values, write_raster, reporter, grid, place):
    codes = values(grid).clip(1)
    mask = write_raster("mask.tif", _paint(codes), crs=grid.crs, transform=grid.transform)
    found = _read(SourceRequest((image,), (mask,), classes=tuple(COLOURED)), place, reporter)
    np.testing.assert_array_equal(found, _look_up(codes, grid, place))


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("grid", LABEL_GRIDS.values(), ids=LABEL_GRIDS)
def test_polygons(image, tmp_path, reporter, grid, place):
    rng = np.random.default_rng(11)
    centres = rng.uniform((0, 0), (grid.width, grid.height), (60, 2))
    drawn = shapely.buffer(shapely.points(centres), rng.uniform(2, 9, 60), quad_segs=2)
    drawn = shapely.transform(drawn, lambda points: np.column_stack(grid.transform * points.T))
    kinds = rng.integers(1, 4, 60)
    layer = tmp_path / "fields.gpkg"
    geopandas.GeoDataFrame({"kind": kinds}, geometry=drawn, crs=grid.crs).to_file(layer)
    rule = PolygonRule(class_field="kind", background=0)
    found = _read(SourceRequest((image,), (layer,), polygon_rule=rule), place, reporter)

    to_image = pyproj.Transformer.from_crs(grid.crs.to_epsg(), 32633, always_xy=True).transform
    x, y = _centres(place.grid)
    expected = np.zeros(x.shape, int)
    for polygon, kind in zip(drawn, kinds, strict=True):
        reprojected = shapely.transform(polygon, lambda points: np.column_stack(to_image(*points.T)))
        expected[shapely.contains_xy(reprojected, x, y)] = kind
    assert len(np.unique(expected)) > 2
    np.testing.assert_array_equal(found, expected)


@pytest.fixture
def write_png(tmp_path):
    def write(name, pixels, driver="PNG", palette=None, **profile):
        bands, height, width = pixels.shape
        settings = {"driver": driver, "count": bands, "height": height, "width": width, "dtype": pixels.dtype} | profile
        with rasterio.open(tmp_path / name, "w", **settings) as dataset:
            dataset.write(pixels)
            if palette:
                dataset.write_colormap(1, palette)
        return tmp_path / name

    return write


@pytest.mark.parametrize("form", ["values", "palette", "colours", "transparent"])
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_png_masks_lie_on_the_pixels_of_their_png(write_png, reporter, values, form, place):
    codes = values(IMAGE).clip(1)
    picture = write_png("a.png", np.ones((3, 60, 80), np.uint8))
    if form == "transparent":
        mask = write_png("m.png", np.concatenate([_paint(codes), np.where(codes == 3, 0, 255)[None]]).astype(np.uint8))
    elif form == "colours":
        mask = write_png("m.png", _paint(codes))
    else:
        mask = write_png("m.png", codes[None], palette=COLOURS if form == "palette" else None)
    # the same pixels, where nothing tells where they lie
    to_pixels = ~IMAGE.transform
    in_pixels = RasterGrid(None, to_pixels * place.grid.transform, place.grid.width, place.grid.height)
    classes = tuple(COLOURED) if form in ("colours", "transparent") else ()
    found = _read(SourceRequest((picture,), (mask,), classes=classes), Place(in_pixels, place.window), reporter)
    expected = _look_up(codes, IMAGE, place)
    np.testing.assert_array_equal(found, np.where(expected == 3, -99, expected) if form == "transparent" else expected)
    assert reporter.texts == []


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_mask_without_place_lies_on_its_georeferenced_image(image, write_png, reporter, values, place):
    codes = values(IMAGE)
    mask = write_png("mask.png", codes[None])
    np.testing.assert_array_equal(
        _read(SourceRequest((image,), (mask,)), place, reporter), _look_up(codes, IMAGE, place)
    )
    assert reporter.texts == [
        "mask.png and image.tif do not both say where they lie: the labels are taken to lie on the image's pixels."
    ]


def test_labels_brought_onto_other_pixels_are_said_once(image, write_raster, values, reporter):
    grid = LABEL_GRIDS["off-pixel"]
    labels = [
        write_raster(f"l{number}.tif", values(grid)[None], crs=grid.crs, transform=grid.transform) for number in (1, 2)
    ]
    check_sources(SourceRequest((image,), (labels[0],)), reporter)
    check_sources(SourceRequest((image, image), tuple(labels), label_resampling="mode"), reporter)
    one, many = reporter.texts
    assert one.startswith("l1.tif is on other pixels than image.tif (125 × 95 px instead of 80 × 60 px)")
    assert many == (
        "Labels on other pixels than their image are brought onto the image's (mode): 2 files, the first is l1.tif."
    )


def test_mode_takes_what_most_of_a_pixel_is(image, write_raster, reporter):
    fine = np.random.default_rng(2).choice(3, (180, 240), p=[0.3, 0.4, 0.3]).astype(np.uint8)
    labels = write_raster("fine.tif", fine[None], transform=IMAGE.transform * Affine.scale(1 / 3))
    place = PLACES["window"]
    found = _read(SourceRequest((image,), (labels,), label_resampling="mode"), place, reporter)
    for row in range(24):
        for col in range(24):
            block = fine[3 * (row + 7) : 3 * (row + 8), 3 * (col + 11) : 3 * (col + 12)]
            counts = np.bincount(block.ravel(), minlength=3)
            assert counts[found[row, col]] == counts.max()


def test_labels_elsewhere_are_refused(image, write_raster, reporter):
    labels = write_raster(
        "far.tif", np.ones((1, 60, 80), np.uint8), transform=Affine(10, 0, 600_000, 0, -10, 5_200_000)
    )
    with pytest.raises(GridMismatch, match=r"labels over image\.tif, found far\.tif to lie elsewhere"):
        check_sources(SourceRequest((image,), (labels,)), reporter)


def test_labels_across_the_antimeridian_lie_on_their_image(write_raster, reporter):
    grid = RasterGrid(DEGREES, Affine(0.01, 0, 179.4, 0, -0.01, -16.2), 60, 60)
    image = write_raster("fiji.tif", np.ones((1, 60, 60), np.uint8), crs=grid.crs, transform=grid.transform)
    zone = RasterGrid(CRS.from_epsg(32760), Affine(900, 0, 700_000, 0, -900, 8_260_000), 200, 200)
    codes = np.random.default_rng(5).integers(0, 4, (200, 200), dtype=np.uint8)
    labels = write_raster("zone.tif", codes[None], crs=zone.crs, transform=zone.transform)
    place = Place.of_window(grid, grid.full_window)
    expected = _look_up(codes, zone, place)
    assert (expected >= 0).mean() > 0.8
    np.testing.assert_array_equal(_read(SourceRequest((image,), (labels,)), place, reporter), expected)


def test_labels_of_another_size_that_do_not_say_where_they_lie_are_refused(image, write_png, reporter):
    mask = write_png("mask.png", np.ones((1, 30, 40), np.uint8))
    picture = write_png("picture.png", np.ones((3, 60, 80), np.uint8))
    for path in (image, picture):
        with pytest.raises(GridMismatch, match=r"labels on another grid in mask\.png \(40 × 30 px instead of 80 × 60"):
            check_sources(SourceRequest((path,), (mask,)), reporter)


@pytest.mark.parametrize("dtype", ["int8", "int16", "uint16", "int32", "uint32", "int64", "float32", "float64"])
def test_class_values_of_any_type_are_taken(image, write_raster, reporter, dtype):
    codes = np.random.default_rng(5).integers(0, 100, (60, 80)).astype(dtype)
    labels = write_raster("labels.tif", codes[None], nodata=7)
    expected = _look_up(codes, IMAGE, PLACES["window"])
    found = _read(SourceRequest((image,), (labels,)), PLACES["window"], reporter)
    np.testing.assert_array_equal(found, np.where(expected == 7, -99, expected))


def test_measurements_are_no_labels(image, write_raster, reporter):
    pixels = np.full((1, 60, 80), 2, np.float32)
    pixels[0, 9, 13] = 0.25
    pixels[0, 10, 14] = np.nan
    fraction = write_raster("fraction.tif", pixels)
    with pytest.raises(BandMismatch, match=r"whole numbers, found 0\.25 in .*fraction\.tif"):
        _read(SourceRequest((image,), (fraction,)), PLACES["window"], reporter)
    pixels[0, 9, 13] = 3e9
    huge = write_raster("huge.tif", pixels)
    with pytest.raises(BandMismatch, match=r"found 0 to 3000000000 in .*huge\.tif"):
        _read(SourceRequest((image,), (huge,)), PLACES["window"], reporter)


def test_several_bands_that_are_no_colours_are_refused(image, write_raster, reporter):
    for pixels in (np.ones((2, 60, 80), np.uint8), np.ones((3, 60, 80), np.uint16)):
        labels = write_raster("bands.tif", pixels)
        with pytest.raises(BandMismatch, match=rf"found {len(pixels)} bands of {pixels.dtype} in bands\.tif"):
            check_sources(SourceRequest((image,), (labels,)), reporter)


@pytest.mark.parametrize("bands", [1, 3])
def test_jpeg_masks_are_refused_with_the_cause(image, write_png, write_raster, reporter, bands):
    pixels = np.ones((bands, 60, 80), np.uint8)
    for mask in (write_png("mask.jpg", pixels, driver="JPEG"), write_raster("mask.tif", pixels, compress="jpeg")):
        with pytest.raises(BandMismatch, match=rf"found JPEG compression, which blurs class values, in {mask.name}"):
            check_sources(SourceRequest((image,), (mask,)), reporter)


def test_colours_of_no_class_are_refused_with_their_list(image, write_raster, values, reporter):
    mask = write_raster("mask.tif", _paint(values(IMAGE)))
    [source] = check_sources(SourceRequest((image,), (mask,), classes=tuple(COLOURED[:2])), reporter)
    with source.open() as opened:
        labels, has_value = opened.read_labels(PLACES["window"])
    found = {int(value): 1 for value in np.unique(labels[has_value])}
    with pytest.raises(UnknownClass, match=r"found #000000, #4d4d4d in mask\.tif"):
        settle_classes(found, COLOURED[:2], [], [source])


def test_two_classes_of_one_colour_are_refused(image, write_raster, values, reporter):
    mask = write_raster("mask.tif", _paint(values(IMAGE)))
    classes = tuple(parse_classes(["1=roof:#ff0000", "2=water:#0000ff", "3=road:#FF0000"]))
    with pytest.raises(InvalidJob, match="found #ff0000 for 1 and 3"):
        check_sources(SourceRequest((image,), (mask,), classes=classes), reporter)


def test_a_black_and_white_mask_in_three_bands_has_its_grey_values(image, write_raster, reporter):
    grey = np.random.default_rng(5).choice(np.array([0, 255], np.uint8), (1, 60, 80))
    mask = write_raster("mask.tif", np.repeat(grey, 3, axis=0))
    found = _read(SourceRequest((image,), (mask,)), PLACES["window"], reporter)
    np.testing.assert_array_equal(found, _look_up(grey[0], IMAGE, PLACES["window"]))


def test_nodata_of_a_mask_is_a_colour_not_a_channel(image, write_raster, values, reporter):
    codes = values(IMAGE).clip(1)
    mask = write_raster("mask.tif", _paint(codes), nodata=0)
    expected = _look_up(codes, IMAGE, PLACES["past the edge"])
    without_black = SourceRequest((image,), (mask,), classes=tuple(COLOURED[:2]))
    found = _read(without_black, PLACES["past the edge"], reporter)
    np.testing.assert_array_equal(found, np.where(expected == 3, -99, expected))
    # who names black means it
    found = _read(SourceRequest((image,), (mask,), classes=tuple(COLOURED)), PLACES["past the edge"], reporter)
    np.testing.assert_array_equal(found, expected)


def test_nodata_tag_that_is_named_as_a_class_is_a_class(image, write_raster, values, reporter):
    codes = values(IMAGE)
    labels = write_raster("tagged.tif", codes[None], nodata=0)
    expected = _look_up(codes, IMAGE, PLACES["past the edge"])
    unnamed = _read(SourceRequest((image,), (labels,)), PLACES["past the edge"], reporter)
    np.testing.assert_array_equal(unnamed, np.where(expected == 0, -99, expected))
    request = SourceRequest((image,), (labels,), classes=tuple(parse_classes(["0=land", "1=a", "2=b", "3=c"])))
    np.testing.assert_array_equal(_read(request, PLACES["past the edge"], reporter), expected)


@pytest.mark.parametrize("place", [PLACES["window"], PLACES["turned"]], ids=["window", "turned"])
def test_positive_values_are_one_and_the_rest_is_zero(image, write_raster, values, reporter, place):
    codes = values(IMAGE, highest=5)
    labels = write_raster("labels.tif", codes[None], nodata=4)
    request = SourceRequest((image,), (labels,), positive_values=(2, 3), ignore_values=(0,))
    expected = np.array([-99, 0, 1, 1, -99, 0])[_look_up(codes, IMAGE, place)]
    np.testing.assert_array_equal(_read(request, place, reporter), expected)
    assert request.ignored_values == ()


def test_positive_colours_leave_unknown_ones_to_be_refused(image, write_raster, values, reporter):
    codes = values(IMAGE)
    mask = write_raster("mask.tif", _paint(codes))
    request = SourceRequest((image,), (mask,), classes=tuple(COLOURED), positive_values=(2,))
    found = _read(request, PLACES["window"], reporter)
    expected = _look_up(codes, IMAGE, PLACES["window"])
    assert (found[expected == 0] < -1000).all()
    np.testing.assert_array_equal(found[expected > 0], expected[expected > 0] == 2)


def _write_fields(path, kinds, column="kind", crs="EPSG:32633", shift=0):
    """Squares of 100 m side by side on the image, from its upper left corner."""
    squares = [
        shapely.box(500_000 + shift + 100 * n, 5_199_900, 500_100 + shift + 100 * n, 5e6 + 2e5)
        for n in range(len(kinds))
    ]
    geopandas.GeoDataFrame({column: kinds}, geometry=squares, crs=crs).to_file(path)
    return path


def test_one_polygon_layer_serves_images_of_several_crs(image, write_raster, tmp_path, reporter):
    layer = _write_fields(tmp_path / "fields.gpkg", ["b", "a"])
    grid = LABEL_GRIDS["next zone"]
    other = write_raster(
        "other.tif", np.ones((1, grid.height, grid.width), np.uint8), crs=grid.crs, transform=grid.transform
    )
    request = SourceRequest((image, other), label_polygons=layer, polygon_rule=PolygonRule(class_field="kind"))
    first, second = check_sources(request, reporter)
    with first.open() as opened:
        labels, has_value = opened.read_labels(Place.of_window(first.grid, first.grid.full_window))
    assert (labels[:10, :10] == 2).all() and (labels[:10, 10:20] == 1).all() and has_value.sum() == 200
    with second.open() as opened:
        labels, has_value = opened.read_labels(Place.of_window(grid, grid.full_window))
    pixel_area = abs(grid.transform.determinant)
    np.testing.assert_allclose(np.bincount(labels[has_value])[1:] * pixel_area, 10_000, rtol=0.02)
    assert [item.name for item in first.describe_classes([1, 2])] == ["a", "b"]


def test_layers_with_other_names_are_numbered_together(image, write_raster, tmp_path, reporter):
    layers = [
        _write_fields(tmp_path / "one.gpkg", ["water", "forest"]),
        _write_fields(tmp_path / "two.gpkg", ["water"]),
    ]
    rule = PolygonRule(class_field="kind", background=0)
    sources = check_sources(SourceRequest((image, image), tuple(layers), polygon_rule=rule), reporter)
    found = []
    for source in sources:
        with source.open() as opened:
            labels, _ = opened.read_labels(Place.of_window(IMAGE, Window(0, 0, 30, 10)))
            found.append(labels[0, ::10].tolist())
    assert found == [[2, 1, 0], [2, 0, 0]]
    for source in sources:
        assert [item.name for item in source.describe_classes([0, 1, 2])] == ["background", "forest", "water"]


def test_classes_given_number_the_names_of_polygons(image, tmp_path, reporter):
    layer = _write_fields(tmp_path / "fields.gpkg", ["7", "5", "9"])
    request = SourceRequest(
        (image,),
        (layer,),
        classes=tuple(parse_classes(["5=water:#0000ff", "7=forest"])),
        ignore_values=(9,),
        polygon_rule=PolygonRule(class_field="kind"),
    )
    found = _read(request, Place.of_window(IMAGE, Window(0, 0, 40, 10)), reporter)
    assert found[0, ::10].tolist() == [7, 5, 9, -99]


def test_polygons_may_be_positive_or_not(image, tmp_path, reporter):
    layer = _write_fields(tmp_path / "fields.gpkg", [7, 5, 9])
    request = SourceRequest(
        (image,),
        (layer,),
        classes=tuple(parse_classes(["0=rest", "1=wet"])),
        positive_values=(5, 9),
        polygon_rule=PolygonRule(class_field="kind", background=0),
    )
    [source] = check_sources(request, reporter)
    found = _read(request, Place.of_window(IMAGE, Window(0, 0, 40, 10)), reporter)
    assert found[0, ::10].tolist() == [0, 1, 1, 0]
    assert [item.name for item in settle_classes({0: 1, 1: 1}, request.classes, [], [source])] == ["rest", "wet"]


def test_a_layer_named_as_qgis_does_is_taken(image, tmp_path, reporter):
    path = tmp_path / "many.gpkg"
    for name, kind in (("other", 1), ("fields", 4)):
        square = shapely.box(500_000, 5_199_900, 500_100, 5_200_000)
        geopandas.GeoDataFrame({"kind": [kind]}, geometry=[square], crs="EPSG:32633").to_file(path, layer=name)
    layer = path.with_name("many.gpkg|layername=fields")
    request = SourceRequest((image,), (layer,), polygon_rule=PolygonRule(class_field="kind"))
    assert _read(request, Place.of_window(IMAGE, Window(0, 0, 10, 10)), reporter).tolist() == [[4] * 10] * 10


def test_polygons_on_none_of_the_images_are_refused_and_bare_images_are_said(image, write_raster, tmp_path, reporter):
    near = _write_fields(tmp_path / "near.gpkg", [1])
    far = _write_fields(tmp_path / "far.gpkg", [1], shift=50_000)
    bare = write_raster("bare.tif", np.ones((1, 60, 80), np.uint8), transform=Affine(10, 0, 560_000, 0, -10, 5_200_000))
    with pytest.raises(GridMismatch, match=r"found none in far\.gpkg that touches a pixel of image\.tif"):
        check_sources(SourceRequest((image,), label_polygons=far), reporter)
    check_sources(SourceRequest((image, bare), label_polygons=near), reporter)
    assert reporter.texts == ["No polygon of near.gpkg lies on bare.tif."]


def test_what_is_neither_raster_nor_polygons_is_refused(image, tmp_path, reporter):
    broken = tmp_path / "broken.tif"
    broken.write_bytes(b"no raster")
    with pytest.raises(NotARaster, match=r"broken\.tif"):
        check_sources(SourceRequest((image,), (broken,)), reporter)


def test_a_value_both_positive_and_ignored_is_refused(image, reporter):
    with pytest.raises(InvalidJob, match="found 3 as both"):
        check_sources(SourceRequest((image,), (image,), positive_values=(3, 4), ignore_values=(3,)), reporter)
