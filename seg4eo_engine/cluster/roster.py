"""Who works: the workers of a cluster, what each was given, and which of them must not be given anything."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

CHECK = -1  # the item of a task that checks a worker


@dataclass(eq=False)
class Attempt:
    """An item that was given to a worker. ``since_s`` is when the worker came to it, at the earliest."""

    item: int
    future: Any
    worker: "Worker"
    since_s: float


@dataclass(eq=False)
class Worker:
    """A worker and what it was given, in this order. ``is_checked`` is None until it is known to be able or not."""

    address: str
    attempts: list[Attempt] = field(default_factory=list)
    is_checked: bool | None = None

    @property
    def may_work(self) -> bool:
        """Whether it was found able to."""
        return self.is_checked is True


class Roster:
    """The workers that are there, and every attempt that is under way."""

    def __init__(self) -> None:
        self.workers: dict[str, Worker] = {}
        self._attempts: dict[str, Attempt] = {}
        self._of_item: dict[int, list[Attempt]] = {}

    @property
    def able(self) -> list[Worker]:
        """Workers that may be given something."""
        return [worker for worker in self.workers.values() if worker.may_work]

    @property
    def is_busy(self) -> bool:
        """Whether an item is under way."""
        return any(item != CHECK for item in self._of_item)

    @property
    def under_way(self) -> list[Attempt]:
        """All attempts."""
        return list(self._attempts.values())

    @property
    def unchecked(self) -> list[Worker]:
        """Workers of which nothing is known, and which are not being checked."""
        return [
            worker for worker in self.workers.values()
            if worker.is_checked is None and all(attempt.item != CHECK for attempt in worker.attempts)
        ]  # fmt: skip

    def uncheck(self) -> None:
        """Know nothing of any worker."""
        for worker in self.workers.values():
            worker.is_checked = None

    def see(self, addresses: set[str]) -> list[Attempt]:
        """Take in who is there; the attempts of those who have gone, which are forgotten."""
        gone = [self.workers.pop(address) for address in set(self.workers) - addresses]
        lost = [attempt for worker in gone for attempt in list(worker.attempts)]
        for attempt in lost:
            self.forget(attempt)
        self.workers |= {address: Worker(address) for address in sorted(addresses - set(self.workers))}
        return lost

    def note(self, item: int, future: Any, worker: Worker) -> None:
        """An item was given to a worker."""
        attempt = Attempt(item, future, worker, time.monotonic())
        worker.attempts.append(attempt)
        self._attempts[future.key] = attempt
        self._of_item.setdefault(item, []).append(attempt)

    def find(self, future: Any) -> Attempt | None:
        """The attempt of a future; None where it is not waited for any more."""
        return self._attempts.get(future.key)

    def forget(self, attempt: Attempt) -> None:
        """It is over; what the worker was given next has begun."""
        del self._attempts[attempt.future.key]
        attempt.worker.attempts.remove(attempt)
        if attempt.worker.attempts:
            attempt.worker.attempts[0].since_s = time.monotonic()
        of_item = self._of_item[attempt.item]
        of_item.remove(attempt)
        if not of_item:
            del self._of_item[attempt.item]

    def of(self, item: int) -> list[Attempt]:
        """Attempts at an item that are under way."""
        return list(self._of_item.get(item, ()))

    def late(self, worker: Worker, patience_s: float) -> Iterator[Attempt]:
        """What ``worker``, which has nothing to do, could take over: first what waits behind something else.

        Then what has been under way for more than ``patience_s``; nothing that two are at already.
        """
        alone = [
            attempt for other in self.able if other is not worker for attempt in other.attempts
            if attempt.item != CHECK and len(self._of_item[attempt.item]) == 1
        ]  # fmt: skip
        now_s = time.monotonic()
        yield from (attempt for attempt in alone if attempt is not attempt.worker.attempts[0])
        late = [attempt for attempt in alone if now_s - attempt.since_s > patience_s]
        yield from sorted(late, key=lambda attempt: attempt.since_s)

    def clear(self) -> list[Attempt]:
        """Forget everything; what was under way."""
        attempts = self.under_way
        self.workers, self._attempts, self._of_item = {}, {}, {}
        return attempts
