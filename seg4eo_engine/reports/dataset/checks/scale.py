"""Images or splits whose values are in another unit than the rest, such as 0 to 1 among 0 to 10,000."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np

from seg4eo_engine.reports.dataset.checks.leakage import ADJECTIVES
from seg4eo_engine.reports.dataset.facts import Finding
from seg4eo_engine.reports.dataset.survey import Survey
from seg4eo_engine.reports.dataset.tallies import BandTally
from seg4eo_engine.reports.words import listed, number

Key = TypeVar("Key")
ORDER_OF_MAGNITUDE = 10.0
ONE_BAND_ALONE = 100.0  # dark water in the infrared is 50 times darker than land, and nothing is wrong with it


def check_scale(survey: Survey) -> Iterator[Finding]:
    """All images have values of the same size."""
    sources = np.array([record.source for record in survey.manifest.patches])
    odd = find_odd(survey.by_source)
    for factor, group in _by_factor(odd):
        names = [survey.manifest.sources[source].image for source in group]
        others = [tally for source, tally in survey.by_source.items() if source not in odd]
        yield _finding(
            listed(names),
            "the other images",
            factor,
            [survey.by_source[source] for source in group],
            others,
            survey.names(np.flatnonzero(np.isin(sources, group))),
        )
    if odd:
        return  # the splits differ because the images do
    odd_splits = find_odd(survey.by_split)
    for split, factor in odd_splits.items():
        others = [tally for other, tally in survey.by_split.items() if other not in odd_splits]
        yield _finding(
            f"the {ADJECTIVES[split]} patches",
            "the other patches",
            factor,
            [survey.by_split[split]],
            others,
            survey.names(survey.of_split(split)),
        )
    if not odd_splits:
        yield from _single_bands(survey, sources)


def find_odd(tallies: Mapping[Key, BandTally]) -> dict[Key, float]:
    """The groups whose values are at least ten times larger or smaller than usual in every band, with the factor."""
    odd: dict[Key, float] = {}
    if not tallies:
        return odd
    usual = usual_magnitude(list(tallies.values()))
    for key, tally in tallies.items():
        varies = (usual > 0) & (tally.minimum < tally.maximum)
        if not varies.any():
            continue
        factors = tally.magnitude[varies] / usual[varies]
        least = ORDER_OF_MAGNITUDE if varies.sum() > 1 else ONE_BAND_ALONE
        if (factors >= least).all() or (factors <= 1 / least).all():
            odd[key] = float(np.exp(np.log(factors).mean()))
    return odd


def usual_magnitude(tallies: Sequence[BandTally]) -> np.ndarray:
    """The magnitude ``(bands,)`` that half of the pixels are in groups of, or below: the weighted median."""
    magnitudes = np.stack([tally.magnitude for tally in tallies])
    weights = np.array([tally.count for tally in tallies])
    usual = []
    for band in magnitudes.T:
        order = np.argsort(band, kind="stable")
        middle = np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)
        usual.append(band[order[middle]])
    return np.array(usual)


def _by_factor(odd: Mapping[int, float]) -> list[tuple[float, list[int]]]:
    """Sources whose factors are of the same order of magnitude, together."""
    groups: dict[int, list[int]] = {}
    for source, factor in odd.items():
        groups.setdefault(round(math.log10(factor)), []).append(source)
    return [(odd[group[0]], group) for group in groups.values()]


def _finding(
    which: str, others: str, factor: float, tallies: list[BandTally], usual: list[BandTally], patches: tuple[str, ...]
) -> Finding:
    return Finding(
        check="scale",
        severity="problem",
        found=f"The values of {which} are about {_times(factor)} than those of {others} "
        f"({_range(tallies)} against {_range(usual)})",
        meaning="so a model cannot learn from both alike",
        cure="bring all images to the same unit and extract again",
        patches=patches,
    )


def _times(factor: float) -> str:
    size = factor if factor > 1 else 1 / factor
    rounded = float(f"{size:.1g}")
    return f"{number(rounded)} times {'larger' if factor > 1 else 'smaller'}"


def _range(tallies: list[BandTally]) -> str:
    low = min(float(tally.minimum.min()) for tally in tallies)
    high = max(float(tally.maximum.max()) for tally in tallies)
    return f"{number(low)} to {number(high)}"


def _single_bands(survey: Survey, sources: np.ndarray) -> Iterator[Finding]:
    usual = usual_magnitude(list(survey.by_source.values())) if survey.by_source else np.zeros(0)
    for band, info in enumerate(survey.manifest.bands):
        odd = [
            source
            for source, tally in survey.by_source.items()
            if usual[band] > 0
            and tally.magnitude[band] > 0
            and abs(math.log(tally.magnitude[band] / usual[band])) >= math.log(ONE_BAND_ALONE)
            and tally.minimum[band] < tally.maximum[band]
        ]
        if odd:
            names = [survey.manifest.sources[source].image for source in odd]
            factor = float(survey.by_source[odd[0]].magnitude[band] / usual[band])
            yield Finding(
                check="scale",
                severity="note",
                found=f"Band {info.name} of {listed(names)} has values about {_times(factor)} than in the other images",
                meaning="so it may be in another unit",
                cure="compare the images, and bring the band to the same unit if so",
                patches=survey.names(np.flatnonzero(np.isin(sources, odd))),
            )
