"""Images on the Moon, on a building site or nowhere: what has no way to their CRS is refused, the rest works."""

from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
from rasterio import Affine
from rasterio.crs import CRS

from seg4eo_engine import ExtractPatches
from seg4eo_engine.errors import GridMismatch

MOON = {"crs": CRS.from_user_input("IAU_2015:30100"), "transform": Affine(0.01, 0, 10, 0, -0.01, 5)}
SITE = {"crs": CRS.from_wkt('LOCAL_CS["site",UNIT["metre",1]]')}
NOWHERE = {"crs": None}
UTM_34 = {"crs": CRS.from_epsg(32634)}
UTM_33: dict[str, Any] = {}


@pytest.fixture
def write_pair(write_raster):
    """Write an image and its labels on the same pixels."""

    def write(name: str, where: dict[str, Any]) -> tuple[Path, Path]:
        pixels = np.random.default_rng(1).integers(1, 200, (1, 128, 128), dtype=np.uint8)
        return write_raster(f"{name}.tif", pixels, **where), write_raster(f"{name}_labels.tif", pixels % 2 + 1, **where)

    return write


@pytest.mark.parametrize(
    ("places", "outlines_crs"),
    [
        ([MOON], MOON["crs"]),
        ([SITE], SITE["crs"]),
        ([UTM_33, MOON], None),
        ([SITE, UTM_33], None),
        ([NOWHERE, UTM_33, UTM_34], None),
    ],
    ids=["Moon", "site", "Earth and Moon", "site and Earth", "nowhere and two zones"],
)
def test_images_without_a_common_place_make_one_dataset(places, outlines_crs, write_pair, tmp_path, reporter):
    images, labels = zip(*[write_pair(f"image{number}", where) for number, where in enumerate(places)], strict=True)
    job = ExtractPatches(images=images, labels=labels, output=tmp_path / "dataset", patch_size_px=32, buffer_cells=0)
    result = job.run(reporter)
    outlines = geopandas.read_file(result.outlines)
    assert result.patches == 16 * len(places)
    assert len(outlines) == result.patches
    if outlines_crs is None:
        assert outlines.crs is None or outlines.crs.is_engineering
    else:
        assert CRS.from_user_input(outlines.crs).to_dict() == outlines_crs.to_dict()


@pytest.mark.parametrize("where", [MOON, SITE], ids=["Moon", "site"])
@pytest.mark.parametrize("what", ["labels", "label_polygons", "grid", "stack"])
def test_what_has_no_way_to_the_image_is_refused(what, where, write_pair, write_raster, tmp_path, reporter):
    image, labels = write_pair("image", where)
    polygons = geopandas.GeoDataFrame({"id": [1]}, geometry=[shapely.box(10, 4, 11, 5)], crs=4326)
    polygons.to_file(tmp_path / "earth.gpkg")
    raster = write_raster("earth.tif", np.ones((1, 64, 64), np.uint8))
    given: dict[str, Any] = {"labels": [labels]} | {
        "labels": {"labels": [raster]},
        "label_polygons": {"labels": [], "label_polygons": tmp_path / "earth.gpkg"},
        "grid": {"grid": tmp_path / "earth.gpkg"},
        "stack": {"stack": [raster]},
    }[what]
    job = ExtractPatches(images=[image], output=tmp_path / "dataset", patch_size_px=32, **given)
    with pytest.raises(GridMismatch, match=r"with a way between them, found none between .+: reproject one of the two"):
        job.run(reporter)
