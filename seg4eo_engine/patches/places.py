"""Where a patch lies: on whole pixels of its image, or on a grid of its own."""

from dataclasses import dataclass

from rasterio.windows import Window

from seg4eo_engine.raster.grid import RasterGrid


@dataclass(frozen=True)
class Place:
    """The pixels of a patch.

    ``grid`` is where they lie on the map, in the CRS of the image; it may be turned against the image's pixels, off
    them, or of another size. ``window`` is the window of the image whose pixels they are, one for one; None where they
    are resampled.
    """

    grid: RasterGrid
    window: Window | None

    @classmethod
    def of_window(cls, image: RasterGrid, window: Window) -> "Place":
        """The place of whole pixels of an image."""
        return cls(image.window_grid(window), window)
