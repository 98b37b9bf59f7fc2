"""The job ``evaluate``."""

import csv
import json

import geopandas
import numpy as np
import pytest
import rasterio
import torch
from shapely.geometry import box

from seg4eo_engine.errors import GridMismatch, InvalidDataset, InvalidJob, UnknownClass, UnwritableOutput
from seg4eo_engine.jobs import Evaluate, ExtractPatches, Predict
from seg4eo_engine.models.checkpoint import save_model, splits_hash
from seg4eo_engine.models.device import choose_compute
from seg4eo_engine.models.model import load_model
from seg4eo_engine.patches.manifest import DatasetManifest

LEFT, TOP = 500_000, 5_200_000


@pytest.fixture
def rasters(write_raster):
    random = np.random.default_rng(0)
    truth = random.integers(0, 4, (1, 600, 40), dtype=np.uint8)
    mapped = np.where(random.random(truth.shape) < 0.7, np.maximum(truth, 1), 2).astype(np.uint8)
    mapped[0, :3] = 0
    return write_raster("map.tif", mapped, nodata=0), write_raster("truth.tif", truth), mapped[0], truth[0]


@pytest.fixture
def write_polygons(tmp_path):
    """Write rectangles, told by columns and rows of pixels of 10 m from the upper left corner."""

    def write(name, places, **columns):
        outlines = [
            box(LEFT + 10 * first_col, TOP - 10 * last_row, LEFT + 10 * last_col, TOP - 10 * first_row)
            for first_col, first_row, last_col, last_row in places
        ]
        path = tmp_path / name
        driver = "GPKG" if path.suffix == ".gpkg" else "GeoJSON"
        geopandas.GeoDataFrame(columns, geometry=outlines, crs="EPSG:32633").to_file(path, driver=driver)
        return path

    return write


@pytest.fixture
def dataset(scene, labels, tmp_path):
    """Patches of ``scene``, whose bands and classes are those of ``model``."""
    folder = tmp_path / "lakes"
    ExtractPatches(
        images=[scene], labels=[labels], output=folder, patch_size_px=32, ignore_values=[0], block_cells=1,
        validation_share=0.2, test_share=0.2,
    ).run()  # fmt: skip
    return folder


def right_on_patches(model_path, folder, split):
    """Compared and right pixels, counted patch by patch with the plain network."""
    model, compute = load_model(model_path), choose_compute("cpu", "fp32")
    compared = right = 0
    for record in DatasetManifest.read(folder).of_split(split):
        with rasterio.open(folder / split / "images" / f"{record.name}.tif") as file:
            pixels = torch.from_numpy(file.read().astype(np.float32))[None]
        with rasterio.open(folder / split / "labels" / f"{record.name}.tif") as file:
            truth = file.read(1)
        with torch.inference_mode():
            probabilities = model.probabilities(pixels, torch.ones_like(pixels[:, 0], dtype=torch.bool), compute)
        mapped = probabilities[0].argmax(0).numpy() + 1  # the model's classes are 1, 2 and 3
        known = np.isin(truth, (1, 2, 3))
        compared, right = compared + known.sum(), right + (known & (mapped == truth)).sum()
    return compared, right


def test_scores_of_a_map_are_those_of_the_pixels_valid_in_both(rasters, tmp_path):
    class_map, reference, mapped, truth = rasters
    page = tmp_path / "report.html"
    result = Evaluate(class_map=class_map, reference=[reference], ignore_values=[0], report=page).run()
    counted = (mapped != 0) & (truth != 0)
    assert result.pixels == counted.sum()
    assert result.accuracy == pytest.approx((mapped == truth)[counted].mean())
    assert result.ece is None
    content = json.loads(result.json_file.read_text())
    both, either = ((mapped == 2) & (truth == 2))[counted].sum(), ((mapped == 2) | (truth == 2))[counted].sum()
    assert content["classes"]["class 2"]["iou"] == pytest.approx(both / either)
    assert np.sum(content["confusion_matrix"]) == counted.sum()
    # UTM far from its central meridian hardly: a pixel of 10 m is a little more than 100 m² on the ground
    assert content["areas"]["class 2"]["mapped_m2"] == pytest.approx(100 * (mapped == 2).sum(), rel=2e-3)
    with result.csv_file.open() as file:
        assert [row["name"] for row in csv.DictReader(file)] == ["class 1", "class 2", "class 3"]
    assert result.report == page
    assert "class 2" in page.read_text()


def test_nothing_is_written_where_no_report_is_asked_for(rasters, tmp_path):
    before = set(tmp_path.iterdir())
    result = Evaluate(class_map=rasters[0], reference=[rasters[1]]).run()
    assert (result.report, result.json_file, result.csv_file) == (None, None, None)
    assert set(tmp_path.iterdir()) == before


