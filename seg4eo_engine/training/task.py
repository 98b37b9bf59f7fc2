"""What is to be trained, and on what."""

from dataclasses import dataclass
from pathlib import Path

from seg4eo_engine.models.registry import NetworkInfo
from seg4eo_engine.patches.manifest import BandInfo, DatasetManifest
from seg4eo_engine.training.data import Parts
from seg4eo_engine.training.folder import TrainingFolder
from seg4eo_engine.training.settings import TrainingSettings


@dataclass(frozen=True)
class Task:
    """A training: patches of a dataset, how to learn from them, and where to keep what.

    ``bands`` are the dataset's, with the statistics of ``parts.train``. ``kept`` is an existing folder; what is found
    in it is gone on from. ``fold`` says which of how many folds this is, the first is 1.
    """

    folder: Path
    dataset: DatasetManifest
    parts: Parts
    bands: tuple[BandInfo, ...]
    settings: TrainingSettings
    kept: TrainingFolder
    fold: tuple[int, int] | None = None

    @property
    def num_classes(self) -> int:
        """Classes to tell apart."""
        return len(self.dataset.classes)

    @property
    def is_shared(self) -> bool:
        """Whether several devices or machines share each batch."""
        return self.settings.devices * self.settings.nodes > 1

    @property
    def network_info(self) -> NetworkInfo:
        """The network that is asked for."""
        settings = self.settings
        return NetworkInfo.choose(
            settings.architecture, settings.encoder, len(self.dataset.bands), self.num_classes, settings.network_options
        )
