import numpy as np
import pytest
import rasterio
from rasterio import Affine

from seg4eo_engine.errors import GridMismatch
from seg4eo_engine.raster.band_stack import stack_of

PLACE = Affine(10, 0, 500_000, 0, -10, 5_200_000)


@pytest.fixture
def write_band(write_raster):
    def write(name, values, step=1, **profile):
        return str(write_raster(name, values[None], transform=PLACE * Affine.scale(step), nodata=0, **profile))

    return write


def values(size, seed=0):
    return np.random.default_rng(seed).integers(1, 10_000, (size, size)).astype(np.uint16)


def test_files_with_a_band_each_are_one_raster(write_band):
    first, second = values(32), values(32, seed=1)
    stacked = stack_of([write_band("a.tif", first), write_band("b.tif", second)], ["B02", "B03"])
    with rasterio.open(stacked) as dataset:
        np.testing.assert_array_equal(dataset.read(), [first, second])
        assert dataset.descriptions == ("B02", "B03")
        assert (dataset.crs, dataset.transform, dataset.nodatavals) == ("EPSG:32633", PLACE, (0, 0))


def test_coarser_bands_come_onto_the_pixels_of_the_finest(write_band):
    coarse = np.full((16, 16), 500, np.uint16)
    coarse[:, 8:] = 0
    stacked = stack_of([write_band("a.tif", coarse, step=2), write_band("b.tif", values(32))], ["B05", "B02"])
    with rasterio.open(stacked) as dataset:
        assert (dataset.width, dataset.height) == (32, 32)
        seen = dataset.read(1)
    assert set(np.unique(seen)) == {0, 500}  # nothing between a value and nodata
    assert (seen[:, :15] == 500).all()
    assert (seen[:, 17:] == 0).all()


def test_bands_of_other_ground_are_refused(write_band):
    first = write_band("a.tif", values(32))
    with pytest.raises(GridMismatch, match="same extent"):
        stack_of([first, write_band("b.tif", values(24))], ["B02", "B03"])
    with pytest.raises(GridMismatch, match="coordinate reference system"):
        stack_of([first, write_band("c.tif", values(32), crs="EPSG:32632")], ["B02", "B03"])
