"""Rasters opened with clear errors, and read window by window together with the validity of each pixel."""

import re
import threading
import warnings
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import ParamSpec, TypeVar

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.control import GroundControlPoint
from rasterio.crs import CRS
from rasterio.enums import ColorInterp, MaskFlags
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.io import DatasetReader
from rasterio.windows import Window

from seg4eo_engine.cores import usable_cores
from seg4eo_engine.errors import MissingInput, NotARaster

P = ParamSpec("P")
Outcome = TypeVar("Outcome")
CACHE_BYTES = 48 * 1024 * 1024
WIDE_CACHE_BYTES = 1024 * 1024 * 1024
MOST_OPEN = 8
SUBDATASETS = 20  # that a message lists
REMOTE = re.compile(
    r"/vsi(curl|s3|gs|az|adls|oss|swift|hdfs|webhdfs)(_streaming)?/|(https?|ftp|s3|gs|az)://", re.IGNORECASE
)
# how GDAL says that there is nothing, of files and of addresses
_NOTHING_THERE = re.compile(r"response code: (404|410)|no such file|does not exist", re.IGNORECASE)

# Rasters without georeferencing are welcome: their grid counts pixels. A line on stderr for each would help nobody.
warnings.filterwarnings("ignore", category=NotGeoreferencedWarning)


def open_raster(source: str | Path) -> DatasetReader:
    """A raster, opened for reading; the caller closes it (use it in a ``with``).

    Args:
        source: a file, or whatever else GDAL opens: see :mod:`seg4eo_engine.raster.sources`.

    Raises:
        MissingInput: there is no such file.
        NotARaster: GDAL cannot open it, or it has no bands, or bands of complex numbers.
    """
    name = raster_name(source)
    is_remote = REMOTE.match(str(source)) is not None
    # elsewhere, files beside a raster are asked for by name: the list of its folder may be endless
    with rasterio.Env(GDAL_DISABLE_READDIR_ON_OPEN="TRUE") if is_remote else nullcontext():
        try:
            dataset = rasterio.open(source)
        except RasterioError as error:
            raise _refusal(source, name, _gdal_reason(error), is_remote) from error
    complaint = _complaint(dataset)
    if complaint:
        cure = "give the name of one of them" if dataset.subdatasets else "choose another file"
        dataset.close()
        raise NotARaster(f"Expected a raster with bands of real numbers, found {complaint} in {name}: {cure}.")
    return dataset


def dated_files(dataset: DatasetReader) -> list[tuple[str, int, int]]:
    """Name, size in bytes and date in nanoseconds of each file of a raster: a mosaic and a sidecar are several."""
    files = [Path(name) for name in dataset.files if Path(name).exists()]
    return [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]


def _refusal(source: str | Path, name: str, reason: str, is_remote: bool) -> MissingInput | NotARaster:
    # asked afterwards only, because some things that GDAL opens are no files (/vsizip/…, NETCDF:…)
    if _NOTHING_THERE.search(reason) or (isinstance(source, Path) and not source.exists()):
        where = "address" if is_remote else "path"
        return MissingInput(f"Expected a raster at {name}, found nothing there: check the {where}.")
    cure = "check the address and the connection" if is_remote else "choose another file"
    return NotARaster(f"Expected a raster, found that GDAL cannot open {name} ({reason}): {cure}.")


def raster_name(source: str | Path) -> str:
    """A source as people know it: its path or address; a mosaic by the first of its files."""
    text = str(source)
    if not text.lstrip().startswith("<"):
        return text
    first = re.search(r"<SourceFilename[^>]*>([^<]+)<", text)
    return f"the mosaic of {first[1]} and others" if first else "the virtual raster"


def _complaint(dataset: DatasetReader) -> str | None:
    if dataset.count == 0:
        if not dataset.subdatasets:
            return "no bands"
        more = f" and {len(dataset.subdatasets) - SUBDATASETS} more" if len(dataset.subdatasets) > SUBDATASETS else ""
        return f"subdatasets ({', '.join(dataset.subdatasets[:SUBDATASETS])}{more})"
    if any(dtype.startswith("complex") for dtype in dataset.dtypes):
        return "complex numbers"
    if dataset.transform.is_degenerate:
        return "a transform without extent"
    return None


