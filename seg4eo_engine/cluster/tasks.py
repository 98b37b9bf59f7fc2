"""What a worker is asked to do. Nothing here knows what a map is: a recipe does, which is small and travels along."""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock, Timer
from typing import Any, Generic, Protocol, TypeVar

from seg4eo_engine.errors import Seg4eoError

Outcome = TypeVar("Outcome")


class UnsuitableWorker(Exception):
    """A worker that must not be given work; the message says what is wrong with it."""


class Recipe(Hashable, Protocol):
    """All that a worker needs to know of a run. It is sent with each task, so it is no more than some kilobytes."""

    def check(self, threads: int) -> list[str]:
        """Look whether this process can do the work, and tell what is unlike the others, such as a library's version.

        Raises:
            UnsuitableWorker: it cannot.
        """

    def open(self, threads: int) -> Callable[[int], Any]:
        """What does the work for one item after another; it is kept by the process, and may be large.

        Raises:
            UnsuitableWorker: this process cannot do it.
        """


@dataclass(frozen=True)
class Done(Generic[Outcome]):
    """What came of a task, and the seconds that it took."""

    outcome: Outcome
    seconds: float


# One process does one thing at a time, whatever number of threads it has in Dask: they belong to the network.
_alone = Lock()
_opened: "tuple[Recipe, Callable[[int], Any]] | None" = None
_closing: Timer | None = None
KEPT_S = 300.0  # after its last item: workers outlive a run, and their memory is wanted for others


def check_worker(recipe: Recipe, _: int) -> Done[list[str]]:
    """See :meth:`Recipe.check`."""
    return Done(recipe.check(_threads()), 0.0)


def do_item(recipe: Recipe, item: int) -> Done[Any]:
    """Do the work of ``recipe`` for an item, with what this process has opened for it before."""
    global _opened, _closing
    with _alone:
        if _closing is not None:
            _closing.cancel()
        started_s = time.perf_counter()
        if _opened is None or _opened[0] != recipe:
            _opened = None  # first, for both may not fit into memory
            _opened = (recipe, recipe.open(_threads()))
        try:
            return Done(_opened[1](item), time.perf_counter() - started_s)
        except (Seg4eoError, OSError) as error:
            error.__cause__ = error.__context__ = None  # GDAL's own errors cannot travel, and would hold this one back
            raise
        finally:
            _closing = Timer(KEPT_S, _forget)
            _closing.daemon = True
            _closing.start()


def _forget() -> None:
    global _opened
    with _alone:
        _opened = None


def _threads() -> int:
    from distributed import get_worker  # loaded where this runs, and slow to import elsewhere

    return int(get_worker().state.nthreads)
