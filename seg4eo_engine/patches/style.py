"""How QGIS shows cells and patches: outlines coloured by split, with the image shining through."""

from pathlib import Path

from seg4eo_engine.patches.manifest import Split
from seg4eo_engine.raster.vector_layers import Category, write_category_style

SPLIT_COLOURS: dict[Split, tuple[int, int, int]] = {
    "train": (0, 114, 178),
    "validation": (230, 159, 0),
    "test": (204, 51, 119),
}
FILL_OPACITY = 40  # of 255


def write_split_style(layer: Path) -> None:
    """Write the style beside the vector file ``layer``."""
    categories = [Category(split, split, rgb, FILL_OPACITY) for split, rgb in SPLIT_COLOURS.items()]
    write_category_style(layer, "split", categories)
