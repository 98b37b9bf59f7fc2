"""The algorithm ``seg4eo:train``."""

from pathlib import Path
from typing import Any

from ..compat import tr
from .base import JobAlgorithm


class Train(JobAlgorithm):
    """A dataset becomes a model."""

    job_id = "train"
    search_words = ("train", "deep learning", "segmentation", "neural network", "unet", "machine learning")
    pages = ("report",)

    def what_is_left(self, job_parameters: dict[str, Any]) -> str:
        """Where the best model so far is, and how to go on."""
        model = Path(job_parameters["output"])
        # the engine writes these as it goes, and may have been killed: nobody is left to be asked
        folder = model.parent / f"{model.stem}_training"
        best = folder / f"best_{job_parameters['keep']}.safetensors"
        if best.is_file():
            left = f"The best model so far is {best}"
        elif any(folder.glob("*/best_*.safetensors")):
            left = f"The folds so far are in {folder}"
        else:
            return ""
        resume = next(field["title"] for field in self.job["fields"] if field["name"] == "resume")
        return f"{left}; run it again with '{tr(resume)}' ticked to go on from there."
