"""The job ``datasetreport``, on datasets that were really extracted."""

import json

import geopandas
import pytest
import rasterio
from shapely.geometry import box

from seg4eo_engine.errors import Cancelled, InvalidDataset, MissingInput, UnwritableOutput
from seg4eo_engine.jobs import DatasetReport, ExtractPatches


@pytest.fixture
def extract(scene, labels, tmp_path):
    """Extract patches of 32 px (320 m) where the cells lie, each given as (column, row, split)."""

    def run(*cells):
        outlines = [
            box(
                500_000 + 320 * column, 5_200_000 - 320 * (row + 1), 500_000 + 320 * (column + 1), 5_200_000 - 320 * row
            )
            for column, row, _ in cells
        ]
        grid = tmp_path / "cells.gpkg"
        geopandas.GeoDataFrame(
            {"split": [split for _, _, split in cells]}, geometry=outlines, crs="EPSG:32633"
        ).to_file(grid)
        folder = tmp_path / "dataset"
        ExtractPatches(
            images=[scene], labels=[labels], output=folder, grid=grid, patch_size_px=32, ignore_values=[0]
        ).run()
        return folder

    return run


APART = ((0, 0, "train"), (0, 1, "train"), (0, 4, "validation"), (4, 0, "test"), (4, 4, "test"))


def test_a_page_and_a_json_file_are_written(extract, tmp_path, reporter):
    output = tmp_path / "out" / "report.html"
    result = DatasetReport(dataset=extract(*APART), output=output).run(reporter)
    assert (result.output, result.json_file) == (output, output.with_suffix(".json"))
    assert output.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    facts = json.loads(result.json_file.read_text(encoding="utf-8"))
    assert facts["findings"] == []
    assert (result.patches, result.problems) == (5, 0)
    assert facts["verdict"] == "fit"
    assert facts["splits"]["test"]["patches"] == 2
    # from the first to the fifth column there are three patches
    assert (result.nearest_test_m, result.nearest_test_patches) == (pytest.approx(960), pytest.approx(3))
    assert any("960 m (3 patch widths)" in text for text in reporter.texts)
    assert sorted(path.name for path in output.parent.iterdir()) == ["report.html", "report.json"]


def test_a_planted_leak_is_a_problem(extract, tmp_path, reporter):
    folder = extract(*APART, (0.5, 0, "test"))
    result = DatasetReport(dataset=folder, output=tmp_path / "report.html").run(reporter)
    assert (result.problems, result.nearest_test_m) == (1, 0)
    assert any("1 test patch shares ground with training patches" in text for text in reporter.texts)


def test_without_test_patches_there_is_no_distance(extract, tmp_path):
    folder = extract(*APART[:3])
    result = DatasetReport(dataset=folder, output=tmp_path / "report.html").run()
    assert (result.nearest_test_m, result.nearest_test_patches) == (None, None)


def test_a_missing_file_does_not_stop_the_report(extract, tmp_path):
    folder = extract(*APART)
    next((folder / "test" / "labels").glob("*.tif")).unlink()
    assert DatasetReport(dataset=folder, output=tmp_path / "report.html").run().problems == 1


def test_labels_that_were_moved_are_found(extract, tmp_path):
    folder = extract(*APART)
    path = next((folder / "train" / "labels").glob("*.tif"))
    with rasterio.open(path, "r+") as file:
        file.transform = rasterio.Affine.translation(10, 0) * file.transform
    assert DatasetReport(dataset=folder, output=tmp_path / "report.html").run().problems == 1


def test_another_suffix_is_refused_before_any_work(extract, tmp_path):
    with pytest.raises(UnwritableOutput, match=r"named \*\.html, found report\.pdf"):
        DatasetReport(dataset=tmp_path / "none", output=tmp_path / "report.pdf").run()


def test_the_dataset_itself_is_not_written_over(extract):
    folder = extract(*APART)
    before = (folder / "dataset.json").read_bytes()
    with pytest.raises(UnwritableOutput, match=r"dataset\.json is the dataset's own"):
        DatasetReport(dataset=folder, output=folder / "dataset.html").run()
    assert (folder / "dataset.json").read_bytes() == before


def test_what_is_no_dataset_is_refused(tmp_path):
    with pytest.raises(InvalidDataset, match="Expected a dataset"):
        DatasetReport(dataset=tmp_path, output=tmp_path / "report.html").run()
    with pytest.raises(MissingInput, match="Expected a dataset folder"):
        DatasetReport(dataset=tmp_path / "none", output=tmp_path / "report.html").run()


def test_nothing_is_left_behind_by_a_cancelled_report(extract, tmp_path, cancelling):
    output = tmp_path / "out" / "report.html"
    folder = extract(*APART)
    with pytest.raises(Cancelled):
        DatasetReport(dataset=folder, output=output).run(cancelling(3))
    assert list(output.parent.iterdir()) == []
