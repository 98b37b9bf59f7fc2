"""Blocks of a map made one by one, each as if it were alone: what a worker of a cluster does."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from seg4eo_engine.prediction.backends.base import Backend
from seg4eo_engine.prediction.journal import FinishedBlock
from seg4eo_engine.prediction.layers import MapLayer
from seg4eo_engine.prediction.memory import give_back_freed_memory
from seg4eo_engine.prediction.parts import PartWriter
from seg4eo_engine.prediction.pipeline import Scene, ScenePredictor
from seg4eo_engine.prediction.plan import PredictionPlan
from seg4eo_engine.progress import SilentReporter
from seg4eo_engine.raster.reader import reading_cache


@dataclass(frozen=True)
class MadeBlock:
    """A block whose parts are on disk, and the windows that it took."""

    finished: FinishedBlock
    windows: int


class BlockMaker:
    """Makes blocks of a plan in any order, and writes their parts into ``folder``.

    A block has the pixels that it has where all are made on one machine: the windows of its neighbours that reach into
    it are predicted once more for it, and added in the same order.
    """

    def __init__(
        self,
        scene: Scene,
        plan: PredictionPlan,
        backend: Backend,
        layers: Sequence[MapLayer],
        folder: Path,
        *,
        batch_size: int,
        reject_below: float | None,
    ) -> None:
        self._plan = plan
        self._backend = backend
        self._layers = layers
        self._folder = folder
        self._predictor = ScenePredictor(
            scene, plan, backend, layers, batch_size=batch_size, reject_below=reject_below, reporter=SilentReporter()
        )

    def __call__(self, index: int) -> MadeBlock:
        """Make the block of this index.

        Raises:
            NotARaster: the scene is damaged there.
            OSError: its parts cannot be written.
        """
        strip, block = self._plan.strip_of(index), self._plan.block(index)
        windows_before = self._predictor.windows_run
        finished: list[FinishedBlock] = []
        with (
            reading_cache(idle_cores=self._backend.device.type != "cpu"),
            PartWriter(self._folder, self._layers, finished.append) as writer,
        ):
            for rows in self._predictor.predict_blocks(strip, [block]):
                writer.write(rows)
            writer.finish()
        give_back_freed_memory()
        return MadeBlock(finished[0], self._predictor.windows_run - windows_before)
