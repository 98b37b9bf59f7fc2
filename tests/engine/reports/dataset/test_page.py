"""The page: one file, everything in it, nothing that a name could break."""

import base64
import io
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from matplotlib.image import imread

from seg4eo_engine.errors import Cancelled, InvalidDataset, MissingInput
from seg4eo_engine.reports.dataset.report import make_report

pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")

VOID = {"img", "br", "meta", "wbr"}


class Outline(HTMLParser):
    """Collects tags and text, and makes sure that what is opened is closed."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.attributes, self.text = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.append(dict(attrs))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] != ["style"]:
            self.text.append(data)

    @property
    def words(self):
        return re.sub(r"\s+", " ", "".join(self.text))


def outline(page):
    parser = Outline()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser


@pytest.fixture
def report_of(write_dataset, reporter):
    return lambda planned: make_report(write_dataset(planned), reporter)


def test_the_verdict_comes_first_and_in_plain_words(planned, report_of):
    words = outline(report_of(planned).page).words
    assert words.index("Fit to train on") < words.index("What was looked for") < words.index("Classes")
    assert "36 patches of 32 × 32 px (320 m across), 3 bands, 3 classes, from 2 images." in words
    assert "The nearest test and training patches are 1.6 km (5 patch widths) apart." in words


def test_what_is_wrong_is_on_the_page_with_the_patches_and_the_cure(planned, report_of):
    planned.of_split("train")[5].missing = ("images",)
    words = outline(report_of(planned).page).words
    assert "Not fit to train on yet" in words
    assert "The image or the labels of 1 patch are missing" in words
    assert "Put the files back or extract the dataset again." in words
    assert "train/0_5" in words


def test_the_page_loads_nothing_and_runs_nothing(planned, report_of):
    parsed = outline(report_of(planned).page)
    assert not {"script", "link", "iframe", "svg", "object"} & set(parsed.tags)
    addresses = [value for item in parsed.attributes for name, value in item.items() if name in ("src", "href")]
    assert addresses
    assert all(address.startswith("data:image/png;base64,") for address in addresses)


def test_names_are_text_and_never_markup(planned, report_of):
    planned.classes = {1: "<b>water</b> & co", 2: "forest $x_1$", 4: "f" * 200}
    planned.bands = ["<script>alert(1)</script>", 'a"b', "ü"]
    planned.sources = ["x<y>.tif", "south.tif"]
    parsed = outline(report_of(planned).page)
    assert "script" not in parsed.tags
    for name in ("<b>water</b> & co", "forest $x_1$", "f" * 200, "<script>alert(1)</script>", 'a"b', "ü", "x<y>.tif"):
        assert name in parsed.words


@pytest.mark.parametrize("bands", [1, 2, 13])
def test_any_number_of_bands_has_a_histogram_each(planned, report_of, bands):
    planned.bands = [f"B{number}" for number in range(bands)]
    for patch in planned.patches:
        patch.pixels = patch.pixels[np.arange(bands) % 3]
    page = report_of(planned).page
    assert page.count('alt="Histogram"') == bands


def test_one_class_and_three_patches_make_a_page(planned, report_of):
    planned.classes = {4: "field"}
    planned.patches = [planned.of_split(split)[0] for split in ("train", "validation", "test")]
    words = outline(report_of(planned).page).words
    assert "3 patches of 32 × 32 px" in words
    assert "All labelled pixels are of one class, field" in words


def test_what_cannot_be_told_of_images_without_coordinates_is_said(planned, report_of):
    for number, patch in enumerate(planned.patches):
        patch.crs, patch.source, patch.column, patch.row = None, number, 0, 0
    planned.sources = [f"{number}.png" for number in range(36)]
    page = report_of(planned).page
    assert "36 images have no coordinates and are taken to show different places." in outline(page).words
    assert "Where the patches lie" not in page  # a map of one patch says nothing


def test_a_dataset_of_which_no_image_can_be_read_has_a_page(planned, report_of):
    for patch in planned.patches:
        patch.missing = ("images",)
    words = outline(report_of(planned).page).words
    assert "The image or the labels of 36 patches are missing" in words


def test_images_are_beside_their_own_labels(planned, report_of):
    page = report_of(planned).page
    # 12 of 24 training patches, 4 of 6 for validation, all 6 for the test
    assert (page.count('alt="Image"'), page.count('alt="Labels"')) == (22, 22)
    pictures = re.findall(r'src="data:image/png;base64,([^"]+)" width="98" height="98" alt="(Image|Labels)"', page)
    names = re.findall(r'class="name">(.*?)</td>', page)
    assert [kind for _, kind in pictures] == ["Image", "Labels"] * 22
    labels = dict(zip([name.replace("<wbr>", "") for name in names], [code for code, _ in pictures[1::2]], strict=True))
    for patch in planned.of_split("test"):
        shown = imread(io.BytesIO(base64.b64decode(labels[patch.name])))[..., :3]
        scale = len(shown) // 32
        colours = {1: "#0072b2", 2: "#e69f00", 4: "#009e73"}
        expected = np.array(
            [[[int(colours[v][i : i + 2], 16) for i in (1, 3, 5)] for v in row] for row in patch.labels]
        )
        np.testing.assert_allclose(shown[scale // 2 :: scale, scale // 2 :: scale] * 255, expected, atol=1)


def test_the_same_dataset_gives_the_same_report(planned, write_dataset, reporter):
    folder = write_dataset(planned)
    first, second = make_report(folder, reporter), make_report(folder, reporter)
    assert first == second


def test_a_report_can_be_cancelled(planned, write_dataset, cancelling):
    folder = write_dataset(planned)
    with pytest.raises(Cancelled):
        make_report(folder, cancelling(7))


def test_progress_runs_from_start_to_end(planned, write_dataset, reporter):
    make_report(write_dataset(planned), reporter)
    assert reporter.fractions == sorted(reporter.fractions)
    assert (reporter.fractions[0], reporter.fractions[-1]) == (0, 1)


def test_a_folder_that_is_no_dataset_is_refused(tmp_path, reporter):
    with pytest.raises(InvalidDataset, match=r"Expected a dataset with a dataset\.json"):
        make_report(tmp_path, reporter)
    with pytest.raises(MissingInput, match="Expected a dataset folder"):
        make_report(tmp_path / "none", reporter)
