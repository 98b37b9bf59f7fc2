"""The report of a dataset as one HTML file."""

from pathlib import Path
from typing import Any

import numpy as np
from shapely import LineString

from seg4eo_engine.patches.manifest import SPLITS, Split
from seg4eo_engine.patches.style import SPLIT_COLOURS
from seg4eo_engine.reports import words
from seg4eo_engine.reports.dataset.contact_sheet import draw_contact_sheet
from seg4eo_engine.reports.dataset.facts import DatasetFacts
from seg4eo_engine.reports.dataset.histograms import draw_histogram
from seg4eo_engine.reports.dataset.places_map import draw_places
from seg4eo_engine.reports.dataset.planes import Plane
from seg4eo_engine.reports.dataset.survey import Survey
from seg4eo_engine.reports.dataset.verdict import CHECKS, VERDICTS
from seg4eo_engine.reports.pages import page_environment
from seg4eo_engine.reports.pictures import colour_picture
from seg4eo_engine.reports.tiles import UNLABELLED_RGB, composite_bands

SPLIT_NAMES: dict[Split, str] = {"train": "Training", "validation": "Validation", "test": "Test"}
MOST_SOURCES = 40


def render_page(folder: Path, facts: DatasetFacts, survey: Survey, planes: list[Plane]) -> str:
    """The page of the dataset in ``folder``; the patches of its contact sheet are read again."""
    return (
        page_environment()
        .get_template("dataset/page.html")
        .render(
            facts=facts,
            verdict=VERDICTS[facts.verdict],
            checks=_check_states(facts),
            splits=[split for split in SPLITS if facts.splits[split].patches],
            split_names=SPLIT_NAMES,
            split_bars={split: colour_picture(rgb) for split, rgb in SPLIT_COLOURS.items()},
            class_bars={item.value: colour_picture(item.rgb) for item in facts.classes},
            unlabelled_bar=colour_picture(UNLABELLED_RGB),
            largest_share=_largest_share(facts),
            ground=_ground_size(survey, planes),
            sources=sorted(facts.sources, key=lambda source: -sum(source.patches.values()))[:MOST_SOURCES],
            histograms=_histograms(survey),
            sheet=draw_contact_sheet(folder, survey),
            sheet_bands=_sheet_bands(survey),
            **_places(facts, survey, planes),
        )
    )


def _places(facts: DatasetFacts, survey: Survey, planes: list[Plane]) -> dict[str, Any]:
    concerned = _in_two_splits(facts, survey)
    places, in_all = draw_places(survey, planes, concerned)
    return {"places": places, "places_in_all": in_all, "marked": bool(concerned)}


def _in_two_splits(facts: DatasetFacts, survey: Survey) -> set[int]:
    names = {
        name
        for finding in facts.findings
        if finding.severity == "problem" and finding.check in ("leakage", "duplicates")
        for name in finding.patches
    }
    return {position for position, name in enumerate(survey.names(range(len(survey.readable)))) if name in names}


def _largest_share(facts: DatasetFacts) -> float:
    """The largest share of a class in any split; 1 where nothing is labelled."""
    shares = [
        item.pixels[split] / facts.splits[split].labelled_px
        for item in facts.classes
        for split in SPLITS
        if facts.splits[split].labelled_px
    ]
    return max(shares, default=0) or 1


def _check_states(facts: DatasetFacts) -> list[dict[str, Any]]:
    """Each check in words, with the gravest severity that it found, or fine."""
    states = []
    for check, text in CHECKS.items():
        found = {finding.severity for finding in facts.findings if finding.check == check}
        state = "problem" if "problem" in found else "note" if found else "fine"
        states.append({"text": text, "state": state})
    return states


def _histograms(survey: Survey) -> list[str]:
    drawn = {split: np.concatenate(arrays, axis=1) for split, arrays in survey.samples.items()}
    if not drawn:
        return []
    return [
        draw_histogram({split: values[band] for split, values in drawn.items()})
        for band in range(len(survey.manifest.bands))
    ]


def _sheet_bands(survey: Survey) -> list[str]:
    names = [band.name for band in survey.manifest.bands]
    return [names[position] for position in composite_bands(names)]


def _ground_size(survey: Survey, planes: list[Plane]) -> str:
    """The width of a patch on the ground, of the first plane that has metres; nothing where none has."""
    for plane in planes:
        corners = survey.corners[plane.positions[0]]
        metres = plane.metres(LineString(corners[:2]))
        if metres is not None:
            return words.length(metres)
    return ""