def _gdal_reason(error: BaseException) -> str:
    """GDAL's own last word, which rasterio keeps as the innermost cause."""
    while error.__cause__ is not None:
        error = error.__cause__
    return str(error).strip().rstrip(".")


def ground_control_points(dataset: DatasetReader) -> tuple[list[GroundControlPoint], CRS | None] | None:
    """The control points that place a raster which nothing else places, and their CRS, None where that is unknown.

    None where there are no points, or where a transform tells better where its pixels lie.
    """
    points, crs = dataset.gcps
    return (points, crs or None) if points and dataset.transform.is_identity else None


def image_band_indexes(dataset: DatasetReader) -> list[int]:
    """All 1-based bands that are image: alpha bands are validity instead."""
    return [index for index in dataset.indexes if dataset.colorinterp[index - 1] != ColorInterp.alpha]


def band_names(dataset: DatasetReader) -> list[str]:
    """A name for every band of the raster: its description, else ``band 1`` and so on."""
    return [text or f"band {index}" for index, text in zip(dataset.indexes, dataset.descriptions, strict=True)]


def is_always_valid(dataset: DatasetReader, band_indexes: list[int]) -> bool:
    """Whether no pixel can be invalid, told without reading any: whole numbers, no nodata tag, mask or alpha."""
    return len(image_band_indexes(dataset)) == dataset.count and all(
        np.issubdtype(dataset.dtypes[index - 1], np.integer)
        and dataset.nodatavals[index - 1] is None
        and MaskFlags.all_valid in dataset.mask_flag_enums[index - 1]
        for index in band_indexes
    )


def fill_value(dataset: DatasetReader, band_indexes: list[int]) -> float:
    """What stands in padded pixels: the nodata tag of the first band, else NaN, else 0 where that does not fit."""
    dtype, nodata = np.dtype(dataset.dtypes[band_indexes[0] - 1]), dataset.nodatavals[band_indexes[0] - 1]
    if np.issubdtype(dtype, np.floating):
        return float("nan") if nodata is None else float(nodata)
    limits = np.iinfo(dtype)
    return float(nodata) if nodata is not None and limits.min <= nodata <= limits.max else 0.0


def read_pixels(
    dataset: DatasetReader, window: Window, band_indexes: list[int], nodata: float | None = None
) -> tuple[NDArray[np.generic], NDArray[np.bool_]]:
    """Read a window, which may reach past the raster's edge.

    Args:
        dataset: an open raster.
        window: offsets and sizes in whole pixels.
        band_indexes: 1-based bands, in the order wanted.
        nodata: a value that means nodata in every band, besides what the raster itself says.

    Returns:
        pixels ``(bands, height, width)`` in the raster's own dtype, :func:`fill_value` past the edge, and valid_mask
        ``(height, width)``, True where the pixel is valid in every one of these bands: not nodata (tag, mask, alpha,
        ``nodata``), a finite number, and within the raster.

    Raises:
        NotARaster: the file is damaged there.
    """
    inner = _part_inside(dataset, window)
    if inner is not None and (inner.width, inner.height) == (window.width, window.height):
        return _read_inside(dataset, inner, band_indexes, nodata)
    size = (int(window.height), int(window.width))
    pixels = np.full((len(band_indexes), *size), fill_value(dataset, band_indexes), _dtype(dataset, band_indexes))
    valid_mask = np.zeros(size, np.bool_)
    if inner is not None:
        rows, cols = inner.toslices()
        rows = slice(rows.start - int(window.row_off), rows.stop - int(window.row_off))
        cols = slice(cols.start - int(window.col_off), cols.stop - int(window.col_off))
        pixels[:, rows, cols], valid_mask[rows, cols] = _read_inside(dataset, inner, band_indexes, nodata)
    return pixels, valid_mask


def _part_inside(dataset: DatasetReader, window: Window) -> Window | None:
    left, top = max(0, int(window.col_off)), max(0, int(window.row_off))
    right = min(dataset.width, int(window.col_off + window.width))
    bottom = min(dataset.height, int(window.row_off + window.height))
    return Window(left, top, right - left, bottom - top) if left < right and top < bottom else None


