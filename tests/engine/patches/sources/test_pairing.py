"""Images and their partners are found by the part of their names that they share."""

from pathlib import Path

import pytest

from seg4eo_engine.errors import InvalidJob, MissingInput
from seg4eo_engine.patches.sources.pairing import FoundPair, find_pairs


@pytest.fixture
def folder(tmp_path):
    def fill(*names: str) -> Path:
        for name in names:
            path = tmp_path / "data" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"")
        return tmp_path / "data"

    return fill


def test_pairs_come_in_the_order_of_their_names(folder, reporter):
    root = folder("images/b.tif", "images/a.tif", "labels/a_mask.png", "labels/b_mask.png", "images/a.tfw")
    assert find_pairs(root, "images/*.tif", "labels/*_mask.png", [], "", reporter) == [
        FoundPair(root / "images/a.tif", root / "labels/a_mask.png", (), None),
        FoundPair(root / "images/b.tif", root / "labels/b_mask.png", (), None),
    ]
    assert reporter.texts == []


def test_stacked_rasters_and_grids_are_found_too(folder, reporter):
    root = folder("s2/x.tif", "dem/x.tif", "s1/x_vv.tif", "labels/x.tif", "grids/x.gpkg")
    [pair] = find_pairs(root, "s2/*.tif", "labels/*.tif", ["s1/*_vv.tif", "dem/*.tif"], "grids/*.gpkg", reporter)
    assert pair.stack == (root / "s1/x_vv.tif", root / "dem/x.tif")
    assert pair.grid == root / "grids/x.gpkg"


def test_a_folder_may_name_the_pair(folder, reporter):
    root = folder("rome/image.tif", "rome/mask.tif", "oslo/image.tif", "oslo/mask.tif")
    pairs = find_pairs(root, "*/image.tif", "*\\mask.tif", [], "", reporter)
    assert [pair.label.parent.name for pair in pairs] == ["oslo", "rome"]


def test_images_alone_may_be_looked_for(folder, reporter):
    root = folder("a.tif", "b.tif")
    assert [pair.label for pair in find_pairs(root, "*.tif", "", [], "", reporter)] == [None, None]


def test_a_file_belongs_to_the_longest_pattern(folder, reporter):
    root = folder("a.tif", "a_mask.tif", "b.tif", "b_mask.tif")
    pairs = find_pairs(root, "*.tif", "*_mask.tif", [], "", reporter)
    assert [(pair.image.name, pair.label.name) for pair in pairs] == [("a.tif", "a_mask.tif"), ("b.tif", "b_mask.tif")]


def test_an_image_without_its_partner_is_refused_by_name(folder, reporter):
    root = folder("i/a.tif", "i/b.tif", "i/c.tif", "l/b.tif")
    with pytest.raises(InvalidJob, match=r"like l/\*\.tif for each image in .*, found none for a\.tif, c\.tif:"):
        find_pairs(root, "i/*.tif", "l/*.tif", [], "", reporter)
    with pytest.raises(InvalidJob, match=r"like g/\*\.gpkg for each image"):
        find_pairs(root, "i/*.tif", "", [], "g/*.gpkg", reporter)


def test_labels_without_an_image_are_said(folder, reporter):
    root = folder("i/a.tif", "l/a.tif", "l/z.tif")
    assert len(find_pairs(root, "i/*.tif", "l/*.tif", [], "", reporter)) == 1
    assert reporter.texts == ["Labels without an image, left out: z.tif."]


def test_brackets_in_names_and_hidden_files_do_no_harm(folder, reporter):
    root = folder("i[1]/a.tif", "i[1]/._a.tif", "i1/b.tif")
    assert [pair.image.name for pair in find_pairs(root, "i[1]/*.tif", "", [], "", reporter)] == ["a.tif"]


@pytest.mark.parametrize("pattern", ["images", "*/*.tif", "**/a.tif", "/data/*.tif", "C:/data/*.tif", ""])
def test_patterns_of_another_form_are_refused(folder, reporter, pattern):
    root = folder("images/a.tif")
    with pytest.raises(InvalidJob, match=r"images/\*\.tif"):
        find_pairs(root, pattern, "labels/*.tif", [], "", reporter)


def test_one_pattern_for_two_kinds_of_files_is_refused(folder, reporter):
    with pytest.raises(InvalidJob, match=r"found '\*\.tif' twice"):
        find_pairs(folder("a.tif"), "*.tif", "*.tif", [], "", reporter)


def test_nothing_found_is_refused(folder, reporter, tmp_path):
    with pytest.raises(MissingInput, match=r"images like \*\.png in"):
        find_pairs(folder("a.tif"), "*.png", "", [], "", reporter)
    with pytest.raises(MissingInput, match="folder of images"):
        find_pairs(tmp_path / "nowhere", "*.png", "", [], "", reporter)
