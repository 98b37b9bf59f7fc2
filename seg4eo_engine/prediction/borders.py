"""What windows across the border of two strips say of the second strip, kept until that one is worked off."""

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


class BorderAnswers:
    """Keeps probabilities (C, rows, columns), fp32, in ``folder``, so that no window is predicted for both strips.

    What is missing, after a stop for instance, is to be predicted again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, row: int, col: int, probabilities: NDArray[np.float32]) -> None:
        """Keep what the window at these offsets says of the next strip."""
        path = self._path(row, col)
        draft = path.with_suffix(".draft")
        with draft.open("wb") as file:
            np.save(file, np.ascontiguousarray(probabilities))  # else number by number
        os.replace(draft, path)

    def take(self, row: int, col: int) -> NDArray[np.float32] | None:
        """What was kept of a window, once; None where nothing was."""
        path = self._path(row, col)
        try:
            found: NDArray[np.float32] = np.load(path)
        except FileNotFoundError:
            return None
        path.unlink()
        return found

    def _path(self, row: int, col: int) -> Path:
        return self._folder / f"border_{row}_{col}.npy"
