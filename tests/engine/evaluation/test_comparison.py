"""Maps compared with rasters and polygons."""

import math
from collections import Counter

import geopandas
import numpy as np
import pytest
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.windows import Window
from shapely.geometry import box

from seg4eo_engine.errors import GridMismatch, InvalidJob, UnknownClass
from seg4eo_engine.evaluation.comparison import compare
from seg4eo_engine.evaluation.extent import pixel_area_m2
from seg4eo_engine.evaluation.references import PolygonReference, RasterReference
from seg4eo_engine.evaluation.reliability import Reliability
from seg4eo_engine.evaluation.tiles import TileScore, best_and_worst, merged_parts
from seg4eo_engine.patches.labels.classes import NamedClass
from seg4eo_engine.patches.labels.polygons import PolygonRule
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import open_raster

TRANSFORM = Affine(10, 0, 500_000, 0, -10, 5_200_000)
HEIGHT, WIDTH = 530, 300  # three strips of tiles, two tiles wide


@pytest.fixture
def compared(reporter):
    """The comparison of a map with a reference raster."""

    def run(class_map, reference, **options):
        with open_raster(class_map) as map_file, open_raster(reference) as reference_file:
            truth = RasterReference(reference_file, RasterGrid.from_dataset(map_file), reporter)
            return compare(class_map, truth, reporter=reporter, **options)

    return run


@pytest.fixture
def noisy():
    """A map (HEIGHT, WIDTH) of the values 1 to 3, and a truth that differs at three pixels in ten."""
    random = np.random.default_rng(1)
    truth = random.integers(1, 4, (HEIGHT, WIDTH), dtype=np.uint8)
    return np.where(random.random(truth.shape) < 0.7, truth, 2).astype(np.uint8), truth


def pairs_of(truth, mapped):
    return Counter(zip(truth.ravel().tolist(), mapped.ravel().tolist(), strict=True))


def test_every_pixel_is_counted_once(write_raster, compared, noisy):
    mapped, truth = noisy
    found = compared(write_raster("map.tif", mapped[None]), write_raster("truth.tif", truth[None]))
    assert found.pairs == pairs_of(truth, mapped)
    assert found.mapped_px == Counter(mapped.ravel().tolist())
    assert sum((tile.pairs for tile in found.tiles), Counter()) == found.pairs
    assert len(found.tiles) == 6
    assert found.class_values == (1, 2, 3)


def test_values_beyond_a_byte_are_counted_too(write_raster, compared, noisy):
    mapped, truth = (values.astype(np.int32) * 1000 - 2000 for values in noisy)
    found = compared(write_raster("map.tif", mapped[None]), write_raster("truth.tif", truth[None]))
    assert found.pairs == pairs_of(truth, mapped)


def test_the_map_is_counted_whole_where_the_reference_is_not(write_raster, compared, noisy):
    mapped, truth = noisy
    truth[:, 20:] = 0
    found = compared(write_raster("map.tif", mapped[None]), write_raster("truth.tif", truth[None]), ignore_values=[0])
    assert found.pairs == pairs_of(truth[:, :20], mapped[:, :20])
    assert found.mapped_px.total() == mapped.size


def test_comparisons_of_parts_add_up_to_that_of_the_whole(write_raster, compared, noisy):
    mapped, truth = noisy
    whole = compared(write_raster("map.tif", mapped[None]), write_raster("truth.tif", truth[None]))
    parts = [
        compared(write_raster(f"m{half.start}.tif", mapped[None, half]), write_raster("t.tif", truth[None, half]))
        for half in (slice(0, 256), slice(256, HEIGHT))
    ]
    total = parts[0] + parts[1]
    assert (total.pairs, total.mapped_px) == (whole.pairs, whole.mapped_px)
    assert total.pixel_area_m2 == pytest.approx(whole.pixel_area_m2, rel=1e-3)


