"""Measurements in processes of their own: nobody pays for what another one has in memory."""

import importlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1]


def measure(task: str, **arguments: Any) -> dict[str, Any]:
    """Call ``task``, ``module.function`` of this package, in a new process.

    Returns:
        What it returned, and ``rss_mib``, the most memory that the process has had.
    """
    path = os.pathsep.join(filter(None, [str(FOLDER), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        [sys.executable, "-P", "-W", "ignore", "-m", "prediction.processes", task, json.dumps(arguments, default=str)],
        capture_output=True, text=True, env=os.environ | {"PYTHONPATH": path}, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{task} failed: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def peak_rss_mib() -> float:
    """The most memory of this process; where the system tells no better, that of the one that started it counts too."""
    status = Path("/proc/self/status")
    if status.is_file():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 1024


def _main() -> None:
    module, name = sys.argv[1].split(".")
    task: Callable[..., dict[str, Any]] = getattr(importlib.import_module(f"prediction.{module}"), name)
    result = task(**json.loads(sys.argv[2]))
    print("\n" + json.dumps(result | {"rss_mib": peak_rss_mib()}))


if __name__ == "__main__":
    _main()
