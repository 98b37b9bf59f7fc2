"""Polygons of classes as a GeoPackage that carries its colours."""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from rasterio.crs import CRS

from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.vector_layers import WRITTEN_AT, Category, write_category_style

FILL_OPACITY = 140  # of 255: the image shines through
STYLES_LAYER = "layer_styles"  # where QGIS looks for the styles of a GeoPackage's layers


class PolygonLayer:
    """Writes polygons batch by batch, then the styles. The same polygons give the same bytes."""

    def __init__(self, path: Path, name: str, crs: CRS | None) -> None:
        self._path, self._name, self._crs = path, name, crs
        self._has_begun = False
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": WRITTEN_AT})

    def write(self, polygons: NDArray[np.object_], columns: dict[str, NDArray[Any]]) -> None:
        """Add polygons; columns are the same each time, NaN is written as NULL."""
        self._write(self._name, shapely.to_wkb(polygons), "Polygon", columns, is_first=not self._has_begun)
        self._has_begun = True

    def write_style(self, classes: Sequence[ClassInfo]) -> None:
        """Write colours by class beside the file, where QGIS looks first, and into it, so that they travel with it."""
        categories = [Category(str(item.value), item.name, item.rgb, FILL_OPACITY) for item in classes]
        write_category_style(self._path, "class_value", categories)
        texts = {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": self._name,
            "f_geometry_column": "geom",
            "styleName": "classes",
            "styleQML": self._path.with_suffix(".qml").read_text(encoding="utf-8"),
            "styleSLD": "",
        }
        columns: dict[str, NDArray[Any]] = {name: np.array([text], object) for name, text in texts.items()}
        columns["useAsDefault"] = np.array([True])
        columns |= {name: np.array([""], object) for name in ("description", "owner", "ui")}
        columns["update_time"] = np.array([WRITTEN_AT.removesuffix("Z")], "datetime64[ms]")
        self._write(STYLES_LAYER, None, None, columns, is_first=False)

    def _write(
        self,
        layer: str,
        geometry: NDArray[np.object_] | None,
        geometry_type: str | None,
        columns: dict[str, NDArray[Any]],
        *,
        is_first: bool,
    ) -> None:
        options = {"VERSION": "1.2"} if is_first else {}  # what every QGIS since 3.22 reads without a warning
        with warnings.catch_warnings():
            # maps without georeferencing are welcome, and their areas are outlined in pixels
            warnings.filterwarnings("ignore", message="'crs' was not provided")
            pyogrio.raw.write(
                self._path,
                geometry,
                list(columns.values()),
                list(columns),
                layer=layer,
                driver="GPKG",
                geometry_type=geometry_type,
                crs=None if self._crs is None or geometry is None else self._crs.to_wkt(),
                append=not is_first,
                dataset_options=options,
            )
