"""What the engine can do: ``capabilities.json``, which the engine wrote."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

CAPABILITIES_PATH = Path(__file__).with_name("capabilities.json")


@lru_cache(maxsize=1)
def capabilities() -> dict[str, Any]:
    """The whole of it: protocol, engine version, jobs. Read once, when first asked for."""
    return json.loads(CAPABILITIES_PATH.read_text(encoding="utf-8"))


def job_description(job_id: str) -> dict[str, Any]:
    """The job's title, group, help, fields and results."""
    return next(job for job in capabilities()["jobs"] if job["id"] == job_id)
