"""What the engine may use of this machine: settings of QGIS, which hold where a run leaves something open."""

import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from qgis.core import QgsSettings

from .capabilities import job_description
from .compat import tr

DEVICE, MEMORY, THREADS, SCRATCH = "seg4eo/device", "seg4eo/memory_mb", "seg4eo/threads", "seg4eo/scratch_folder"
SCHEDULER = "seg4eo/scheduler"
AUTOMATIC_DEVICE = "auto"
MOST_THREADS = 1024


class Machine(NamedTuple):
    """The settings; what is left as it stands here is chosen by the engine, or by the system."""

    device: str = AUTOMATIC_DEVICE
    memory_mb: int = 0
    threads: int = 0
    scratch_folder: str = ""
    scheduler: str = ""

    def complete(self, fields: list[dict[str, Any]], values: dict[str, Any]) -> dict[str, Any]:
        """The values of a job, with the settings in those fields that the user left open."""
        completed = dict(values)
        names = {field["name"] for field in fields}
        if "device" in names and values.get("device", AUTOMATIC_DEVICE) == AUTOMATIC_DEVICE:
            completed["device"] = self.device
        if "memory_mb" in names and "memory_mb" not in values and self.memory_mb:
            completed["memory_mb"] = self.memory_mb
        if self.scheduler and "scheduler" in names and not {"scheduler", "workers"} & set(values):
            completed["scheduler"] = self.scheduler
        return completed

    def environment(self) -> dict[str, str]:
        """Variables that make the engine and its libraries keep to the settings."""
        variables = {}
        if self.threads:
            variables["OMP_NUM_THREADS"] = str(self.threads)
        if self.scratch_folder:
            variables.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self.scratch_folder))
        return variables

    def describe(self, completed: dict[str, Any], values: dict[str, Any]) -> str:
        """What holds by the settings in a run whose ``values`` were ``completed``, as a line; may be empty."""
        parts = []
        if completed.get("device") != values.get("device") and self.device != AUTOMATIC_DEVICE:
            parts.append(tr("device {device}").format(device=self.device))
        if completed.get("memory_mb") != values.get("memory_mb"):
            parts.append(tr("{count} MB for the scene").format(count=self.memory_mb))
        if completed.get("scheduler") != values.get("scheduler"):
            parts.append(tr("cluster {address}").format(address=self.scheduler))
        if self.threads:
            parts.append(tr("threads: {count}").format(count=self.threads))
        if self.scratch_folder:
            parts.append(tr("scratch folder {folder}").format(folder=self.scratch_folder))
        return tr("By the settings: {settings}.").format(settings=", ".join(parts)) if parts else ""


def machine() -> Machine:
    """The settings as they are stored.

    Raises:
        ValueError: one of them cannot be; the text is a sentence without its cure.
    """
    stored = QgsSettings()
    return Machine(
        check_device(stored.value(DEVICE, "", type=str)),
        check_memory(stored.value(MEMORY, "", type=str)),
        check_threads(stored.value(THREADS, "", type=str)),
        check_scratch_folder(stored.value(SCRATCH, "", type=str)),
        check_scheduler(stored.value(SCHEDULER, "", type=str)),
    )


def devices() -> list[str]:
    """The devices that can be asked for."""
    return _field("device")["choices"]


def check_device(text: str) -> str:
    """The device; ``auto`` where the text is empty.

    Raises:
        ValueError: it is none.
    """
    if text and text not in devices():
        expected = ", ".join(devices())
        raise ValueError(tr("Expected one of {expected} as device, found {text}").format(expected=expected, text=text))
    return text or AUTOMATIC_DEVICE


def check_memory(text: str) -> int:
    """Megabytes for the pixels of a scene; 0 leaves them to the engine.

    Raises:
        ValueError: it is no number, or not one that the engine takes.
    """
    bounds = _field("memory_mb")
    problem = tr("Expected 0 (automatic) or {least} to {most} MB as memory for a scene, found {text}")
    return _whole_number(text, bounds["minimum"], bounds["maximum"], problem)


def check_threads(text: str) -> int:
    """Threads that compute; 0 takes all cores.

    Raises:
        ValueError: it is no number, or not one that makes sense.
    """
    return _whole_number(text, 1, MOST_THREADS, tr("Expected 0 (all) or {least} to {most} threads, found {text}"))


def check_scratch_folder(text: str) -> str:
    """The folder for temporary files; empty for that of the system.

    Raises:
        ValueError: nothing can be written there.
    """
    if not text:
        return ""
    try:
        # asked for the right to write, some systems say yes where a write then fails; so it is tried
        with tempfile.TemporaryFile(dir=text):
            return str(Path(text).absolute())
    except OSError as error:
        problem = tr("Expected a scratch folder at {folder}, found that nothing can be written there ({why})")
        raise ValueError(problem.format(folder=text, why=error.strerror or error)) from error


def check_scheduler(text: str) -> str:
    """The address of a Dask scheduler, or the path of its file; empty for no cluster. Nothing is asked there.

    Raises:
        ValueError: it is neither.
    """
    text = text.strip()
    if text and "://" not in text and not Path(text).is_file():
        problem = tr("Expected the address of a Dask scheduler (tcp://10.0.0.1:8786) or its file, found {text}")
        raise ValueError(problem.format(text=text))
    return text


def _field(name: str) -> dict[str, Any]:
    return next(field for field in job_description("predict")["fields"] if field["name"] == name)


def _whole_number(text: str, least: int, most: int, problem: str) -> int:
    number = int(text or 0) if (text or "0").isdecimal() else -1
    if number != 0 and not least <= number <= most:
        raise ValueError(problem.format(least=least, most=most, text=text))
    return number
