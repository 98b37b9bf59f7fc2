"""Writes the accuracy report: a page, and the same in numbers as JSON and CSV beside it."""

import csv
import io
from pathlib import Path

from seg4eo_engine.outputs import check_file_output, staged_files
from seg4eo_engine.reports.evaluation.collect import collect_facts
from seg4eo_engine.reports.evaluation.facts import AccuracyFacts, ClassScores
from seg4eo_engine.reports.evaluation.measured import Measured
from seg4eo_engine.reports.evaluation.page import render_page
from seg4eo_engine.reports.pictures import figure_picture
from seg4eo_engine.reports.training.curves import curves_figure
from seg4eo_engine.reports.training.history import read_history


def report_files(page: Path) -> tuple[Path, Path, Path]:
    """The files of a report: page, JSON, CSV."""
    return page, page.with_suffix(".json"), page.with_suffix(".csv")


def check_report_files(page: Path) -> None:
    """Make sure that a report can be written, before any work is done for it.

    Raises:
        UnwritableOutput: one of its files cannot be written, or the page is not named ``*.html``.
    """
    for path, suffix in zip(report_files(page), (".html", ".json", ".csv"), strict=True):
        check_file_output(path, (suffix,))


def write_report(page: Path, measured: Measured) -> AccuracyFacts:
    """Write the report of what was measured to ``page``, with JSON and CSV of the same name beside it."""
    facts = collect_facts(measured)
    rows = [] if measured.history is None else read_history(measured.history)
    curves = figure_picture(curves_figure(rows, measured.classes)) if rows else ""
    with staged_files(*report_files(page)) as (staged_page, staged_json, staged_csv):
        staged_page.write_text(render_page(facts, measured, curves), encoding="utf-8")
        staged_json.write_text(facts.model_dump_json(indent=1) + "\n", encoding="utf-8")
        staged_csv.write_text(class_table(facts), encoding="utf-8", newline="")
    return facts


def class_table(facts: AccuracyFacts) -> str:
    """The scores as CSV, a row for each class."""
    text = io.StringIO()
    columns = list(ClassScores.model_fields)
    writer = csv.writer(text)
    writer.writerow(["name", *columns])
    for name, scores in facts.classes.items():
        values = scores.model_dump()
        writer.writerow([name, *(values[column] for column in columns)])
    return text.getvalue()
