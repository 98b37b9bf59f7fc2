"""Whether a dataset is fit to train on, in plain words."""

from collections.abc import Sequence

from seg4eo_engine.patches.manifest import DatasetManifest
from seg4eo_engine.reports.dataset.facts import Check, Finding, Separation, Verdict
from seg4eo_engine.reports.words import counted, length, number, widths

VERDICTS: dict[Verdict, str] = {
    "fit": "Fit to train on",
    "fit with notes": "Fit to train on, with something to look at first",
    "not fit": "Not fit to train on yet",
}
CHECKS: dict[Check, str] = {
    "files": "Files that are missing, damaged or changed",
    "alignment": "Labels that do not lie on their image",
    "leakage": "Splits that overlap or lie close together",
    "duplicates": "Images that are there twice",
    "classes": "Classes that are rare, or not in every split",
    "labels": "Patches without labels",
    "bands": "Bands that tell nothing",
    "scale": "Images in another unit than the rest",
}


def verdict_of(findings: Sequence[Finding]) -> Verdict:
    """A dataset with a problem is not fit; notes leave it so."""
    if any(finding.severity == "problem" for finding in findings):
        return "not fit"
    return "fit with notes" if findings else "fit"


def summarize_findings(
    findings: Sequence[Finding],
    separations: Sequence[Separation],
    manifest: DatasetManifest,
    *,
    images_without_map: int,
) -> str:
    """Two or three sentences: how much is wrong, what is right, and how far the test is from the training.

    ``images_without_map`` have no coordinates, so that nobody can tell whether two of them show the same place.
    """
    problems = sum(finding.severity == "problem" for finding in findings)
    notes = len(findings) - problems
    sentences = []
    if problems:
        sentences.append(f"{counted(problems, 'problem')} should be mended first.")
    if notes:
        sentences.append(f"{counted(notes, 'thing')} {'is' if notes == 1 else 'are'} worth knowing.")
    concerned = {finding.check for finding in findings}
    if not concerned & {"files", "alignment"}:
        pairs = counted(len(manifest.patches), "pair")
        sentences.append(f"All {pairs} of image and labels can be read and lie on one another.")
    if "classes" not in concerned and len(manifest.classes) > 1:
        sentences.append(f"Each of the {len(manifest.classes)} classes is in every split.")
    if images_without_map > 1:
        sentences.append(f"{images_without_map:,} images have no coordinates and are taken to show different places.")
    sentences += [_distance(pair) for pair in separations if (pair.first, pair.second) == ("train", "test")]
    return " ".join(sentence for sentence in sentences if sentence)


def _distance(pair: Separation) -> str:
    if pair.distance is None or pair.overlapping or pair.patch_widths is None:
        return ""
    if pair.distance == 0:
        return "The nearest test and training patches touch."
    ground = f"{number(pair.distance)} {pair.unit}" if pair.metres is None else length(pair.metres)
    return f"The nearest test and training patches are {ground} ({widths(pair.patch_widths)}) apart."
