"""Adding to a dataset: its patches stay as they are, and new ones find their place among them."""

import os
import shutil
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Self

from rasterio.windows import Window

from seg4eo_engine.errors import InvalidDataset
from seg4eo_engine.patches.cutting import PATCH_KINDS
from seg4eo_engine.patches.labels.classes import NamedClass
from seg4eo_engine.patches.manifest import SPLITS, DatasetManifest, PatchRecord
from seg4eo_engine.patches.parallel import map_in_order
from seg4eo_engine.patches.places import Place
from seg4eo_engine.patches.records import DatasetPatch
from seg4eo_engine.patches.sources import Source, SourceRequest
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import image_band_indexes, open_raster, read_pixels, small_cache
from seg4eo_engine.raster.statistics import PixelSummary, samples_per_patch, summarize


@dataclass(frozen=True)
class Existing:
    """A dataset that is added to, with its patches."""

    folder: Path
    manifest: DatasetManifest
    patches: tuple[DatasetPatch, ...]

    @classmethod
    def without_patches(cls, folder: Path) -> Self:
        """What can be known of it without reading a patch.

        Raises:
            MissingInput, InvalidDataset: there is no dataset.
        """
        return cls(folder, DatasetManifest.read(folder), ())

    def complete(self, request: SourceRequest) -> SourceRequest:
        """The request with the dataset's classes, where it names none.

        Raises:
            InvalidDataset: it names other classes.
        """
        known = tuple(NamedClass(item.value, item.name, item.colour) for item in self.manifest.classes)
        if request.classes and [item.value for item in request.classes] != [item.value for item in known]:
            raise InvalidDataset(
                f"Expected the classes of the dataset in {self.folder} ({_listed([item.value for item in known])}), "
                f"found {_listed([item.value for item in request.classes])}: leave the classes empty to add to it."
            )
        return replace(request, classes=known)

    def check(self, sources: list[Source], size_px: int, reporter: Reporter) -> None:
        """Make sure that patches of these sources can stand beside those of the dataset.

        Raises:
            InvalidDataset: they have another size, or other bands.
        """
        manifest = self.manifest
        names = tuple(band.name for band in manifest.bands)
        for what, expected, found in (
            ("a patch size of", f"{manifest.patch_size_px} px", f"{size_px} px"),
            ("the bands", ", ".join(names), ", ".join(sources[0].bands.names)),
            ("pixels of type", manifest.dtype, sources[0].bands.dtype),
        ):
            if expected != found:
                raise InvalidDataset(
                    f"Expected {what} {expected} as in the dataset in {self.folder}, found {found}: change it, or make "
                    "a dataset of its own."
                )
        known = {(source.image, source.label) for source in manifest.sources}
        for source in sources:
            if (source.image.name, source.label.name) in known:
                reporter.warning(
                    f"An image named {source.image.name} is in the dataset already: where it is the same one, its "
                    "patches will be there twice."
                )


def read_existing(folder: Path, reporter: Reporter) -> Existing:
    """The dataset in ``folder``; the pixels of its training patches are read again for the statistics.

    Raises:
        MissingInput, InvalidDataset: there is no dataset.
        NotARaster: a patch cannot be read.
    """
    manifest = DatasetManifest.read(folder)
    samples = samples_per_patch(len(manifest.patches))
    patches = []
    for patch in map_in_order(partial(_read_patch, folder, manifest, samples), manifest.patches):
        reporter.check_cancelled()
        patches.append(patch)
        reporter.progress(len(patches) / len(manifest.patches), "Reading the dataset")
    return Existing(folder, manifest, tuple(patches))


def _read_patch(folder: Path, manifest: DatasetManifest, samples: int, record: PatchRecord) -> DatasetPatch:
    summary: PixelSummary | None = None
    with small_cache(), open_raster(folder / record.split / "images" / f"{record.name}.tif") as dataset:
        grid = RasterGrid.from_dataset(dataset)
        if record.split == "train":
            pixels, valid_mask = read_pixels(dataset, grid.full_window, image_band_indexes(dataset))
            summary = summarize(pixels, valid_mask, samples, (manifest.seed, *record.name.encode()))
    size_px = manifest.patch_size_px
    is_copy = record.col_off is not None and record.row_off is not None
    window = Window(record.col_off, record.row_off, size_px, size_px) if is_copy else None
    return DatasetPatch(
        record.name, record.source, Place(grid, window), record.class_counts, summary, record.split, record.block
    )


def link_patches(existing: Existing, staging: Path) -> None:
    """Bring the files of the dataset's patches into ``staging``, without a copy where the file system allows it."""
    for split in SPLITS:
        for kind in PATCH_KINDS:
            (staging / split / kind).mkdir(parents=True, exist_ok=True)
    for patch in existing.patches:
        for kind in PATCH_KINDS:
            path = Path(patch.split) / kind / f"{patch.name}.tif"
            try:
                os.link(existing.folder / path, staging / path)
            except OSError:  # FAT and some network shares have no links
                shutil.copy2(existing.folder / path, staging / path)


def _listed(values: list[int]) -> str:
    return ", ".join(str(value) for value in values)
