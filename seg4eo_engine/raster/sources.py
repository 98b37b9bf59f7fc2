"""What users call a raster, turned into what GDAL opens: always a text, since ``Path`` loses a slash of addresses."""

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

import rasterio
from rasterio.errors import RasterioError

from seg4eo_engine.errors import MissingInput
from seg4eo_engine.raster.mosaic import mosaic_of

# of the files in a folder, those that are parts of a mosaic
RASTER_SUFFIXES = (".tif", ".tiff", ".gtiff", ".vrt", ".jp2", ".j2k", ".img", ".png", ".jpg", ".jpeg", ".bmp", ".bil")
_FILE_SYSTEMS = {
    "http": "/vsicurl/http://",
    "https": "/vsicurl/https://",
    "ftp": "/vsicurl/ftp://",
    "s3": "/vsis3/",
    "gs": "/vsigs/",
    "az": "/vsiaz/",
}
_ADDRESS = re.compile(r"([a-z0-9]+)://(.+)", re.IGNORECASE | re.DOTALL)


def find_source(raster: str, more: Sequence[str] = ()) -> str:
    """What GDAL opens for one raster, or for the mosaic of several.

    A raster is a file, an address (``https://``, ``s3://``, ``gs://``, ``az://``), a path that GDAL knows
    (``/vsizip/…``), the name of a subdataset (``NETCDF:"file.nc":variable``), or a folder, which stands for all rasters
    in it in the order of their names. Later rasters lie over earlier ones.

    Raises:
        MissingInput: a folder has no rasters in it; a part of a mosaic is not there.
        NotARaster, GridMismatch, BandMismatch: the parts of a mosaic do not go together.
    """
    sources = [source for text in (raster, *more) for source in _sources_of(text.strip())]
    return sources[0] if len(sources) == 1 else mosaic_of(sources)


def _sources_of(text: str) -> list[str]:
    if text.startswith("<"):  # a virtual raster, written out
        return [text]
    address = _ADDRESS.fullmatch(text)
    if address:
        scheme, rest = address[1].lower(), address[2]
        if scheme != "file":
            return [f"{_FILE_SYSTEMS[scheme]}{rest}" if scheme in _FILE_SYSTEMS else text]
        text = unquote(urlsplit(text).path)
        if re.match(r"/[a-z]:", text, re.IGNORECASE):  # file:///C:/…
            text = text[1:]
    return _rasters_in(Path(text)) if not text.startswith("/vsi") and Path(text).is_dir() else [text]


def _rasters_in(folder: Path) -> list[str]:
    """The rasters in a folder; the folder itself where it is one (Zarr, ESRI grids, SAFE)."""
    found = sorted(path for path in folder.iterdir() if is_raster_file(path))
    if found:
        return [str(path) for path in found]
    if any(folder.glob("*")) and not _is_plain(folder):
        return [str(folder)]
    raise MissingInput(
        f"Expected rasters in the folder {folder}, found no file that ends in {', '.join(RASTER_SUFFIXES)}: "
        "give another folder, or the files one by one."
    )


def is_raster_file(path: Path) -> bool:
    """Whether a file in a folder is taken for a raster, by its name."""
    return path.suffix.lower() in RASTER_SUFFIXES and path.is_file() and not path.name.startswith(".")


def _is_plain(folder: Path) -> bool:
    """Whether GDAL does not know the folder as a raster."""
    try:
        with rasterio.open(folder):
            return False
    except RasterioError:
        return True
