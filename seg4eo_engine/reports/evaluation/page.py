"""The accuracy report as one HTML file."""

from typing import Any

from seg4eo_engine.reports import words
from seg4eo_engine.reports.evaluation.diagrams import (
    draw_matrix,
    draw_precision_recall,
    draw_reliability,
    draw_thresholds,
)
from seg4eo_engine.reports.evaluation.facts import AccuracyFacts
from seg4eo_engine.reports.evaluation.matrix import matrix_tables
from seg4eo_engine.reports.evaluation.measured import Measured
from seg4eo_engine.reports.evaluation.pieces import RIGHT_RGB, WRONG_RGB, draw_pieces
from seg4eo_engine.reports.pages import page_environment
from seg4eo_engine.reports.pictures import colour_picture
from seg4eo_engine.reports.tiles import UNLABELLED_RGB, composite_bands

MOST_COLUMNS = 12  # of a matrix that still can be read on the page
HECTARE_M2, KM2_M2 = 1e4, 1e6


def render_page(facts: AccuracyFacts, measured: Measured, curves: str) -> str:
    """The page; ``curves`` is the picture of the training's course, empty where there is none."""
    pieces = draw_pieces(measured)
    shown = [*measured.best, *measured.worst]
    unit, unit_m2 = _area_unit(facts)
    is_wide = len(facts.classes) > MOST_COLUMNS
    environment = page_environment()
    environment.filters["area"] = lambda square_metres: words.number(square_metres / unit_m2)
    return environment.get_template("evaluation/page.html").render(
        facts=facts,
        bars={name: colour_picture(item.rgb) for name, item in zip(facts.classes, measured.classes, strict=True)},
        score_bar=colour_picture((0, 114, 178)),
        right_bar=colour_picture(RIGHT_RGB),
        wrong_bar=colour_picture(WRONG_RGB),
        unlabelled_bar=colour_picture(UNLABELLED_RGB),
        matrices={} if is_wide else matrix_tables(measured.confusion),
        wide_matrix=draw_matrix(measured.confusion, list(facts.classes)) if is_wide else "",
        mistakes=_mistakes(facts),
        pieces=pieces,
        piece_bands=_piece_bands(measured) if any(one.image is not None for one in shown) else [],
        area_unit=unit,
        is_complete=sum(measured.mapped_px) == measured.confusion.total,
        curves=curves,
        **_diagrams(measured),
    )


def _diagrams(measured: Measured) -> dict[str, str]:
    """The diagrams by the names that the template knows them by, empty where there is nothing to draw."""
    trust, curve, threshold = measured.trust, measured.curve, measured.threshold
    diagrams = dict.fromkeys(("reliability", "reliability_before", "precision_recall", "thresholds"), "")
    if trust is not None:
        diagrams["reliability"] = draw_reliability(trust.after)
    if trust is not None and trust.before is not None:
        diagrams["reliability_before"] = draw_reliability(trust.before)
    if curve is not None and threshold is not None and curve.second.any():
        diagrams["precision_recall"] = draw_precision_recall(curve, threshold)
        diagrams["thresholds"] = draw_thresholds(curve, threshold)
    return diagrams


def _mistakes(facts: AccuracyFacts, most: int = 8) -> list[dict[str, Any]]:
    """The most frequent mistakes, in pixels."""
    names = list(facts.classes)
    found: list[dict[str, Any]] = [
        {"truth": names[row], "mapped": names[column], "pixels": pixels, "share": pixels / sum(line)}
        for row, line in enumerate(facts.confusion_matrix)
        for column, pixels in enumerate(line)
        if row != column and pixels
    ]
    return sorted(found, key=lambda mistake: -mistake["pixels"])[:most]


def _piece_bands(measured: Measured) -> list[str]:
    return [measured.bands[position] for position in composite_bands(measured.bands)]


def _area_unit(facts: AccuracyFacts) -> tuple[str, float]:
    """The unit in which the largest area is a number that can be read."""
    largest = max((area.mapped_m2 for area in (facts.areas or {}).values()), default=0.0)
    if largest >= 10 * KM2_M2:
        return "km²", KM2_M2
    return ("ha", HECTARE_M2) if largest >= HECTARE_M2 else ("m²", 1.0)
