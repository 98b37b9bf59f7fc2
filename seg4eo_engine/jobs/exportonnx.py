"""The job ``exportonnx``."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from seg4eo_engine.jobs.job import Group, Job, Result
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.progress import Reporter, SilentReporter

if TYPE_CHECKING:
    from seg4eo_engine.models.model import SegmentationModel
    from seg4eo_engine.prediction.backends.agreement import Windows

MOST_DIFFERENCE = 1e-4  # of a probability; what rounding makes is a tenth of that
CHECKED_WINDOWS = 4
ANY_SIZES_PX = (256, 300)  # one that networks halve five times, and one that has to be padded


class ExportOnnxResult(Result):
    """The ONNX file, what it holds, and how exactly it gives what the model gives."""

    output: Path = parameter(kind="file", title="ONNX model", help="The ONNX file.")
    architecture: str = parameter(kind="text", title="Architecture", help="Shape of the network and its encoder.")
    bands: list[str] = parameter(kind="texts", title="Bands", help="Names of the bands, in order.")
    classes: list[str] = parameter(kind="texts", title="Classes", help="Class values and names.")
    largest_difference: float = parameter(
        kind="number", title="Largest difference", help="Of any probability to that of the model, on the windows tried."
    )
    opset: int = parameter(kind="integer", title="Opset", help="Version of the ONNX operators that the file needs.")


class ExportOnnx(Job):
    """Write a model as an ONNX file, for other programs such as the QGIS plugin Deepness.

    The file takes the band values of a raster and gives probabilities: normalisation, calibration and activation are in
    it. Bands, classes, threshold and pixel size are in its metadata, so it maps rasters here as the model does, too. It
    is tried before it is written: a file that does not give what the model gives is refused.
    """

    id: ClassVar[str] = "exportonnx"
    title: ClassVar[str] = "Export a model as ONNX"
    group: ClassVar[Group] = "model"
    result_type: ClassVar[type[Result]] = ExportOnnxResult

    model: Path = parameter(
        kind="file", title="Model", suffixes=(".safetensors",), help="Model file written by Train a model."
    )
    output: Path = parameter(
        kind="file_output", title="ONNX model", suffixes=(".onnx",), help="File that the model is written to."
    )
    window_px: int | None = parameter(
        None,
        kind="integer",
        title="Window size",
        unit="px",
        minimum=32,
        maximum=8192,
        help="The only width and height of windows that the file takes, which Deepness asks for; 512 suits most "
        "models. Empty: it takes any.",
    )
    raster: Path | None = parameter(
        None,
        kind="raster",
        title="Raster to try it on",
        help="Raster with the bands of the model. Empty: noise with the statistics of the training patches.",
    )
    overlap_percent: int = parameter(
        15,
        kind="integer",
        title="Overlap",
        unit="%",
        minimum=0,
        maximum=90,
        advanced=True,
        help="Overlap of neighbouring windows that Deepness offers to its user.",
    )

    def run(self, reporter: Reporter = SilentReporter()) -> ExportOnnxResult:  # noqa: B008 - it has no state
        # imported late: a job describes itself instantly
        import onnx

        from seg4eo_engine.models.model import load_model
        from seg4eo_engine.models.onnx.export import OPSET, export_onnx
        from seg4eo_engine.models.onnx.metadata import write_metadata
        from seg4eo_engine.outputs import check_file_output, staged_files

        check_file_output(self.output, (".onnx",))
        model = load_model(self.model)
        manifest = model.manifest
        batches = self._windows(model, reporter)
        reporter.progress(0.1, "Exporting")
        graph = export_onnx(model, window_px=self.window_px)
        onnx.helper.set_model_props(graph, write_metadata(manifest, self.window_px, self.overlap_percent))
        graph.producer_name, graph.producer_version = "seg4eo", manifest.engine_version
        reporter.check_cancelled()
        reporter.progress(0.5, "Trying")
        with staged_files(self.output) as (staged,):
            onnx.save(graph, str(staged))
            difference = _check(model, staged, batches)
        network = manifest.members[0].network
        reporter.info(f"Exported; the largest difference of a probability to that of the model is {difference:.1e}.")
        return ExportOnnxResult(
            output=self.output,
            architecture=f"{network.architecture} with {network.encoder_name}",
            bands=list(manifest.bands),
            classes=[f"{item.value}={item.name}" for item in manifest.classes],
            largest_difference=difference,
            opset=OPSET,
        )

    def _windows(self, model: "SegmentationModel", reporter: Reporter) -> "list[Windows]":
        """Windows to try the file on, of each size in a batch of its own."""
        from seg4eo_engine.models.card import ModelCard
        from seg4eo_engine.prediction.backends.trials import noise_windows, partly_valid, raster_windows

        card = ModelCard.of(model.manifest)
        sizes = ANY_SIZES_PX if self.window_px is None else (self.window_px,)
        count = -(-CHECKED_WINDOWS // len(sizes))
        if self.raster is None:
            return [partly_valid(noise_windows(card, count, size)) for size in sizes]
        return [raster_windows(self.raster, card.bands, count, size, reporter) for size in sizes]


def _check(model: "SegmentationModel", path: Path, batches: "list[Windows]") -> float:
    """The largest difference of a probability between the ONNX file at ``path`` and the model."""
    from seg4eo_engine.errors import InvalidModel
    from seg4eo_engine.models.device import choose_compute
    from seg4eo_engine.models.onnx.source import file_source
    from seg4eo_engine.prediction.backends.agreement import compare_backends
    from seg4eo_engine.prediction.backends.onnx import OnnxBackend
    from seg4eo_engine.prediction.backends.torch import TorchBackend

    window_px = batches[0][0].shape[-1]
    found = OnnxBackend(file_source(path), window_px)
    difference = compare_backends(found, TorchBackend(model, choose_compute("cpu", "fp32")), batches).largest
    if difference > MOST_DIFFERENCE:
        raise InvalidModel(
            f"Expected the probabilities of the model from its ONNX file, found others, by up to {difference:.1e}: "
            "give another window size, or choose another architecture; nothing was written."
        )
    return difference
