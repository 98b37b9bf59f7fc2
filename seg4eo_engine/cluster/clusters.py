"""A cluster as the one who hands out work sees it: one that is there already, or one of processes on this machine."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from seg4eo_engine.errors import ClusterUnavailable, first_line
from seg4eo_engine.progress import Reporter

if TYPE_CHECKING:
    from distributed import Client

CONNECT_S = 30.0
LOCAL_PATIENCE_S, REMOTE_PATIENCE_S = 120.0, 600.0
FIRST_PATIENCE_S = 60.0  # a scheduler that never answered is more likely misspelt than away
_HOST_AND_PORT = re.compile(r"[\w.-]+:\d+")
RETRY_S = 2.0


class Cluster(Protocol):
    """Where work is done.

    ``patience_s`` is how long it may be without a scheduler or a worker, ``own_workers`` how many it starts itself.
    """

    patience_s: float
    own_workers: int

    def connect(self, reporter: Reporter) -> "Client":
        """A new connection to the scheduler, also after it was lost.

        Raises:
            ClusterUnavailable: there is none, and none came.
            Cancelled: the reporter was asked to stop while waiting.
        """

    def tend(self) -> None:
        """Look after processes that are ours: called about once a second."""

    def hint(self) -> str:
        """What is known of why there are no workers: ends a message."""

    def close(self) -> None:
        """End what is ours."""


class RemoteCluster:
    """A cluster that is there already: the address of its scheduler, or the scheduler file that it writes."""

    own_workers = 0

    def __init__(self, scheduler: str, patience_s: float = REMOTE_PATIENCE_S) -> None:
        self.patience_s = patience_s
        self._scheduler = f"tcp://{scheduler}" if _HOST_AND_PORT.fullmatch(scheduler) else scheduler
        self._connect_s = min(patience_s, FIRST_PATIENCE_S)

    def connect(self, reporter: Reporter) -> "Client":
        deadline_s = time.monotonic() + self._connect_s
        reporter.info(f"Connecting to the scheduler of a Dask cluster at {self._scheduler}")
        while True:
            reporter.check_cancelled()
            try:
                client = self._connect_once()
                self._connect_s = self.patience_s
                return client
            except (OSError, ValueError) as error:  # TimeoutError is one; a scheduler file may be half written
                if time.monotonic() > deadline_s:
                    raise ClusterUnavailable(
                        f"Expected the scheduler of a Dask cluster at {self._scheduler}, found none that answers "
                        f"({first_line(error)}): start it, and run the same again."
                    ) from error
            time.sleep(RETRY_S)

    def _connect_once(self) -> "Client":
        from distributed import Client

        timeout_s = min(CONNECT_S, max(1.0, self._connect_s / 2))
        if "://" in self._scheduler:
            return Client(self._scheduler, timeout=timeout_s, set_as_default=False)
        content = json.loads(Path(self._scheduler).read_text(encoding="utf-8"))
        if not isinstance(content, Mapping) or "address" not in content:
            raise ValueError("it is no scheduler file")
        return Client(scheduler_file=self._scheduler, timeout=timeout_s, set_as_default=False)

    def tend(self) -> None:
        pass

    def hint(self) -> str:
        return "start workers, and run the same again"

    def close(self) -> None:
        pass


class LocalCluster:
    """A scheduler and workers in processes of their own; what dies is started again.

    Args:
        workers: how many.
        threads: of each worker.
        folder: for what they write beside the results.
        environments: variables that the first, the second … worker has besides those of this process.
    """

    patience_s = LOCAL_PATIENCE_S

    def __init__(
        self, workers: int, threads: int, folder: Path, environments: Sequence[Mapping[str, str]] = ()
    ) -> None:
        self.own_workers = workers
        self._threads = threads
        self._environments = [*environments, *[{}] * workers][:workers]
        self._folder = Path(tempfile.mkdtemp(prefix="nodes-", dir=folder))
        self._log = (self._folder / "log").open("wb")
        self._scheduler: _Node | None = None
        self._address = ""
        self._workers: list[_Node | None] = [None] * workers
        self._started = 0

    def connect(self, reporter: Reporter) -> "Client":
        from distributed import Client

        if self._scheduler is None or not self._scheduler.is_alive or not self._answers():
            self._stop()
            self._start_scheduler()
            self.tend()
        try:
            return Client(self._address, timeout=CONNECT_S, set_as_default=False)
        except OSError as error:
            raise ClusterUnavailable(self._failure()) from error

    def _answers(self) -> bool:
        from distributed import Client

        with suppress(OSError), Client(self._address, timeout=5, set_as_default=False):
            return True
        return False

    def _start_scheduler(self) -> None:
        self._scheduler = _Node(["scheduler"], {}, self._log)
        line = self._scheduler.read_line()
        if not line:
            raise ClusterUnavailable(self._failure())
        self._address = json.loads(line)["address"]

    def tend(self) -> None:
        """Start the workers that are not there, or no longer; a scheduler that is gone is seen by :meth:`connect`."""
        for number, node in enumerate(self._workers):
            if node is None or not node.is_alive:
                if node is not None:
                    node.end()
                words = ["worker", self._address, str(self._threads), str(self._folder), f"{number}-{self._started}"]
                self._workers[number] = _Node(words, self._environment(number), self._log)
                self._started += 1

    def _environment(self, number: int) -> dict[str, str]:
        threads = str(self._threads)
        own = {"OMP_NUM_THREADS": threads, "MKL_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        return own | dict(self._environments[number])

    def hint(self) -> str:
        return f"see why they end: {self._last_words()}"

    def _failure(self) -> str:
        return (
            f"Expected a Dask scheduler on this machine, found that it did not start ({self._last_words()}): "
            "go without workers, or see whether Dask works here."
        )

    def _last_words(self) -> str:
        self._log.flush()
        lines = (self._folder / "log").read_text(encoding="utf-8", errors="replace").splitlines()
        return lines[-1].strip() if lines else "they said nothing"

    def _stop(self) -> None:
        for node in [*self._workers, self._scheduler]:
            if node is not None:
                node.end()
        self._workers = [None] * len(self._workers)
        self._scheduler = None

    def close(self) -> None:
        self._stop()
        self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)


class _Node:
    """A process of :mod:`seg4eo_engine.cluster.node`."""

    def __init__(self, words: Sequence[str], environment: Mapping[str, str], log: IO[bytes]) -> None:
        command = [sys.executable, "-m", "seg4eo_engine.cluster.node", *words]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, env=os.environ | environment
        )

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def read_line(self) -> str:
        """The first line that it writes; nothing where it ends before."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().decode()

    def end(self) -> None:
        """End it at once; it has nothing that has to be kept."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
