"""Class values in rasters, class indexes in the model: the one place where they meet."""

from collections.abc import Sequence

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


def map_encoding(classes: Sequence[ClassInfo]) -> tuple[str, int, NDArray[np.integer]]:
    """How a map of ``classes`` is written: dtype, nodata value, and the class value of each class index.

    The smallest dtype is taken; nodata is 0 where no class has it, else the largest value of the dtype that is free.
    """
    values = [item.value for item in classes]
    dtypes = ["uint8", "int16", "uint16", "int32"]
    for dtype in dtypes:
        limits = np.iinfo(dtype)
        if min(values) < limits.min or max(values) > limits.max:
            continue
        candidates = [0, *range(limits.max, limits.max - len(values) - 1, -1)]
        free = [value for value in candidates if value not in values and limits.min <= value <= limits.max]
        if free:
            return dtype, free[0], np.array(values, dtype=dtype)
    raise ValueError(f"class values from {min(values)} to {max(values)} fit no integer raster")
