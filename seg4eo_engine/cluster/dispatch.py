"""Hands items of work out to the workers of a cluster, a few at a time, until every one of them is done."""

import statistics
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from seg4eo_engine.cluster.backlog import Backlog, GivenUp
from seg4eo_engine.cluster.clusters import Cluster
from seg4eo_engine.cluster.connection import Connection, SchedulerLost
from seg4eo_engine.cluster.roster import CHECK, Attempt, Roster, Worker
from seg4eo_engine.cluster.tasks import Done, Recipe, UnsuitableWorker, check_worker, do_item
from seg4eo_engine.errors import ClusterUnavailable, first_line
from seg4eo_engine.progress import Reporter

GIVEN = 2  # items that a worker has at once: the one that it is at, and the next
LOOK_S = 1.0  # between two looks at who is there
MOST_LOSSES = 10  # workers, for each one there is, that may be lost before anything gets done
LATE = 3.0  # times the median, after which a second worker is given the same
LEAST_LATE_S = 10.0
KEPT_TIMES = 100
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.001, 0.05
PAUSE_GROWTH = 1.05  # so that what is done waits for a twentieth of the time that it took


class Dispatcher:
    """Has the work of recipes done on a cluster. Use it in a ``with``.

    Workers may come and go. What a lost worker was at is given to another one; what has failed is tried elsewhere; at
    the end, workers without work take over what waits or is late, and the first outcome counts. An item may so be done
    twice: its outcome must be the same, and doing it must not disturb whoever does it at the same time. Where it
    would, :meth:`run` gives it to one at a time.

    Args:
        cluster: where.
        reporter: hears of what happens, and may cancel.
        given: items that a worker has at once.
    """

    def __init__(self, cluster: Cluster, reporter: Reporter, given: int = GIVEN) -> None:
        self._cluster = cluster
        self._connection = Connection(cluster)
        self._reporter = reporter
        self._given, self._is_shared = given, True
        self._roster = Roster()
        self._said: set[str] = set()
        self._recipe: Recipe | None = None
        self._backlog = Backlog()
        self._times: deque[float] = deque(maxlen=KEPT_TIMES)
        self._losses = 0
        self._is_closed = False
        self._pause_s = SHORTEST_PAUSE_S

    def __enter__(self) -> Self:
        try:
            self._open()
        except BaseException:
            self._cluster.close()
            raise
        if self._connection.dashboard:
            self._reporter.info(f"Dask's dashboard shows the work at {self._connection.dashboard}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the cluster, and end what is ours of it; a second time nothing happens."""
        if self._is_closed:
            return
        self._is_closed = True
        with suppress(SchedulerLost):  # it has forgotten everything
            self._connection.cancel([attempt.future for attempt in self._roster.clear()])
        self._connection.close()
        self._cluster.close()

    @property
    def workers(self) -> list[str]:
        """Addresses of the workers that may be given something."""
        return [worker.address for worker in self._roster.able]

    @property
    def worker_count(self) -> int:
        """How many workers there are to be reckoned with; some of those on this machine may still be starting."""
        return max(len(self.workers), self._cluster.own_workers)

    @property
    def most_on_a_machine(self) -> int:
        """How many of them share one machine, at most."""
        machines = Counter(urlsplit(address).hostname for address in self.workers)
        return max([self._cluster.own_workers, *machines.values()])

    def check_workers(self, recipe: Recipe) -> None:
        """Return when all workers that are there were checked, and one of them at least can do the work.

        Raises:
            ClusterUnavailable, Cancelled: as :meth:`run`.
        """
        self._begin(recipe, ())
        while not self._roster.able or any(worker.is_checked is None for worker in self._roster.workers.values()):
            self._step()

    def run(
        self, recipe: Recipe, items: Iterable[int], *, shared: bool = True, most_ends: int | None = None
    ) -> Iterator[list[tuple[int, Any]]]:
        """Have all ``items`` (0 and more) done; yield each with its outcome, in the order in which they get done.

        ``items`` are asked for as workers get free, so there may be any number of them. Where they are not ``shared``,
        a worker has one of them at a time, and no other one takes it over while that worker is there. An item that so
        many workers were at when they ended, ``most_ends``, is given up (:class:`GivenUp`).

        Raises:
            ClusterUnavailable: scheduler or workers are gone, and stay away; or workers end and nothing gets done.
            Cancelled: the reporter was asked to stop.
            Exception: what an item raises each time.
        """
        self._begin(recipe, items, shared=shared, most_ends=most_ends)
        while True:
            done = self._step()
            if any(not isinstance(outcome, GivenUp) for _, outcome in done):
                self._losses = 0
            if done:
                yield done
            if self._backlog.is_empty and not self._roster.is_busy:
                return

    def _begin(
        self, recipe: Recipe, items: Iterable[int], *, shared: bool = True, most_ends: int | None = None
    ) -> None:
        self._drop(self._roster.under_way)  # of a run that an error ended
        self._times.clear()
        self._backlog, self._is_shared, self._losses = Backlog(items, most_ends), shared, 0
        if recipe != self._recipe:  # whoever could do the work before may not be able to do this
            self._recipe = recipe
            self._roster.uncheck()
            self._looked_s = float("-inf")

    def _step(self) -> list[tuple[int, Any]]:
        """Look who is there, give out, and take what is done."""
        self._reporter.check_cancelled()
        try:
            if time.monotonic() - self._looked_s > LOOK_S:
                self._look()
            self._give_out()
        except SchedulerLost:
            self._reconnect()
        done = [*self._backlog.given_up(), *self._collect()]
        if not done:
            time.sleep(self._pause_s)
        self._pause_s = SHORTEST_PAUSE_S if done else min(LONGEST_PAUSE_S, PAUSE_GROWTH * self._pause_s)
        return done

    def _open(self) -> None:
        self._connection.open(self._reporter)
        self._looked_s = float("-inf")
        self._deserted_s: float | None = None  # when it was first seen that there are no workers

    def _reconnect(self) -> None:
        self._reporter.warning(
            "The scheduler of the cluster is gone: what was under way is done again when it is back."
        )
        self._put_back(self._roster.clear())
        self._open()

    def _put_back(self, attempts: Iterable[Attempt]) -> None:
        """Have the items of attempts that came to nothing done again, unless another worker is at them."""
        items = (attempt.item for attempt in attempts if attempt.item != CHECK)
        self._backlog.put_back(item for item in items if not self._roster.of(item))

    def _look(self) -> None:
        """See who has come and who has gone, and find work for those who have none."""
        self._cluster.tend()
        found = self._connection.workers()
        self._looked_s = time.monotonic()
        lost = self._roster.see(found)
        if lost:
            self._give_back(lost)
        for worker in self._roster.unchecked:
            self._submit(worker, [CHECK])
        for worker in self._roster.able:
            if self._is_shared and self._backlog.is_empty and not worker.attempts:
                self._help_out(worker)
        if self._roster.workers:
            self._deserted_s = None
            return
        # from that look on: a machine that slept has seen nobody for hours
        self._deserted_s = self._looked_s if self._deserted_s is None else self._deserted_s
        if self._looked_s - self._deserted_s > self._cluster.patience_s:
            raise ClusterUnavailable(f"Expected workers in the cluster, found none: {self._cluster.hint()}.")

    def _give_back(self, lost: list[Attempt]) -> None:
        """Take back what lost workers were given."""
        begun = {attempt.worker.address: attempt.item for attempt in reversed(lost)}  # the first that each was given
        for item in begun.values():
            self._backlog.count_end(item)
        self._put_back(lost)
        self._losses += len(begun)
        self._connection.cancel([attempt.future for attempt in lost])
        if self._losses > MOST_LOSSES * max(1, len(self._roster.workers)):
            raise ClusterUnavailable(
                f"Expected workers that finish something, found that {self._losses} ended before they did: give them "
                "more memory, or smaller windows or patches to work on, and run the same again."
            )

    def _give_out(self) -> None:
        for worker in self._roster.able:
            items = self._backlog.take((self._given if self._is_shared else 1) - len(worker.attempts))
            if items:
                self._submit(worker, items)

    def _help_out(self, worker: Worker) -> None:
        """Give a worker without work what another one waits with, or is late with."""
        patience_s = max(LEAST_LATE_S, LATE * statistics.median(self._times)) if self._times else float("inf")
        attempt = next(self._roster.late(worker, patience_s), None)
        if attempt is None:
            return
        if attempt is not attempt.worker.attempts[0]:  # not begun: it is moved
            self._drop([attempt])
        self._submit(worker, [attempt.item])

    def _submit(self, worker: Worker, items: list[int]) -> None:
        task = check_worker if items == [CHECK] else do_item
        try:
            futures = self._connection.submit(task, self._recipe, items, worker.address)
        except SchedulerLost:
            self._backlog.put_back(item for item in items if item != CHECK and not self._roster.of(item))
            raise
        for item, future in zip(items, futures, strict=True):
            self._roster.note(item, future, worker)

    def _drop(self, attempts: list[Attempt]) -> None:
        for attempt in attempts:
            self._roster.forget(attempt)
        with suppress(SchedulerLost):  # it has forgotten them anyway, and is missed at the next look
            self._connection.cancel([attempt.future for attempt in attempts])

    def _collect(self) -> list[tuple[int, Any]]:
        done = []
        for future, found in self._connection.finished():
            attempt = self._roster.find(future)
            if attempt is None:  # another worker was first
                continue
            self._roster.forget(attempt)
            if future.status == "finished" and isinstance(found, Done):
                if attempt.item == CHECK:
                    self._welcome(attempt.worker, found.outcome)
                    continue
                self._drop(self._roster.of(attempt.item))
                self._times.append(found.seconds)
                done.append((attempt.item, found.outcome))
            else:
                self._take_failure(attempt, future, found)
        return done

    def _welcome(self, worker: Worker, differences: list[str]) -> None:
        worker.is_checked = True
        for difference in differences:
            self._warn(f"Pixels may differ in their last digits from one worker to another: {difference}.")

    def _take_failure(self, attempt: Attempt, future: Any, found: Any) -> None:
        from distributed import KilledWorker

        error = found[1] if future.status == "error" else None
        self._put_back([attempt])
        if error is None or isinstance(error, KilledWorker):
            return  # of a worker that is gone, or a scheduler
        if attempt.item == CHECK or isinstance(error, UnsuitableWorker):
            self._exclude(attempt.worker, error)
            return
        if self._backlog.has_failed_for_good(attempt.item):
            raise error

    def _exclude(self, worker: Worker, error: Exception) -> None:
        worker.is_checked = False
        others = [other for other in self._roster.workers.values() if other.is_checked is not False]
        why = (
            str(error)
            if isinstance(error, UnsuitableWorker)
            else f"{first_line(error)}: install the same engine there."
        )
        text = f"Expected {worker.address} to do as this machine does, found that it cannot: {why}"
        if not others:
            raise ClusterUnavailable(text)
        given = list(worker.attempts)
        self._drop(given)
        self._put_back(given)
        self._warn(f"{text} It is given nothing.")

    def _warn(self, text: str) -> None:
        if text not in self._said:
            self._said.add(text)
            self._reporter.warning(text)
