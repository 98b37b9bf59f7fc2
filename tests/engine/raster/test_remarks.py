"""Tags that change the meaning of pixels are told."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio import Affine
from rasterio.control import GroundControlPoint
from rasterio.enums import ColorInterp

from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import open_raster
from seg4eo_engine.raster.remarks import remarks_on, suspected_filler


def texts_of(path: Path, band_indexes: list[int]) -> list[str]:
    with open_raster(path) as dataset:
        return [remark.of_one for remark in remarks_on(dataset, path, band_indexes)]


def test_plain_image_needs_no_remark(scene, write_raster):
    assert not texts_of(scene, [1, 2, 3])
    assert not texts_of(write_raster("photo.tif", np.ones((3, 8, 8), np.uint8), crs=None, transform=None), [1, 2, 3])


def test_image_with_control_points_only_has_no_place(tmp_path):
    path = tmp_path / "warped.tif"
    corners = [(0, 0), (0, 40), (40, 0), (40, 40)]
    points = [GroundControlPoint(row, col, x=500_000 + 10 * col, y=5_200_000 - 10 * row) for row, col in corners]
    with rasterio.open(path, "w", driver="GTiff", width=40, height=40, count=1, dtype="uint8") as dataset:
        dataset.gcps = (points, "EPSG:32633")
        dataset.write(np.ones((1, 40, 40), np.uint8))
    assert texts_of(path, [1]) == [
        "warped.tif is placed by nothing but 4 ground control points, which are not used: its pixels have no place on "
        "the map; warp it first if they should."
    ]


def test_crs_that_belongs_to_control_points_places_no_pixel(tmp_path, scene):
    path = tmp_path / "scene.vrt"
    with rasterio.open(scene) as dataset:
        band = f'<VRTRasterBand dataType="UInt16" band="1"><SimpleSource><SourceFilename>{scene}</SourceFilename>'
        path.write_text(
            f'<VRTDataset rasterXSize="192" rasterYSize="160"><SRS>{dataset.crs.to_wkt().replace(chr(34), "&quot;")}'
            '</SRS><GCPList Projection="EPSG:32633"><GCP Id="1" Pixel="0" Line="0" X="1" Y="1"/></GCPList>'
            f"{band}<SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>"
        )
    with open_raster(path) as dataset:
        assert dataset.crs
        assert RasterGrid.from_dataset(dataset) == RasterGrid(None, Affine.identity(), 192, 160)


def test_palette_of_a_used_band_is_told(write_raster):
    path = write_raster("map.tif", np.ones((1, 8, 8), np.uint8), palette={1: (255, 0, 0)})
    [text] = texts_of(path, [1])
    assert "its pixels are taken as the numbers of the colours" in text
    grey = write_raster("grey.tif", np.ones((1, 8, 8), np.uint8), colorinterp=[ColorInterp.gray])
    assert not texts_of(grey, [1])


def test_scale_of_a_used_band_is_told(tmp_path):
    path = tmp_path / "scaled.tif"
    with rasterio.open(path, "w", driver="GTiff", width=8, height=8, count=2, dtype="int16") as dataset:
        dataset.scales, dataset.offsets = (1, 0.0001), (0, 0)
        dataset.write(np.ones((2, 8, 8), np.int16))
    assert not texts_of(path, [1])
    [text] = texts_of(path, [1, 2])
    assert "scale or offset in its tags, which is not applied" in text


@pytest.mark.parametrize(
    ("extremes", "filler"),
    [
        ((-9999, 300), -9999),
        ((-32768, 0), -32768),
        ((float(np.finfo(np.float32).min), 1), float(np.finfo(np.float32).min)),
        ((0, 1e20), 1e20),
        ((0, 10_000), None),
        ((-9998, 65_535), None),
    ],
)
def test_number_that_stands_for_nothing_is_suspected(extremes, filler):
    assert suspected_filler(*extremes) == filler
