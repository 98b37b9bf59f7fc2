"""The algorithm ``seg4eo:train``."""

from pathlib import Path
from typing import Any

from ..compat import tr, translatable
from .base import JobAlgorithm


class Train(JobAlgorithm):
    """A dataset becomes a model."""

    job_id = "train"
    search_words = translatable("train, deep learning, segmentation, neural network, unet, machine learning")
    pages = ("report",)

    def what_is_left(self, job_parameters: dict[str, Any]) -> str:
        """Where the best model so far is, and how to go on."""
        model = Path(job_parameters["output"])
        # the engine writes these as it goes, and may have been killed: nobody is left to be asked
        folder = model.parent / f"{model.stem}_training"
        best = folder / f"best_{job_parameters['keep']}.safetensors"
        if best.is_file():
            left = tr("The best model so far is {path}").format(path=best)
        elif any(folder.glob("*/best_*.safetensors")):
            left = tr("The folds so far are in {folder}").format(folder=folder)
        else:
            return ""
        resume = next(field for field in self.job["fields"] if field["name"] == "resume")
        return tr("{left}; run it again with '{resume}' ticked to go on from there.").format(
            left=left, resume=tr(resume["title"])
        )
