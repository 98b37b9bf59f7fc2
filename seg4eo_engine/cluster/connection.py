"""What is said to a Dask scheduler, and how it is noticed that it does not answer."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any
from uuid import uuid4

from seg4eo_engine.cluster.clusters import Cluster
from seg4eo_engine.cluster.tasks import Recipe
from seg4eo_engine.progress import Reporter

ANSWER_S = 30.0  # that a scheduler may take
CLOSE_S = 2.0


class SchedulerLost(Exception):
    """The scheduler does not answer."""


class Connection:
    """A connection to the scheduler of ``cluster``, which may get lost; then :meth:`open` makes a new one.

    Every method but :meth:`open`, :meth:`finished` and :meth:`close` raises:

    Raises:
        SchedulerLost: the scheduler does not answer. What it was asked for is forgotten.
    """

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._client: Any = None
        self._completed: Any = None
        self._name = f"seg4eo-{uuid4().hex[:8]}"
        self._numbers = count()

    def open(self, reporter: Reporter) -> None:
        """Connect, instead of any connection that there was.

        Raises:
            ClusterUnavailable, Cancelled: see :class:`~seg4eo_engine.cluster.clusters.Cluster`.
        """
        from distributed import as_completed

        for name in logging.root.manager.loggerDict:
            if name.partition(".")[0] in ("distributed", "tornado"):  # what happens is told by us, in words
                logging.getLogger(name).setLevel(logging.CRITICAL)
        self.close()
        self._client = self._cluster.connect(reporter)
        self._completed = as_completed(loop=self._client.loop, with_results=True, raise_errors=False)

    @property
    def dashboard(self) -> str:
        """Address of Dask's dashboard; empty where there is none."""
        return self._client.dashboard_link or ""

    def workers(self) -> set[str]:
        """Addresses of the workers that are there."""
        with self._talking():
            return set(self._client.sync(self._client.scheduler.ncores, callback_timeout=ANSWER_S))

    def submit(self, task: Callable[..., Any], recipe: Recipe | None, items: Sequence[int], worker: str) -> list[Any]:
        """Futures of ``task`` for each of ``items``, done by this worker and no other."""
        keys = [f"{task.__name__}-{self._name}-{item}-{next(self._numbers)}" for item in items]
        with self._talking():
            futures: list[Any] = self._client.map(
                task, [recipe] * len(items), items, key=keys, workers=[worker], allow_other_workers=False, pure=False
            )
            self._completed.update(futures)
        return futures

    def cancel(self, futures: Sequence[Any]) -> None:
        """Ask for these no more. What a worker is at already, it does all the same."""
        if futures:
            with self._talking():
                self._client.cancel(futures)

    def finished(self) -> list[tuple[Any, Any]]:
        """Futures that ended since the last call, with what came of each."""
        return list(self._completed.next_batch(block=False))

    def close(self) -> None:
        """Let go of it."""
        if self._client is not None:
            with suppress(Exception):  # whatever a scheduler that is gone leaves open
                self._client.close(timeout=CLOSE_S)
            self._client = None

    @contextmanager
    def _talking(self) -> Iterator[None]:
        from distributed.client import ClosedClientError

        if self._client.status != "running":
            raise SchedulerLost
        try:
            yield
        except (OSError, RuntimeError, ClosedClientError) as error:
            raise SchedulerLost from error
