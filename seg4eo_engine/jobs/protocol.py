"""The job protocol: a JSON job goes in, JSON events come out, one on a line. Shared with the QGIS plugin.

A job file::

    {"protocol": 1, "job": "predict", "parameters": {"model": "…", "raster": "…", "output": "…"}}

The events of a run are ``started``, then any number of ``progress``, ``message`` and ``metrics``, then exactly one
of ``finished``, ``failed`` and ``cancelled``.
"""

import json
import threading
import time
from pathlib import Path
from typing import IO, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from seg4eo_engine.errors import Cancelled, InvalidJob, MissingInput
from seg4eo_engine.progress import Stage, Unit

PROTOCOL_VERSION = 1


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class JobFile(_Message):
    """The content of a job file."""

    protocol: int
    job: str
    parameters: dict[str, Any] = Field(default_factory=dict)


class Started(_Message):
    """The engine has read the job and begins."""

    event: Literal["started"] = "started"
    protocol: int = PROTOCOL_VERSION
    job: str
    engine_version: str
    pid: int


class Progress(_Message):
    """How far the whole job is (``fraction``, 0 to 1), and a count within the present stage."""

    event: Literal["progress"] = "progress"
    fraction: float = Field(ge=0, le=1)
    stage: str
    done: int | None = None
    total: int | None = None
    unit: str = ""


class Message(_Message):
    """A line for the log."""

    event: Literal["message"] = "message"
    level: Literal["info", "warning"]
    text: str


class Metrics(_Message):
    """Values measured at a step: an epoch, in training."""

    event: Literal["metrics"] = "metrics"
    step: int
    values: dict[str, float]


class Finished(_Message):
    """The job is done; ``result`` holds the fields that the capabilities list."""

    event: Literal["finished"] = "finished"
    result: dict[str, Any]


class Failed(_Message):
    """The job ended without a result; ``message`` is one sentence for the user."""

    event: Literal["failed"] = "failed"
    code: str
    message: str


class WasCancelled(_Message):
    """The job stopped because it was asked to."""

    event: Literal["cancelled"] = "cancelled"


Event = Started | Progress | Message | Metrics | Finished | Failed | WasCancelled
_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


def parse_event(line: str) -> Event:
    """The event in a line of JSON."""
    return _EVENT.validate_json(line)


def read_job_file(path: Path) -> JobFile:
    """Read and check a job file.

    Raises:
        MissingInput: there is no such file.
        InvalidJob: it is not JSON, not a job, or of another protocol version.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise MissingInput(f"Expected a job file at {path}, found nothing there: check the path.") from error
    try:
        job_file = JobFile.model_validate(json.loads(content))
    except (ValidationError, json.JSONDecodeError) as error:
        raise InvalidJob(
            f'Expected JSON like {{"protocol": {PROTOCOL_VERSION}, "job": "predict", "parameters": {{…}}}} in '
            f"{path}, found something else ({str(error).splitlines()[0]}): mend the file."
        ) from error
    if job_file.protocol != PROTOCOL_VERSION:
        raise InvalidJob(
            f"Expected a job of protocol {PROTOCOL_VERSION}, found protocol {job_file.protocol} in {path}: "
            "bring the plugin and the engine to the same version."
        )
    return job_file


class EventReporter:
    """Writes each report as a line of JSON to ``stream``.

    Progress is held back to ten lines a second, so that a fast job does not flood its reader.
    """

    def __init__(self, stream: IO[str], cancel: threading.Event, *, interval_s: float = 0.1) -> None:
        self._stream = stream
        self._cancel = cancel
        self._interval_s = interval_s
        self._last_progress_s = float("-inf")
        self._last_stage = ""

    def send(self, event: Event) -> None:
        """Write any event."""
        self._stream.write(event.model_dump_json() + "\n")
        self._stream.flush()

    def progress(
        self,
        fraction: float,
        stage: Stage,
        *,
        done: int | None = None,
        total: int | None = None,
        unit: Unit = "",
        detail: str = "",
    ) -> None:
        now_s = time.monotonic()
        due = now_s - self._last_progress_s >= self._interval_s or stage != self._last_stage or fraction >= 1
        if due:
            self._last_progress_s, self._last_stage = now_s, stage
            self.send(Progress(fraction=min(max(fraction, 0), 1), stage=stage, done=done, total=total, unit=unit))

    def info(self, text: str) -> None:
        self.send(Message(level="info", text=text))

    def warning(self, text: str) -> None:
        self.send(Message(level="warning", text=text))

    def metrics(self, step: int, values: dict[str, float]) -> None:
        self.send(Metrics(step=step, values=values))

    def check_cancelled(self) -> None:
        if self._cancel.is_set():
            raise Cancelled("The job was cancelled.")