def test_only_the_cells_of_a_split_are_compared(rasters, write_polygons):
    class_map, reference, mapped, truth = rasters
    # rows 520 to 560 are in the second piece that is read
    grid = write_polygons("grid.gpkg", [(0, 0, 40, 100), (10, 520, 20, 560)], split=["train", "test"])
    result = Evaluate(class_map=class_map, reference=[reference], ignore_values=[0], grid=grid, split="test").run()
    inside = (slice(520, 560), slice(10, 20))
    counted = (truth != 0)[inside]
    assert result.pixels == counted.sum()
    assert result.accuracy == pytest.approx((mapped == truth)[inside][counted].mean())


def test_a_split_that_is_not_there_is_told_with_those_that_are(rasters, write_polygons):
    class_map, reference, _, _ = rasters
    grid = write_polygons("grid.gpkg", [(0, 0, 40, 100)], split=["train"])
    with pytest.raises(GridMismatch, match=r"the split 'exam' in grid\.gpkg, found train"):
        Evaluate(class_map=class_map, reference=[reference], grid=grid, split="exam").run()


def test_a_map_is_compared_with_polygons(rasters, write_polygons, tmp_path):
    class_map, _, mapped, _ = rasters
    known = write_polygons("known.gpkg", [(5, 10, 25, 30), (5, 300, 15, 320)], kind=["lake", "field"])
    job = Evaluate(
        class_map=class_map,
        reference_polygons=known,
        class_field="kind",
        classes=["1=lake", "2=wood:#0a7d32", "3=field"],
        report=tmp_path / "report.html",
    )
    result = job.run()
    lake, field = mapped[10:30, 5:25], mapped[300:320, 5:15]
    assert result.pixels == lake.size + field.size
    assert result.accuracy == pytest.approx(((lake == 1).sum() + (field == 3).sum()) / result.pixels)
    content = json.loads(result.json_file.read_text())
    assert {name: item["value"] for name, item in content["classes"].items()} == {"lake": 1, "wood": 2, "field": 3}
    assert content["classes"]["wood"]["colour"] == "#0a7d32"
    assert content["classes"]["wood"]["recall"] is None


def test_a_class_that_the_model_does_not_know_is_refused(rasters):
    class_map, reference, _, _ = rasters
    with rasterio.open(class_map, "r+") as file:
        file.update_tags(SEG4EO_CLASSES='{"1": "water", "2": "land"}')
    job = Evaluate(class_map=class_map, reference=[reference], ignore_values=[0])
    with pytest.raises(UnknownClass, match=r"the map \(1 water, 2 land\), found 3 in truth\.tif too"):
        job.run()
    assert Evaluate(class_map=class_map, reference=[reference], ignore_values=[0, 3]).run().pixels > 0


def test_nothing_to_compare_is_told(rasters):
    with pytest.raises(GridMismatch, match="Expected pixels with a class in both map.tif and truth.tif, found none"):
        Evaluate(class_map=rasters[0], reference=[rasters[1]], ignore_values=[0, 1, 2, 3]).run()


def test_a_model_is_measured_on_the_test_patches(model, dataset, tmp_path):
    result = Evaluate(model=model, dataset=dataset, device="cpu", report=tmp_path / "report.html").run()
    compared, right = right_on_patches(model, dataset, "test")
    assert result.pixels == compared
    assert result.accuracy == pytest.approx(right / compared, abs=2 / compared)
    assert 0 <= result.ece <= 1
    content = json.loads(result.json_file.read_text())
    assert sum(each["pixels"] for each in content["calibration"]["bins"]) == compared
    assert content["against"] == f"the {len(DatasetManifest.read(dataset).of_split('test'))} test patches of lakes"
    page = result.report.read_text()
    assert page.count('alt="Error"') == min(12, len(DatasetManifest.read(dataset).of_split("test")))


def test_other_splits_are_measured_where_asked_for(model, dataset):
    pixels = {
        split: Evaluate(model=model, dataset=dataset, split=split, device="cpu").run().pixels
        for split in ("train", "validation", "test", "all")
    }
    assert pixels["train"] == right_on_patches(model, dataset, "train")[0]
    assert pixels["all"] == pixels["train"] + pixels["validation"] + pixels["test"]


def test_a_split_without_labels_is_told(model, dataset):
    manifest = DatasetManifest.read(dataset)
    patches = tuple(patch.model_copy(update={"split": "train"}) for patch in manifest.patches)
    manifest.model_copy(update={"patches": patches}).write(dataset)
    with pytest.raises(InvalidDataset, match="Expected test patches in lakes, found none"):
        Evaluate(model=model, dataset=dataset, device="cpu").run()
    with pytest.raises(InvalidJob, match=r"a split of a dataset \(train, validation, test or all\), found 'exam'"):
        Evaluate(model=model, dataset=dataset, split="exam", device="cpu").run()


