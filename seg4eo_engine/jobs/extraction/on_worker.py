"""What a worker of a cluster does of an extraction: see whether it can, plan it again, and cut its portions."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import rasterio

from seg4eo_engine.cluster.shared_folder import check_folder
from seg4eo_engine.jobs.extraction.recipe import ExtractionRecipe
from seg4eo_engine.jobs.extraction.request import extraction_of
from seg4eo_engine.jobs.extractpatches import ExtractPatches
from seg4eo_engine.jobs.same_inputs import seen_as
from seg4eo_engine.patches.appending import Existing
from seg4eo_engine.patches.extraction import plan_cutting
from seg4eo_engine.patches.plan import CutPlan, fingerprint_of
from seg4eo_engine.patches.portions import PortionWorker
from seg4eo_engine.prediction.journal import differences
from seg4eo_engine.progress import SilentReporter


def check(recipe: ExtractionRecipe) -> list[str]:
    """See whether this process can write into the same folder.

    Returns:
        What is unlike the machine where the run began, and may change the last digits of resampled pixels.

    Raises:
        UnsuitableWorker: it cannot.
    """
    check_folder(Path(recipe.folder), recipe.token)
    return differences(json.loads(recipe.libraries), libraries())


def open_portions(recipe: ExtractionRecipe, threads: int) -> Callable[[int], Any]:
    """What cuts portions, with the plan made again.

    Raises:
        UnsuitableWorker: this process sees other inputs, or none.
    """
    plan = _plan(recipe)
    return PortionWorker(plan, Path(recipe.folder), recipe.most_patches, threads)


def libraries() -> dict[str, str]:
    """Versions of what reads, resamples and writes rasters."""
    return {"GDAL": rasterio.__gdal_version__, "rasterio": rasterio.__version__}


def _plan(recipe: ExtractionRecipe) -> CutPlan:
    with seen_as(recipe.fingerprint) as seen:
        job = ExtractPatches.from_parameters(json.loads(recipe.parameters))
        # the pixels of its patches are no worker's business
        existing = Existing.without_patches(job.output) if job.append else None
        plan = plan_cutting(extraction_of(job, SilentReporter()), existing, SilentReporter())
        seen.update(fingerprint_of(plan))
    return plan
