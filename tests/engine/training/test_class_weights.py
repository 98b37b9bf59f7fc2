"""How much each class counts."""

import pytest

from seg4eo_engine.errors import InvalidDataset, InvalidJob
from seg4eo_engine.raster.classes import default_class
from seg4eo_engine.training.class_weights import choose_class_weights

CLASSES = [default_class(value, position).model_copy(update={"name": name}) for position, (value, name) in
           enumerate([(10, "water"), (20, "forest = wood"), (30, "10"), (40, "town")])]  # fmt: skip
PATCHES = [(600, 200, 0, 0), (0, 100, 100, 0)]  # nobody labelled a town


def weights(method, patches=PATCHES, given=()):
    return choose_class_weights(method, patches, given, CLASSES).tolist()


def mean_one(values):
    return pytest.approx([3 * value / sum(values) for value in values] + [0], rel=1e-6)


def test_without_weights_all_classes_count_alike():
    assert choose_class_weights("none", PATCHES, [], CLASSES) is None


def test_inverse_frequency():
    assert weights("inverse") == mean_one([1 / 600, 1 / 300, 1 / 100])


def test_median_frequency_looks_at_the_patches_that_have_the_class():
    # of the pixels of these patches: water 600 of 800, forest 300 of 1000, the third 100 of 200
    assert weights("median") == mean_one([0.5 / 0.75, 0.5 / 0.3, 0.5 / 0.5])


def test_effective_number_with_the_median_class_as_volume():
    beta = 1 - 1 / 300
    effective = [(1 - beta**count) / (1 - beta) for count in (600, 300, 100)]
    assert weights("effective") == mean_one([1 / number for number in effective])


def test_effective_number_is_milder_than_inverse_frequency_and_does_not_depend_on_resolution():
    patches = [(900_000, 90_000, 9_000, 0)]
    inverse, effective = weights("inverse", patches), weights("effective", patches)
    assert 1 < effective[2] / effective[0] < inverse[2] / inverse[0]
    assert weights("effective", [(90_000, 9_000, 900, 0)]) == pytest.approx(effective, rel=1e-3)


@pytest.mark.parametrize("method", ["inverse", "median", "effective"])
def test_a_single_pixel_is_enough_for_a_weight(method):
    assert weights(method, [(1, 0, 0, 0)]) == [1, 0, 0, 0]


def test_given_weights_stand_instead_of_others():
    assert weights("none", given=["water=4"]) == pytest.approx([2, 0.5, 0.5, 0.5])
    inverse = weights("inverse")
    assert weights("inverse", given=["water = 0", "40=2"])[0] == 0
    changed = weights("inverse", given=["forest = wood=3"])
    assert changed[1] / changed[2] == pytest.approx(3 / inverse[2])


def test_a_name_goes_before_a_value():
    assert weights("none", given=["10=4"]) == pytest.approx([0.5, 0.5, 2, 0.5])


@pytest.mark.parametrize(
    "given", [["snow=2"], ["water"], ["water=much"], ["water=-1"], ["water=nan"], ["=2"], ["water=1", "water=2"]]
)
def test_other_weights_are_refused_with_the_classes(given):
    with pytest.raises(InvalidJob, match=rf"forest = wood \(20\).*found '{given[-1]}'"):
        weights("none", given=given)


def test_weights_that_leave_nothing_to_learn_are_refused():
    with pytest.raises(InvalidJob, match="found water=0, 20=0, 30=0: give"):
        weights("none", given=["water=0", "20=0", "30=0"])


def test_patches_without_labels_are_refused():
    with pytest.raises(InvalidDataset, match="found none to weigh"):
        weights("inverse", [(0, 0, 0, 0)])
