"""Scenes to be mapped: seeded ground like that of a Sentinel-2 tile, smooth with some noise.

Its edges fit, so that it repeats without one, and a scene of any size is written in little time.
"""

import os
from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import from_origin
from rasterio.windows import Window
from scipy.ndimage import gaussian_filter

BANDS, GROUND_PX, TILE_PX = 10, 1024, 512
CRS, TRANSFORM = "EPSG:32631", from_origin(500_000, 5_000_000, 10, 10)
FIELD_SIGMAS_PX, NOISE = (100, 25, 5), 40  # landscape, parcels, texture; the sensor's, in steps of the values


def make_ground() -> np.ndarray:
    """One period, uint16 of shape (bands, 1024, 1024), from 1 to about 6,000; 0 is nodata."""
    random = np.random.default_rng(0)
    ground = np.zeros((BANDS, GROUND_PX, GROUND_PX), np.float32)
    for sigma_px in FIELD_SIGMAS_PX:
        field = gaussian_filter(random.normal(size=(GROUND_PX, GROUND_PX)), sigma_px, mode="wrap")
        shares = random.normal(0, 1, BANDS)[:, None, None]  # bands see the same things, each in its way
        ground += 500 * shares * (field / field.std())
    ground += random.normal(0, NOISE, ground.shape)
    return (ground + 2000).clip(1, 10_000).astype(np.uint16)


def write_scene(path: Path, width: int, height: int, *, valid_from_col: int = 0) -> Path:
    """A tiled, compressed scene; pixels left of ``valid_from_col`` are nodata."""
    ground = np.tile(make_ground(), (1, 1, -(-width // GROUND_PX)))[:, :, :width]
    ground[:, :, :valid_from_col] = 0
    with rasterio.open(
        path, "w", driver="GTiff", width=width, height=height, count=BANDS, dtype="uint16", crs=CRS,
        transform=TRANSFORM, tiled=True, blockxsize=TILE_PX, blockysize=TILE_PX, nodata=0, compress="zstd",
        zstd_level=1, predictor=2, bigtiff="IF_SAFER", num_threads="ALL_CPUS",
    ) as scene:  # fmt: skip
        for row_off in range(0, height, GROUND_PX):
            rows = min(GROUND_PX, height - row_off)
            scene.write(ground[:, :rows], window=Window(0, row_off, width, rows))
    return path


def write_mosaic(path: Path, width: int, height: int, *, tile_px: int = 1000) -> Path:
    """A virtual raster of files side by side, each ``tile_px`` wide: links to one file, so that it takes no room."""
    folder = path.with_suffix("")
    folder.mkdir()
    first = write_scene(folder / "0.tif", tile_px, height)
    count = width // tile_px
    for index in range(1, count):
        os.link(first, folder / f"{index}.tif")
    bands = "".join(_virtual_band(folder.name, band + 1, count, tile_px, height) for band in range(BANDS))
    geotransform = ", ".join(map(str, TRANSFORM.to_gdal()))
    path.write_text(
        f'<VRTDataset rasterXSize="{count * tile_px}" rasterYSize="{height}"><SRS>{CRS}</SRS>'
        f"<GeoTransform>{geotransform}</GeoTransform>{bands}</VRTDataset>"
    )
    return path


def _virtual_band(folder: str, band: int, count: int, tile_px: int, height: int) -> str:
    size = f'xSize="{tile_px}" ySize="{height}"'
    sources = "".join(
        f'<ComplexSource><SourceFilename relativeToVRT="1">{folder}/{index}.tif</SourceFilename>'
        f'<SourceBand>{band}</SourceBand><SourceProperties RasterXSize="{tile_px}" RasterYSize="{height}" '
        f'DataType="UInt16" BlockXSize="{TILE_PX}" BlockYSize="{TILE_PX}"/><SrcRect xOff="0" yOff="0" {size}/>'
        f'<DstRect xOff="{index * tile_px}" yOff="0" {size}/><NODATA>0</NODATA></ComplexSource>'
        for index in range(count)
    )
    return f'<VRTRasterBand dataType="UInt16" band="{band}"><NoDataValue>0</NoDataValue>{sources}</VRTRasterBand>'


def write_area(path: Path, scene: Path, share: float) -> Path:
    """A square polygon that covers ``share`` of the scene, somewhere inside it."""
    import geopandas
    from shapely.geometry import box

    with rasterio.open(scene) as file:
        crs, transform, side_px = file.crs, file.transform, (share * file.width * file.height) ** 0.5
        left, top = 0.37 * file.width, 0.41 * file.height
    (west, north), (east, south) = transform * (left, top), transform * (left + side_px, top + side_px)
    geopandas.GeoDataFrame(geometry=[box(west, south, east, north)], crs=crs).to_file(path)
    return path
