"""The algorithm ``seg4eo:sampledata``."""

from .. import styling
from .base import JobAlgorithm

# from the top of the layer tree to its bottom; what would hide the scene is loaded, but not shown
SHOWN = {"grid": True, "polygons": False, "labels": False, "scene": True}


class SampleData(JobAlgorithm):
    """A landscape to try everything else on."""

    job_id = "sampledata"
    search_words = ("sample", "example", "demo", "test data", "synthetic", "landscape")

    def show(self, result: dict, context) -> None:
        """Load the files into the project too: they lie in a folder, which QGIS would not open by itself."""
        described = {output["name"]: output for output in self.job["results"]}
        loaded: dict[str, int] = {}
        for rank, (name, visible) in enumerate(SHOWN.items()):
            styler = styling.LayerStyler(rank, loaded, visible=visible)
            output = described[name]
            styling.load_on_completion(result[name], output["title"], output["kind"], styler, context)
