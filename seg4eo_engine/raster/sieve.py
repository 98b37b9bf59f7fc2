"""Sieving a class map of any size: areas of a class that are too small become part of what is around them."""

from pathlib import Path

import numpy as np
import rasterio
from rasterio.io import DatasetReader

from seg4eo_engine.progress import PartialReporter, Reporter
from seg4eo_engine.raster.components.graph import find_components
from seg4eo_engine.raster.components.merging import merge_small
from seg4eo_engine.raster.components.strips import STRIP_PX, strip_cache, strip_count
from seg4eo_engine.raster.reader import open_raster
from seg4eo_engine.raster.writer import DRAFT_PROFILE


def sieve_raster(
    source: Path | str,
    target: Path,
    smallest_px: int,
    reporter: Reporter,
    *,
    fill_holes_px: int = 0,
    strip_px: int = STRIP_PX,
) -> int:
    """Write ``source`` (band 1) as ``target`` without areas that are smaller than ``smallest_px`` pixels.

    See :func:`~seg4eo_engine.raster.components.merging.merge_small` for where they go. The outcome does not depend on
    ``strip_px``, by which the raster is cut for reading.

    Args:
        source: class map, anything that GDAL opens.
        target: plain tiled GeoTIFF, of the same dtype and nodata value; invalid pixels are as they were.
        smallest_px: what is smaller becomes part of a neighbour.
        reporter: hears of the progress.
        fill_holes_px: what is smaller and enclosed by one area becomes part of it, invalid pixels too.
        strip_px: about so many pixels are in memory at a time.

    Returns:
        how many areas became part of another.

    Raises:
        UnknownClass: the numbers of the raster are measurements, not classes.
        NotARaster: the file is damaged.
    """
    with (
        open_raster(Path(source)) if isinstance(source, Path) else rasterio.open(source) as dataset,
        strip_cache(dataset, dataset),
    ):
        components = find_components(dataset, PartialReporter(reporter, 0, 0.45), strip_px)
        regions = merge_small(components, smallest_px, fill_holes_px, reporter)
        reporter.check_cancelled()
        values = regions.values.astype(dataset.dtypes[0])
        second = PartialReporter(reporter, 0.55, 1)
        strips = strip_count(dataset, strip_px)
        with rasterio.open(target, "w", **_profile(dataset)) as written:
            for done, (strip, labels, of_labels) in enumerate(components.strips(dataset)):
                reporter.check_cancelled()
                second.progress(done / strips, "Sieving", done=done, total=strips, unit="strips")
                region_of = regions.of_components[of_labels]
                is_valid = regions.is_valid[region_of][labels]
                written.write(np.where(is_valid, values[region_of][labels], strip.pixels), 1, window=strip.window)
    return int(components.pixels.size - regions.pixels.size)


def _profile(dataset: DatasetReader) -> dict[str, object]:
    return DRAFT_PROFILE | {
        "width": dataset.width,
        "height": dataset.height,
        "count": 1,
        "dtype": dataset.dtypes[0],
        "nodata": dataset.nodata,
        "crs": dataset.crs,
        "transform": dataset.transform,
    }
