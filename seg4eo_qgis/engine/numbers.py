"""Numbers as a user reads them."""

import math
from typing import Optional

from ..compat import tr


def format_number(value: Optional[float]) -> str:
    """Three decimals, so that a column of them can be read, and more for the tiny: 0.430, 12.300, 0.0001.

    A score that could not be measured is a dash.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, int):
        return str(value)
    return f"{value:.3f}" if value == 0 or abs(value) >= 0.001 else f"{value:.3g}"


def format_duration(seconds: float) -> str:
    """A duration as people say it: ``0.4 s``, ``40 s``, ``5 min``, ``3 h 20 min``."""
    if seconds < 90:
        return f"{seconds:.1f} s" if seconds < 2 else f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"


def format_count(count: float, unit: str) -> tuple[str, str]:
    """A count or a speed and its unit, as short as can be read: ``("210", "Mpx")`` of pixels, ``("0.25", "cells")``."""
    if unit == "px":
        count, unit = count / 1e6, "Mpx"
    return (f"{count:.0f}" if count >= 9.95 or count == int(count) else f"{count:.2g}"), tr(unit)
