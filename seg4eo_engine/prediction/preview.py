"""Small scenes mapped while a training runs, as pictures and at the end as an animation of each."""

import re
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.io import DatasetReader
from rasterio.windows import Window

from seg4eo_engine.models.device import Compute
from seg4eo_engine.models.model import SegmentationModel
from seg4eo_engine.outputs import staged_files, temporary_folder
from seg4eo_engine.patches.manifest import DatasetManifest
from seg4eo_engine.prediction.backends.base import Backend
from seg4eo_engine.prediction.backends.torch import TorchBackend
from seg4eo_engine.prediction.bands import choose_bands
from seg4eo_engine.prediction.layers import LayerRequest
from seg4eo_engine.prediction.pipeline import Scene, ScenePredictor
from seg4eo_engine.prediction.plan import PixelCost, PredictionPlan, WindowLayout, plan_prediction
from seg4eo_engine.prediction.source import block_height_px
from seg4eo_engine.progress import Reporter, SilentReporter
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import open_raster, read_pixels, small_cache
from seg4eo_engine.raster.views import RasterView
from seg4eo_engine.reports.tiles import composite_bands, image_rgb, stretch_of
from seg4eo_engine.reports.training.preview_pictures import PreviewPictures

MOST_PX = 1500  # width and height of a scene; larger ones would hold up the training
BATCH_SIZE = 4
MEMORY_BYTES = 2**30


