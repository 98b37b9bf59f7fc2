"""Numbers as people write them."""

import pytest

from seg4eo_engine.reports import words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1, "1"),
        (0.000123, "0.000123"),
        (0.5, "0.5"),
        (12.345, "12.3"),
        (99.96, "100"),
        (1234.5, "1,234"),
        (65_535, "65,535"),
        (-17.25, "−17.2"),
        (1e-12, "1e−12"),
        (float("nan"), "–"),
    ],
)
def test_numbers_have_three_figures(value, text):
    assert words.number(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0 %"),
        (0.0004, "< 0.1 %"),
        (0.0123, "1.2 %"),
        (0.0997, "10 %"),
        (0.5, "50 %"),
        (0.9949, "99.5 %"),
        (0.9996, "> 99.9 %"),
        (1, "100 %"),
    ],
)
def test_shares_are_never_rounded_to_nothing_or_to_all(share, text):
    assert words.percent(share) == text


@pytest.mark.parametrize(
    ("metres", "text"), [(0, "0 m"), (0.4, "40 cm"), (12.8, "12.8 m"), (640, "640 m"), (2560, "2.56 km")]
)
def test_lengths_have_a_fitting_unit(metres, text):
    assert words.length(metres) == text


def test_long_lists_are_cut_and_it_is_said():
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b"]) == "a and b"
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert words.listed(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"


def test_counts_agree_with_their_nouns():
    assert words.patches(1, "test") == "1 test patch"
    assert words.patches(1200) == "1,200 patches"
    assert words.counted(2, "class", "classes") == "2 classes"
    assert words.widths(1.0) == "1 patch width"
    assert words.widths(0.5) == "0.5 patch widths"
