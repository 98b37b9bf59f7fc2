"""Work for workers that is done in no time."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from seg4eo_engine.cluster.tasks import UnsuitableWorker


@dataclass(frozen=True)
class Squares:
    """Squares numbers, and notes in ``folder`` who opened it and what was begun."""

    folder: str
    seconds: float = 0.0
    broken: int = -1
    deadly: int = -1
    unsuitable_threads: int = 0

    def check(self, threads):
        if threads == self.unsuitable_threads:
            raise UnsuitableWorker("it has so many threads.")
        return []

    def open(self, threads):
        (Path(self.folder) / f"opened_{os.getpid()}").touch()

        def square(item):
            (Path(self.folder) / f"begun_{item}_{os.getpid()}_{time.monotonic_ns()}").touch()
            time.sleep(self.seconds)
            if item == self.deadly:
                os.kill(os.getpid(), signal.SIGKILL)
            if item == self.broken:
                raise FileNotFoundError("the item is broken")
            return item * item

        return square
