"""Class shares, band numbers and pictures, against values computed from all pixels at once."""

import base64
import io

import numpy as np
import pytest
from matplotlib.image import imread

from seg4eo_engine.raster.statistics import summarize
from seg4eo_engine.reports.dataset.contact_sheet import choose_patches
from seg4eo_engine.reports.dataset.places_map import draw_places
from seg4eo_engine.reports.dataset.report import study_dataset
from seg4eo_engine.reports.dataset.tallies import BandTally
from seg4eo_engine.reports.tiles import composite_bands


def test_moments_added_patch_by_patch_are_those_of_all_pixels():
    random = np.random.default_rng(2)
    patches = [random.normal(mean, 3, (2, 8, 8)) for mean in (0, 50, -4)]
    tally = BandTally(2)
    for number, pixels in enumerate(patches):
        tally.add(summarize(pixels, np.ones((8, 8), bool), 4, (number,)))
    together = np.concatenate([pixels.reshape(2, -1) for pixels in patches], axis=1)
    np.testing.assert_allclose(tally.mean, together.mean(axis=1))
    np.testing.assert_allclose(tally.std, together.std(axis=1))
    np.testing.assert_allclose(tally.magnitude, np.sqrt((together**2).mean(axis=1)))
    np.testing.assert_array_equal(tally.minimum, together.min(axis=1))


def test_facts_are_those_of_the_files(planned, write_dataset, reporter):
    for patch in planned.patches:
        patch.nodata = 0
    first = planned.of_split("train")[0]
    first.pixels[:, :4] = 0
    first.labels[10:12] = 255
    facts = study_dataset(write_dataset(planned), reporter).facts
    train = planned.of_split("train")
    valid = [(patch.pixels != 0).all(axis=0) for patch in train]
    assert facts.splits["train"].invalid_px == 4 * 32
    assert facts.splits["train"].unlabelled_px == 2 * 32
    assert facts.splits["train"].labelled_px == 24 * 32 * 32 - 6 * 32
    for item in facts.classes:
        expected = sum(int((patch.labels[mask] == item.value).sum()) for patch, mask in zip(train, valid, strict=True))
        assert item.pixels["train"] == expected
        assert item.patches["test"] == 6
    pixels = np.concatenate([patch.pixels[:, mask] for patch, mask in zip(train, valid, strict=True)], axis=1)
    for band, values in zip(facts.bands, pixels.astype(float), strict=True):
        numbers = band.splits["train"]
        assert (numbers.minimum, numbers.maximum) == (values.min(), values.max())
        assert (numbers.mean, numbers.std) == (pytest.approx(values.mean()), pytest.approx(values.std()))
        # every pixel is drawn where there are so few
        assert (numbers.p2, numbers.p98) == tuple(pytest.approx(p) for p in np.percentile(values, (2, 98)))
    assert [source.patches for source in facts.sources] == [{"train": 12, "validation": 3, "test": 3}] * 2


@pytest.mark.parametrize(
    ("names", "positions"),
    [
        (["blue", "green", "red", "nir"], [2, 1, 0]),
        (["B02", "B03", "B04", "B08"], [2, 1, 0]),
        (["band 1", "band 2", "band 3", "band 4"], [0, 1, 2]),
        (["VV", "VH"], [0]),
        (["elevation"], [0]),
    ],
)
def test_bands_are_shown_as_their_names_say(names, positions):
    assert composite_bands(names) == positions


def test_the_contact_sheet_shows_every_class(planned, write_dataset, reporter):
    planned.classes[9] = "rare"
    rare = planned.of_split("train")[17]
    rare.labels[:2] = 9
    survey = study_dataset(write_dataset(planned), reporter).survey
    chosen = choose_patches(survey, "train", 6)
    assert survey.names([17])[0] == f"train/{rare.name}"
    assert 17 in chosen
    assert len(set(chosen)) == 6


def test_patches_of_distant_places_have_a_map_each(planned, write_dataset, reporter):
    for patch in planned.of_split("test"):
        patch.column += 500
    study = study_dataset(write_dataset(planned), reporter)
    places, in_all = draw_places(study.survey, study.planes, set())
    assert in_all == len(places) == 2
    assert {place.detail for place in places} == {"EPSG:32633"}


@pytest.mark.parametrize(("tall", "across_m", "bar_m"), [(False, 3200, 500), (True, 1920, 500)])
def test_the_scale_bar_of_a_map_is_as_long_as_it_says(planned, write_dataset, reporter, tall, across_m, bar_m):
    # ten patches of 320 m from the first training column to the test column, and six rows
    for patch in planned.patches:
        patch.column, patch.row = (patch.row, patch.column) if tall else (patch.column, patch.row)
    study = study_dataset(write_dataset(planned), reporter)
    [place], _ = draw_places(study.survey, study.planes, set())
    picture = imread(io.BytesIO(base64.b64decode(place.picture.split(",")[1])))[..., :3]
    coloured = np.flatnonzero((picture[: -2 * 26].std(axis=2) > 0.1).any(axis=0))
    metres_per_px = across_m / (coloured[-1] - coloured[0] + 1)
    dark = picture[-2 * 26 :].max(axis=2) < 0.4
    row = dark[np.argmax(dark.sum(axis=1))]
    run = np.flatnonzero(~row[np.argmax(row) :])[0]  # the bar ends where the first dark run ends
    assert run * metres_per_px == pytest.approx(bar_m, rel=0.03)
