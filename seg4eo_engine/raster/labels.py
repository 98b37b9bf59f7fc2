"""Class values in rasters, class indexes in the model: the one place where they meet."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.raster.classes import ClassInfo

IGNORE_INDEX = 255


def class_indexes(values: NDArray[np.integer], classes: Sequence[ClassInfo]) -> NDArray[np.uint8]:
    """The index in ``classes`` of each class value; :data:`IGNORE_INDEX` for values of no class.

    Args:
        values: label values of any shape.
        classes: at most 255 of them.
    """
    indexes = np.full(values.shape, IGNORE_INDEX, dtype=np.uint8)
    for index, item in enumerate(classes):
        indexes[values == item.value] = index
    return indexes


def map_encoding(classes: Sequence[ClassInfo], preferred: Sequence[int] = (0,)) -> tuple[str, int, NDArray[np.integer]]:
    """How a map of ``classes`` is written: dtype, nodata value, and the class value of each class index.

    The smallest dtype is taken; nodata is the first of the ``preferred`` values that no class has and that
    fits, else the largest value of the dtype that is free.
    """
    values = [item.value for item in classes]
    dtypes = ["uint8", "int16", "uint16", "int32"]
    for dtype in dtypes:
        limits = np.iinfo(dtype)
        if min(values) < limits.min or max(values) > limits.max:
            continue
        nodata = choose_ignored_value(dtype, values, preferred)
        if nodata is not None:
            return dtype, nodata, np.array(values, dtype=dtype)
    raise ValueError(f"class values from {min(values)} to {max(values)} fit no integer raster")


def choose_ignored_value(dtype: str, class_values: Sequence[int], preferred: Sequence[int]) -> int | None:
    """A value for pixels of no class: the first of ``preferred`` that fits and is no class, else the largest free one.

    None where classes have all values of the dtype.
    """
    limits = np.iinfo(dtype)
    wanted = [value for value in preferred if limits.min <= value <= limits.max]
    candidates = chain(wanted, range(limits.max, limits.min - 1, -1))
    return next((value for value in candidates if value not in class_values), None)
