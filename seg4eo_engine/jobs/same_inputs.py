"""Whether a worker of a cluster sees what the process sees that asks for the work."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from seg4eo_engine.cluster.tasks import UnsuitableWorker
from seg4eo_engine.errors import Seg4eoError, first_line
from seg4eo_engine.prediction.journal import differences


@contextmanager
def seen_as(fingerprint: str) -> Iterator[dict[str, Any]]:
    """Yield a dictionary for what is seen in the block, which is then compared with ``fingerprint`` (JSON).

    Raises:
        UnsuitableWorker: an input cannot be read here, or is another one.
    """
    found: dict[str, Any] = {}
    try:
        yield found
    except (Seg4eoError, OSError) as error:
        raise UnsuitableWorker(f"{first_line(error)}.") from error
    unlike = differences(json.loads(fingerprint), json.loads(json.dumps(found)))
    if unlike:
        raise UnsuitableWorker(f"it sees other inputs or is another version ({'; '.join(unlike)}).")
