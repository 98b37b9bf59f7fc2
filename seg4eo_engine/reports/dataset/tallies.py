"""Numbers of bands, added up patch by patch in memory that does not grow with the patches."""

from typing import Self

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.raster.statistics import PixelSummary


class BandTally:
    """Exact moments of each band ``(bands,)`` over all pixels that were added."""

    def __init__(self, bands: int) -> None:
        self.count = 0
        self.minimum = np.full(bands, np.inf)
        self.maximum = np.full(bands, -np.inf)
        self.mean = np.zeros(bands)
        self._squares = np.zeros(bands)

    def add(self, summary: PixelSummary) -> Self:
        """Add the pixels of a patch (Chan, Golub & LeVeque 1979, as in :mod:`seg4eo_engine.raster.statistics`)."""
        total = self.count + summary.count
        difference = summary.mean - self.mean
        self._squares += summary.squares + difference**2 * (self.count * summary.count / total)
        self.mean += difference * (summary.count / total)
        self.minimum = np.minimum(self.minimum, summary.minimum)
        self.maximum = np.maximum(self.maximum, summary.maximum)
        self.count = total
        return self

    @property
    def std(self) -> NDArray[np.float64]:
        """Standard deviation of the population."""
        return np.sqrt(self._squares / max(1, self.count))

    @property
    def magnitude(self) -> NDArray[np.float64]:
        """The size of the values, whatever their sign: their root mean square."""
        return np.hypot(self.mean, self.std)
