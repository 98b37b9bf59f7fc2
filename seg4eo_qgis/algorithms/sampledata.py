"""The algorithm ``seg4eo:sampledata``."""

from typing import Any

from qgis.core import QgsProject

from ..compat import tr, translatable
from .base import JobAlgorithm


class SampleData(JobAlgorithm):
    """A landscape to try everything else on."""

    job_id = "sampledata"
    search_words = translatable("sample, example, demo, test data, synthetic, landscape")
    # what would hide the scene is loaded, but not shown
    in_folder = (("grid", True), ("polygons", False), ("labels", False), ("scene", True))

    def what_is_made(self, job_parameters: dict[str, Any], project: QgsProject) -> str:
        return tr("Sample data")
