"""What a worker of a cluster needs to know of an extraction. Imported by schedulers too, so it loads nothing itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ExtractionRecipe:
    """Portions of patches for workers: see :class:`~seg4eo_engine.cluster.tasks.Recipe`. All of it is small.

    Args:
        parameters: of the job, as JSON, with absolute paths.
        fingerprint: what tells whether a worker plans the same of the same inputs, as JSON.
        libraries: versions of what reads and writes rasters, as JSON.
        folder: that patches are written into.
        token: name of a file in it by which workers know that it is the same folder.
        most_patches: of a portion; see :func:`~seg4eo_engine.patches.portions.portions_of`.
    """

    parameters: str
    fingerprint: str
    libraries: str
    folder: str
    token: str
    most_patches: int = 1

    def check(self, threads: int) -> list[str]:
        """See :class:`~seg4eo_engine.cluster.tasks.Recipe`. It is :meth:`open` that looks at the inputs."""
        from seg4eo_engine.jobs.extraction.on_worker import check

        return check(self)

    def open(self, threads: int) -> Callable[[int], Any]:
        """See :class:`~seg4eo_engine.cluster.tasks.Recipe`."""
        from seg4eo_engine.jobs.extraction.on_worker import open_portions

        return open_portions(self, threads)
