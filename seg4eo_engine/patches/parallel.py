"""Work on many things at once, with results in order and memory that stays flat."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from seg4eo_engine.cores import core_limit, usable_cores

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


def map_in_order(
    function: Callable[[Item], Outcome], items: Iterable[Item], cores: int | None = None
) -> Generator[Outcome]:
    """Apply ``function`` in a few threads and yield the outcomes in the order of ``items``.

    At most two items a thread are taken ahead of the reader. When the reader stops early (an error, a cancel), what is
    being worked on is waited for and nothing more is begun.

    Args:
        function: called from several threads at once.
        items: in their order.
        cores: that may be kept busy; None for what the machine has and the user allows.
    """
    # one more than cores, for somebody always waits for the disk; but not where the user set a limit
    threads = min(4, cores or core_limit() or usable_cores() + 1)
    with ThreadPoolExecutor(threads, thread_name_prefix="patches") as pool:
        waiting: deque[Future[Outcome]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(function, item))
                if len(waiting) > 2 * threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
