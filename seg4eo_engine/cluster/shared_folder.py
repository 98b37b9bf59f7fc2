"""A folder that all machines of a run share, and how a worker knows that it is the same one."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from seg4eo_engine.cluster.tasks import UnsuitableWorker
from seg4eo_engine.errors import first_line


@contextmanager
def token_in(folder: Path) -> Iterator[str]:
    """The name of a file that is in ``folder`` while the block runs; those of runs that were killed are removed."""
    for old in folder.glob("run_*"):
        old.unlink(missing_ok=True)
    token = folder / f"run_{uuid4().hex}"
    token.touch()
    try:
        yield token.name
    finally:
        token.unlink(missing_ok=True)


def check_folder(folder: Path, token: str) -> None:
    """Make sure that this process sees the same ``folder``, and can write into it.

    Raises:
        UnsuitableWorker: it does not, or cannot.
    """
    if not (folder / token).is_file():
        raise UnsuitableWorker(
            f"it does not see the folder {folder}, where the results are put together: write them to storage that all "
            "machines share, under the same path."
        )
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UnsuitableWorker(f"it cannot write into {folder} ({first_line(error)}): change its rights.") from error
