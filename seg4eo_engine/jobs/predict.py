"""The job ``predict``."""

from pathlib import Path
from typing import ClassVar

from seg4eo_engine.jobs.cluster_parameters import ClusterParameters
from seg4eo_engine.jobs.job import Group, Result
from seg4eo_engine.jobs.mapping_parameters import (
    BackendParameters,
    FurtherInputs,
    FurtherOutputs,
    MapFiles,
    WindowParameters,
)
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.progress import Reporter, SilentReporter


class PredictResult(Result):
    """The map and how long it took."""

    output: Path = parameter(kind="raster", title="Class map", help="The class of every pixel.")
    confidence: Path | None = parameter(
        kind="raster", title="Confidence", help="Probability of the mapped class, 0 to 100 %."
    )
    uncertainty: Path | None = parameter(
        kind="raster", title="Uncertainty", help="How close the network was to another answer, 0 to 100 %."
    )
    probabilities: Path | None = parameter(
        kind="raster", title="Probabilities", help="Probability of each class, 0 to 100 %."
    )
    polygons: Path | None = parameter(kind="vector", title="Polygons", help="Outlines of the areas of each class.")
    windows: int = parameter(kind="integer", title="Windows", help="Windows that the network saw.")
    valid_share: float = parameter(kind="number", title="Valid share", help="Share of pixels that got a class.")
    seconds: float = parameter(kind="number", title="Seconds", help="Wall time.")


class Predict(ClusterParameters, BackendParameters, WindowParameters, FurtherOutputs, FurtherInputs, MapFiles):
    """Map a raster of any size with a trained model.

    The scene is read, predicted and written in blocks, so memory does not grow with it; overlapping windows are blended
    without seams. A run that was stopped goes on where it was when it is started again. The class map carries its
    colours and class names.
    """

    id: ClassVar[str] = "predict"
    title: ClassVar[str] = "Map a raster"
    group: ClassVar[Group] = "map"
    result_type: ClassVar[type[Result]] = PredictResult

    def run(self, reporter: Reporter = SilentReporter()) -> PredictResult:  # noqa: B008 - it has no state
        from seg4eo_engine.jobs.mapping import map_raster  # imported late: a job describes itself instantly

        return map_raster(self, reporter)
