"""Memory that was freed goes back to the system."""

import ctypes
import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache

LEAST_PAUSE_S = 0.25  # between two rows of windows; a trim takes some milliseconds


def give_back_freed_memory() -> None:
    """Hand what was freed back to the system, where the C library would keep it for later.

    glibc keeps freed blocks of up to 32 MiB for the thread that asked for them. Of a reader, a device and a writer,
    each with arrays of its own size, that is several times what is in use: with Unet-resnet18 in OpenVINO, 440 MiB of
    growth while mapping became 190.
    """
    _trim()()


@contextmanager
def uncollected() -> Iterator[None]:
    """Without Python's collector, where much is built and nothing thrown away, as networks are.

    It would start in the middle and take a quarter of a second to look through all that torch has imported.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class MemoryKeeper:
    """Gives freed memory back now and then, while something is done in many short steps."""

    def __init__(self) -> None:
        self._last_s = time.monotonic()

    def tidy(self) -> None:
        """Give freed memory back, unless that was done a moment ago."""
        if time.monotonic() - self._last_s >= LEAST_PAUSE_S:
            _trim()()
            self._last_s = time.monotonic()


@lru_cache(maxsize=1)
def _trim() -> Callable[[], None]:
    """The C library's call for it; other systems than Linux, and other libraries than glibc, have none."""
    if not sys.platform.startswith("linux"):
        return _nothing
    library = ctypes.CDLL(None)
    if not hasattr(library, "malloc_trim"):
        return _nothing
    return lambda: library.malloc_trim(0)


def _nothing() -> None:
    pass
