"""What is to be split, and how."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.patches.manifest import Split

SplitMethod = Literal["blocks", "random", "stratified"]


@dataclass(frozen=True)
class SplitRule:
    """How cells are split.

    ``method``: ``blocks`` of ``block_cells`` by ``block_cells`` neighbours; ``random``, every polygon by itself;
    ``stratified``, blocks with alike shares of classes. ``block_cells`` None: about thirty blocks. ``buffer_cells`` is
    the least distance between cells of different splits, in cells; None: one cell where that leaves out at most a
    quarter of the cells, else none, and none at all for ``random``.
    """

    validation_share: float = 0.15
    test_share: float = 0.15
    block_cells: int | None = None
    seed: int = 0
    method: SplitMethod = "blocks"
    buffer_cells: float | None = None

    def __post_init__(self) -> None:
        held_out = self.validation_share + self.test_share
        if held_out >= 1:
            raise InvalidJob(
                f"Expected validation and test shares below 1 together, found {held_out:g}: leave cells to learn from."
            )

    @property
    def shares(self) -> dict[Split, float]:
        """The share of each split."""
        return {
            "train": 1 - self.validation_share - self.test_share,
            "validation": self.validation_share,
            "test": self.test_share,
        }


@dataclass(frozen=True)
class Cells:
    """What is to be split: parallel arrays, one entry a cell.

    Args:
        outlines: polygons, in the units of their plane.
        planes: cells of different planes have no distance (images without a coordinate reference system).
        positions: column and row ``(n, 2)``, in cells of the plane.
        polygons: the same number is the same place, as on images of several dates: it gets one split.
        sizes: side of the cell in the units of its plane.
        class_counts: labelled pixels ``(n, classes)``; ``stratified`` needs them.
        fixed: a split told beforehand; None where it is to be assigned.
    """

    outlines: NDArray[np.object_]
    planes: NDArray[np.intp]
    positions: NDArray[np.float64]
    polygons: NDArray[np.intp]
    sizes: NDArray[np.float64]
    class_counts: NDArray[np.int64] | None
    fixed: list[Split | None]

    def __len__(self) -> int:
        return len(self.fixed)

    @property
    def is_fixed(self) -> NDArray[np.bool_]:
        """True where the split was told beforehand."""
        return np.array([split is not None for split in self.fixed], np.bool_)
