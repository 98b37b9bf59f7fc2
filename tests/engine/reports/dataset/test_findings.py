"""Each defect that is planted is found, with the patches concerned, and nothing else is."""

import numpy as np
import pytest
import rasterio

from seg4eo_engine.reports.dataset.report import study_dataset

pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")


def told(findings):
    return [(finding.check, finding.severity, finding.patches) for finding in findings]


def test_nothing_is_wrong_with_a_clean_dataset(planned, write_dataset, reporter):
    facts = study_dataset(write_dataset(planned), reporter).facts
    assert facts.findings == ()
    assert facts.verdict == "fit"


def test_a_test_patch_that_shares_ground_with_training_is_a_problem(planned, findings_of):
    # half a patch to the right of the training patch in the last column
    planned.of_split("test")[2].column, planned.of_split("test")[2].row = 3.5, 2
    [finding] = findings_of(planned)
    assert told([finding]) == [("leakage", "problem", ("test/9_2",))]
    assert finding.sentence == (
        "1 test patch shares ground with training patches, so the accuracy measured on them will look better than it "
        "is: split again in blocks with a buffer of one patch."
    )


def test_patches_that_share_less_than_half_a_pixel_only_touch(planned, findings_of):
    patch = planned.of_split("test")[2]
    patch.column, patch.row = 4 - 0.01 / 32, 2
    assert told(findings_of(planned)) == [("leakage", "note", ())]


@pytest.mark.parametrize(("gap", "words"), [(0, "touch"), (0.5, "are 160 m apart (0.5 patch widths)")])
def test_splits_that_lie_close_together_are_noted_with_the_distance(planned, findings_of, gap, words):
    for patch in planned.of_split("test"):
        patch.column = 4 + gap
    [finding] = findings_of(planned)
    assert told([finding]) == [("leakage", "note", ())]
    assert finding.found == f"The nearest test and training patches {words}"


def test_a_leak_is_found_across_coordinate_reference_systems(planned, findings_of, to_zone_32):
    leak = planned.of_split("test")[0]
    leak.column = 2.5  # on training patches
    to_zone_32(leak)
    assert told(findings_of(planned)) == [("leakage", "problem", ("test/9_0",))]


def test_images_without_coordinates_are_compared_within_each_image_only(planned, findings_of):
    for patch in planned.patches:
        patch.crs = None
    assert findings_of(planned) == []


def test_a_leak_within_an_image_without_coordinates_is_found(planned, findings_of):
    for patch in planned.patches:
        patch.crs = None
    planned.of_split("test")[0].column = 2.5
    assert told(findings_of(planned)) == [("leakage", "problem", ("test/9_0",))]


def test_the_same_ground_in_another_image_is_no_leak_without_coordinates(planned, findings_of):
    for patch in planned.patches:
        patch.crs = None
    leak = planned.of_split("test")[0]
    leak.column, leak.source = 2, 1
    assert findings_of(planned) == []


def test_a_copy_in_another_split_is_a_problem_and_names_both(planned, findings_of):
    planned.of_split("test")[1].pixels = planned.of_split("train")[4].pixels
    [finding] = findings_of(planned)
    assert told([finding]) == [("duplicates", "problem", ("train/0_4", "test/9_1"))]
    assert "with different labels" in finding.found


def test_a_copy_in_the_same_split_is_a_note(planned, findings_of):
    first, second = planned.of_split("train")[:2]
    second.pixels, second.labels = first.pixels, first.labels
    [finding] = findings_of(planned)
    assert told([finding]) == [("duplicates", "note", ("train/0_0", "train/0_1"))]
    assert "different labels" not in finding.found


def test_images_of_one_colour_are_no_copies_of_one_another(planned, findings_of):
    for patch in (planned.of_split("train")[0], planned.of_split("test")[0]):
        patch.pixels[:] = 500
    assert told(findings_of(planned)) == [("bands", "note", ("train/0_0", "test/9_0"))]


def test_an_empty_label_is_noted(planned, findings_of):
    planned.of_split("train")[3].labels[:] = 255
    assert told(findings_of(planned)) == [("labels", "note", ("train/0_3",))]


def test_many_empty_labels_are_a_problem(planned, findings_of):
    for patch in planned.of_split("train")[:3]:
        patch.labels[:] = 255
    assert told(findings_of(planned)) == [("labels", "problem", ("train/0_0", "train/0_1", "train/0_2"))]