def test_a_model_on_an_image_does_what_its_map_does(model, scene, labels, tmp_path):
    class_map = tmp_path / "own.tif"
    Predict(model=model, raster=scene, output=class_map, device="cpu").run()
    by_hand = Evaluate(class_map=class_map, reference=[labels], ignore_values=[0]).run()
    result = Evaluate(
        model=model, images=[scene], reference=[labels], ignore_values=[0], device="cpu", report=tmp_path / "r.html"
    ).run()
    assert (result.miou, result.accuracy, result.pixels) == (by_hand.miou, by_hand.accuracy, by_hand.pixels)
    assert result.ece is not None
    page = result.report.read_text().replace("<wbr>", "")
    assert 'alt="Image"' in page and "scene.tif, column 0, row 0" in page


def test_images_are_counted_together(model, scene, labels, write_polygons):
    # the whole scene, and half of it again
    half = write_polygons("half.gpkg", [(0, 0, 96, 160)], kind=[2])
    everything = write_polygons("all.gpkg", [(0, 0, 192, 160)], kind=[2])
    one = Evaluate(model=model, images=[scene], reference_polygons=half, class_field="kind", device="cpu").run()
    two = Evaluate(model=model, images=[scene] * 2, reference=[labels] * 2, ignore_values=[0], device="cpu").run()
    alone = Evaluate(model=model, images=[scene], reference=[labels], ignore_values=[0], device="cpu").run()
    assert one.pixels == 96 * 160
    assert (two.pixels, two.accuracy) == (2 * alone.pixels, pytest.approx(alone.accuracy))
    only_half = Evaluate(
        model=model, images=[scene], reference_polygons=everything, class_field="kind", grid=half, device="cpu"
    ).run()
    assert (only_half.pixels, only_half.accuracy) == (one.pixels, one.accuracy)


def test_scores_on_patches_that_the_model_has_seen_are_marked(model, dataset, reporter):
    trained = load_model(model)
    manifest = trained.manifest.model_copy(update={"splits_hash": splits_hash(DatasetManifest.read(dataset))})
    save_model(model, trained.networks, manifest)
    Evaluate(model=model, dataset=dataset, split="train", device="cpu").run(reporter)
    assert any("learned from these patches" in text for text in reporter.texts)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Expected a class map or a model to measure, found none"),
        ({"class_map": "a.tif", "model": "m.safetensors"}, "a class map or a model to measure, found both"),
        ({"class_map": "a.tif", "dataset": "d"}, "a class map without images and dataset, found a dataset too"),
        ({"class_map": "a.tif", "images": ["i.tif"]}, "a class map without images and dataset, found images too"),
        ({"model": "m.safetensors"}, "Expected a dataset or images for the model, found none"),
        ({"model": "m.safetensors", "dataset": "d", "images": ["i.tif"]}, "images for the model, found both"),
        ({"model": "m.safetensors", "dataset": "d", "reference": ["r.tif"]}, "found reference rasters too"),
        ({"model": "m.safetensors", "dataset": "d", "grid": "g.gpkg"}, "found grid too: leave it out"),
        ({"model": "m.safetensors", "dataset": "d", "background_value": 0}, "found background value too"),
        ({"class_map": "a.tif"}, "reference rasters or reference polygons, found neither"),
        ({"class_map": "a.tif", "reference": ["r.tif"], "reference_polygons": "p.gpkg"}, "polygons, found both"),
        ({"class_map": "a.tif", "reference": ["r.tif", "s.tif"]}, "for the class map, found 2 instead of 1"),
        ({"model": "m.safetensors", "images": ["i.tif", "j.tif"], "reference": ["r.tif"]}, "found 1 instead of 2"),
        ({"class_map": "a.tif", "reference": ["r.tif"], "class_field": "kind"}, "found one with rasters"),
        ({"class_map": "a.tif", "reference": ["r.tif"], "split": "test"}, "a grid for the split 'test', found none"),
    ],
)
def test_what_does_not_go_together_is_refused(given, sentence):
    with pytest.raises(InvalidJob) as refused:
        Evaluate.from_parameters(given).run()
    assert sentence in str(refused.value)
    assert str(refused.value).count(": ") == 1


def test_a_report_that_cannot_be_written_is_refused_before_the_work(rasters, tmp_path):
    (tmp_path / "report.csv").mkdir()
    with pytest.raises(UnwritableOutput, match=r"report\.csv is a folder"):
        Evaluate(class_map=rasters[0], reference=[rasters[1]], report=tmp_path / "report.html").run()


def test_no_input_is_written_over(model, dataset, rasters, write_polygons):
    manifest = (dataset / "dataset.json").read_bytes()
    with pytest.raises(UnwritableOutput, match=r"dataset\.json is an input"):
        Evaluate(model=model, dataset=dataset, report=dataset / "dataset.html", device="cpu").run()
    assert (dataset / "dataset.json").read_bytes() == manifest
    known = write_polygons("known.json", [(5, 10, 25, 30)], kind=[1])  # GeoJSON by another name
    with pytest.raises(UnwritableOutput, match=r"known\.json is an input"):
        Evaluate(class_map=rasters[0], reference_polygons=known, report=known.with_suffix(".html")).run()
