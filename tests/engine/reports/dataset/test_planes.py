"""Distances between splits, against distances known from where the patches were put."""

import pytest

from seg4eo_engine.reports.dataset.report import study_dataset

pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")


@pytest.fixture
def separation_of(write_dataset, reporter):
    def separate(planned, first="train", second="test"):
        facts = study_dataset(write_dataset(planned), reporter).facts
        [found] = [pair for pair in facts.separations if (pair.first, pair.second) == (first, second)]
        return found

    return separate


def test_the_distance_is_from_edge_to_edge(planned, separation_of):
    # the last training column is 3, the test column 9: five patches of 320 m between them
    found = separation_of(planned)
    assert (found.distance, found.unit, found.metres) == (pytest.approx(1600), "m", pytest.approx(1600))
    assert found.patch_widths == pytest.approx(5)
    assert found.overlapping == ()


def test_every_pair_of_splits_is_measured(planned, separation_of):
    assert separation_of(planned, "train", "validation").patch_widths == pytest.approx(2)


def test_the_distance_of_images_without_coordinates_is_in_pixels(planned, separation_of):
    for patch in planned.patches:
        patch.crs = None
    found = separation_of(planned)
    assert (found.distance, found.unit, found.metres) == (pytest.approx(160), "px", None)


def test_a_distance_in_degrees_is_told_in_metres_too(planned, separation_of):
    for patch in planned.patches:
        patch.crs, patch.pixel, patch.origin = "EPSG:4326", 0.001, (10.0, 60.0)
    found = separation_of(planned)
    assert (found.distance, found.unit) == (pytest.approx(5 * 0.032), "°")
    # a degree of longitude at 60° N, where the rows begin, is half of one at the equator
    assert found.metres == pytest.approx(5 * 0.032 * 111_320 / 2, rel=0.01)


def test_a_distance_across_zones_is_the_one_on_the_ground(planned, separation_of, to_zone_32):
    # all test patches are told in the coordinates of the neighbouring zone, which turns them by a few degrees
    for patch in planned.of_split("test"):
        to_zone_32(patch)
    found = separation_of(planned)
    assert found.distance == pytest.approx(1600, abs=40)


@pytest.mark.parametrize(
    "crs",
    [
        'LOCAL_CS["building site",UNIT["metre",1]]',
        'GEOGCS["Moon",DATUM["Moon",SPHEROID["Moon",1737400,0]],PRIMEM["0",0],UNIT["degree",0.0174532925199433]]',
    ],
)
def test_a_map_without_a_place_on_earth_is_compared_with_itself_only(planned, separation_of, crs):
    for patch in planned.patches:
        if patch.source == 0:
            patch.crs, patch.pixel, patch.origin = crs, 1e-4, (10.0, 50.0)
    assert separation_of(planned).patch_widths == pytest.approx(5)


def test_splits_on_different_images_have_no_distance(planned, separation_of):
    for patch in planned.patches:
        patch.crs = None
        patch.source = int(patch.split == "test")
    assert separation_of(planned).distance is None


def test_patches_without_a_known_place_are_noted(planned, findings_of):
    for patch in planned.patches:
        patch.crs, patch.placed = None, False
    [finding] = findings_of(planned)
    assert (finding.check, finding.severity) == ("leakage", "note")
    assert finding.found == "Where 36 patches lie is not known"
