"""What a worker of a cluster needs to know of many scenes. Imported by schedulers too, so it loads nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ScenesRecipe:
    """Scenes for workers: see :class:`~seg4eo_engine.cluster.tasks.Recipe`. All of it is small.

    An item is a try at a scene: the first at the scene 0 is 0, the second at it is as many as there are ``scenes``.

    Args:
        parameters: of the job, as JSON, with absolute paths.
        fingerprint: what tells whether a worker sees the same inputs, as JSON.
        folder: of the list of scenes.
        token: name of a file in it by which workers know that it is the same folder.
        scenes: how many there are.
        sharing: how many workers share the memory of a machine.
    """

    parameters: str
    fingerprint: str
    folder: str
    token: str
    scenes: int
    sharing: int = 1

    def item(self, index: int, number: int) -> int:
        """The item of the try ``number``, counted from 1, at a scene."""
        return (number - 1) * self.scenes + index

    def index_and_number(self, item: int) -> tuple[int, int]:
        """Which scene, and which try at it, counted from 1."""
        return item % self.scenes, item // self.scenes + 1

    def check(self, threads: int) -> list[str]:
        """See :class:`~seg4eo_engine.cluster.tasks.Recipe`."""
        from seg4eo_engine.jobs.scenes.on_worker import check

        return check(self, threads)

    def open(self, threads: int) -> Callable[[int], Any]:
        """See :class:`~seg4eo_engine.cluster.tasks.Recipe`."""
        from seg4eo_engine.jobs.scenes.on_worker import open_scenes

        return open_scenes(self, threads)
