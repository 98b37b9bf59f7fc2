"""Programs of an installation: started, listened to line by line, cancelled, and never left behind."""

import os
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Optional

from ..compat import tr
from ..engine.process import GRACE_AFTER_CANCEL_S, POLL_S, own_group, signal_group
from .errors import InstallCancelled, StepFailed
from .network import without_passwords

SUPERVISOR = Path(__file__).with_name("supervise.py")
KEPT_LINES = 20


class Runner:
    """Runs programs, one after the other.

    Args:
        environment: all that they get to see.
        folder: where they work.
        feedback: a Processing feedback: is asked whether to cancel.
        handle_events: called between two looks at a program, to let Qt handle its events.

    ``supervisor`` is any Python, which ends a program should QGIS die; ``lock`` what the programs hold while they run.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        folder: Path,
        feedback: Any,
        handle_events: Callable[[], None] = lambda: None,
    ) -> None:
        self.environment = dict(environment)
        self.folder = folder
        self.feedback = feedback
        self.supervisor: Optional[Path] = None
        self.lock: Optional[int] = None
        self._handle_events = handle_events

    def is_cancelled(self) -> bool:
        """Whether the user wants to stop; lets Qt handle its events first."""
        self._handle_events()
        return self.feedback.isCanceled()

    def stop_if_cancelled(self) -> None:
        """Raise InstallCancelled where the user wants to stop."""
        if self.is_cancelled():
            raise InstallCancelled(tr("The installation was cancelled."))

    def run(
        self,
        command: Sequence[object],
        hear: Callable[[str], None] = lambda line: None,
        limit_s: Optional[float] = None,
        more: Optional[Mapping[str, str]] = None,
    ) -> list[str]:
        """Run a program to its end and return all that it printed.

        Args:
            command: the program and its arguments.
            hear: is told each line.
            limit_s: a program that takes longer has failed.
            more: variables for this program alone.

        Raises:
            InstallCancelled: the user stopped it; it and all that it started are gone.
            StepFailed: it could not be started, took too long, or ended with another status than 0.
        """
        process, lines, reader = self._start([str(word) for word in command], {**self.environment, **(more or {})})
        said: list[str] = []

        def take(line: str) -> None:
            said.append(without_passwords(line))
            hear(said[-1])

        started_s = time.monotonic()
        try:
            while process.poll() is None:
                self._take_lines(lines, take)
                if self.is_cancelled():
                    signal_group(process.pid, force=False)
                    with suppress(subprocess.TimeoutExpired):
                        process.wait(GRACE_AFTER_CANCEL_S)
                    raise InstallCancelled(tr("The installation was cancelled."))
                if limit_s is not None and time.monotonic() - started_s > limit_s:
                    raise StepFailed(-1, [*said[-KEPT_LINES:], tr("It took more than {n} s.").format(n=limit_s)])
        finally:
            signal_group(process.pid, force=True)  # nobody is left behind who holds the pipe
            process.wait()
            process.stdin.close()
        reader.join(timeout=1)
        while not lines.empty():
            take(lines.get())
        if process.returncode:
            raise StepFailed(process.returncode, said[-KEPT_LINES:])
        return said

    def _take_lines(self, lines: queue.SimpleQueue, take: Callable[[str], None]) -> None:
        with suppress(queue.Empty):
            take(lines.get(timeout=POLL_S))
            while True:
                take(lines.get_nowait())

    def _start(self, command: list[str], environment: Mapping[str, str]) -> tuple:
        if self.supervisor is not None:
            command = [str(self.supervisor), "-I", str(SUPERVISOR), *command]
        held = (self.lock,) if self.lock is not None and os.name != "nt" else ()
        try:
            process = subprocess.Popen(  # nosec B603 # no shell, and programs that we found
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env=dict(environment),
                pass_fds=held,
                **own_group(),
            )
        except OSError as error:
            raise StepFailed(-1, [str(error.strerror or error)]) from error
        lines: queue.SimpleQueue = queue.SimpleQueue()
        reader = threading.Thread(target=_read, args=(process, lines), daemon=True, name="seg4eo-installer-output")
        reader.start()
        return process, lines, reader


def _read(process: subprocess.Popen, lines: queue.SimpleQueue) -> None:
    with process.stdout:
        for line in process.stdout:
            text = line.decode("utf-8", errors="replace").rstrip()
            if text:
                lines.put(text)
