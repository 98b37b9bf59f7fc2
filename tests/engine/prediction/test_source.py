"""Rows of a scene, read ahead by a thread."""

import threading

from seg4eo_engine.prediction import source
from seg4eo_engine.prediction.source import RowReader
from seg4eo_engine.raster.views import RasterView


def test_a_scene_is_not_closed_while_a_part_of_it_is_read(write_scene, monkeypatch):
    """Who stops in the middle, by a cancel for instance, leaves the thread with a read: GDAL would crash."""
    path, _ = write_scene(40, 200)
    read, begun, found = source.read_pixels, threading.Event(), []

    def read_late(dataset, window, band_indexes):
        if window.row_off > 0:
            begun.set()
            threading.Event().wait(0.3)
            found.append(dataset.closed)
        return read(dataset, window, band_indexes)

    monkeypatch.setattr(source, "read_pixels", read_late)
    rows = RowReader(RasterView(str(path)), [1, 2], 0, 40).bands([0, 64, 128], 32)
    next(rows)
    assert begun.wait(5)
    rows.close()
    assert found == [False]
