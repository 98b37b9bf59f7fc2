"""The classes of polygons: numbers or names in a column, or one for all."""

import itertools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import geopandas
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from seg4eo_engine.errors import InvalidDataset, InvalidJob, UnknownClass
from seg4eo_engine.patches.labels.classes import MOST_CLASSES, NamedClass
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.classes import ClassInfo, default_class

BACKGROUND_NAME = "background"
BACKGROUND_COLOUR = "#e0e0e0"
SHOWN_CLASSES = 20
LIMITS = np.iinfo(np.int32)
_WHOLE_NUMBER = re.compile(r"-?\d+")


class PolygonClasses(NamedTuple):
    """Which polygons have a class, which one each of these has, and all classes by value."""

    has_class: NDArray[np.bool_]
    class_indexes: NDArray[np.intp]
    classes: list[ClassInfo]


def settle_polygon_classes(
    polygons: geopandas.GeoDataFrame,
    path: Path,
    class_field: str,
    given: Sequence[NamedClass],
    background: int | None,
    reporter: Reporter,
) -> PolygonClasses:
    """The classes of the polygons of the layer ``path``; those without one are pointed out.

    Args:
        polygons: the layer.
        path: for messages.
        class_field: column of whole numbers or names; empty: all polygons are one class.
        given: values and names that the user gave; empty: what is found.
        background: value outside of the polygons; polygons may have it too.
        reporter: is told of polygons without a class.

    Raises:
        InvalidJob: no such column, or one of something else than whole numbers and names.
        UnknownClass: a class that is not among ``given``, or more than 255 classes.
        InvalidDataset: no polygon has a class.
    """
    has_class, names = np.ones(len(polygons), bool), dict[int, str]()
    if not class_field:
        values = [_only_class(given, background)] * len(polygons)
    else:
        column, where = find_column(polygons, path, class_field), f"'{class_field}' of {path.name}"
        has_class = _has_class(column, where, reporter)
        values, names = _class_values(column[has_class], given, background, where)
    classes = _described(set(values), names, given, background)
    positions = {item.value: index for index, item in enumerate(classes)}
    return PolygonClasses(has_class, np.array([positions[value] for value in values], np.intp), classes)


def find_column(polygons: geopandas.GeoDataFrame, path: Path, name: str) -> pd.Series:
    """A column of attributes by its name.

    Raises:
        InvalidJob: there is none of this name.
    """
    columns = [column for column in polygons.columns if column != polygons.geometry.name]
    if name not in columns:
        found = f"the columns {', '.join(columns)}" if columns else "no columns"
        raise InvalidJob(f"Expected a column '{name}' in {path.name}, found {found}: choose one that is there.")
    return polygons[name]


def _only_class(given: Sequence[NamedClass], background: int | None) -> int:
    values = [item.value for item in given if item.value != background] or [1]
    if len(values) > 1:
        raise InvalidJob(
            f"Expected one class for polygons without a class column, found {len(values)}: choose the column."
        )
    if values == [background]:
        raise InvalidJob("Expected another value for the background than 1, the class of all polygons: change it.")
    return values[0]


def _has_class(column: pd.Series, where: str, reporter: Reporter) -> NDArray[np.bool_]:
    """Which polygons have a class; an empty text is none."""
    has_class = np.array([not pd.isna(value) and str(value).strip() != "" for value in column])
    if not has_class.any():
        raise InvalidDataset(f"Expected the classes of the polygons in {where}, found it empty: choose another column.")
    if not has_class.all():
        reporter.warning(f"{(~has_class).sum()} of {len(column)} polygons have no class in {where} and are left out.")
    return has_class


def _class_values(
    column: pd.Series, given: Sequence[NamedClass], background: int | None, where: str
) -> tuple[list[int], dict[int, str]]:
    """The class value of each polygon, and the names that were found by value."""
    if pd.api.types.is_bool_dtype(column) or pd.api.types.is_numeric_dtype(column):
        return _known_numbers(column.tolist(), given, background, where), {}
    if not all(isinstance(text, str) for text in column):
        raise InvalidJob(
            f"Expected whole numbers or names in {where}, found {str(column.iloc[0])[:40]}: choose another column."
        )
    texts = [text.strip() for text in column]
    values = {item.name: item.value for item in given}
    unnamed = sorted(set(texts) - set(values))
    if unnamed and all(_WHOLE_NUMBER.fullmatch(text) for text in texts):
        return _known_numbers([int(text) for text in texts], given, background, where), {}
    if given and unnamed:
        raise UnknownClass(
            f"Expected the classes {_listed(list(values))}, found also {_listed(unnamed)} in {where}: "
            "add them to the classes."
        )
    if len(unnamed) > MOST_CLASSES:
        raise _too_many(len(unnamed), where)
    free = (value for value in itertools.count(1) if value != background)
    values |= dict(zip(unnamed, free, strict=False))
    return [values[text] for text in texts], {values[text]: text for text in unnamed}


def _known_numbers(numbers: list[float], given: Sequence[NamedClass], background: int | None, where: str) -> list[int]:
    broken = [number for number in numbers if not float(number).is_integer()]
    if broken:
        raise InvalidJob(f"Expected classes as whole numbers in {where}, found {broken[0]:g}: choose another column.")
    values = [int(number) for number in numbers]
    unknown = sorted(set(values) - {item.value for item in given} - {background})
    if given and unknown:
        raise UnknownClass(
            f"Expected the class values {_listed([item.value for item in given])}, found also {_listed(unknown)} in "
            f"{where}: add them to the classes."
        )
    if len(unknown) > MOST_CLASSES:
        raise _too_many(len(unknown), where)
    return values


def _described(
    found: set[int], names: dict[int, str], given: Sequence[NamedClass], background: int | None
) -> list[ClassInfo]:
    """Every class by value: named and coloured as given, else as found; the background in grey."""
    named = {item.value: item for item in given}
    values = sorted(found | set(named))
    too_large = [value for value in values if not LIMITS.min <= value <= LIMITS.max]
    if too_large:
        raise UnknownClass(
            f"Expected class values from {LIMITS.min} to {LIMITS.max}, found {too_large[0]}: give smaller numbers."
        )
    foreground = [value for value in values if value != background]
    classes = {value: default_class(value, position) for position, value in enumerate(foreground)}
    classes |= {value: classes[value].model_copy(update={"name": name}) for value, name in names.items()}
    if background is not None:
        classes[background] = ClassInfo(value=background, name=BACKGROUND_NAME, colour=BACKGROUND_COLOUR)
    for value, item in named.items():
        classes[value] = ClassInfo(value=value, name=item.name, colour=item.colour or classes[value].colour)
    if len(classes) > MOST_CLASSES:
        raise UnknownClass(
            f"Expected at most {MOST_CLASSES} classes, found {len(classes)} with the background: name fewer."
        )
    return [classes[value] for value in sorted(classes)]


def _too_many(count: int, where: str) -> UnknownClass:
    return UnknownClass(
        f"Expected at most {MOST_CLASSES} classes, found {count} different values in {where}: choose another column."
    )


def _listed(values: Sequence[object]) -> str:
    shown = ", ".join(str(value) for value in values[:SHOWN_CLASSES])
    return shown + (f" and {len(values) - SHOWN_CLASSES} more" if len(values) > SHOWN_CLASSES else "")
