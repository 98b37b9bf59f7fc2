"""What a dataset says about its patches: ``dataset.json`` and ``patches.gpkg``."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import geopandas
import numpy as np
import pandas
from pyproj.exceptions import ProjError

from seg4eo_engine import __version__
from seg4eo_engine.errors import InvalidDataset
from seg4eo_engine.patches.manifest import SPLITS, BandInfo, DatasetManifest, PatchRecord, Source, Split
from seg4eo_engine.patches.places import Place
from seg4eo_engine.patches.style import write_split_style
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.statistics import PixelSummary, merge
from seg4eo_engine.raster.vector_layers import write_geopackage

OUTLINES_NAME = "patches.gpkg"


@dataclass(frozen=True)
class DatasetPatch:
    """A patch of a dataset, whether it was just cut or has been there before.

    ``source`` is its number among the sources of the dataset; ``summary`` is None where it has no valid pixel.
    """

    name: str
    source: int
    place: Place
    class_counts: tuple[int, ...]
    summary: PixelSummary | None
    split: Split
    block: int

    def record(self) -> PatchRecord:
        """The patch as the manifest lists it."""
        window = self.place.window
        return PatchRecord(
            name=self.name,
            split=self.split,
            source=self.source,
            col_off=None if window is None else int(window.col_off),
            row_off=None if window is None else int(window.row_off),
            block=self.block,
            class_counts=self.class_counts,
        )


@dataclass(frozen=True)
class DatasetTraits:
    """What all patches of a dataset have in common."""

    dtype: str
    nodata: float | None
    band_names: tuple[str, ...]
    classes: tuple[ClassInfo, ...]
    sources: tuple[Source, ...]
    seed: int


def describe_dataset(traits: DatasetTraits, patches: Sequence[DatasetPatch]) -> DatasetManifest:
    """The manifest of a dataset; band statistics are of its training patches.

    Raises:
        InvalidDataset: there is nothing to learn from in the training split.
    """
    training = [patch for patch in patches if patch.split == "train"]
    summaries = [patch.summary for patch in training if patch.summary is not None]
    if not any(sum(patch.class_counts) for patch in training):
        raise InvalidDataset(
            f"Expected labelled, valid pixels in training patches, found none in {len(training)} training patches: "
            "check nodata, labels and the split."
        )
    bands = zip(traits.band_names, merge(summaries), strict=True)
    return DatasetManifest(
        engine_version=__version__,
        patch_size_px=patches[0].place.grid.width,
        ground_resolution=patches[0].place.grid.resolution[0],
        ground_resolution_m=patches[0].place.grid.pixel_height_m,
        dtype=traits.dtype,
        nodata=traits.nodata,
        bands=tuple(BandInfo(name=name, **asdict(numbers)) for name, numbers in bands),
        classes=traits.classes,
        class_counts={split: _count_classes(patches, split, len(traits.classes)) for split in SPLITS},
        seed=traits.seed,
        sources=traits.sources,
        patches=tuple(patch.record() for patch in patches),
    )


def _count_classes(patches: Sequence[DatasetPatch], split: Split, classes: int) -> tuple[int, ...]:
    rows = [patch.class_counts for patch in patches if patch.split == split]
    return tuple(int(count) for count in np.sum(rows, axis=0)) if rows else (0,) * classes


def write_outlines(folder: Path, traits: DatasetTraits, patches: Sequence[DatasetPatch]) -> None:
    """Write ``patches.gpkg``: outline, name, split, block, source and class shares, in the CRS of the first patch."""
    by_crs: dict[str, list[DatasetPatch]] = {}
    for patch in patches:
        crs = patch.place.grid.crs
        by_crs.setdefault(crs.to_wkt() if crs else "", []).append(patch)
    frames = [_outlines_of(members, traits) for members in by_crs.values()]
    try:
        # patches of images without georeferencing have no place among others
        target = frames[0].crs if all(by_crs) else None
        frames = [frame if target is None else frame.to_crs(target) for frame in frames]
    except ProjError:  # nor have those of two celestial bodies
        target = None
    frames = [frame.set_crs(target, allow_override=True) for frame in frames]
    merged = pandas.concat([pandas.DataFrame(frame) for frame in frames], ignore_index=True)
    outlines = geopandas.GeoDataFrame(merged.drop(columns="geometry"), geometry=merged.geometry.to_numpy(), crs=target)
    write_geopackage(outlines, folder / OUTLINES_NAME, "patches")
    write_split_style(folder / OUTLINES_NAME)


def _outlines_of(patches: Sequence[DatasetPatch], traits: DatasetTraits) -> geopandas.GeoDataFrame:
    columns: dict[str, list[object]] = {
        "name": [patch.name for patch in patches],
        "split": [patch.split for patch in patches],
        "block": [patch.block for patch in patches],
        "source": [traits.sources[patch.source].image for patch in patches],
    }
    for position, item in enumerate(traits.classes):
        columns[f"share_{item.value}"] = [
            patch.class_counts[position] / (patch.place.grid.width * patch.place.grid.height) for patch in patches
        ]
    grids = [patch.place.grid for patch in patches]
    outlines = [grid.window_polygon(grid.full_window) for grid in grids]
    return geopandas.GeoDataFrame(columns, geometry=outlines, crs=grids[0].crs)
