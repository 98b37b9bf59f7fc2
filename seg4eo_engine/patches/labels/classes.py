"""Class values: which are classes, which are ignored, and which nobody told us about."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.errors import InvalidDataset, InvalidJob, UnknownClass
from seg4eo_engine.raster.classes import ClassInfo

MOST_CLASSES = 255  # more different values than this are measurements; and one value of a byte stays free
_CLASS = re.compile(r"\s*(-?\d+)\s*=\s*(.*?\S)\s*")
_CLASS_WITH_COLOUR = re.compile(r"\s*(-?\d+)\s*=\s*(.*?\S)\s*:\s*(#[0-9a-fA-F]{6})\s*")
# far below every class value that anybody uses, and within 32 bits
_FIRST_COLOUR_CODE = -(2**30)
_COLOURS = 2**24
_COUNTED_RANGE = 2**16
Values = TypeVar("Values", int, NDArray[np.int32])


class NamedClass(NamedTuple):
    """A class as the user named it; the colour may be left to the label raster's palette."""

    value: int
    name: str
    colour: str | None


class LabelledSource(Protocol):
    """What must be known of labels to settle their classes."""

    @property
    def label(self) -> Path:
        """The file, for messages."""

    @property
    def has_colours(self) -> bool:
        """Whether it is a mask of colours."""

    @property
    def positive_values(self) -> tuple[int, ...]:
        """The values that are 1 in what is read."""

    def describe_classes(self, values: list[int]) -> list[ClassInfo]:
        """Names and colours of these values."""


def parse_classes(texts: list[str]) -> list[NamedClass]:
    """Classes given as ``1=water`` or ``2=forest:#0a7d32``.

    Raises:
        InvalidJob: a text of another form, or a value given twice.
    """
    classes: dict[int, NamedClass] = {}
    for text in texts:
        match = _CLASS_WITH_COLOUR.fullmatch(text) or _CLASS.fullmatch(text)
        if match is None:
            raise InvalidJob(f"Expected classes like 1=water or 2=forest:#0a7d32, found '{text}': change it.")
        value, name = int(match[1]), match[2]
        if value in classes:
            raise InvalidJob(f"Expected every class value once, found {value} twice: remove one of them.")
        classes[value] = NamedClass(value, name, match[3] if match.lastindex == 3 else None)
    return list(classes.values())


def code_colour(colour: Values) -> Values:
    """The number by which a colour (``0xrrggbb``) of no class travels among class values, until it is refused."""
    return _FIRST_COLOUR_CODE - colour


def settle_classes(
    found: dict[int, int],
    given: Sequence[NamedClass],
    ignored: Sequence[int],
    sources: Sequence[LabelledSource],
) -> list[ClassInfo]:
    """The classes of a dataset.

    Args:
        found: pixels by value, without nodata.
        given: the classes that the user named; empty for all values found.
        ignored: values that are no class.
        sources: where the values were read; the first may describe its classes.

    Raises:
        UnknownClass: values were found that are neither given nor ignored, or too many to be classes, or colours that
            nobody named.
        InvalidJob: a value is both a class and ignored.
        InvalidDataset: there is no class pixel at all.
    """
    _refuse_unknown_colours(found, given, sources)
    if sources[0].positive_values:
        return _settle_positive(found, given, sources)
    if any(source.has_colours for source in sources):
        # only as a class can a colour be told that is to be ignored
        given = [item for item in given if item.value not in ignored]
    values = sorted(set(found) - set(ignored))
    both = sorted({item.value for item in given} & set(ignored))
    if both:
        raise InvalidJob(f"Expected values that are either classes or ignored, found {_listed(both)} as both: choose.")
    unknown = sorted(set(values) - {item.value for item in given})
    if given and unknown:
        raise UnknownClass(
            f"Expected the class values {_listed([item.value for item in given])}, found also {_listed(unknown)} in "
            f"{_where(sources)}: add them to the classes or to the values to ignore."
        )
    if not values:
        raise InvalidDataset(
            f"Expected labelled pixels in the patches, found none in {_where(sources)}: check labels and grid."
        )
    if len(given or values) > MOST_CLASSES:
        raise UnknownClass(
            f"Expected at most {MOST_CLASSES} classes, found {len(given or values)} different values in "
            f"{_where(sources)}: give rasters of class values."
        )
    described = sources[0].describe_classes([item.value for item in given] or values)
    if not given:
        return described
    return [
        ClassInfo(value=item.value, name=item.name, colour=item.colour or other.colour)
        for item, other in zip(given, described, strict=True)
    ]


