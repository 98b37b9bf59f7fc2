"""Scenes that a STAC catalogue lists: item collections as JSON or GeoParquet, https://stacspec.org."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from seg4eo_engine.errors import InvalidCatalogue, MissingInput

PARQUET_SUFFIXES = (".parquet", ".geoparquet")
# what an asset is that shows no pixels to map, whatever its file format
_OTHER_ROLES = {"thumbnail", "overview", "metadata", "visual"}
_RASTER_TYPES = ("image/tiff", "image/vnd.stac.geotiff", "image/jp2", "application/x-hdf", "application/netcdf")


@dataclass(frozen=True)
class Asset:
    """A file of an item: where it is, and the bands in it by name, where the catalogue says so."""

    href: str
    bands: tuple[str, ...] = ()
    is_data: bool = True


@dataclass(frozen=True)
class CatalogueItem:
    """A scene of a catalogue: its name, and its files by the names that the catalogue gives them."""

    name: str
    assets: Mapping[str, Asset]


def read_catalogue(path: Path) -> list[CatalogueItem]:
    """The items of a catalogue, in its order. Addresses that are relative start from where the catalogue lies.

    Raises:
        MissingInput: there is no such file.
        InvalidCatalogue: it is no item collection, or has no items.
    """
    if not path.is_file():
        raise MissingInput(f"Expected a catalogue at {path}, found nothing there: check the path.")
    rows = _parquet_rows(path) if path.suffix.lower() in PARQUET_SUFFIXES else _json_rows(path)
    items = [_item(row, path) for row in rows]
    if not items:
        raise InvalidCatalogue(f"Expected a catalogue with items, found none in {path.name}: choose another one.")
    return items


def _json_rows(path: Path) -> Iterable[Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise _no_collection(path, f"no JSON ({error})") from error
    kind = content.get("type") if isinstance(content, dict) else None
    if kind == "Feature":
        return [content]
    if kind != "FeatureCollection" or not isinstance(content.get("features"), list):
        raise _no_collection(path, f"the type {kind}")
    features: list[Any] = content["features"]
    return features


def _parquet_rows(path: Path) -> Iterable[Any]:
    import pyarrow as pa  # imported late: it takes 50 MiB
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(path)
        names = [name for name in ("id", "assets") if name in table.schema_arrow.names]
        if len(names) < 2:
            raise _no_collection(path, f"no columns id and assets among {', '.join(table.schema_arrow.names)}")
        return [row for batch in table.iter_batches(columns=names) for row in batch.to_pylist()]
    except (pa.ArrowException, OSError) as error:
        raise _no_collection(path, str(error).splitlines()[0]) from error


def _item(row: Any, path: Path) -> CatalogueItem:
    if not isinstance(row, dict) or not isinstance(row.get("assets"), dict) or not row.get("id"):
        raise _no_collection(path, "an item without id or assets")
    base = path.absolute().as_uri()
    for link in row.get("links") or ():  # an item that was copied elsewhere says where it came from
        if link.get("rel") == "self" and "://" in str(link.get("href")):
            base = link["href"]
    # a column of a Parquet file has all assets of all items; those that an item lacks are None
    assets = {
        name: _asset(asset, base) for name, asset in row["assets"].items() if asset is not None and asset.get("href")
    }
    return CatalogueItem(str(row["id"]), assets)


def _asset(asset: Mapping[str, Any], base: str) -> Asset:
    href = str(asset["href"])
    is_absolute = href.startswith(("/", "NETCDF:", "HDF")) or Path(href).is_absolute() or "://" in href
    bands = asset.get("bands") or asset.get("eo:bands") or ()
    names = tuple(str(band.get("name") or band.get("eo:common_name") or "") for band in bands)
    roles, kind = set(asset.get("roles") or ()), str(asset.get("type") or "")
    is_raster = not kind or kind.split(";")[0].strip().lower() in _RASTER_TYPES
    return Asset(href if is_absolute else urljoin(base, href), names, is_raster and not roles & _OTHER_ROLES)


def _no_collection(path: Path, found: str) -> InvalidCatalogue:
    return InvalidCatalogue(
        f"Expected a STAC item collection as JSON or GeoParquet, found {found} in {path.name}: choose another file."
    )