def _dtype(dataset: DatasetReader, band_indexes: list[int]) -> np.dtype[np.generic]:
    return np.result_type(*(dataset.dtypes[index - 1] for index in band_indexes))


def _read_inside(
    dataset: DatasetReader, window: Window, band_indexes: list[int], nodata: float | None
) -> tuple[NDArray[np.generic], NDArray[np.bool_]]:
    try:
        pixels = dataset.read(band_indexes, window=window, out_dtype=_dtype(dataset, band_indexes))
        valid_mask = _read_mask_bands(dataset, window, band_indexes)
    except RasterioError as error:
        raise NotARaster(
            f"Expected readable pixels, found a damaged part in {raster_name(dataset.name)} ({_gdal_reason(error)}): "
            "get the file again."
        ) from error
    if np.issubdtype(pixels.dtype, np.floating):
        valid_mask &= np.isfinite(pixels).all(axis=0)
    for band, index in zip(pixels, band_indexes, strict=True):
        for value in {dataset.nodatavals[index - 1], nodata} - {None}:
            if np.isfinite(value):  # the others are no finite numbers, and invalid already
                valid_mask &= band != (int(value) if float(value).is_integer() else value)
    return pixels, valid_mask


def _read_mask_bands(dataset: DatasetReader, window: Window, band_indexes: list[int]) -> NDArray[np.bool_]:
    """Validity by masks and alpha, not by nodata tags: for those, GDAL would read the pixels again."""
    valid_mask = np.ones((window.height, window.width), np.bool_)
    # GDAL itself takes alpha for a mask only among 2 or 4 bands. Near infrared is often marked as alpha by mistake: who
    # asks for the band by its number gets it.
    for index in set(dataset.indexes) - {*image_band_indexes(dataset), *band_indexes}:
        valid_mask &= dataset.read(index, window=window) > 0
    shared_mask_is_read = False
    flags_of_bands = dataset.mask_flag_enums  # rasterio asks GDAL for those of every band each time
    for index in band_indexes:
        flags = flags_of_bands[index - 1]
        if {MaskFlags.all_valid, MaskFlags.nodata, MaskFlags.alpha} & set(flags):
            continue
        if MaskFlags.per_dataset in flags:
            if shared_mask_is_read:
                continue
            shared_mask_is_read = True
        valid_mask &= dataset.read_masks(index, window=window) > 0
    return valid_mask


def small_cache() -> rasterio.Env:
    """A GDAL environment for reading in pieces (use it in a ``with``): blocks up to :data:`CACHE_BYTES` are kept.

    Left alone, GDAL takes 5 % of the machine's memory. rasterio wants the number in bytes, other than GDAL itself. Of
    the files of a mosaic, each of which holds a decoded block while it is open, :data:`MOST_OPEN` stay open.
    """
    return rasterio.Env(GDAL_CACHEMAX=CACHE_BYTES, GDAL_MAX_DATASET_POOL_SIZE=MOST_OPEN)


def reading_cache(*, idle_cores: bool) -> rasterio.Env:
    """As :func:`small_cache`, for rows that are read once each: nothing is lost by a small cache.

    With ``idle_cores``, where a graphics card computes, all of them decode, which GDAL does for as many blocks at once
    as fit into the cache.
    """
    if not idle_cores:
        return small_cache()
    return rasterio.Env(
        GDAL_CACHEMAX=WIDE_CACHE_BYTES, GDAL_MAX_DATASET_POOL_SIZE=MOST_OPEN, GDAL_NUM_THREADS=usable_cores()
    )


def one_at_a_time(read: Callable[P, Outcome]) -> Callable[P, Outcome]:
    """The same function for several threads, whose calls wait for one another: a GDAL dataset serves one at a time.

    Threads that share a dataset share the blocks that it has decoded, too.
    """
    lock = threading.Lock()

    def read_alone(*args: P.args, **kwargs: P.kwargs) -> Outcome:
        with lock:
            return read(*args, **kwargs)

    return read_alone
