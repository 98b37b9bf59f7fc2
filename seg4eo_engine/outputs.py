"""Outputs appear whole or not at all: work goes to a hidden sibling, which is renamed into place at the end."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from seg4eo_engine.errors import UnwritableOutput

_staging_folders: set[Path] = set()
_GDAL_SIDECARS = (".aux.xml", ".ovr", ".msk")


def check_writable(path: Path) -> None:
    """Make sure that ``path`` can be created or replaced, before any work is done for it.

    Missing parent folders are created.

    Raises:
        UnwritableOutput: the folder cannot be created or written, or ``path`` is in the way.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # os.access answers yes to root and on some network shares where a write then fails, so try it
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".seg4eo-"):
            pass
    except OSError as error:
        raise UnwritableOutput(
            f"Expected to write {path.name} into {path.parent}, found that it cannot be written "
            f"({error.strerror or error}): choose another folder."
        ) from error


def check_file_output(path: Path, suffixes: tuple[str, ...]) -> None:
    """Like :func:`check_writable`, for a file whose name must end in one of ``suffixes`` (lower-case, with dot)."""
    if path.suffix.lower() not in suffixes:
        raise UnwritableOutput(
            f"Expected an output file named *{' or *'.join(suffixes)}, found {path.name}: change the name."
        )
    if path.is_dir():
        raise UnwritableOutput(f"Expected a file to write, found that {path} is a folder: choose a file name.")
    check_writable(path)


def check_folder_output(path: Path, contents: tuple[str, ...]) -> None:
    """Like :func:`check_writable`, for a folder: new, empty, or an earlier one of ours, which will be replaced whole.

    Args:
        path: the folder.
        contents: names of what we write into it, the first of them always. Sidecars of these (``scene.qml``,
            ``patches.gpkg-wal``) are ours too; with anything else in it the folder is refused, for it would be lost.
    """
    if path.exists() and not path.is_dir():
        raise UnwritableOutput(f"Expected a folder to write, found that {path} is a file: choose another name.")
    found = sorted(item.name for item in path.iterdir()) if path.is_dir() else []
    stems = tuple(f"{Path(name).stem}." for name in contents if Path(name).suffix)
    others = [name for name in found if name not in contents and not name.startswith(stems)]
    if found and (others or contents[0] not in found):
        raise UnwritableOutput(
            f"Expected a new or empty folder, found {(others or found)[0]} in {path}: choose another folder, "
            "nothing was touched."
        )
    check_writable(path)


@contextmanager
def writing_alone(lock_file: Path, what: str, cure: str) -> Iterator[FileLock]:
    """Hold ``lock_file`` while the block runs, unless the lock is released in it.

    Args:
        lock_file: is made where it is not there.
        what: is written, for the message.
        cure: what else could be done, for the message.

    Raises:
        UnwritableOutput: another process holds it.
    """
    lock = FileLock(lock_file, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise UnwritableOutput(
            f"Expected to write {what} alone, found another run that does so: wait for it, or {cure}."
        ) from error
    try:
        yield lock
    finally:
        lock.release()


@contextmanager
def staged_files(*targets: Path) -> Iterator[list[Path]]:
    """Yield one hidden path for each target, of the same name, and move them all into place when the block ends well.

    Sidecars written beside a staged file (``.aux.xml``, ``.qml``) move with it. On any error, cancel included,
    nothing of the targets is touched and the staging folders are removed.
    """
    folders = [_make_staging(target.parent, target.stem) for target in targets]
    try:
        yield [folder / target.name for folder, target in zip(folders, targets, strict=True)]
        for folder, target in zip(folders, targets, strict=True):
            move_into_place(folder, target)
    finally:
        for folder in folders:
            _remove_staging(folder)


def move_into_place(folder: Path, target: Path) -> None:
    """Move what lies in ``folder`` beside ``target``: the file of that name, and its sidecars before it.

    Sidecars of an earlier file that the new one does not have are removed: GDAL would show its overviews for ours.
    """
    written = sorted(folder.iterdir(), key=lambda path: path.name == target.name)
    for suffix in _GDAL_SIDECARS:
        if folder / f"{target.name}{suffix}" not in written:
            target.with_name(f"{target.name}{suffix}").unlink(missing_ok=True)
    for path in written:
        # the file itself last: whoever sees it finds its sidecars in place
        os.replace(path, target.parent / path.name)


@contextmanager
def staged_folder(target: Path) -> Iterator[Path]:
    """Yield a hidden sibling of the folder ``target`` that takes its place when the block ends well."""
    staging = _make_staging(target.parent, target.name)
    staging.chmod(0o755)  # mkdtemp makes it private, but this becomes the user's folder
    try:
        yield staging
        if target.exists():
            previous = _make_staging(target.parent, target.name)
            os.replace(target, previous / target.name)
            os.replace(staging, target)
            _remove_staging(previous)
        else:
            os.replace(staging, target)
    finally:
        _remove_staging(staging)


@contextmanager
def temporary_folder(parent: Path) -> Iterator[Path]:
    """Yield a hidden folder in ``parent`` that is gone after the block, and when the process is told to end in it."""
    folder = _make_staging(parent, "temporary")
    try:
        yield folder
    finally:
        _remove_staging(folder)


def discard_staging() -> None:
    """Remove all that is half done, for a process that is about to end without unwinding."""
    for folder in list(_staging_folders):
        _remove_staging(folder)


def _make_staging(parent: Path, name: str) -> Path:
    folder = Path(tempfile.mkdtemp(dir=parent, prefix=f".{name}-"))
    _staging_folders.add(folder)
    return folder


def _remove_staging(folder: Path) -> None:
    _staging_folders.discard(folder)
    gone = folder.with_name(f"{folder.name}.gone")
    with suppress(OSError):  # whoever still writes into it by its name cannot then, while it is being emptied
        folder = folder.rename(gone)
    shutil.rmtree(folder, ignore_errors=True)
