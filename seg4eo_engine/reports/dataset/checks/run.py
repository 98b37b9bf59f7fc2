"""Runs all checks, the gravest findings first."""

from collections.abc import Sequence

from seg4eo_engine.reports.dataset.checks.bands import check_bands
from seg4eo_engine.reports.dataset.checks.classes import check_classes, check_labels
from seg4eo_engine.reports.dataset.checks.files import check_alignment, check_files
from seg4eo_engine.reports.dataset.checks.leakage import check_duplicates, check_separation
from seg4eo_engine.reports.dataset.checks.scale import check_scale
from seg4eo_engine.reports.dataset.facts import Finding, Separation
from seg4eo_engine.reports.dataset.survey import Survey


def check_dataset(survey: Survey, separations: Sequence[Separation]) -> list[Finding]:
    """All findings: problems before notes, each in the order of the checks."""
    findings = [
        *check_files(survey),
        *check_alignment(survey),
        *check_separation(survey, separations),
        *check_duplicates(survey),
        *check_classes(survey),
        *check_labels(survey),
        *check_scale(survey),
        *check_bands(survey),
    ]
    return sorted(findings, key=lambda finding: finding.severity != "problem")
