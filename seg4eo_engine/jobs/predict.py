"""The job ``predict``."""

import dataclasses
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from seg4eo_engine import __version__
from seg4eo_engine.errors import UnwritableOutput
from seg4eo_engine.jobs.job import Group, Job, Result
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.jobs.shared_parameters import (
    Device,
    Precision,
    device_parameter,
    prediction_batch_parameter,
    prediction_precision_parameter,
)
from seg4eo_engine.outputs import check_file_output
from seg4eo_engine.progress import Reporter, SilentReporter

if TYPE_CHECKING:
    from seg4eo_engine.models.checkpoint import ModelManifest
    from seg4eo_engine.prediction.plan import PredictionPlan
    from seg4eo_engine.prediction.scene import Scene


class PredictResult(Result):
    """The map and how long it took."""

    output: Path = parameter(kind="raster", title="Class map", help="The class of every pixel.")
    confidence: Path | None = parameter(
        kind="raster", title="Confidence", help="Probability of the mapped class, 0 to 100 %."
    )
    windows: int = parameter(kind="integer", title="Windows", help="Windows that the network saw.")
    valid_share: float = parameter(kind="number", title="Valid share", help="Share of pixels that got a class.")
    seconds: float = parameter(kind="number", title="Seconds", help="Wall time.")


class Predict(Job):
    """Map a raster of any size with a trained model.

    The scene is read, predicted and written in strips, so memory does not grow with it; overlapping windows are
    blended without seams. The class map carries its colours and class names.
    """

    id: ClassVar[str] = "predict"
    title: ClassVar[str] = "Map a raster"
    group: ClassVar[Group] = "map"
    result_type: ClassVar[type[Result]] = PredictResult

    model: Path = parameter(
        kind="file", title="Model", suffixes=(".safetensors",), help="Model file written by Train a model."
    )
    raster: Path = parameter(
        kind="raster", title="Raster", help="Scene to be mapped, with the bands that the model was trained on."
    )
    output: Path = parameter(
        kind="raster_output", title="Class map", suffixes=(".tif",), help="GeoTIFF with the class of every pixel."
    )
    confidence: Path | None = parameter(
        None,
        kind="raster_output",
        title="Confidence",
        suffixes=(".tif",),
        help="GeoTIFF with the probability of the mapped class, 0 to 100 %. Empty: not written.",
    )
    band_indexes: list[int] = parameter(
        [],
        kind="integers",
        title="Bands",
        advanced=True,
        help="Numbers of the raster's bands in the order of the model's, the first is 1. Empty: found by name, or all.",
    )
    window_px: int | None = parameter(
        None,
        kind="integer",
        title="Window size",
        unit="px",
        minimum=32,
        maximum=8192,
        advanced=True,
        help="Width and height of what the network sees at once. Empty: the model's patch size.",
    )
    overlap_px: int | None = parameter(
        None,
        kind="integer",
        title="Overlap",
        unit="px",
        minimum=0,
        maximum=4096,
        advanced=True,
        help="Overlap of neighbouring windows. Empty: a quarter of the window.",
    )
    batch_size: int = prediction_batch_parameter("Windows that are predicted at once.")
    memory_mb: int = parameter(
        1024,
        kind="integer",
        title="Memory for the scene",
        unit="MB",
        minimum=64,
        maximum=1048576,
        advanced=True,
        help="Most memory for pixels and probabilities; wide scenes are cut into strips that fit.",
    )
    device: Device = device_parameter()
    precision: Precision = prediction_precision_parameter()

    def run(self, reporter: Reporter = SilentReporter()) -> PredictResult:  # noqa: B008 - it has no state
        # imported late: a job describes itself instantly
        from seg4eo_engine.models.device import choose_compute
        from seg4eo_engine.models.model import load_model
        from seg4eo_engine.prediction.backends.torch import TorchBackend
        from seg4eo_engine.prediction.scene import map_scene

        self._check_outputs()
        compute = choose_compute(self.device, self.precision)
        model = load_model(self.model)
        manifest = model.manifest
        scene, plan = self._plan(manifest, reporter)
        reporter.info(
            f"Mapping {plan.width} × {plan.height} px in {plan.window_count} windows of {plan.window_px} px "
            f"on {compute.device.type} ({str(compute.dtype).removeprefix('torch.')})."
        )
        summary = map_scene(
            scene,
            plan,
            TorchBackend(model, compute),
            manifest.classes,
            self.output,
            self.confidence,
            batch_size=self.batch_size,
            tags=self._provenance(manifest),
            reporter=reporter,
        )
        if not summary.valid_share:
            reporter.warning(f"The map is empty: no pixel of {self.raster.name} is valid in all bands.")
        return PredictResult(output=self.output, confidence=self.confidence, **dataclasses.asdict(summary))

    def _check_outputs(self) -> None:
        outputs = [path for path in (self.output, self.confidence) if path is not None]
        for path in outputs:
            check_file_output(path, (".tif", ".tiff"))
            if path.resolve() in (self.raster.resolve(), self.model.resolve()):
                raise UnwritableOutput(f"Expected a new file, found that {path} is the input: change the name.")
        if len({path.resolve() for path in outputs}) < len(outputs):
            raise UnwritableOutput(
                f"Expected two files for class map and confidence, found {self.output} twice: change one name."
            )

    def _plan(self, manifest: "ModelManifest", reporter: Reporter) -> "tuple[Scene, PredictionPlan]":
        import numpy as np

        from seg4eo_engine.prediction.bands import choose_bands
        from seg4eo_engine.prediction.plan import PixelCost, plan_prediction
        from seg4eo_engine.prediction.scene import Scene
        from seg4eo_engine.prediction.source import block_height_px
        from seg4eo_engine.raster.grid import RasterGrid
        from seg4eo_engine.raster.reader import open_raster

        with open_raster(self.raster) as dataset:
            band_indexes = choose_bands(dataset, manifest.bands, self.band_indexes, reporter)
            grid = RasterGrid.from_dataset(dataset)
            cost = PixelCost(
                bands=len(band_indexes),
                itemsize=max(np.dtype(dataset.dtypes[index - 1]).itemsize for index in band_indexes),
                num_classes=len(manifest.classes),
                block_height_px=block_height_px(dataset),
            )
        window_px = self.window_px or manifest.patch_size_px
        overlap_px = window_px // 4 if self.overlap_px is None else self.overlap_px
        plan = plan_prediction(grid.width, grid.height, window_px, overlap_px, cost, self.memory_mb * 2**20)
        return Scene(self.raster, band_indexes, grid), plan

    def _provenance(self, manifest: "ModelManifest") -> dict[str, str]:
        from seg4eo_engine.raster.classes import classes_tag

        return {
            "SEG4EO_ENGINE": __version__,
            "SEG4EO_MODEL": self.model.name,
            "SEG4EO_MODEL_SHA256": hashlib.sha256(self.model.read_bytes()).hexdigest(),
            "SEG4EO_INPUT": self.raster.name,
            "SEG4EO_PARAMETERS": self.model_dump_json(exclude={"model", "raster", "output", "confidence"}),
            **classes_tag(manifest.classes),
        }
