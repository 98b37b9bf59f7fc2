"""Files that are missing, damaged or changed, and labels that do not lie on their image."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from seg4eo_engine.reports.dataset.facts import Finding
from seg4eo_engine.reports.dataset.survey import Survey
from seg4eo_engine.reports.words import counted, listed, patches


def check_files(survey: Survey) -> Iterator[Finding]:
    """Each patch has an image and labels that can be read, of the dataset's size and bands, unchanged."""
    yield from _unreadable(survey)
    if survey.other:
        reason = _most_common(survey.other)
        yield Finding(
            check="files",
            severity="problem",
            found=f"The images of {patches(len(survey.other))} are not like the dataset's ({reason})",
            meaning="so they cannot be trained on together",
            cure="extract the dataset again",
            patches=survey.names(list(survey.other)),
        )
    yield from _changed(survey)
    if survey.unlisted:
        yield Finding(
            check="files",
            severity="note",
            found=f"{counted(len(survey.unlisted), 'file')} in the folder "
            f"{'is' if len(survey.unlisted) == 1 else 'are'} not part of the dataset "
            f"({listed(survey.unlisted)})",
            meaning="so training passes over them",
            cure="delete them, or adopt the folder as a new dataset if they belong to it",
        )


def _unreadable(survey: Survey) -> Iterator[Finding]:
    for positions, state, cure in (
        (survey.missing, "missing", "put the files back or extract the dataset again"),
        (survey.damaged, "damaged and cannot be read", "extract the dataset again"),
    ):
        if positions:
            yield Finding(
                check="files",
                severity="problem",
                found=f"The image or the labels of {patches(len(positions))} are {state}",
                meaning="so training would stop there",
                cure=cure,
                patches=survey.names(positions),
            )


def _changed(survey: Survey) -> Iterator[Finding]:
    told = np.array([record.class_counts for record in survey.manifest.patches]).reshape(survey.class_counts.shape)
    comparable = survey.readable.copy()
    comparable[list(survey.misaligned) + list(survey.other)] = False
    changed = np.flatnonzero(comparable & (told != survey.class_counts).any(axis=1))
    if len(changed):
        yield Finding(
            check="files",
            severity="note",
            found=f"The labels or images of {patches(len(changed))} were changed since the dataset was made",
            meaning="so the class shares and band statistics in dataset.json are out of date",
            cure="extract the dataset again, or adopt its folder",
            patches=survey.names(changed),
        )


def check_alignment(survey: Survey) -> Iterator[Finding]:
    """Image and labels of each patch lie on the same pixels."""
    if survey.misaligned:
        yield Finding(
            check="alignment",
            severity="problem",
            found=f"The labels of {patches(len(survey.misaligned))} do not lie on their image "
            f"({_most_common(survey.misaligned)})",
            meaning="so a model would learn the wrong class for each pixel",
            cure="extract them again from labels that lie on the image",
            patches=survey.names(list(survey.misaligned)),
        )


def _most_common(reasons: dict[int, str]) -> str:
    ranked = Counter(reasons.values()).most_common()
    return ranked[0][0] + (" and others" if len(ranked) > 1 else "")
