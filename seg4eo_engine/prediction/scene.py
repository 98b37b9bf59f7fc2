"""Map a scene: the recipe."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from seg4eo_engine.outputs import staged_files
from seg4eo_engine.prediction.backends.base import Backend
from seg4eo_engine.prediction.map_files import MapFiles
from seg4eo_engine.prediction.pipeline import ScenePredictor
from seg4eo_engine.prediction.plan import PredictionPlan
from seg4eo_engine.progress import PartialReporter, Reporter
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import small_cache

PREDICT_SHARE = 0.95  # of the progress bar; the rest is overviews


@dataclass(frozen=True)
class Scene:
    """What is mapped: a raster, its bands (1-based, in the order of the model's), and where its pixels lie."""

    path: Path
    band_indexes: list[int]
    grid: RasterGrid


@dataclass(frozen=True)
class MapSummary:
    """What came out: windows predicted, share of pixels that got a class, wall time."""

    windows: int
    valid_share: float
    seconds: float


def map_scene(
    scene: Scene,
    plan: PredictionPlan,
    backend: Backend,
    classes: tuple[ClassInfo, ...],
    class_map: Path,
    confidence: Path | None,
    *,
    batch_size: int,
    tags: dict[str, str],
    reporter: Reporter,
) -> MapSummary:
    """Predict ``scene`` by ``plan`` and write the class map, and the confidence where a path is given.

    Both are Cloud-Optimized GeoTIFFs with overviews, ``tags`` and a QGIS style; the class map holds class values with
    palette and names. They appear together at the end, or not at all.

    Raises:
        Cancelled: the reporter was asked to stop.
        NotARaster: the scene is damaged somewhere.
    """
    started_s = time.monotonic()
    targets = [class_map] if confidence is None else [class_map, confidence]
    predictor = ScenePredictor(plan, backend, batch_size, PartialReporter(reporter, 0, PREDICT_SHARE))
    with (
        small_cache(),  # every row is read once and written once, so nothing is lost
        staged_files(*targets) as staged,
        tempfile.TemporaryDirectory(dir=staged[0].parent) as parts,
        MapFiles(Path(parts), scene.grid, classes, with_confidence=confidence is not None) as files,
    ):
        for strip in plan.strips:
            files.write_strip(strip, predictor.predict_strip(scene.path, scene.band_indexes, strip))
        reporter.progress(PREDICT_SHARE, "Writing overviews")
        files.finish(tags, staged[0], staged[1] if confidence is not None else None)
    reporter.progress(1, "Writing overviews")
    return MapSummary(
        windows=plan.window_count,
        valid_share=files.valid_pixels / (plan.width * plan.height),
        seconds=time.monotonic() - started_s,
    )