def test_an_image_without_valid_pixels_is_noted(planned, findings_of):
    for patch in planned.patches:
        patch.nodata = 0
    planned.of_split("train")[3].pixels[:] = 0
    [finding] = findings_of(planned)
    assert told([finding]) == [("labels", "note", ("train/0_3",))]
    assert "no valid pixel" in finding.found


def test_shifted_labels_are_a_problem(planned, findings_of):
    planned.of_split("validation")[1].label_shift_m = 5
    [finding] = findings_of(planned)
    assert told([finding]) == [("alignment", "problem", ("validation/6_1",))]
    assert "off by up to 0.5 px" in finding.found


def test_labels_of_another_size_are_a_problem(planned, findings_of):
    patch = planned.of_split("validation")[1]
    patch.labels = patch.labels[:16]
    found = findings_of(planned)
    assert told(found) == [("alignment", "problem", ("validation/6_1",))]
    assert "32 × 16 px instead of 32 × 32 px" in found[0].found


@pytest.mark.parametrize("kind", ["images", "labels"])
def test_a_missing_file_is_a_problem(planned, findings_of, kind):
    planned.of_split("train")[5].missing = (kind,)
    [finding] = findings_of(planned)
    assert told([finding]) == [("files", "problem", ("train/0_5",))]
    assert "missing" in finding.found


def test_a_damaged_file_is_a_problem(planned, write_dataset, reporter):
    folder = write_dataset(planned)
    path = folder / "train" / "images" / "0_5.tif"
    path.write_bytes(path.read_bytes()[:300])
    [finding] = study_dataset(folder, reporter).facts.findings
    assert told([finding]) == [("files", "problem", ("train/0_5",))]
    assert "damaged" in finding.found


def test_an_image_with_fewer_bands_is_a_problem(planned, findings_of):
    patch = planned.of_split("train")[5]
    patch.pixels = patch.pixels[:2]
    [finding] = findings_of(planned)
    assert told([finding]) == [("files", "problem", ("train/0_5",))]
    assert "2 instead of 3 bands" in finding.found


def test_labels_that_were_changed_afterwards_are_noted(planned, write_dataset, reporter):
    folder = write_dataset(planned)
    with rasterio.open(folder / "train" / "labels" / "0_5.tif", "r+") as file:
        file.write(np.full((32, 32), 2, np.uint8), 1)
    assert told(study_dataset(folder, reporter).facts.findings) == [("files", "note", ("train/0_5",))]


def test_files_that_nobody_listed_are_noted(planned, write_dataset, reporter):
    folder = write_dataset(planned)
    (folder / "test" / "images" / "stranger.tif").write_bytes((folder / "test" / "images" / "9_0.tif").read_bytes())
    [finding] = study_dataset(folder, reporter).facts.findings
    assert told([finding]) == [("files", "note", ())]
    assert "test/images/stranger.tif" in finding.found


def test_a_class_missing_from_training_is_a_problem(planned, findings_of):
    for patch in planned.of_split("train"):
        patch.labels[patch.labels == 2] = 1
    [finding] = findings_of(planned)
    assert told([finding]) == [("classes", "problem", ())]
    assert finding.found == "No pixel of the training patches is forest"


def test_a_class_missing_from_the_test_is_noted(planned, findings_of):
    for patch in planned.of_split("test"):
        patch.labels[patch.labels == 2] = 1
    [finding] = findings_of(planned)
    assert told([finding]) == [("classes", "note", ())]
    assert finding.found == "No pixel of the test patches is forest"


def test_a_class_without_any_pixel_is_noted_once(planned, findings_of):
    planned.classes[9] = "glacier"
    [finding] = findings_of(planned)
    assert told([finding]) == [("classes", "note", ())]
    assert finding.found == "No pixel of the dataset is glacier"


def test_a_single_class_is_a_problem(planned, findings_of):
    planned.classes = {1: "water"}
    for patch in planned.patches:
        patch.labels[:] = 1
    [finding] = findings_of(planned)
    assert told([finding]) == [("classes", "problem", ())]
    assert "of one class, water" in finding.found


def test_other_class_shares_in_the_test_are_noted(planned, findings_of):
    for patch in planned.of_split("test"):
        patch.labels[8:] = 2
    [finding] = findings_of(planned)
    assert told([finding]) == [("classes", "note", ())]
    test = np.mean([(patch.labels == 2).mean() for patch in planned.of_split("test")])
    train = np.mean([(patch.labels == 2).mean() for patch in planned.of_split("train")])
    assert finding.found == (
        f"{test:.0%} of the labelled test pixels are forest, but {train:.0%} of the training pixels".replace("%", " %")
    )


