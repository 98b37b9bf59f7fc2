"""One installation at a time, in whatever QGIS. The system frees the lock of a process that dies."""

import errno
import os
from contextlib import suppress
from pathlib import Path

from ..compat import tr
from .errors import InstallError

HELD = (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)  # what systems say of a lock that another process holds

if os.name == "nt":
    import msvcrt
else:
    import fcntl


class InstallLock:
    """Held from ``with`` to its end.

    Programs that are given its ``fileno`` hold it too, so it stays while they wind up after QGIS was killed.

    Raises:
        InstallError: another process holds it, or there can be no file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = None

    def __enter__(self) -> "InstallLock":
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("a+b")
            _lock(self._file)
        except OSError as error:
            is_held = self._file is not None and error.errno in HELD
            if self._file is not None:
                self._file.close()
            raise self._problem(is_held, error) from error
        return self

    def _problem(self, is_held: bool, error: OSError) -> InstallError:
        if is_held:
            return InstallError(
                tr(
                    "Expected to be the only one that installs the engine, found that another QGIS does it at this "
                    "moment: wait until it is done."
                )
            )
        return InstallError(
            tr("Expected to write into {folder}, found that this cannot be done ({reason}): mend it.").format(
                folder=self._path.parent, reason=error.strerror or error
            )
        )

    def __exit__(self, *error) -> None:
        _unlock(self._file)
        self._file.close()

    def fileno(self) -> int:
        """The descriptor of its file."""
        return self._file.fileno()


def _lock(file) -> None:
    if os.name == "nt":
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _unlock(file) -> None:
    with suppress(OSError):
        if os.name == "nt":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_UN)
