"""The folder beside a model file, in which a training keeps what it needs to go on and what it shows on the way."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from seg4eo_engine.errors import InvalidJob

Choice = Literal["miou", "loss"]
CHOICES: tuple[Choice, ...] = ("miou", "loss")
_MARK = "settings.json"


@dataclass(frozen=True)
class TrainingFolder:
    """Names within the folder."""

    path: Path

    @classmethod
    def beside(cls, model: Path) -> "TrainingFolder":
        """That of the model file ``model``."""
        return cls(model.parent / f"{model.stem}_training")

    def fold(self, number: int) -> "TrainingFolder":
        """That of one fold, counted from 1."""
        return TrainingFolder(self.path / f"fold_{number}")

    def best(self, choice: Choice) -> Path:
        """Model file of the best epoch so far."""
        return self.path / f"best_{choice}.safetensors"

    @property
    def last(self) -> Path:
        """Model file of the last epoch."""
        return self.path / "last.safetensors"

    @property
    def resume_point(self) -> Path:
        """Lightning's checkpoint of the last epoch."""
        return self.path / "resume.ckpt"

    @property
    def augmented(self) -> Path:
        """Picture of augmented patches."""
        return self.path / "augmented.png"

    @property
    def found(self) -> Path:
        """Batch size and learning rate, where they were to be found."""
        return self.path / "found.json"

    @property
    def report(self) -> Path:
        """Page on the test patches."""
        return self.path / "report.html"

    @property
    def folds_page(self) -> Path:
        """Page on the patches that each fold held out."""
        return self.path / "folds.html"

    @property
    def finished(self) -> Path:
        """Marks that all epochs are over."""
        return self.path / "finished"

    @contextmanager
    def started(self, settings: dict[str, Any], *, resume: bool) -> Iterator[bool]:
        """Make the folder ready for a training with these settings, and yield whether there is something to go on from.

        Without ``resume`` an earlier training of the same model is removed. A training that ends before anything was
        kept leaves no folder.

        Raises:
            InvalidJob: the earlier training had other settings, or the folder is not one of ours.
        """
        goes_on = self._start(settings, resume=resume)
        try:
            yield goes_on
        except BaseException:
            if not any(self.path.rglob("*.safetensors")):
                shutil.rmtree(self.path)
            raise

    def _start(self, settings: dict[str, Any], *, resume: bool) -> bool:
        mark = self.path / _MARK
        if self.path.exists() and not mark.is_file() and any(self.path.iterdir()):
            raise InvalidJob(
                f"Expected a new folder or one of an earlier training, found other files in {self.path}: "
                "give the model another name."
            )
        if resume and mark.is_file():
            earlier = json.loads(mark.read_text(encoding="utf-8"))
            changed = sorted(name for name in settings | earlier if settings.get(name) != earlier.get(name))
            if changed:
                name = changed[0]
                raise InvalidJob(
                    f"Expected the settings of the stopped training to go on, found {name} {settings.get(name)} "
                    f"instead of {earlier.get(name)}: change it back, or train anew without going on."
                )
            return True
        if self.path.exists():
            shutil.rmtree(self.path)
        self.path.mkdir(parents=True)
        mark.write_text(json.dumps(settings, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return False
