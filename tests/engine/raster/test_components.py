"""Components of a class raster are the same however it is cut into strips, and known by their counts and borders."""

import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from rasterio.io import MemoryFile
from scipy import ndimage

from seg4eo_engine.errors import UnknownClass
from seg4eo_engine.progress import SilentReporter
from seg4eo_engine.raster.components.graph import find_components
from seg4eo_engine.raster.components.labelling import label_equal

class_arrays = arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.integers(0, 3))


def components_of(values, rows, nodata=0):
    height, width = values.shape
    profile = {"driver": "GTiff", "width": width, "height": height, "count": 1, "dtype": values.dtype, "nodata": nodata}
    profile["transform"] = rasterio.Affine(10, 0, 500_000, 0, -10, 5_200_000)
    with MemoryFile() as file:
        with file.open(**profile) as dataset:
            dataset.write(values, 1)
        with file.open() as dataset:
            found = find_components(dataset, SilentReporter(), rows * width)
            image = np.concatenate([of_labels[labels] for _, labels, of_labels in found.strips(dataset)])
    return found, image


@given(class_arrays)
def test_labels_are_those_of_each_class_by_itself_in_reading_order(values):
    labels, count = label_equal(values)
    assert np.array_equal(np.unique(labels), np.arange(count))
    firsts = np.unique(labels, return_index=True)[1]
    assert (np.diff(firsts) > 0).all()
    for value in np.unique(values):
        theirs, their_count = ndimage.label(values == value)
        ours = labels[values == value]
        assert np.unique(ours).size == their_count
        assert np.unique(np.stack([ours, theirs[values == value]]), axis=1).shape[1] == their_count


@settings(max_examples=60)
@given(class_arrays, st.integers(1, 9))
def test_components_do_not_depend_on_the_strips(values, rows):
    whole, whole_image = components_of(values, 100)
    cut, cut_image = components_of(values, rows)
    assert np.array_equal(whole_image, cut_image)
    for name in ("values", "is_valid", "is_at_edge", "pixels", "pairs", "borders_px"):
        assert np.array_equal(getattr(whole, name), getattr(cut, name)), name


def test_a_component_is_known_by_its_class_its_pixels_and_its_borders():
    values = np.array([[1, 1, 1, 0], [1, 2, 1, 0], [1, 1, 1, 3]], np.uint8)
    found, image = components_of(values, 1)
    assert np.array_equal(image, [[0, 0, 0, 1], [0, 2, 0, 1], [0, 0, 0, 3]])
    assert found.pixels.tolist() == [8, 2, 1, 1]
    assert found.values[found.is_valid].tolist() == [1, 2, 3]
    assert found.is_valid.tolist() == [True, False, True, True]
    assert found.is_at_edge.tolist() == [True, True, False, True]
    assert dict(zip(map(tuple, found.pairs.tolist()), found.borders_px.tolist(), strict=True)) == {
        (0, 1): 2,
        (0, 2): 4,
        (0, 3): 1,
        (1, 3): 1,
    }


def test_areas_that_touch_in_a_corner_are_two():
    found, _ = components_of(np.array([[1, 2], [2, 1]], np.uint8), 1)
    assert found.pixels.tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize("dtype", ["uint8", "int8", "int16", "uint16", "int32", "uint32", "float32"])
def test_the_smallest_and_the_largest_value_of_a_dtype_are_classes_like_others(dtype):
    limits = np.iinfo(dtype) if dtype != "float32" else np.iinfo("int16")
    found, _ = components_of(np.array([[limits.min, limits.max, 7]], dtype), 1, nodata=7)
    assert found.values[found.is_valid].tolist() == [limits.min, limits.max]
    assert found.is_valid.tolist() == [True, True, False]


def test_measurements_are_no_classes(write_raster):
    path = write_raster("heights.tif", np.array([[[1.0, 2.5]]], np.float32))
    with rasterio.open(path) as dataset, pytest.raises(UnknownClass, match=r"found 2\.5: choose a raster of classes"):
        find_components(dataset, SilentReporter())
