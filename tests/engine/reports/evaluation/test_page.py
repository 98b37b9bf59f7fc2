"""The page of an accuracy report."""

import base64
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from matplotlib.image import imread

from seg4eo_engine.reports.evaluation.pieces import RIGHT_RGB, WRONG_RGB, error_rgb
from seg4eo_engine.reports.evaluation.report import write_report
from seg4eo_engine.reports.training.history import write_history


class Reader(HTMLParser):
    """Collects text, pictures and whatever the old viewer in QGIS would stumble over."""

    def __init__(self, page):
        super().__init__()
        self.texts, self.pictures, self.forbidden, self._open = [], [], [], []
        self.feed(page)
        assert not self._open, f"never closed: {self._open}"

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag in ("script", "link", "iframe", "svg", "canvas"):
            self.forbidden.append(tag)
        if tag == "img":
            self.pictures.append((given["alt"], given["src"]))
        elif tag not in ("meta", "br", "wbr"):
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", "".join(self.texts))

    def pictures_of(self, alt):
        return [
            imread(io.BytesIO(base64.b64decode(source.split(",")[1]))) for name, source in self.pictures if name == alt
        ]


@pytest.fixture
def read(tmp_path):
    def render(measured):
        write_report(tmp_path / "report.html", measured)
        return Reader((tmp_path / "report.html").read_text(encoding="utf-8"))

    return render


@pytest.fixture
def everything(measure, shown, trust, curve, tmp_path):
    """Two classes with all that a report can show."""
    rows = [
        {"epoch": epoch, "step": epoch, "train_loss": 1 / epoch, "learning_rate": 0.1, "validation_miou": 0.5}
        for epoch in range(1, 4)
    ]
    write_history(rows, ["land", "water"], tmp_path / "history.csv")
    return measure(
        [[9000, 1000], [500, 4500]],
        names=("land", "water"),
        best=[shown],
        worst=[shown, shown, shown],
        bands=("blue", "green", "red", "nir", "swir"),
        trust=trust,
        curve=curve,
        threshold=0.4,
        history=tmp_path / "history.csv",
        warnings=("Mind <this>.",),
    )


def test_the_page_stands_alone_and_runs_nothing(read, everything):
    page = read(everything)
    assert page.forbidden == []
    assert all(source.startswith("data:image/png;base64,") for _, source in page.pictures)


def test_the_page_shows_all_that_was_measured(read, everything):
    page = read(everything)
    for words in (
        "lakes_<1>.tif",
        "Mind <this>.",
        "90 % of the pixels are right",
        "Images in red, green and blue: red, green, blue",
        "piece <3>: 50 % right",
        "before calibration",
        "divides its logits by 1.7",
        "A pixel is water from a probability of 0.4 on",
        "95 % interval, ha",
    ):
        assert words in page.text, words
    alts = [alt for alt, _ in page.pictures]
    assert (alts.count("Image"), alts.count("Error")) == (4, 4)
    for diagram in ("Reliability before calibration", "Reliability", "Precision and recall", "Curves of the training"):
        assert alts.count(diagram) == 1


def test_a_plain_map_has_no_empty_sections(read, mostly_right):
    page = read(mostly_right)
    for words in ("confidence", "threshold", "training", "Where it is right", "What to mind"):
        assert words not in page.text
    assert "None" not in page.text and "nan" not in page.text


def test_a_matrix_of_many_classes_is_drawn(read, measure):
    counts = np.diag(np.full(20, 5000)) + 100
    page = read(measure(counts, names=[f"class {index}" for index in range(20)]))
    assert [alt for alt, _ in page.pictures].count("Confusion matrix") == 1
    assert "Of what is there" not in page.text
    assert "The most frequent mistakes" in page.text


def test_pieces_without_an_image_are_shown_by_their_classes(read, measure, shown):
    plain = replace(shown, image=None, valid_mask=None)
    page = read(measure([[9000, 1000], [500, 4500]], names=("land", "water"), worst=[plain]))
    alts = [alt for alt, _ in page.pictures]
    assert "Image" not in alts
    assert alts.count("Truth") == alts.count("Map") == alts.count("Error") == 1
    colours = {tuple(colour) for colour in np.rint(255 * page.pictures_of("Map")[0][..., :3]).reshape(-1, 3)}
    assert colours == {item.rgb for item in measure([[1, 0], [0, 1]], names=("land", "water")).classes}


def test_errors_are_red_and_only_where_something_was_compared(shown):
    rgb = error_rgb(shown)
    assert (rgb[:5] == 255).all()
    assert (rgb[5:, :15] == RIGHT_RGB).all()
    assert (rgb[5:, 15:] == WRONG_RGB).all()


def test_the_files_of_a_report_say_the_same(tmp_path, everything):
    facts = write_report(tmp_path / "report.html", everything)
    assert json.loads((tmp_path / "report.json").read_text()) == json.loads(facts.model_dump_json())
    assert (tmp_path / "report.csv").read_text().startswith("name,value,colour,iou,f1,precision,recall,")
