"""One job in a process of its own: started, listened to, cancelled, and never left behind."""

import json
import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Optional

from .messages import parse_line

POLL_S = 0.05
# cancel → terminate → kill: together well under the second within which a cancelled job must be gone, on a busy
# machine too; most jobs stop by themselves within the first
GRACE_AFTER_CANCEL_S = 0.4
GRACE_AFTER_TERMINATE_S = 0.1
STDERR_TAIL_LINES = 20
WINDOWS = os.name == "nt"


class EngineProcess:
    """The engine, running one job.

    Its standard output brings events, its standard error goes to a file (a full pipe would stop it), and its standard
    input is a lifeline: should QGIS die, the pipe ends, and the engine ends itself with everything it started.

    Args:
        python: the engine's interpreter.
        job: the content of the job file.
        environment: all that the process gets to see.
        folder: a temporary folder, for the job file and as a neutral working directory.
    """

    def __init__(self, python: Path, job: dict[str, Any], environment: Mapping[str, str], folder: Path) -> None:
        job_file = folder / "job.json"
        job_file.write_text(json.dumps(job, ensure_ascii=False, indent=1), encoding="utf-8")
        self._stderr_path = folder / "stderr.log"
        command = [str(python), "-I", "-u", "-m", "seg4eo_engine", "run", str(job_file), "--events", "--lifeline"]
        with self._stderr_path.open("wb") as stderr:
            self._process = subprocess.Popen(  # nosec B603 # no shell, and the user chose the interpreter
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                cwd=folder,
                env=dict(environment),
                **own_group(),
            )
        self._lines: queue.SimpleQueue = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True, name="seg4eo-engine-events")
        self._reader.start()

    def _read(self) -> None:
        for line in self._process.stdout:
            self._lines.put(line.decode("utf-8", errors="replace"))

    def next_event(self, timeout_s: float) -> Optional[dict[str, Any]]:
        """The next event, or None when none came in time. Lines that are no events are left out."""
        try:
            return parse_line(self._lines.get(timeout=timeout_s))
        except queue.Empty:
            return None

    def exit_status(self) -> Optional[int]:
        """The exit status (negative: the signal that ended it), or None while it runs."""
        return self._process.poll()

    def cancel(self) -> None:
        """Ask the job to stop, then make it. Returns when it is gone."""
        with suppress(OSError):  # it may just have ended by itself
            self._process.stdin.write(b"cancel\n")
            self._process.stdin.flush()
        if not self.wait(GRACE_AFTER_CANCEL_S):
            signal_group(self._process.pid, force=False)
            self.wait(GRACE_AFTER_TERMINATE_S)
        self.close()

    def wait(self, timeout_s: float) -> bool:
        """Whether it ends within that time."""
        deadline_s = time.monotonic() + timeout_s
        while self.exit_status() is None and time.monotonic() < deadline_s:
            time.sleep(0.01)
        return self.exit_status() is not None

    def is_talking(self) -> bool:
        """Whether more lines may come."""
        return self._reader.is_alive() or not self._lines.empty()

    def close(self) -> None:
        """Kill what is left of the process and its group, and let go of the pipes.

        A grandchild may outlive the child and hold the pipe open: so the group dies before the reader is waited for.
        """
        signal_group(self._process.pid, force=True)
        self._process.wait()
        with suppress(OSError):  # unsent bytes for a process that is gone
            self._process.stdin.close()
        self._reader.join(timeout=1)
        if not self._reader.is_alive():  # a process that left the group may hold the pipe; closing would wait for it
            self._process.stdout.close()

    def stderr_tail(self) -> list[str]:
        """The last lines that the engine and its libraries printed."""
        text = self._stderr_path.read_text(encoding="utf-8", errors="replace")
        return [line for line in text.splitlines() if line.strip()][-STDERR_TAIL_LINES:]


def own_group() -> dict[str, Any]:
    """Arguments of Popen that put the child at the head of a group, so that it can be ended with all it started."""
    if not WINDOWS:
        return {"start_new_session": True}
    startup = subprocess.STARTUPINFO()
    startup.dwFlags |= subprocess.STARTF_USESHOWWINDOW
    flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    return {"creationflags": flags, "startupinfo": startup}


def signal_group(pid: int, *, force: bool) -> None:
    """End a process that was started with ``own_group``, and all that it started; with ``force`` at once."""
    if WINDOWS:
        taskkill = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / "taskkill.exe"
        command = [str(taskkill), "/T", "/PID", str(pid)] + (["/F"] if force else [])
        subprocess.run(command, capture_output=True, check=False, **own_group())  # nosec B603 # no shell
        return
    with suppress(ProcessLookupError, PermissionError):  # nobody left; macOS says the latter of zombies
        os.killpg(pid, signal.SIGKILL if force else signal.SIGTERM)
