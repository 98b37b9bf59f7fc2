"""Which cells are learned from, and which measure."""

from seg4eo_engine.patches.splits.assignment import keep_apart, split_cells, warn_of_missing
from seg4eo_engine.patches.splits.rule import Cells, SplitMethod, SplitRule

__all__ = ["Cells", "SplitMethod", "SplitRule", "keep_apart", "split_cells", "warn_of_missing"]
