"""What a worker of a cluster needs to know of a map. Imported by schedulers too, so it loads nothing by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class MappingRecipe:
    """A map for workers: see :class:`~seg4eo_engine.cluster.tasks.Recipe`. All of it is small.

    Args:
        task: ``settle`` what the job leaves open, or make ``blocks``.
        parameters: of the job, as JSON, with absolute paths.
        fingerprint: what tells whether a worker sees the same inputs, as JSON.
        folder: of the parts and the journal.
        token: name of a file in it by which workers know that it is the same folder.
        parts: the folder in it for the parts of blocks.
        choices: what is settled, as JSON; ``{}`` where nothing is.
        workers: how many there are.
        workers_on_a_machine: how many share the memory of one.
    """

    task: Literal["settle", "blocks"]
    parameters: str
    fingerprint: str
    folder: str
    token: str
    parts: str = ""
    choices: str = "{}"
    workers: int = 1
    workers_on_a_machine: int = 1

    def check(self, threads: int) -> list[str]:
        """See :class:`~seg4eo_engine.cluster.tasks.Recipe`."""
        from seg4eo_engine.jobs.mapping.on_worker import check

        return check(self, threads)

    def open(self, threads: int) -> Callable[[int], Any]:
        """See :class:`~seg4eo_engine.cluster.tasks.Recipe`."""
        from seg4eo_engine.jobs.mapping.on_worker import open_blocks, open_settling

        return (open_settling if self.task == "settle" else open_blocks)(self, threads)
