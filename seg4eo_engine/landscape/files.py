"""The files of the sample landscape: scene, labels and class polygons."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import rasterio
import shapely.geometry
from numpy.typing import NDArray
from rasterio.features import shapes, sieve
from rasterio.transform import from_origin

from seg4eo_engine.landscape.classes import LANDSCAPE_CLASSES, NODATA
from seg4eo_engine.landscape.spectra import BANDS
from seg4eo_engine.landscape.terrain import PIXEL_M
from seg4eo_engine.raster.styles import write_class_sidecars, write_composite_style
from seg4eo_engine.raster.vector_layers import Category, write_category_style, write_geopackage

CRS = "EPSG:32631"
TRANSFORM = from_origin(482_000, 5_431_000, PIXEL_M, PIXEL_M)
LEAST_POLYGON_PX = 12
FILL_OPACITY = 120  # of 255: the scene shines through
NATURAL_COLOURS = (3, 2, 1)  # band indexes of red, green and blue


def write_scene(path: Path, size_px: int, bands: Iterable[NDArray[np.uint16]]) -> None:
    """Write the bands as they come, and a style in natural colours, stretched between the 2nd and 98th percentile."""
    visible = []
    with rasterio.open(path, "w", **_profile(size_px), count=len(BANDS), dtype="uint16", predictor=2) as scene:
        for index, (name, values) in enumerate(zip(BANDS, bands, strict=True), start=1):
            scene.write(values, index)
            scene.set_band_description(index, name)
            if index in NATURAL_COLOURS:
                sample = values[::4, ::4]
                visible.append(sample[sample != NODATA])
    low, high = np.percentile(np.concatenate(visible), [2, 98])
    write_composite_style(path, NATURAL_COLOURS, float(low), float(high))


def write_labels(path: Path, labels: NDArray[np.uint8]) -> None:
    """Write class values with palette, category names and style."""
    with rasterio.open(path, "w", **_profile(len(labels)), count=1, dtype="uint8") as raster:
        raster.write(labels, 1)
        raster.set_band_description(1, "class")
        raster.write_colormap(1, {NODATA: (0, 0, 0, 0)} | {item.value: (*item.rgb, 255) for item in LANDSCAPE_CLASSES})
    write_class_sidecars(path, LANDSCAPE_CLASSES, NODATA)


def write_polygons(path: Path, labels: NDArray[np.uint8]) -> None:
    """Write connected pixels of a class as polygons with ``class`` and ``name``; the smallest join their neighbours."""
    labelled = labels != NODATA
    outlines = list(shapes(sieve(labels, LEAST_POLYGON_PX, mask=labelled), mask=labelled, transform=TRANSFORM))
    names = {item.value: item.name for item in LANDSCAPE_CLASSES}
    values = [int(value) for _, value in outlines]
    polygons = geopandas.GeoDataFrame(
        {"class": values, "name": [names[value] for value in values]},
        geometry=[shapely.geometry.shape(outline) for outline, _ in outlines],
        crs=CRS,
    )
    write_geopackage(polygons, path, path.stem)
    categories = [Category(str(item.value), item.name, item.rgb, FILL_OPACITY) for item in LANDSCAPE_CLASSES]
    write_category_style(path, "class", categories)


def _profile(size_px: int) -> dict[str, Any]:
    return {
        "driver": "GTiff",
        "width": size_px,
        "height": size_px,
        "crs": CRS,
        "transform": TRANSFORM,
        "nodata": NODATA,
        "tiled": True,
        "blockxsize": 256,
        "blockysize": 256,
        "interleave": "band",  # bands are made and written one by one
        "compress": "deflate",
        "bigtiff": "if_safer",
    }
