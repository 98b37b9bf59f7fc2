"""What a map will take, said before it is made: windows, time, memory, disk."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from seg4eo_engine.prediction.layers import MapLayer
from seg4eo_engine.prediction.plan import PredictionPlan
from seg4eo_engine.progress import duration

GIB, MIB = 2**30, 2**20


def describe_plan(
    plan: PredictionPlan, backend_words: str, strip_bytes: int, windows_left: int, seconds_per_window: float | None
) -> str:
    """The plan in a sentence, such as ``Mapping 6144 × 6144 px in 196 windows of 512 px (overlap 64 px) on …``."""
    layout, area = plan.layout, plan.area
    parts = [
        f"Mapping {int(area.width)} × {int(area.height)} px in {windows_left} windows of {layout.window_px} px, "
        f"overlap {layout.overlap_px} px, with {backend_words}",
        f"about {_size(strip_bytes)} for pixels and probabilities",
    ]
    if seconds_per_window is not None:
        parts.append(f"{duration(seconds_per_window * windows_left)} at most")
    return "; ".join(parts) + "."


def disk_bytes(plan: PredictionPlan, layers: Sequence[MapLayer]) -> int:
    """Most bytes on disk at once: parts, files and overviews (a third), as if nothing could be compressed."""
    return int(plan.area.width * plan.area.height * sum(layer.bytes_per_pixel for layer in layers) * (1 + 4 / 3))


def disk_warning(needed_bytes: int, folder: Path) -> str | None:
    """A warning where the disk may become full; None where there is room."""
    free = shutil.disk_usage(folder).free
    if needed_bytes <= free:
        return None
    return (
        f"The map may need up to {_size(needed_bytes)} in {folder}, and {_size(free)} are free: "
        "mostly it is a tenth of that, since maps compress well, but make room if it is short."
    )


def _size(number: float) -> str:
    return f"{number / GIB:.1f} GiB" if number >= GIB else f"{number / MIB:.0f} MiB"
