"""From a job to its result: what an algorithm calls."""

import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Optional

from ..compat import tr
from .messages import EventTeller
from .process import POLL_S, EngineProcess

LAST_WORDS_S = 0.5
EXIT_GRACE_S = 5.0


class EngineError(Exception):
    """The job ended without a result; the text is one sentence for the user, and ``code`` the engine's word for it."""

    def __init__(self, text: str, code: str = "") -> None:
        super().__init__(text)
        self.code = code


class EngineStopped(EngineError):
    """It was cancelled, died or hit a defect on its way: what the job had already written may still be of use."""


class Engine(NamedTuple):
    """The engine that a plugin was made for, and how to start it.

    ``scratch_folder`` is where the files of a run lie while it lasts; None leaves that to the system.
    """

    python: Path
    protocol: int
    version: str
    environment: Mapping[str, str]
    scratch_folder: Optional[str] = None


def run_job(
    engine: Engine,
    job_id: str,
    parameters: dict[str, Any],
    feedback: Any,
    handle_events: Callable[[], None] = lambda: None,
) -> dict[str, Any]:
    """Run a job and return its result.

    Args:
        engine: what to start.
        job_id: the job.
        parameters: its fields.
        feedback: a Processing feedback: hears of progress, and is asked whether to cancel.
        handle_events: called between two looks at the process, to let Qt handle its events.

    Raises:
        EngineError: the job failed, or the engine could not be started.
        EngineStopped: the job was cancelled, or the engine died or has a defect.
    """
    job = {"protocol": engine.protocol, "job": job_id, "parameters": parameters}
    with tempfile.TemporaryDirectory(prefix="seg4eo-", dir=engine.scratch_folder) as folder:
        try:
            process = EngineProcess(engine.python, job, engine.environment, Path(folder))
        except OSError as error:
            raise EngineError(
                tr(
                    "Expected to start the engine with {python}, found that it cannot be run ({reason}): "
                    "choose the engine's Python anew."
                ).format(python=engine.python, reason=error.strerror or error)
            ) from error
        try:
            last = _listen(process, engine, feedback, handle_events)
        finally:
            process.close()
        return _result(last, process, engine, feedback)


def _listen(
    process: EngineProcess, engine: Engine, feedback: Any, handle_events: Callable[[], None]
) -> Optional[dict[str, Any]]:
    """Tell the user what happens until the job has ended; return its last event, None when there was none."""
    teller = EventTeller(feedback)
    teller.tell_start()
    ended_s = None
    while True:
        if feedback.isCanceled():
            process.cancel()
            return {"event": "cancelled"}
        event = process.next_event(POLL_S)
        handle_events()
        if event is not None:
            if event["event"] == "started":
                _check_versions(event, engine, feedback)
            if event["event"] in ("finished", "failed", "cancelled"):
                process.wait(EXIT_GRACE_S)
                return event
            teller.tell(event)
        elif process.exit_status() is not None:
            # The pipe may still hold its last words; but it may never end where a grandchild holds it too.
            ended_s = ended_s or time.monotonic()
            if not process.is_talking() or time.monotonic() - ended_s > LAST_WORDS_S:
                return None


def _check_versions(started: dict[str, Any], engine: Engine, feedback: Any) -> None:
    found = started.get("protocol")
    if found != engine.protocol:
        raise EngineError(
            tr(
                "Expected an engine that speaks protocol {expected}, found one of protocol {found} at {python}: "
                "bring the plugin and the engine to the same version."
            ).format(expected=engine.protocol, found=found, python=engine.python)
        )
    if started.get("engine_version") != engine.version:
        feedback.pushWarning(
            tr(
                "This plugin was made for engine {expected}, found {found}: "
                "bring both to the same version if something does not work."
            ).format(expected=engine.version, found=started.get("engine_version"))
        )


def _result(last: Optional[dict[str, Any]], process: EngineProcess, engine: Engine, feedback: Any) -> dict[str, Any]:
    if last is not None and last["event"] == "finished":
        return last["result"]
    if last is not None and last["event"] == "cancelled":
        raise EngineStopped(tr("The job was cancelled."))
    if last is not None and last["code"] != "internal":
        raise EngineError(last["message"], last["code"])
    for line in process.stderr_tail():
        feedback.pushConsoleInfo(line)
    if last is None:
        raise EngineStopped(_last_words(process, engine))
    defect = last["message"].splitlines()[0]
    raise EngineStopped(
        tr("Expected a result, found a defect in the engine ({defect}): report it with the log above.").format(
            defect=defect
        )
    )


def _last_words(process: EngineProcess, engine: Engine) -> str:
    status = process.exit_status()
    how = (
        tr("was ended by signal {number}").format(number=-status)
        if status < 0
        else tr("ended with status {number}").format(number=status)
    )
    lines = process.stderr_tail()
    said = f" ({lines[-1].strip()})" if lines else ""
    if "No module named seg4eo_engine" in said or "No module named 'seg4eo_engine'" in said:
        return tr(
            "Expected the seg4eo engine in {python}, found that it is not installed there: "
            "install it, or choose another Python for the engine."
        ).format(python=engine.python)
    is_killed = status == -9
    cure = tr("give it less to do at once, for memory may be short") if is_killed else tr("look at the log above")
    return tr("Expected a result from the engine, found that it {how} without one{said}: {cure}.").format(
        how=how, said=said, cure=cure
    )
