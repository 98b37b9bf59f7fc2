"""What an accuracy report says in numbers and in words."""

import json

import numpy as np
import pytest

from seg4eo_engine.evaluation.reliability import Reliability
from seg4eo_engine.reports.evaluation.collect import collect_facts
from seg4eo_engine.reports.evaluation.matrix import matrix_tables
from seg4eo_engine.reports.evaluation.measured import Trust
from seg4eo_engine.reports.evaluation.report import class_table


def test_the_numbers_are_those_of_the_matrix(mostly_right):
    facts = collect_facts(mostly_right)
    assert facts.pixels == 40_000
    assert facts.accuracy == pytest.approx((9000 + 18500 + 8200) / 40_000)
    road = facts.classes["road & rail"]
    assert (road.value, road.reference_px, road.mapped_px) == (20, 10_000, 9_700)
    assert road.iou == pytest.approx(8200 / (8200 + 1800 + 1500))
    assert road.precision == pytest.approx(8200 / 9700)
    assert facts.confusion_matrix[1] == (500, 18500, 1000)
    assert facts.areas["water"].mapped_m2 == pytest.approx(2 * 9700 * 100)


def test_a_score_without_a_value_is_null_and_empty(measure):
    facts = collect_facts(measure([[900, 100, 0], [50, 950, 0], [0, 0, 0]]))
    road = json.loads(facts.model_dump_json())["classes"]["road & rail"]
    assert [road[name] for name in ("iou", "f1", "precision", "recall")] == [None] * 4
    assert class_table(facts).splitlines()[3] == "road & rail,20,#508040,,,,,0,0"


def test_classes_of_one_name_stay_apart(measure):
    facts = collect_facts(measure([[5, 1], [2, 7]], names=("field", "field")))
    assert list(facts.classes) == ["field (0)", "field (10)"]


def test_without_a_place_on_the_earth_there_are_no_areas(measure):
    assert collect_facts(measure([[5, 1], [2, 7]], names=("a", "b"), pixel_area_m2=None)).areas is None


@pytest.mark.parametrize(
    ("counts", "verdict", "headline"),
    [
        ([[9000, 300, 200], [200, 9000, 300], [100, 200, 9000]], "good", "no class is mapped badly"),
        ([[9000, 300, 200], [200, 9000, 300], [6000, 500, 2000]], "usable", "but not road & rail"),
        ([[900, 4000, 200], [2000, 900, 4000], [6000, 500, 200]], "poor", "too little to rely on"),
    ],
)
def test_the_headline_says_how_good_it_is(measure, counts, verdict, headline):
    facts = collect_facts(measure(counts))
    assert facts.verdict == verdict
    assert facts.headline.endswith(headline)


def test_a_reference_of_one_class_is_not_taken_for_a_good_map(measure):
    facts = collect_facts(measure([[0, 0, 0], [0, 9000, 0], [0, 0, 0]]))
    assert facts.verdict == "usable"
    assert facts.headline == "100 % of forest is found, and no other class was looked at"
    assert [remark.split(",")[0] for remark in facts.remarks] == ["The reference holds nothing but forest"]
    assert facts.kappa is None
    assert facts.areas is None


def test_the_summary_names_the_best_and_the_worst_class_and_its_mistake(measure):
    summary = collect_facts(measure([[9000, 300, 200], [200, 9000, 300], [6000, 500, 2000]])).summary
    assert "Forest is mapped best" in summary
    assert "road & rail worst" in summary
    assert "71 % of road & rail is mapped as water." in summary


def test_what_makes_scores_doubtful_is_said(measure):
    facts = collect_facts(measure([[96_000, 500, 2000], [1200, 10, 0], [0, 0, 0]], warnings=("Mind the gap.",)))
    assert facts.remarks[0] == "Mind the gap."
    said = " ".join(facts.remarks[1:])
    assert "no pixel of road & rail" in said
    assert "A map of nothing but water would have 99 % of the pixels right" in said
    assert "little to measure on" not in said  # there are more than a thousand of forest
    few = collect_facts(measure([[9000, 10, 0], [10, 900, 0], [0, 0, 2000]]))
    assert few.remarks == (
        "There is little to measure on of forest (910 pixels): another reference may give quite other scores.",
    )


@pytest.mark.parametrize(("right", "words"), [(0.3, "too sure of itself"), (1.0, "less sure of itself")])
def test_a_confidence_that_is_off_is_said(measure, right, words):
    confidence = np.full(1000, 0.7)
    trust = Trust(Reliability.of(confidence, np.arange(1000) < right * 1000))
    facts = collect_facts(measure([[9000, 10], [10, 9000]], names=("a", "b"), trust=trust))
    assert facts.calibration.ece == pytest.approx(abs(right - 0.7))
    assert len(facts.remarks) == 1
    assert words in facts.remarks[0]


def test_calibration_is_told_before_and_after(mostly_right, trust, measure):
    facts = collect_facts(measure([[9000, 10], [10, 9000]], names=("a", "b"), trust=trust))
    assert facts.calibration.ece == pytest.approx(trust.after.ece)
    assert facts.calibration.ece_before == pytest.approx(trust.before.ece)
    assert sum(each.pixels for each in facts.calibration.bins) == 5000
    assert collect_facts(mostly_right).calibration is None


def test_the_best_threshold_of_the_pixels_is_told(measure, curve):
    facts = collect_facts(measure([[9000, 10], [10, 9000]], names=("a", "b"), curve=curve, threshold=0.3))
    assert facts.threshold.threshold == 0.3
    assert facts.threshold.best_f1 >= np.nanmax(curve.f1) - 0.001
    assert facts.threshold.best_f1 == pytest.approx(curve.f1[round(1000 * facts.threshold.best_threshold)])


def test_shares_of_a_row_and_of_a_column_are_in_the_cells(mostly_right):
    tables = matrix_tables(mostly_right.confusion)
    assert [cell.text for cell in tables["rows"][0]] == ["90 %", "5.0 %", "5.0 %"]
    assert [row[0].text for row in tables["columns"]] == ["93 %", "5.2 %", "2.1 %"]
    assert [cell.text for cell in tables["counts"][1]] == ["500", "18 k", "1,000"]
    # right is blue, wrong is orange, and nothing is white
    right, wrong = tables["rows"][0][0].background, tables["rows"][0][1].background
    assert int(right[5:], 16) > int(right[1:3], 16)
    assert int(wrong[5:], 16) < int(wrong[1:3], 16)


def test_an_empty_row_of_the_matrix_has_no_shares(measure):
    tables = matrix_tables(measure([[5, 1, 0], [2, 7, 0], [0, 0, 0]]).confusion)
    assert {cell.text for cell in tables["rows"][2]} == {"–"}
    assert {cell.background for cell in tables["rows"][2]} == {"#ffffff"}
