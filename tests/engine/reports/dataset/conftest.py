"""A small dataset with nothing wrong, which each test may spoil before it is written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio import Affine
from rasterio.warp import transform

from seg4eo_engine.patches.manifest import SPLITS, BandInfo, DatasetManifest, PatchRecord, Source
from seg4eo_engine.raster.classes import default_class
from seg4eo_engine.reports.dataset.facts import Finding
from seg4eo_engine.reports.dataset.report import study_dataset

SIZE_PX = 32
PIXEL_M = 10.0
WIDTH_M = SIZE_PX * PIXEL_M
LEFT, TOP = 500_000.0, 5_200_000.0


@dataclass
class PlannedPatch:
    """A patch before it is written; ``column`` and ``row`` count patches from the upper left."""

    name: str
    split: str
    source: int
    column: float
    row: float
    pixels: np.ndarray
    labels: np.ndarray
    crs: str | None = "EPSG:32633"
    nodata: float | None = None
    label_shift_m: float = 0.0
    missing: tuple[str, ...] = ()
    placed: bool = True
    origin: tuple[float, float] = (LEFT, TOP)
    pixel: float = PIXEL_M

    @property
    def transform(self) -> Affine:
        (left, top), width = self.origin, self.pixel * SIZE_PX
        return Affine(self.pixel, 0, left + self.column * width, 0, -self.pixel, top - self.row * width)


@dataclass
class PlannedDataset:
    """A dataset before it is written."""

    patches: list[PlannedPatch]
    bands: list[str] = field(default_factory=lambda: ["red", "green", "nir"])
    classes: dict[int, str] = field(default_factory=lambda: {1: "water", 2: "forest", 4: "field"})
    sources: list[str] = field(default_factory=lambda: ["north.tif", "south.tif"])

    def of_split(self, split: str) -> list[PlannedPatch]:
        return [patch for patch in self.patches if patch.split == split]

    def write(self, folder: Path) -> Path:
        for split in SPLITS:
            for kind in ("images", "labels"):
                (folder / split / kind).mkdir(parents=True)
        for patch in self.patches:
            _write_patch(folder, patch)
        self._manifest().write(folder)
        return folder

    def _manifest(self) -> DatasetManifest:
        numbers = {"minimum": 0, "maximum": 1, "mean": 0.5, "std": 0.1, "p2": 0, "p98": 1}
        counts = {split: np.zeros(len(self.classes), int) for split in SPLITS}
        records = []
        for patch in self.patches:
            valid = (patch.pixels != patch.nodata).all(axis=0)[: len(patch.labels)]
            own = [int((patch.labels[valid] == value).sum()) for value in self.classes]
            counts[patch.split] += own
            records.append(
                PatchRecord(
                    name=patch.name,
                    split=patch.split,
                    source=patch.source,
                    col_off=round(patch.column * SIZE_PX) if patch.placed else None,
                    row_off=round(patch.row * SIZE_PX) if patch.placed else None,
                    block=0,
                    class_counts=tuple(own),
                )
            )
        infos = [default_class(value, index) for index, value in enumerate(self.classes)]
        return DatasetManifest(
            engine_version="0",
            patch_size_px=SIZE_PX,
            ground_resolution=PIXEL_M,
            dtype=str(self.patches[0].pixels.dtype),
            nodata=self.patches[0].nodata,
            bands=tuple(BandInfo(name=name, **numbers) for name in self.bands),
            classes=tuple(info.model_copy(update={"name": self.classes[info.value]}) for info in infos),
            class_counts={split: tuple(row.tolist()) for split, row in counts.items()},
            seed=0,
            sources=tuple(Source(image=name, label=name.replace(".tif", "_labels.tif")) for name in self.sources),
            patches=tuple(records),
        )


def _write_patch(folder: Path, patch: PlannedPatch) -> None:
    shift = Affine.translation(patch.label_shift_m, 0)
    place = patch.transform if patch.crs else None
    for kind, pixels, nodata, where in (
        ("images", patch.pixels, patch.nodata, place),
        ("labels", patch.labels[None], 255, place and shift * place),
    ):
        if kind in patch.missing:
            continue
        profile: dict[str, Any] = {"driver": "GTiff", "count": len(pixels), "dtype": pixels.dtype, "nodata": nodata}
        profile |= {"height": pixels.shape[1], "width": pixels.shape[2], "crs": patch.crs, "transform": where}
        with rasterio.open(folder / patch.split / kind / f"{patch.name}.tif", "w", **profile) as file:
            file.write(pixels)


def plan_dataset() -> PlannedDataset:
    """24 training, 6 validation and 6 test patches, at least two patch widths apart, from two images."""
    random = np.random.default_rng(11)
    patches = []
    for column, split in [*((column, "train") for column in range(4)), (6, "validation"), (9, "test")]:
        for row in range(6):
            labels = np.kron(random.choice([1, 2, 4], (4, 4)), np.ones((8, 8), int)).astype(np.uint8)
            labels[:8, :24] = np.repeat([1, 2, 4], 8)  # every class in every patch
            level = np.select([labels == 1, labels == 2], [np.array([600, 900, 300])[:, None, None], np.array(
                [800, 1100, 3000])[:, None, None]], np.array([1500, 1600, 2500])[:, None, None])  # fmt: skip
            pixels = np.clip(level + random.normal(0, 120, (3, SIZE_PX, SIZE_PX)), 1, 10_000).astype(np.uint16)
            patches.append(PlannedPatch(f"{column}_{row}", split, int(row > 2), column, row, pixels, labels))
    return PlannedDataset(patches)


@pytest.fixture
def planned() -> PlannedDataset:
    return plan_dataset()


@pytest.fixture
def write_dataset(tmp_path) -> Callable[[PlannedDataset], Path]:
    """Write a planned dataset into a new folder."""
    return lambda planned: planned.write(tmp_path / "dataset")


@pytest.fixture
def to_zone_32() -> Callable[[PlannedPatch], None]:
    """Tell the place of a patch in coordinates of the neighbouring zone; its upper left corner stays where it is."""

    def move(patch: PlannedPatch) -> None:
        where = patch.transform
        [left], [top] = transform("EPSG:32633", "EPSG:32632", [where.c], [where.f])
        patch.crs = "EPSG:32632"
        patch.origin = (left - patch.column * WIDTH_M, top + patch.row * WIDTH_M)

    return move


@pytest.fixture
def findings_of(write_dataset, reporter) -> Callable[[PlannedDataset], list[Finding]]:
    """What is found in a planned dataset."""
    return lambda planned: list(study_dataset(write_dataset(planned), reporter).facts.findings)