def _refuse_unknown_colours(
    found: dict[int, int], given: Sequence[NamedClass], sources: Sequence[LabelledSource]
) -> None:
    colours = [_FIRST_COLOUR_CODE - value for value in found if value <= _FIRST_COLOUR_CODE]
    colours = sorted(colour for colour in colours if colour < _COLOURS)
    if not colours:
        return
    if len(colours) > MOST_CLASSES:
        raise UnknownClass(
            f"Expected masks with a colour for each class, found {len(colours)} colours in {_where(sources)}: export "
            "them again without smoothing and without lossy compression such as JPEG, which blur colours."
        )
    if all(source.has_colours for source in sources) and not any(item.colour for item in given):
        # shades of grey counted as values only as long as there was nothing else
        colours = sorted([*colours, *(value * 0x010101 for value in found if 0 <= value <= 255)])
    raise UnknownClass(
        f"Expected a class for each colour, found {_listed([f'#{colour:06x}' for colour in colours])} in "
        f"{_where(sources)}: add classes such as 1=water:#{colours[0]:06x}, and ignore the values of the others."
    )


def _settle_positive(
    found: dict[int, int], given: Sequence[NamedClass], sources: Sequence[LabelledSource]
) -> list[ClassInfo]:
    """The two classes of "these values against the rest", named after whatever the user named."""
    positive = sources[0].positive_values
    if not found.get(1):
        raise InvalidDataset(
            f"Expected pixels of the positive values {_listed(sorted(positive))}, found none in {_where(sources)}: "
            "check the values."
        )
    if names_raw_values(given, positive):
        members = [item for item in given if item.value in positive]
        rest = [item for item in given if item.value not in positive]
    else:
        members = [item for item in given if item.value == 1]
        rest = [item for item in given if item.value == 0]
    described = sources[0].describe_classes(sorted(positive))
    name = " + ".join(item.name for item in members or described)
    return [
        ClassInfo(value=0, name=rest[0].name if len(rest) == 1 else "other", colour=_colour(rest, "#999999")),
        ClassInfo(value=1, name=name, colour=_colour(members, described[0].colour)),
    ]


def names_raw_values(given: Sequence[NamedClass], positive: Sequence[int]) -> bool:
    """Whether the user named the values as they are in the files, not the 0 and 1 that positive values make of them."""
    return any(item.value in positive for item in given)


def _colour(classes: Sequence[NamedClass], default: str) -> str:
    return next((item.colour for item in classes if item.colour), default)


def _where(sources: Sequence[LabelledSource]) -> str:
    names = {source.label: source.label.name for source in sources}
    return next(iter(names.values())) if len(names) == 1 else f"the {len(names)} label files"


def _listed(values: Sequence[int | str]) -> str:
    shown = ", ".join(str(value) for value in values[:20])
    return shown + (f" and {len(values) - 20} more" if len(values) > 20 else "")


def count_values(labels: NDArray[np.integer]) -> dict[int, int]:
    """How many pixels there are of each value."""
    if not labels.size:
        return {}
    low, high = int(labels.min()), int(labels.max())
    if high - low < _COUNTED_RANGE:  # ten times as fast as sorting
        counts = np.bincount(labels.ravel().astype(np.intp) - low)
        return {low + int(index): int(counts[index]) for index in np.flatnonzero(counts)}
    values, counts = np.unique(labels, return_counts=True)
    return {int(value): int(count) for value, count in zip(values, counts, strict=True)}
