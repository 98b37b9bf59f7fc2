"""Areas with their confidence intervals."""

import numpy as np
import pytest

from seg4eo_engine.evaluation.areas import estimate_areas
from seg4eo_engine.evaluation.confusion import ConfusionMatrix

HECTARE_M2 = 10_000

# Olofsson et al. (2014), Good practices for estimating area and assessing accuracy of land change, Table 8: what the
# map says (rows) and what was found there, for deforestation, forest gain, stable forest and stable non-forest.
PUBLISHED = ConfusionMatrix(np.array([[66, 0, 5, 4], [0, 55, 8, 12], [1, 0, 153, 11], [2, 1, 9, 313]]).T)
PUBLISHED_PX = (200_000, 150_000, 3_200_000, 6_450_000)
PIXEL_M2 = 900


def part(*counts):
    """The matrix of a patch, written with the map in rows, as above."""
    return ConfusionMatrix(np.array(counts).T)


def test_the_published_example_comes_out():
    areas = estimate_areas(PUBLISHED, PUBLISHED_PX, PIXEL_M2)
    assert [area.mapped_m2 / HECTARE_M2 for area in areas] == [18_000, 13_500, 288_000, 580_500]
    assert [round(area.adjusted_m2 / HECTARE_M2) for area in areas] == [21_158, 11_686, 285_770, 581_386]
    assert [round(1.96 * area.standard_error_m2 / HECTARE_M2) for area in areas] == [6_158, 3_756, 15_510, 16_282]
    for area in areas:
        assert area.low_m2 == pytest.approx(area.adjusted_m2 - 1.96 * area.standard_error_m2)
        assert area.high_m2 == pytest.approx(area.adjusted_m2 + 1.96 * area.standard_error_m2)


def test_areas_add_up_to_the_map():
    areas = estimate_areas(PUBLISHED, PUBLISHED_PX, PIXEL_M2)
    assert sum(area.adjusted_m2 for area in areas) == pytest.approx(sum(PUBLISHED_PX) * PIXEL_M2)


def test_a_map_that_is_measured_whole_has_the_area_of_its_reference():
    confusion = part([40, 10], [5, 45])
    areas = estimate_areas(confusion, confusion.counts.sum(0), PIXEL_M2)
    assert [area.adjusted_m2 / PIXEL_M2 for area in areas] == pytest.approx([45, 55])
    assert [area.mapped_m2 / PIXEL_M2 for area in areas] == [50, 50]


def test_a_map_without_errors_has_no_interval():
    for area in estimate_areas(part([50, 0], [0, 50]), (700, 300), PIXEL_M2):
        assert area.standard_error_m2 == 0
        assert area.low_m2 == area.high_m2 == area.adjusted_m2 == area.mapped_m2


def test_the_error_over_patches_is_that_of_many_other_draws_of_patches():
    """The jackknife against the truth: the spread of the estimate when the patches are drawn again and again."""
    random = np.random.default_rng(0)

    def draw_patches(count):
        # patches of 1000 px that differ in how well they are mapped, so that their pixels are not independent
        rights = random.beta(4, 1, (count, 2))
        return [part(*(np.round(500 * np.array([[a, 1 - a], [1 - b, b]])).astype(int))) for a, b in rights]

    def adjusted(patches):
        return estimate_areas(sum(patches[1:], patches[0]), (6000, 4000), 1.0, patches)[0]

    estimates = [adjusted(draw_patches(40)) for _ in range(200)]
    spread = np.std([estimate.adjusted_m2 for estimate in estimates])
    assert np.mean([estimate.standard_error_m2 for estimate in estimates]) == pytest.approx(spread, rel=0.15)
    hits = [estimate.low_m2 < 6000 * 0.8 + 4000 * 0.2 < estimate.high_m2 for estimate in estimates]
    assert np.mean(hits) > 0.9


def test_pixels_of_patches_say_less_than_as_many_independent_ones():
    patches = [part([90, 10], [5, 95]), part([60, 40], [0, 100]), part([99, 1], [30, 70])]
    total = sum(patches[1:], patches[0])
    by_patch, by_pixel = (estimate_areas(total, (500, 500), 1.0, parts)[0] for parts in (patches, None))
    assert by_patch.adjusted_m2 == by_pixel.adjusted_m2
    assert by_patch.standard_error_m2 > 3 * by_pixel.standard_error_m2
    # patches alike in what is mapped have a mean, whose error everybody knows
    of_each = [1000 * (0.90 + 0.05) / 2, 1000 * (0.60 + 0.00) / 2, 1000 * (0.99 + 0.30) / 2]
    assert by_patch.adjusted_m2 == pytest.approx(np.mean(of_each))
    assert by_patch.standard_error_m2 == pytest.approx(np.std(of_each, ddof=1) / np.sqrt(3))
    # 4.303 is the 97.5 % quantile of Student's t with two degrees of freedom, from a printed table
    assert by_patch.high_m2 - by_patch.adjusted_m2 == pytest.approx(4.303 * by_patch.standard_error_m2, rel=1e-3)


def test_one_patch_says_nothing_of_how_sure_an_area_is():
    patch = part([90, 10], [5, 95])
    unlabelled = ConfusionMatrix.empty(2)
    area = estimate_areas(patch, (500, 500), 1.0, [patch, unlabelled])[0]
    assert area.adjusted_m2 == pytest.approx(0.9 * 500 + 0.05 * 500)
    assert np.isnan([area.standard_error_m2, area.low_m2, area.high_m2]).all()


def test_what_the_reference_never_visits_could_be_any_class():
    confusion = part([40, 10, 0], [5, 45, 0], [0, 0, 0])
    alone = estimate_areas(part([40, 10], [5, 45]), (450, 450), 1.0)
    areas = estimate_areas(confusion, (450, 450, 100), 1.0)
    assert areas[0].adjusted_m2 == pytest.approx(alone[0].adjusted_m2 / 0.9)
    assert sum(area.adjusted_m2 for area in areas) == pytest.approx(1000)
    for area, other in zip(areas, alone, strict=False):
        assert area.low_m2 == pytest.approx(other.low_m2)
        assert area.high_m2 == pytest.approx(other.high_m2 + 100)
    assert (areas[2].low_m2, areas[2].high_m2) == pytest.approx((0, 100))


def test_without_a_reference_only_the_mapped_area_is_known():
    for area in estimate_areas(ConfusionMatrix.empty(2), (300, 700), 1.0):
        assert area.mapped_m2 in (300, 700)
        assert np.isnan([area.adjusted_m2, area.standard_error_m2, area.low_m2, area.high_m2]).all()


def test_an_area_is_neither_negative_nor_larger_than_the_map():
    for area in estimate_areas(part([2, 1], [1, 2]), (10, 990), 1.0):
        assert 0 <= area.low_m2 <= area.adjusted_m2 <= area.high_m2 <= 1000