class ScenePreviewer:
    """Maps scenes as the job ``predict`` would, into ``epoch_0005_<scene>.png`` and ``<scene>.gif`` of a folder.

    Bands are found as ``predict`` finds them. Of scenes larger than :data:`MOST_PX` the centre is taken.

    Args:
        scenes: rasters.
        folder: is made where it is missing.
        dataset: the one that the model learns from.
        compute: where to run.
        reporter: hears which bands and parts are taken, and may cancel.

    Raises:
        MissingInput, NotARaster, BandMismatch: a scene cannot be mapped.
    """

    def __init__(
        self, scenes: Sequence[Path], folder: Path, dataset: DatasetManifest, compute: Compute, reporter: Reporter
    ) -> None:
        self._compute = compute
        self._reporter = _CancelOnly(reporter)
        self._folder = folder
        self._classes = dataset.classes
        self._copies = ExitStack()
        self._scenes: dict[str, _SmallScene] = {}
        names = [band.name for band in dataset.bands]
        for path in scenes:
            name = _new_name(path.stem, self._scenes)
            self._scenes[name] = _small_scene(*self._choose(path, names, reporter), dataset)

    def __call__(self, model: SegmentationModel, epoch: int, miou: float | None) -> None:
        """Map all scenes and write a picture of each."""
        self._folder.mkdir(parents=True, exist_ok=True)
        backend = TorchBackend(model, self._compute)
        title = f"Epoch {epoch}" + ("" if miou is None else f", mIoU {miou:.3f}")
        for name, scene in self._scenes.items():
            indexes, valid_mask = scene.map(backend, self._reporter)
            with staged_files(self._folder / f"epoch_{epoch:04}_{name}.png") as (staged,):
                self._pictures(name).draw(indexes, valid_mask, title, staged)

    def finish(self) -> None:
        """Make an animation of the pictures of each scene, those from before a stop included; it was the last call."""
        for name in self._scenes:
            own = re.compile(rf"epoch_(\d+)_{re.escape(name)}\.png")
            found = [(match, path) for path in self._folder.glob("epoch_*.png") if (match := own.fullmatch(path.name))]
            frames = [path for _, path in sorted(found, key=lambda pair: int(pair[0][1]))]
            if frames:
                with staged_files(self._folder / f"{name}.gif") as (staged,):
                    self._pictures(name).animate(frames, staged)
        self._copies.close()

    def _choose(self, path: Path, names: Sequence[str], reporter: Reporter) -> tuple[Path, list[int]]:
        """A raster and its bands that are mapped: the scene itself where it is small, else a copy of its centre."""
        with open_raster(path) as raster:
            band_indexes = choose_bands(raster, names, (), reporter)
            width, height = min(raster.width, MOST_PX), min(raster.height, MOST_PX)
            if (width, height) == (raster.width, raster.height):
                return path, band_indexes
            reporter.info(f"{path.name} is large: its centre of {width} × {height} px is the preview.")
            self._folder.mkdir(parents=True, exist_ok=True)
            copy = self._copies.enter_context(temporary_folder(self._folder)) / "centre.tif"
            centre = Window((raster.width - width) // 2, (raster.height - height) // 2, width, height)
            _copy_part(raster, centre, band_indexes, copy)
        return copy, list(range(1, len(names) + 1))

    def _pictures(self, name: str) -> PreviewPictures:
        return PreviewPictures(name, self._scenes[name].rgb, self._classes)


class _CancelOnly(SilentReporter):
    """The bar is that of the training; its wish to stop is ours."""

    def __init__(self, reporter: Reporter) -> None:
        self.check_cancelled = reporter.check_cancelled  # type: ignore[method-assign]


@dataclass(frozen=True)
class _SmallScene:
    """A scene, how it is mapped, and its picture (height, width, 3)."""

    scene: Scene
    plan: PredictionPlan
    classes: tuple[ClassInfo, ...]
    rgb: NDArray[np.uint8]

    def map(self, backend: Backend, reporter: Reporter) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        """Class indexes and valid_mask, both (height, width)."""
        layers = LayerRequest(self.classes).layers()
        predictor = ScenePredictor(self.scene, self.plan, backend, layers, batch_size=BATCH_SIZE, reporter=reporter)
        shape = (self.plan.layout.height, self.plan.layout.width)
        indexes, valid_mask = np.zeros(shape, np.uint8), np.zeros(shape, np.bool_)
        with small_cache():
            for strip in self.plan.strips:
                for rows in predictor.predict_blocks(strip, strip.blocks):
                    rows.wait()
                    lines = slice(rows.row_off, rows.row_off + len(rows.valid_mask))
                    indexes[lines, rows.block.columns] = rows.bands[0][0]
                    valid_mask[lines, rows.block.columns] = rows.valid_mask
        return indexes, valid_mask


def _small_scene(path: Path, band_indexes: list[int], dataset: DatasetManifest) -> _SmallScene:
    with open_raster(path) as raster:
        grid = RasterGrid.from_dataset(raster)
        pixels, valid_mask = read_pixels(raster, Window(0, 0, grid.width, grid.height), band_indexes)
        cost = PixelCost(len(pixels), pixels.itemsize, len(dataset.classes), block_height_px(raster))
    window_px = dataset.patch_size_px
    plan = plan_prediction(WindowLayout(grid.width, grid.height, window_px, window_px // 4), cost, MEMORY_BYTES)
    shown = composite_bands([band.name for band in dataset.bands])
    low, high = stretch_of(pixels[shown][:, valid_mask]) if valid_mask.any() else (np.zeros(3), np.ones(3))
    scene = Scene(RasterView(str(path)), band_indexes)
    return _SmallScene(scene, plan, dataset.classes, image_rgb(pixels, valid_mask, shown, low, high))


def _copy_part(raster: DatasetReader, part: Window, band_indexes: list[int], path: Path) -> None:
    """Write a part of these bands, and where they are valid, as a GeoTIFF."""
    pixels, valid_mask = read_pixels(raster, part, band_indexes)
    with (
        rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True),
        rasterio.open(
            path, "w", driver="GTiff", width=part.width, height=part.height, count=len(pixels), dtype=pixels.dtype,
            crs=raster.crs, transform=raster.window_transform(part), photometric="MINISBLACK",
        ) as file,
    ):  # fmt: skip
        file.write(pixels)
        file.write_mask(valid_mask)


def _new_name(stem: str, taken: dict[str, _SmallScene]) -> str:
    """The name of a scene in the names of its pictures; scenes of other folders may have the same."""
    name, count = stem, 1
    while name in taken:
        count += 1
        name = f"{stem}_{count}"
    return name
