"""What a figure is, and what all of them are measured with."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True)
class Figure:
    """One figure: its value, the most or the least it should be, what it is of, and what it comes from."""

    name: str
    value: float | None
    note: str
    at_most: float | None = None
    at_least: float | None = None
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def target(self) -> str:
        if self.at_most is not None:
            return f"≤ {self.at_most:g}"
        return "" if self.at_least is None else f"≥ {self.at_least:g}"

    @property
    def is_met(self) -> bool | None:
        """None where there is no target, or nothing was measured."""
        if self.value is None or not self.target:
            return None
        return self.value <= self.at_most if self.at_most is not None else self.value >= self.at_least

    def as_json(self, *, judged: bool) -> dict[str, Any]:
        """All of it, for the file of results."""
        content = asdict(self) | {"target": self.target or None, "is_met": self.is_met if judged else None}
        return {name: content[name] for name in ("value", "target", "is_met", "note", "details")}


@dataclass(frozen=True)
class Sizes:
    """How large everything is, in pixels: width and height of scenes, and of the wide mosaic (width, height)."""

    rounds: int
    speed_rounds: int
    default_rounds: int
    overhead_px: int
    speed_px: int
    skipping_px: int
    memory_px: tuple[int, int]
    mosaic_px: tuple[int, int]
    seen_scenes: bool  # whether classes are compared on the scenes of the training too


Mode = Literal["quick", "normal", "large"]
SIZES: dict[Mode, Sizes] = {
    "quick": Sizes(1, 1, 1, 1024, 1024, 2048, (1024, 2048), (10_000, 512), False),
    "normal": Sizes(2, 3, 1, 6144, 3072, 16_384, (2048, 6144), (50_000, 1024), True),
    "large": Sizes(2, 3, 1, 6144, 3072, 16_384, (4096, 16384), (200_000, 1024), True),
}
TINY_PX = 1024  # of the scene that is mapped before the clock runs


@dataclass(frozen=True)
class Bench:
    """What a figure is measured with: the mode, the sizes, a folder for scenes and maps, and facts of the machine."""

    mode: Mode
    folder: Path
    machine: dict[str, Any]

    @property
    def sizes(self) -> Sizes:
        return SIZES[self.mode]

    @property
    def random_model(self) -> Path:
        """The model with random weights."""
        from prediction.models import write_random_model

        path = self.folder / "random.safetensors"
        return path if path.is_file() else write_random_model(path)

    def scene(self, width: int, height: int | None = None, *, valid_from_col: int = 0) -> Path:
        """A scene of that size, written once."""
        from prediction.scenes import write_scene

        height = height or width
        path = self.folder / f"scene_{width}x{height}_{valid_from_col}.tif"
        return path if path.is_file() else write_scene(path, width, height, valid_from_col=valid_from_col)

    @property
    def tiny_scene(self) -> Path:
        """A scene to warm up with."""
        return self.scene(TINY_PX)

    def map_path(self, name: str) -> Path:
        """Where a map of that name goes."""
        return self.folder / f"map_{name}.tif"
