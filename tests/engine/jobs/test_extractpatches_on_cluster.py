"""Patches that workers cut together; real processes, real kills."""

from contextlib import suppress

import geopandas
import numpy as np
import psutil
import pytest
import rasterio
import shapely

from seg4eo_engine.errors import Cancelled, NotARaster
from seg4eo_engine.jobs import ExtractPatches, Grid
from seg4eo_engine.patches.manifest import DatasetManifest

PATCH_PX = 32


@pytest.fixture
def images(write_raster, coded_pixels):
    """Two rasters side by side; of the first, the upper half is invalid."""
    pixels = coded_pixels(160, 192)
    pixels[:, :80] = 0
    compressed = {"tiled": True, "blockxsize": 64, "blockysize": 64, "compress": "deflate", "nodata": 0}
    return [
        write_raster("west.tif", pixels, names=["red", "green", "nir"], **compressed),
        write_raster("east.tif", coded_pixels(128, 256), names=["red", "green", "nir"], **compressed),
    ]


@pytest.fixture
def labels_of(write_raster):
    """Labels of the rasters of ``images``."""
    random = np.random.default_rng(3)
    shapes = {"west": (160, 192), "east": (128, 256)}
    return [
        write_raster(f"{name}_labels.tif", random.integers(0, 4, (1, *shape), dtype=np.uint8))
        for name, shape in shapes.items()
    ]


@pytest.fixture
def extract(images, labels_of, tmp_path):
    """Run the job in a folder of its own; the dataset."""

    def run(name, reporter=None, **fields):
        output = tmp_path / "out" / name
        settings = {"images": images, "labels": labels_of, "patch_size_px": PATCH_PX, "overlap_px": 8}
        job = ExtractPatches(**(settings | {"output": output, "ignore_values": [0], "block_cells": 2} | fields))
        job.run(reporter) if reporter else job.run()
        return output

    return run


@pytest.fixture
def leftovers(tmp_path):
    """What a run has left beside the datasets, or running."""
    before = {process.pid for process in psutil.Process().children()}

    def find():
        processes = [process for process in psutil.Process().children() if process.pid not in before]
        return [path.name for path in (tmp_path / "out").glob(".*")] + processes

    return find


@pytest.fixture
def small_portions(monkeypatch):
    """Portions of one row each, so that there are many."""
    monkeypatch.setattr("seg4eo_engine.patches.portions.MOST_PATCHES", 1)


def assert_same(folder, other):
    files, others = (sorted(path.relative_to(each) for path in each.rglob("*.*")) for each in (folder, other))
    assert files == others
    for path in files:
        if path.suffix != ".gpkg":  # which holds the time when it was written
            assert (folder / path).read_bytes() == (other / path).read_bytes(), path
    outlines, theirs = (geopandas.read_file(each / "patches.gpkg") for each in (folder, other))
    assert outlines.equals(theirs)


def test_workers_add_the_patches_of_one_process_to_a_dataset(extract, images, labels_of, leftovers):
    first = {"images": images[1:], "labels": labels_of[1:]}
    then = {"images": images[:1], "labels": labels_of[:1], "append": True}
    alone, together = extract("alone", **first), extract("together", **first)
    extract("alone", **then)
    extract("together", workers=2, **then)
    assert_same(together, alone)
    assert leftovers() == []


def test_workers_cut_cells_with_polygons_as_labels_as_one_process(
    extract, images, write_raster, tmp_path, reporter, leftovers
):
    for path in images:
        with rasterio.open(path) as image:
            pixels = image.read().astype(np.float32)
        write_raster(path.name, pixels, names=["red", "green", "nir"])
    cells, polygons = tmp_path / "cells.gpkg", tmp_path / "polygons.gpkg"
    Grid(raster=images[1], output=cells, patch_size_px=PATCH_PX).run()
    shifted = geopandas.read_file(cells)
    shifted.loc[::2, "geometry"] = shifted.geometry[::2].translate(-3.3, 0)  # these have to be resampled
    shifted.to_file(cells)
    circles = [shapely.Point(x, 5_199_500).buffer(250) for x in (500_300, 501_100, 501_900)]
    geopandas.GeoDataFrame({"kind": ["b", "a", "b"]}, geometry=circles, crs="EPSG:32633").to_file(polygons)
    fields = {"labels": [], "label_polygons": polygons, "class_field": "kind", "background_value": 0, "grid": cells}
    fields |= {"ignore_values": [], "split_method": "random", "nodata": float("nan")}
    alone = extract("alone", **fields)
    assert_same(extract("together", reporter, workers=2, **fields), alone)
    assert reporter.fractions == sorted(reporter.fractions)
    assert len(set(reporter.fractions)) > 5
    records = DatasetManifest.read(alone).patches
    assert {record.source for record in records} == {0, 1}
    assert {record.col_off is None for record in records} == {True, False}
    assert leftovers() == []


def kill_one(role):
    """Kill a process of the local cluster; False where there is none just now."""
    for process in psutil.Process().children():
        with suppress(psutil.Error):  # it has ended already
            if role in process.cmdline():
                process.kill()
                return True
    return False


def test_kills_change_nothing(extract, reporter, leftovers, small_portions):
    alone = extract("alone")
    plan = ["worker", "scheduler", "worker"]  # who is killed next
    killed = []

    class Killer(type(reporter)):
        def progress(self, fraction, stage, **count):
            super().progress(fraction, stage, **count)
            if plan and fraction > 0.25 * len(killed) and kill_one(plan[0]):
                killed.append((stage, plan.pop(0)))

    listener = Killer()
    together = extract("together", listener, workers=2)
    assert [role for _, role in killed] == ["worker", "scheduler", "worker"]
    assert {stage for stage, _ in killed} == {"Reading labels", "Cutting patches"}
    assert any("The scheduler of the cluster is gone" in text for text in listener.texts)
    assert_same(together, alone)
    assert leftovers() == []


def test_a_cancelled_run_leaves_nothing(extract, reporter, leftovers, small_portions, tmp_path):
    class WhenCutting(type(reporter)):
        def progress(self, fraction, stage, **count):
            self._left = 0 if stage == "Cutting patches" else None

    with pytest.raises(Cancelled):
        extract("dataset", WhenCutting(), workers=1)
    assert leftovers() == []
    assert list((tmp_path / "out").iterdir()) == []


def test_a_damaged_image_is_told_of_as_by_one_process(extract, images, leftovers, tmp_path):
    content = bytearray(images[1].read_bytes())
    middle = len(content) // 2
    content[middle : middle + 2000] = bytes(2000)
    images[1].write_bytes(content)
    with pytest.raises(NotARaster, match=r"damaged part in .*east\.tif") as alone:
        extract("alone")
    with pytest.raises(NotARaster) as together:
        extract("together", workers=1)
    assert str(together.value) == str(alone.value)
    assert leftovers() == []
    assert list((tmp_path / "out").iterdir()) == []