def test_a_coarser_reference_gives_its_nearest_pixels(write_raster, compared, noisy, reporter):
    mapped, _ = noisy
    coarse = np.random.default_rng(2).integers(1, 4, (HEIGHT // 10, WIDTH // 10), dtype=np.uint8)
    reference = write_raster("coarse.tif", coarse[None], transform=TRANSFORM * Affine.scale(10))
    found = compared(write_raster("map.tif", mapped[None]), reference)
    assert found.pairs == pairs_of(np.kron(coarse, np.ones((10, 10), np.uint8)), mapped)
    assert reporter.texts == ["coarse.tif lies on other pixels (30 × 53 px instead of 300 × 530 px): the nearest ones "
                              "were taken."]  # fmt: skip


def test_a_reference_elsewhere_has_nothing_to_compare(write_raster, compared, noisy):
    mapped, truth = noisy
    far = write_raster("far.tif", truth[None], transform=Affine.translation(1_000_000, 0) * TRANSFORM)
    assert not compared(write_raster("map.tif", mapped[None]), far).pairs


def test_a_reference_without_a_place_is_refused(write_raster, compared, noisy):
    mapped, truth = noisy
    unplaced = write_raster("unplaced.tif", truth[None, :9], crs=None)
    with pytest.raises(GridMismatch, match="found no coordinate reference system instead of EPSG:32633 in unplaced"):
        compared(write_raster("map.tif", mapped[None]), unplaced)


def test_a_reference_of_measurements_is_refused(write_raster, compared, noisy):
    mapped, truth = noisy
    heights = write_raster("heights.tif", truth[None] + np.float32(0.25))
    with pytest.raises(UnknownClass, match=r"whole numbers as classes in heights\.tif, found \d\.25"):
        compared(write_raster("map.tif", mapped[None]), heights)
    whole = write_raster("whole.tif", truth[None].astype(np.float32))
    assert compared(write_raster("map.tif", mapped[None]), whole).pairs == pairs_of(truth, mapped)


def test_measurements_are_no_classes(write_raster, compared):
    heights = write_raster("heights.tif", np.arange(300, dtype=np.uint16).reshape(1, 15, 20))
    plain = write_raster("plain.tif", np.ones((1, 15, 20), np.uint16))
    for class_map, reference in ((heights, plain), (plain, heights)):
        with pytest.raises(UnknownClass, match=r"at most 255 classes, found 300 different values in heights\.tif"):
            compared(class_map, reference)


def test_confidence_tells_how_reliable_the_map_is(write_raster, compared, noisy):
    mapped, truth = noisy
    percent = np.random.default_rng(3).integers(0, 101, mapped.shape, dtype=np.uint8)
    percent[:, 40:] = 255
    found = compared(
        write_raster("map.tif", mapped[None]),
        write_raster("truth.tif", truth[None]),
        confidence=write_raster("confidence.tif", percent[None], nodata=255),
    )
    known = percent != 255
    expected = Reliability.of(percent[known] / 100, (truth == mapped)[known])
    np.testing.assert_array_equal(found.reliability.counts, expected.counts)
    np.testing.assert_array_equal(found.reliability.right, expected.right)
    np.testing.assert_allclose(found.reliability.confidence_sums, expected.confidence_sums)


def polygon_reference(tmp_path, reporter, columns, rule, ignored=()):
    # 300 by 100 m in the upper left corner, and beside it
    places = [box(500_000, 5_199_900, 500_300, 5_200_000), box(500_300, 5_199_900, 500_600, 5_200_000)]
    path = tmp_path / "known.gpkg"
    geopandas.GeoDataFrame(columns, geometry=places, crs="EPSG:32633").to_file(path)
    grid = RasterGrid(CRS.from_epsg(32633), TRANSFORM, WIDTH, HEIGHT)
    return PolygonReference.open(path, grid, rule, ignored, reporter)


def test_polygons_are_compared_by_the_names_of_the_map(write_raster, tmp_path, noisy, reporter):
    mapped, _ = noisy
    rule = PolygonRule(class_field="kind", classes=(NamedClass(1, "water", None), NamedClass(3, "field", None)))
    reference = polygon_reference(tmp_path, reporter, {"kind": ["field", "water"]}, rule)
    found = compare(write_raster("map.tif", mapped[None]), reference, reporter=reporter)
    expected = pairs_of(np.full((10, 30), 3), mapped[:10, :30]) + pairs_of(np.full((10, 30), 1), mapped[:10, 30:60])
    assert found.pairs == expected


def test_outside_of_polygons_is_the_background(write_raster, tmp_path, noisy, reporter):
    mapped, _ = noisy
    reference = polygon_reference(tmp_path, reporter, {"kind": [3, 3]}, PolygonRule("kind", (), background=1))
    found = compare(write_raster("map.tif", mapped[None]), reference, reporter=reporter)
    truth = np.ones_like(mapped)
    truth[:10, :60] = 3
    assert found.pairs == pairs_of(truth, mapped)


def test_polygons_of_values_to_ignore_are_left_out(write_raster, tmp_path, noisy, reporter):
    mapped, _ = noisy
    rule = PolygonRule("kind", (NamedClass(3, "field", None),))
    reference = polygon_reference(tmp_path, reporter, {"kind": [3, 9]}, rule, ignored=(9,))
    found = compare(write_raster("map.tif", mapped[None]), reference, ignore_values=(9,), reporter=reporter)
    assert found.pairs == pairs_of(np.full((10, 30), 3), mapped[:10, :30])


def test_names_that_nobody_knows_the_values_of_are_refused(tmp_path, reporter):
    with pytest.raises(InvalidJob, match=r"found none for field: give classes, such as 1=field"):
        polygon_reference(tmp_path, reporter, {"kind": ["field", "water"]}, PolygonRule("kind"))


def test_the_area_of_a_pixel_is_that_on_the_ground():
    grids = {
        "utm": RasterGrid(CRS.from_epsg(32633), TRANSFORM, 100, 100),
        "degrees": RasterGrid(CRS.from_epsg(4326), Affine(1e-4, 0, 15, 0, -1e-4, 60), 2, 2),
        "mercator": RasterGrid(CRS.from_epsg(3857), Affine(10, 0, 1.7e6, 0, -10, 8_399_737.9), 2, 2),  # at 60° north
        "unplaced": RasterGrid(None, TRANSFORM, 2, 2),
    }
    areas = {name: pixel_area_m2(grid) for name, grid in grids.items()}
    # radii of curvature of WGS 84 at 60° along the meridian and across it
    squared = 6.69437999014e-3
    curved = 1 - squared * math.sin(math.radians(60)) ** 2
    meridian, across = 6_378_137 * (1 - squared) / curved**1.5, 6_378_137 / math.sqrt(curved)
    assert areas["utm"] == pytest.approx(100 / 0.9996**2, rel=1e-4)  # its scale on the central meridian
    assert areas["degrees"] == pytest.approx(math.radians(1e-4) ** 2 * meridian * across * 0.5, rel=1e-4)
    radius_m = 6_378_137
    assert areas["mercator"] == pytest.approx(100 * meridian * across / radius_m**2 * 0.25, rel=1e-3)
    assert areas["unplaced"] is None


def tile(right, wrong, varied=True):
    pairs = Counter({(1, 1): right, (1, 2): wrong})
    if varied:
        pairs[2, 2] = 1
    return TileScore(None, Window(0, 0, 1, 1), pairs)


def test_the_worst_are_the_wrongest_and_the_best_are_not_just_plain():
    tiles = [tile(90, 10), tile(10, 90), tile(50, 50), tile(100, 0, varied=False), tile(99, 1), tile(0, 5)]
    best, worst = best_and_worst(tiles, lambda each: each.is_varied, 2)
    assert worst == [tiles[1], tiles[2]]  # the last has too few pixels to be looked at
    assert best == [tiles[4], tiles[0]]


def test_a_single_tile_is_shown_once():
    best, worst = best_and_worst([tile(1, 1)], lambda each: each.is_varied, 6)
    assert (len(best), worst) == (1, [])


def test_parts_are_merged_until_they_are_few():
    tiles = [tile(number, 1) for number in range(10)]
    parts = merged_parts(tiles, most=4)
    assert len(parts) == 4
    assert sum(parts, Counter()) == sum((each.pairs for each in tiles), Counter())