def test_a_rare_class_is_noted_with_its_share(planned, findings_of):
    planned.classes[7] = "road"
    for patch in planned.patches:
        if patch.split != "train" or patch.row == 0:
            patch.labels[0, 0] = 7
    [finding] = findings_of(planned)
    assert told([finding]) == [("classes", "note", ())]
    assert "road (< 0.1 %, 4 patches)" in finding.found


def test_a_split_without_patches_is_noted(planned, findings_of):
    planned.patches = [patch for patch in planned.patches if patch.split != "test"]
    [finding] = findings_of(planned)
    assert told([finding]) == [("classes", "note", ())]
    assert finding.found == "There are no test patches"


def test_a_band_of_one_value_is_a_problem(planned, findings_of):
    for patch in planned.patches:
        patch.pixels[1] = 77
    [finding] = findings_of(planned)
    assert told([finding]) == [("bands", "problem", ())]
    assert finding.found == "Band green (77) has one single value"


def test_a_band_that_is_empty_in_one_image_is_a_problem(planned, findings_of):
    for patch in planned.patches:
        if patch.source == 1:
            patch.pixels[2] = 0
    [finding] = findings_of(planned)
    assert (finding.check, finding.severity, len(finding.patches)) == ("bands", "problem", 18)
    assert "Band nir has one single value throughout south.tif" in finding.found


def test_a_band_at_the_end_of_its_range_is_told(planned, findings_of):
    for patch in planned.patches:
        patch.pixels[0] = np.minimum(patch.pixels[0], 700)
    [finding] = findings_of(planned)
    assert finding.check == "bands"
    share = np.mean([(patch.pixels[0] == 700).mean() for patch in planned.patches])
    assert 0.5 < share < 0.9
    assert finding.severity == "problem"
    assert "red (700 in " in finding.found


def test_black_that_is_not_marked_as_nodata_is_noted(planned, findings_of):
    for patch in planned.patches:
        patch.pixels[:, :4] = 0
    [finding] = findings_of(planned)
    assert told([finding]) == [("bands", "note", ())]
    assert finding.found.endswith("of the valid pixels are 0 in every band")


def test_an_image_of_a_single_colour_is_noted(planned, findings_of):
    planned.of_split("train")[8].pixels[:] = 500
    assert told(findings_of(planned)) == [("bands", "note", ("train/1_2",))]


def test_an_image_in_another_unit_is_a_problem(planned, findings_of):
    for patch in planned.patches:
        patch.pixels = patch.pixels.astype(np.float32)
        if patch.source == 1:
            patch.pixels /= 10_000
    # as many pixels on either side: one patch more of the first image decides which is usual
    planned.of_split("train")[3].source = 0
    planned.of_split("train")[3].pixels *= 10_000
    [finding] = findings_of(planned)
    assert (finding.check, finding.severity, len(finding.patches)) == ("scale", "problem", 17)
    assert finding.found.startswith("The values of south.tif are about 10,000 times smaller than those of the other")


def test_a_split_in_another_unit_is_a_problem(planned, findings_of):
    planned.sources = ["all.tif"]
    for patch in planned.patches:
        patch.source = 0
        patch.pixels = patch.pixels.astype(np.float32) / (10_000 if patch.split == "test" else 1)
    [finding] = findings_of(planned)
    assert (finding.check, finding.severity, len(finding.patches)) == ("scale", "problem", 6)
    assert "the test patches are about 10,000 times smaller" in finding.found


def test_one_band_in_another_unit_is_noted(planned, findings_of):
    for patch in planned.patches:
        patch.pixels = patch.pixels.astype(np.float32)
        if patch.source == 1 and patch.column > 0:
            patch.pixels[1] /= 10_000
        elif patch.source == 1:
            patch.source = 0
    [finding] = findings_of(planned)
    assert (finding.check, finding.severity, len(finding.patches)) == ("scale", "note", 15)
    assert "Band green of south.tif has values about 10,000 times smaller" in finding.found


def test_problems_come_before_notes(planned, write_dataset, reporter):
    planned.of_split("train")[3].labels[:] = 255
    planned.of_split("train")[5].missing = ("images",)
    facts = study_dataset(write_dataset(planned), reporter).facts
    assert [finding.severity for finding in facts.findings] == ["problem", "note"]
    assert facts.verdict == "not fit"
