"""Bands that tell nothing: of one value, at the end of their range, or black where there is no data."""

from collections.abc import Iterator

import numpy as np

from seg4eo_engine.reports.dataset.facts import Finding
from seg4eo_engine.reports.dataset.survey import Survey
from seg4eo_engine.reports.words import listed, number, patches, percent

MOSTLY_SATURATED = 0.5
OFTEN_SATURATED = 0.1
FEWEST_VALUES = 16  # a band of fewer different values is a mask or a class, not a measurement
BLACK_SHARE = 0.02


def check_bands(survey: Survey) -> Iterator[Finding]:
    """Every band varies, in every image, and within its range."""
    if not survey.by_source:
        return
    constant = _constant_everywhere(survey)
    yield from _constant_bands(survey, constant)
    yield from _constant_in_sources(survey, constant)
    drawn = np.concatenate([values for arrays in survey.samples.values() for values in arrays], axis=1)
    yield from _saturated(survey, drawn)
    yield from _black(survey, drawn)
    if survey.flat.any() and not constant.all():
        one = survey.flat.sum() == 1
        yield Finding(
            check="bands",
            severity="note",
            found=f"{'The image' if one else 'The images'} of {patches(int(survey.flat.sum()))} "
            f"{'is' if one else 'are'} of one single colour",
            meaning="so they may be missing data that the image does not mark as such",
            cure=f"look at {'it' if one else 'them'}, and give the value as nodata if so",
            patches=survey.names(np.flatnonzero(survey.flat)),
        )


def _constant_everywhere(survey: Survey) -> np.ndarray:
    low = np.min([tally.minimum for tally in survey.by_source.values()], axis=0)
    high = np.max([tally.maximum for tally in survey.by_source.values()], axis=0)
    return low == high


def _constant_bands(survey: Survey, constant: np.ndarray) -> Iterator[Finding]:
    names = [band.name for band in survey.manifest.bands]
    value = next(iter(survey.by_source.values())).minimum
    found = [f"{names[band]} ({number(float(value[band]))})" for band in np.flatnonzero(constant)]
    if found:
        one = len(found) == 1
        yield Finding(
            check="bands",
            severity="problem",
            found=f"{'Band' if one else 'Bands'} {listed(found)} {'has' if one else 'have'} one single value",
            meaning=f"so nothing can be learned from {'it' if one else 'them'}",
            cure=f"leave {'it' if one else 'them'} out, or look for what went wrong when the image was made",
        )


def _constant_in_sources(survey: Survey, constant: np.ndarray) -> Iterator[Finding]:
    sources = np.array([record.source for record in survey.manifest.patches])
    for band, info in enumerate(survey.manifest.bands):
        # an image of a single patch may well be all water or all snow, and a flat patch is told by itself
        alike = [
            source
            for source, tally in survey.by_source.items()
            if not constant[band] and tally.minimum[band] == tally.maximum[band] and (sources == source).sum() > 1
        ]
        if alike:
            names = [survey.manifest.sources[source].image for source in alike]
            yield Finding(
                check="bands",
                severity="problem",
                found=f"Band {info.name} has one single value throughout {listed(names)}",
                meaning="so it is probably empty there, for it varies in the other images",
                cure="look at the image, and leave the image or the band out",
                patches=survey.names(np.flatnonzero(np.isin(sources, alike))),
            )


def _saturated(survey: Survey, drawn: np.ndarray) -> Iterator[Finding]:
    top = np.max([tally.maximum for tally in survey.by_source.values()], axis=0)
    shares = (drawn == top[:, None]).mean(axis=1)
    for severity, least, most in (("problem", MOSTLY_SATURATED, 1.01), ("note", OFTEN_SATURATED, MOSTLY_SATURATED)):
        found = [
            f"{info.name} ({number(float(top[band]))} in {percent(float(shares[band]))} of the pixels)"
            for band, info in enumerate(survey.manifest.bands)
            if least <= shares[band] < most and len(np.unique(drawn[band])) > FEWEST_VALUES
        ]
        if found:
            one = len(found) == 1
            yield Finding(
                check="bands",
                severity="problem" if severity == "problem" else "note",
                found=f"{'Band' if one else 'Bands'} {listed(found)} often {'has' if one else 'have'} "
                "the highest value there is",
                meaning="so bright areas cannot be told apart",
                cure="check how the image was stretched or converted, and use the original values",
            )


def _black(survey: Survey, drawn: np.ndarray) -> Iterator[Finding]:
    share = float((drawn == 0).all(axis=0).mean())
    if len(drawn) > 1 and share >= BLACK_SHARE:
        yield Finding(
            check="bands",
            severity="note",
            found=f"{percent(share)} of the valid pixels are 0 in every band",
            meaning="so they may be missing data that the image does not mark as such",
            cure="extract again with nodata 0 if so",
        )
