"""Runs a job file for a parent process, and ends with it."""

import os
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import IO

from seg4eo_engine import __version__
from seg4eo_engine.errors import Cancelled, InvalidJob, Seg4eoError
from seg4eo_engine.jobs.protocol import EventReporter, Failed, Finished, Started, WasCancelled, read_job_file
from seg4eo_engine.outputs import discard_staging

EXIT_OK, EXIT_FAILED, EXIT_INTERNAL, EXIT_CANCELLED = 0, 1, 70, 130
GRACE_S = 0.25  # of a job that was asked to stop; the plugin waits a little longer than this


def run_with_events(path: Path, events: IO[str], lifeline: IO[str] | None = None) -> int:
    """Run the job in the file ``path``, write its events to ``events``, and return the exit status.

    Args:
        path: the job file.
        events: receives one JSON event a line, and nothing else.
        lifeline: a stream from the parent. A line ``cancel``, or the stream's end, which means that the parent is gone,
            stops the job; if it does not stop at once, this process ends with everything that it started.

    Returns:
        0 finished, 1 failed in a way that the user can mend, 70 failed by a defect of ours, 130 cancelled.
    """
    cancel = threading.Event()
    reporter = EventReporter(events, cancel)
    # of the processes of a training on several devices, the first one reads what the parent has to say for all
    if lifeline is not None and os.environ.get("LOCAL_RANK", "0") == "0":
        threading.Thread(target=_watch, args=(lifeline, cancel, reporter), daemon=True, name="lifeline").start()
    try:
        job_file = read_job_file(path)
        reporter.send(Started(job=job_file.job, engine_version=__version__, pid=os.getpid()))
        reporter.send(Finished(result=_run(job_file.job, job_file.parameters, reporter)))
        return EXIT_OK
    except Cancelled:
        reporter.send(WasCancelled())
        return EXIT_CANCELLED
    except Seg4eoError as error:
        reporter.send(Failed(code=error.code, message=str(error)))
        return EXIT_FAILED
    except Exception as error:  # the one place where a defect becomes an event, with its traceback on stderr
        traceback.print_exc()
        reporter.send(Failed(code="internal", message=f"{type(error).__name__}: {error}"))
        return EXIT_INTERNAL


def _run(job_id: str, parameters: dict[str, object], reporter: EventReporter) -> dict[str, object]:
    from seg4eo_engine.jobs import JOBS  # here, so that the parent hears of a broken job file before anything loads

    if job_id not in JOBS:
        raise InvalidJob(f"Expected one of the jobs {', '.join(JOBS)}, found '{job_id}': change the job file.")
    job = JOBS[job_id].from_parameters(parameters)
    return job.run(reporter).model_dump(mode="json")


def _watch(lifeline: IO[str], cancel: threading.Event, reporter: EventReporter) -> None:
    for line in lifeline:
        if line.strip() == "cancel":
            break
    cancel.set()
    # A training step or a batch of windows may take seconds before the job looks up, and the user waits.
    time.sleep(GRACE_S)
    discard_staging()
    with suppress(OSError, ValueError):  # the parent may be gone, or the job may have ended meanwhile
        reporter.send(WasCancelled())
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)  # loader processes are in our group
    os._exit(EXIT_CANCELLED)


def keep_stdout_for_events() -> IO[str]:
    """The real standard output as a stream of its own, while prints of any library go to standard error."""
    events = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", newline="\n")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return events
