"""What the user hears, and does not hear, while Lightning is at work."""

import logging
import signal
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seg4eo_engine.errors import Cancelled

_ADVICE = (
    "many workers",
    "number of training batches",
    "LeafSpec",
    "no `val_dataloader`",
    "You have overridden",
    "Total length of",
)


@contextmanager
def stopped_by_user(best: Path) -> Iterator[None]:
    """Say on a stop what is left. Ctrl-C is a stop too: Lightning would end the process by itself."""

    def stop(*_: object) -> None:
        raise Cancelled("The training was stopped.")

    in_main_thread = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, stop) if in_main_thread else None
    try:
        yield
    except Cancelled as cancelled:
        if not best.is_file():
            raise
        raise Cancelled(
            f"The training was stopped. The best model so far is {best}, and the training can be gone on with."
        ) from cancelled
    finally:
        if in_main_thread:
            signal.signal(signal.SIGINT, before)


@contextmanager
def quiet() -> Iterator[None]:
    """Lightning's advice to programmers is not for the user's log."""
    logger = logging.getLogger("lightning.pytorch")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            for advice in _ADVICE:
                warnings.filterwarnings("ignore", f".*{advice}.*")
            yield
    finally:
        logger.setLevel(level)
