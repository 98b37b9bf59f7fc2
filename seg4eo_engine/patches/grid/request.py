"""What is asked of a sampling grid."""

from dataclasses import dataclass, field
from pathlib import Path

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.patches.grid.cells import CellLayout
from seg4eo_engine.patches.splits import SplitRule


@dataclass(frozen=True)
class GridLabels:
    """Labels that decide which cells are kept and how they are split: a raster, or polygons with a class field."""

    raster: Path | None = None
    polygons: Path | None = None
    class_field: str = ""
    ignore_values: tuple[int, ...] = ()
    min_labelled_share: float = 0.0

    def __post_init__(self) -> None:
        if self.raster and self.polygons:
            raise InvalidJob("Expected labels either as a raster or as polygons, found both: leave one of them out.")
        if self.min_labelled_share > 0 and not self.are_given:
            raise InvalidJob(
                f"Expected labels for a least labelled share of {self.min_labelled_share:.0%}, found none: "
                "give labels, or set the share to 0."
            )

    @property
    def are_given(self) -> bool:
        """Whether there are labels at all."""
        return bool(self.raster or self.polygons)


@dataclass(frozen=True)
class GridRequest:
    """What is asked for: see the fields of the job.

    ``split_column`` is the column of ``area`` that tells the splits; None where ``splits`` alone decides.
    """

    raster: Path
    output: Path
    area: Path | None = None
    layout: CellLayout = field(default_factory=CellLayout)
    min_valid_share: float = 0.5
    labels: GridLabels = field(default_factory=GridLabels)
    split_column: str | None = None
    splits: SplitRule = field(default_factory=SplitRule)

    def __post_init__(self) -> None:
        if self.split_column is not None and self.area is None:
            raise InvalidJob("Expected an area whose column tells the split, found no area: give one.")
