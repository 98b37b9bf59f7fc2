"""What a dataset says about its patches: ``dataset.json`` and ``patches.gpkg``."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import geopandas
import numpy as np
import pandas

from seg4eo_engine import __version__
from seg4eo_engine.errors import InvalidDataset
from seg4eo_engine.patches.cutting import CutPatch
from seg4eo_engine.patches.manifest import SPLITS, BandInfo, DatasetManifest, PatchRecord, Source, Split
from seg4eo_engine.patches.sources import SourcePair
from seg4eo_engine.patches.style import write_split_style
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.statistics import merge
from seg4eo_engine.raster.vector_layers import write_geopackage

OUTLINES_NAME = "patches.gpkg"


def describe_dataset(
    pairs: Sequence[SourcePair],
    patches: Sequence[CutPatch],
    splits: Sequence[Split],
    classes: Sequence[ClassInfo],
    seed: int,
) -> DatasetManifest:
    """The manifest of a dataset; band statistics are of its training patches.

    Raises:
        InvalidDataset: there is nothing to learn from in the training split.
    """
    training = [patch for patch, split in zip(patches, splits, strict=True) if split == "train"]
    summaries = [patch.summary for patch in training if patch.summary is not None]
    if not any(sum(patch.class_counts) for patch in training):
        raise InvalidDataset(
            f"Expected labelled, valid pixels in training patches, found none in {len(training)} training patches: "
            "check nodata, labels and the split."
        )
    nodata = {pair.nodata for pair in pairs}
    return DatasetManifest(
        engine_version=__version__,
        patch_size_px=patches[0].candidate.size_px,
        ground_resolution=pairs[0].grid.resolution[0],
        dtype=pairs[0].bands.dtype,
        nodata=nodata.pop() if len(nodata) == 1 else None,
        bands=tuple(
            BandInfo(name=name, **asdict(numbers))
            for name, numbers in zip(pairs[0].bands.names, merge(summaries), strict=True)
        ),
        classes=tuple(classes),
        class_counts={split: _count_classes(patches, splits, split, len(classes)) for split in SPLITS},
        seed=seed,
        sources=tuple(Source(image=pair.image.name, label=pair.label.name) for pair in pairs),
        patches=tuple(
            PatchRecord(
                name=patch.candidate.name,
                split=split,
                source=patch.candidate.source,
                col_off=patch.candidate.col_off,
                row_off=patch.candidate.row_off,
            )
            for patch, split in zip(patches, splits, strict=True)
        ),
    )


def _count_classes(patches: Sequence[CutPatch], splits: Sequence[Split], split: Split, classes: int) -> tuple[int, ...]:
    rows = [patch.class_counts for patch, its_split in zip(patches, splits, strict=True) if its_split == split]
    return tuple(int(count) for count in np.sum(rows, axis=0)) if rows else (0,) * classes


def write_outlines(
    folder: Path,
    pairs: Sequence[SourcePair],
    patches: Sequence[CutPatch],
    splits: Sequence[Split],
    classes: Sequence[ClassInfo],
) -> None:
    """Write ``patches.gpkg``: outline, name, split, source and class shares, in the CRS of the first image."""
    frames: list[geopandas.GeoDataFrame] = []
    for number, pair in enumerate(pairs):
        rows = [
            (patch, split) for patch, split in zip(patches, splits, strict=True) if patch.candidate.source == number
        ]
        if not rows:
            continue
        columns: dict[str, list[object]] = {
            "name": [patch.candidate.name for patch, _ in rows],
            "split": [split for _, split in rows],
            "source": [pair.image.name] * len(rows),
        }
        for position, item in enumerate(classes):
            columns[f"share_{item.value}"] = [
                patch.class_counts[position] / patch.candidate.size_px**2 for patch, _ in rows
            ]
        outlines = [pair.grid.window_polygon(patch.candidate.window) for patch, _ in rows]
        frame = geopandas.GeoDataFrame(columns, geometry=outlines, crs=pair.grid.crs)
        frames.append(frame.to_crs(frames[0].crs) if frames and frame.crs and frames[0].crs else frame)
    merged = geopandas.GeoDataFrame(pandas.concat(frames, ignore_index=True), crs=frames[0].crs)
    write_geopackage(merged, folder / OUTLINES_NAME, "patches")
    write_split_style(folder / OUTLINES_NAME)
