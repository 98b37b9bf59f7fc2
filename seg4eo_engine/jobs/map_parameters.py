"""Parameters that jobs about maps have in common."""

import math
from typing import TYPE_CHECKING, Any

from seg4eo_engine.jobs.parameters import parameter

if TYPE_CHECKING:
    from seg4eo_engine.raster.grid import RasterGrid


def minimum_area_parameter() -> Any:
    """Minimum mapping unit, float, for :func:`smallest_px`."""
    return parameter(
        0.0,
        kind="number",
        title="Minimum mapping unit",
        unit="m²",
        minimum=0,
        help="Smaller areas become part of the neighbour with the longest common border, 10000 is a hectare. 0 keeps "
        "all. In a map without coordinate reference system, pixels are counted instead.",
    )


def smallest_px(minimum_area: float, grid: "RasterGrid") -> int:
    """The fewest pixels that make up a minimum mapping unit of ``minimum_area`` m² (pixels where there are no metres).

    Pixels are as large as the one in the middle of ``grid``.
    """
    if not minimum_area:
        return 0
    from seg4eo_engine.evaluation.extent import pixel_area_m2  # imported late: it loads pandas

    # an area of just the minimum is kept, whatever the last digit of the size of a pixel says
    return math.ceil(minimum_area / (pixel_area_m2(grid) or 1.0) - 1e-6)
