"""The job extractpatches: bad input is refused in one sentence, and nothing is written or lost."""

import geopandas
import numpy as np
import pytest

from seg4eo_engine.errors import (
    BandMismatch,
    Cancelled,
    GridMismatch,
    InvalidDataset,
    InvalidJob,
    MissingInput,
    NotARaster,
    NotAVector,
    UnknownClass,
    UnwritableOutput,
)
from seg4eo_engine.jobs import ExtractPatches, Grid


@pytest.fixture
def output(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    return folder / "dataset"


@pytest.fixture
def job(scene, labels, output):
    """The job on scene and labels with patches of 32 px and 0 as unlabelled, unless told otherwise."""

    def make(**fields):
        settings = {"images": [scene], "labels": [labels], "output": output, "patch_size_px": 32, "ignore_values": [0]}
        return ExtractPatches(**(settings | fields))

    return make


@pytest.fixture
def refuse(job, output):
    """Check that the job is refused with these words in one sentence, and that nothing is left behind."""

    def check(kind, words, **fields):
        with pytest.raises(kind, match=words) as caught:
            job(**fields).run()
        message = str(caught.value)
        assert message.startswith("Expected ")
        assert message.endswith(".")
        assert ", found " in message
        assert ": " in message
        assert list(output.parent.iterdir()) == []

    return check


def _content(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_files_that_are_missing_or_of_another_kind(refuse, tmp_path, scene):
    text = tmp_path / "notes.txt"
    text.write_text("neither raster nor vector")
    refuse(MissingInput, r"nowhere\.tif", images=[tmp_path / "nowhere.tif"])
    refuse(NotARaster, r"notes\.txt", labels=[text])
    refuse(MissingInput, r"nowhere\.gpkg", grid=tmp_path / "nowhere.gpkg")
    refuse(NotAVector, r"notes\.txt", grid=text)
    refuse(NotAVector, r"scene\.tif", grid=scene)


def test_settings_that_contradict_each_other(refuse, scene):
    refuse(InvalidJob, "found 2 images and 1 labels", images=[scene, scene])
    refuse(InvalidJob, "overlap smaller than the patch size", overlap_px=32)
    refuse(InvalidJob, "below 1 together, found 1.2", validation_share=0.6, test_share=0.6)
    refuse(InvalidJob, "found 'water'", classes=["water"])
    refuse(BandMismatch, "bands from 1 to 3, found 4", bands=[4])


def test_labels_that_do_not_fit(refuse, write_raster):
    other = write_raster("smaller.tif", np.ones((1, 160, 100), np.uint8), crs=None)
    refuse(GridMismatch, r"smaller\.tif", labels=[other])
    refuse(UnknownClass, r"values 1, found also 2, 3 in labels\.tif", classes=["1=water"])


def test_grids_that_do_not_fit(refuse, scene, tmp_path):
    path = tmp_path / "cells.gpkg"
    Grid(raster=scene, output=path, patch_size_px=64).run()
    cells = geopandas.read_file(path)
    refuse(GridMismatch, "cells of 32 px at the asked resolution, found a cell of 64 px", grid=path, resolution_m=10)

    def changed(frame):
        frame.to_file(tmp_path / "changed.gpkg")
        return {"grid": tmp_path / "changed.gpkg", "patch_size_px": 64}

    far = cells.set_geometry(cells.translate(100_000, 0))
    refuse(GridMismatch, r"no cell of changed\.gpkg that touches a pixel", **changed(far))
    refuse(GridMismatch, "found none in changed.gpkg", **changed(cells.set_crs(None, allow_override=True)))
    refuse(InvalidDataset, "found 'val'", **changed(cells.assign(split="val")))
    edge = cells.set_geometry(cells.translate(-320, 0)).iloc[[0]]
    refuse(InvalidDataset, "no whole cell", **changed(edge))


def test_images_with_nothing_to_learn_from(refuse, write_raster):
    nodata = write_raster("nodata.tif", np.zeros((3, 160, 192), np.uint16), nodata=0)
    unlabelled = write_raster("unlabelled.tif", np.zeros((1, 160, 192), np.uint8))
    refuse(InvalidDataset, "10% valid, labelled pixels, found none", images=[nodata])
    refuse(InvalidDataset, "found none in 21 training patches", images=[nodata], min_valid_share=0)
    refuse(InvalidDataset, r"labelled pixels in the patches, found none in unlabelled\.tif", labels=[unlabelled])


def test_output_in_the_way(job, output, tmp_path):
    file = tmp_path / "file"
    file.write_text("in the way")
    with pytest.raises(UnwritableOutput, match="is a file"):
        job(output=file).run()
    with pytest.raises(UnwritableOutput, match="cannot be written"):
        job(output=file / "dataset").run()
    assert file.read_text() == "in the way"


def test_folder_with_other_files_is_left_untouched(job, output):
    output.mkdir()
    (output / "thesis.doc").write_text("three years of work")
    with pytest.raises(UnwritableOutput, match="nothing was touched"):
        job().run()
    assert _content(output.parent) == {(output / "thesis.doc").relative_to(output.parent): b"three years of work"}


@pytest.mark.parametrize("steps", [0, 2, 7])  # reading labels takes 5 steps, cutting another 5
def test_cancel_leaves_nothing(job, output, cancelling, steps):
    with pytest.raises(Cancelled):
        job().run(cancelling(steps))
    assert list(output.parent.iterdir()) == []


def test_dataset_is_replaced_by_a_new_one_but_not_by_half_of_one(job, output, cancelling):
    job().run()
    before = _content(output)
    with pytest.raises(Cancelled):
        job(seed=1).run(cancelling(7))
    assert _content(output) == before
    job(seed=1).run()
    after = _content(output)
    assert [path.name for path in output.parent.iterdir()] == ["dataset"]
    assert sum(path.suffix == ".tif" for path in after) == sum(path.suffix == ".tif" for path in before)
    assert after != before
