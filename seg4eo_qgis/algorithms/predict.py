"""The algorithm ``seg4eo:predict``."""

from pathlib import Path
from typing import Any

from qgis.core import QgsProject

from ..compat import tr, translatable
from ..styling import layer_name
from .base import JobAlgorithm


class Predict(JobAlgorithm):
    """Model and raster become a map."""

    job_id = "predict"
    search_words = translatable("predict, map, inference, classification, segmentation, land cover, deep learning")

    def what_is_made(self, job_parameters: dict[str, Any], project: QgsProject) -> str:
        raster = job_parameters["raster"]
        # a layer that only QGIS can open is mapped by a copy, whose name says nothing
        name = layer_name(raster, project) if isinstance(raster, str) else raster.name
        return tr("Map of {name}").format(name=name)

    def what_is_left(self, job_parameters: dict[str, Any]) -> str:
        """Where the finished blocks are, and how to go on."""
        output = Path(job_parameters["output"])
        # the engine keeps them as it goes, and may have been killed: nobody is left to be asked
        parts = output.with_name(f"{output.stem}.parts")
        if not any(parts.glob("*.tif")):
            return ""
        return tr("What is finished is kept in {folder}; run the same again to go on, or remove that folder.").format(
            folder=parts
        )
