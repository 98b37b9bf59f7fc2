"""How good a map is, in plain words: what can be believed, and what to mind."""

from collections.abc import Iterator

import numpy as np

from seg4eo_engine.reports.evaluation.facts import Verdict
from seg4eo_engine.reports.evaluation.measured import Measured
from seg4eo_engine.reports.words import counted, listed, percent

GOOD_MIOU, GOOD_CLASS_IOU = 0.7, 0.5
USABLE_MIOU = 0.4
WEAK_IOU = 0.5
FEW_PIXELS = 1000
NO_BETTER_KAPPA = 0.2
MUCH_ECE = 0.1
SHOWN = 4


def verdict_of(measured: Measured) -> Verdict:
    """Good where the classes overlap well with the truth and none is bad; poor where most do not.

    A reference of one class cannot show what is wrongly mapped as it, so nothing is good by it.
    """
    iou = measured.confusion.iou
    if measured.only_class is None and measured.confusion.miou >= GOOD_MIOU and np.nanmin(iou) >= GOOD_CLASS_IOU:
        return "good"
    return "usable" if measured.confusion.miou >= USABLE_MIOU else "poor"


def headline_of(measured: Measured) -> str:
    """The verdict in one line."""
    right = percent(measured.confusion.accuracy)
    only = measured.only_class
    if only is not None:
        return f"{right} of {only} is found, and no other class was looked at"
    weak = [name for name, iou in _scores(measured) if iou < WEAK_IOU]
    endings: dict[Verdict, str] = {
        "good": "no class is mapped badly",
        "usable": f"but not {listed(weak, SHOWN)}" if weak else "with errors at many places",
        "poor": "too little to rely on",
    }
    return f"{right} of the pixels are right, {endings[verdict_of(measured)]}"


def summary_of(measured: Measured) -> str:
    """Two or three sentences: the mean score, the best and the weakest class, and where the weakest one goes."""
    scores = _scores(measured)
    sentences = [f"The mean overlap of the classes with the truth (mIoU) is {measured.confusion.miou:.2f}."]
    if len(scores) > 1:
        best, weakest = max(scores, key=lambda item: item[1]), min(scores, key=lambda item: item[1])
        sentences.append(
            f"{_capital(best[0])} is mapped best (IoU {best[1]:.2f}), {weakest[0]} worst (IoU {weakest[1]:.2f})."
        )
        sentences.append(_mistake(measured, [item.name for item in measured.classes].index(weakest[0])))
    return " ".join(sentence for sentence in sentences if sentence)


def remarks_on(measured: Measured) -> Iterator[str]:
    """What to mind before the numbers are believed or used, a sentence each."""
    yield from measured.warnings
    confusion, names = measured.confusion, [item.name for item in measured.classes]
    reference = confusion.counts.sum(1)
    absent = [name for name, pixels in zip(names, reference, strict=True) if pixels == 0]
    only = measured.only_class
    if only is not None:
        yield (
            f"The reference holds nothing but {only}, so what is wrongly mapped as it elsewhere is not seen: "
            "add places of other classes, or give polygons a background value."
        )
    elif absent:
        yield (
            f"The reference has no pixel of {listed(absent, SHOWN)}, so nothing is known of how well "
            f"{'it is' if len(absent) == 1 else 'they are'} found."
        )
    few = [
        f"{name} ({counted(int(pixels), 'pixel')})"
        for name, pixels in zip(names, reference, strict=True)
        if 0 < pixels < FEW_PIXELS
    ]
    if few:
        yield f"There is little to measure on of {listed(few, SHOWN)}: another reference may give quite other scores."
    if only is None and confusion.kappa < NO_BETTER_KAPPA:
        common = names[int(reference.argmax())]
        share = percent(float(reference.max() / confusion.total))
        yield (
            f"A map of nothing but {common} would have {share} of the pixels right, so the share "
            "of right pixels says little here; look at the single classes."
        )
    yield from _trust_remark(measured)


def _trust_remark(measured: Measured) -> Iterator[str]:
    if measured.trust is None or not measured.trust.after.counts.any():
        return
    after = measured.trust.after
    if after.ece >= MUCH_ECE:
        confidence, right = (float(sums.sum() / after.counts.sum()) for sums in (after.confidence_sums, after.right))
        surplus = "too sure of itself" if confidence > right else "less sure of itself than it could be"
        told = f", and mostly {surplus}" if abs(confidence - right) >= after.ece / 2 else ""
        yield (
            f"Do not rely on the confidence of the model: it is {100 * after.ece:.0f} percentage points off the share "
            f"of right pixels on average{told}."
        )


def _scores(measured: Measured) -> list[tuple[str, float]]:
    """Name and IoU of each class that is in the map or in the reference."""
    named = zip(measured.classes, measured.confusion.iou, strict=True)
    return [(item.name, float(iou)) for item, iou in named if not np.isnan(iou)]


def _mistake(measured: Measured, index: int) -> str:
    """What a class is mostly taken for; nothing where it is not in the reference, or hardly taken for anything."""
    row = measured.confusion.counts[index].astype(float)
    if not row.sum():
        return ""
    shares = row / row.sum()
    missed = 1 - shares[index]
    shares[index] = 0
    other = int(shares.argmax())
    if missed < 0.2 or shares[other] < missed / 3:
        return ""
    names = [item.name for item in measured.classes]
    return f"{percent(float(shares[other]))} of {names[index]} is mapped as {names[other]}."


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
