"""What the job ``predict`` can be asked for besides a class map of a whole raster."""

import json
import shutil
from xml.etree import ElementTree

import geopandas
import numpy as np
import pytest
import rasterio
import shapely
from rasterio import Affine
from rio_cogeo.cogeo import cog_validate

from seg4eo_engine.errors import GridMismatch, InvalidModel, UnwritableOutput
from seg4eo_engine.jobs import Predict
from seg4eo_engine.models.checkpoint import load_networks, save_model
from seg4eo_engine.raster.styles import SCORE_STOPS


def read(path, band=1):
    with rasterio.open(path) as file:
        return file.read(band)


@pytest.fixture
def predict(model, scene, tmp_path):
    """Run the job with small windows, so that blending and blocks have something to do."""

    def run(name="map", reporter=None, **settings):
        defaults = {
            "model": model, "raster": scene, "output": tmp_path / f"{name}.tif", "device": "cpu", "backend": "torch",
            "precision": "fp32", "window_px": 64, "overlap_px": 16,
        }  # fmt: skip
        job = Predict.from_parameters(defaults | settings)
        return job.run(reporter) if reporter else job.run()

    return run


def test_all_files_are_valid_cogs_with_provenance(predict, tmp_path, model):
    outputs = {name: tmp_path / f"{name}.tif" for name in ("confidence", "uncertainty", "probabilities")}
    result = predict(**outputs, test_time_augmentation="flips")
    for path in (result.output, *outputs.values()):
        assert cog_validate(path, strict=True) == (True, [], [])
        with rasterio.open(path) as file:
            tags = file.tags()
        assert json.loads(tags["SEG4EO_PARAMETERS"])["test_time_augmentation"] == "flips"
        run = {"backend": "torch", "precision": "fp32", "device": "cpu", "window_px": 64, "overlap_px": 16}
        assert json.loads(tags["SEG4EO_RUN"]) == run
        assert str(tmp_path) not in str(tags)
    assert not list(tmp_path.glob("*.parts"))


def test_scores_say_what_they_are_and_are_styled_from_nothing_to_a_hundred_percent(predict, tmp_path):
    outputs = {name: tmp_path / f"{name}.tif" for name in ("confidence", "uncertainty", "probabilities")}
    predict(**outputs)
    for name, path in outputs.items():
        style = ElementTree.parse(path.with_suffix(".qml"))
        assert [item.get("label") for item in style.iter("item")][:: len(SCORE_STOPS) - 1] == ["0 %", "100 %"]
        assert style.find(".//rampLegendSettings").get("suffix") == " %"
        with rasterio.open(path) as file:
            assert name == "probabilities" or file.descriptions == (name,)


def test_deflate_is_read_by_programs_of_any_age(predict):
    with rasterio.open(predict(compression="deflate").output) as file:
        assert file.compression.name == "deflate"


def test_an_area_of_interest_has_the_pixels_of_the_whole_map_and_nothing_outside(predict, scene, tmp_path):
    whole = read(predict("whole").output)
    with rasterio.open(scene) as file:
        corners = [file.transform * corner for corner in ((30, 40), (100, 60), (70, 120))]
        outline = shapely.Polygon(corners)
        geopandas.GeoDataFrame(geometry=[outline], crs=file.crs).to_crs(4326).to_file(tmp_path / "area.gpkg")
        inside = rasterio.features.geometry_mask([outline], file.shape, file.transform, invert=True)
        result = predict("part", area=tmp_path / "area.gpkg")
        with rasterio.open(result.output) as part:
            col, row = ~file.transform * (part.transform * (0, 0))
            place = np.s_[round(row) : round(row) + part.height, round(col) : round(col) + part.width]
    assert (part.width, part.height) == (70, 80)
    assert (read(result.output) == np.where(inside, whole, 0)[place]).mean() > 0.999  # pixels on the outline


def test_an_extent_is_a_rectangle_of_the_raster(predict, scene):
    with rasterio.open(scene) as file:
        left, top = file.transform * (20, 10)
        right, bottom = file.transform * (84, 106)
    result = predict("part", extent=f"{left},{right},{bottom},{top} [EPSG:32633]")
    assert (read(result.output) == read(predict("whole").output)[10:106, 20:84]).all()


def test_an_area_beside_the_raster_is_refused(predict):
    with pytest.raises(GridMismatch, match="Expected an area on the raster"):
        predict(extent="0,1,0,1")


def test_files_beside_one_another_are_one_scene(predict, scene, write_raster, tmp_path):
    whole = read(predict("whole").output)
    with rasterio.open(scene) as file:
        pixels, transform = file.read(), file.transform
    tiles = tmp_path / "tiles"
    tiles.mkdir()
    for number, cols in enumerate((slice(0, 90), slice(90, 192))):
        write_raster(
            f"tiles/{number}.tif", pixels[:, :, cols], transform=transform * Affine.translation(cols.start, 0),
            names=["red", "green", "nir"],
        )  # fmt: skip
    assert (read(predict("folder", raster=tiles).output) == whole).all()
    two = predict("two", raster=tiles / "0.tif", more_rasters=[tiles / "1.tif"])
    assert (read(two.output) == whole).all()


def test_several_models_say_the_mean_of_their_probabilities(predict, model, tmp_path):
    other = tmp_path / "other.safetensors"
    networks, manifest = load_networks(model)
    for weights in networks[0].parameters():
        weights.data.mul_(0.9)
    save_model(other, networks, manifest)
    asked = {"score_format": "float32"}
    single = [
        predict(name, model=path, probabilities=tmp_path / f"{name}_p.tif", **asked).probabilities
        for name, path in (("a", model), ("b", other))
    ]
    both = predict("both", more_models=[other], probabilities=tmp_path / "both_p.tif", **asked).probabilities
    for band in (1, 2, 3):
        mean = (read(single[0], band) + read(single[1], band)) / 2
        assert read(both, band) == pytest.approx(mean, abs=1e-3)


def test_models_of_other_classes_are_refused(predict, model, tmp_path):
    other = tmp_path / "other.safetensors"
    networks, manifest = load_networks(model)
    classes = tuple(item.model_copy(update={"value": item.value + 1}) for item in manifest.classes)
    save_model(other, networks, manifest.model_copy(update={"classes": classes}))
    with pytest.raises(InvalidModel, match=r"the classes \[1, 2, 3\], found \[2, 3, 4\] in other\.safetensors"):
        predict(more_models=[other])


def test_specks_below_the_minimum_mapping_unit_are_gone(predict, tmp_path):
    noisy, sieved = predict("noisy").output, predict("sieved", minimum_area=2000).output  # 20 pixels of 10 m

    def small(path):
        values = read(path)
        shapes = rasterio.features.shapes(values, mask=values > 0, connectivity=4)
        return sum(shapely.geometry.shape(shape).area < 20 for shape, _ in shapes)

    assert small(noisy) > 20
    assert small(sieved) == 0
    with rasterio.open(sieved) as file:
        assert file.colormap(1)[2] != (0, 0, 0, 0)
        assert "SEG4EO_RUN" in file.tags()


def test_polygons_of_the_map_have_its_classes_and_its_area(predict, tmp_path):
    result = predict(polygons=tmp_path / "polygons.gpkg", confidence=tmp_path / "confidence.tif", minimum_area=2000)
    polygons = geopandas.read_file(result.polygons)
    assert set(polygons.class_value) <= {1, 2, 3}
    assert polygons.area.sum() == pytest.approx((read(result.output) > 0).sum() * 100)
    assert polygons.mean_confidence.between(0, 100).all()


def test_a_map_at_the_resolution_of_the_model_lies_on_the_pixels_of_the_scene(
    predict, model, scene, reporter, tmp_path
):
    networks, manifest = load_networks(model)
    coarse = tmp_path / "coarse.safetensors"
    save_model(coarse, networks, manifest.model_copy(update={"ground_resolution_m": 20.0}))
    plain = predict("plain", model=coarse, reporter=reporter)
    assert any("20 m" in text and "esample" in text for text in reporter.texts)
    reporter.texts.clear()
    result = predict("resampled", model=coarse, resample=True, reporter=reporter)
    assert not any("20 m" in text for text in reporter.texts)
    assert result.windows < plain.windows
    with rasterio.open(scene) as file, rasterio.open(result.output) as mapped:
        assert (mapped.shape, mapped.transform, mapped.crs) == (file.shape, file.transform, file.crs)
        values = mapped.read(1)
    assert (values > 0).all()
    assert (values[::2, ::2] == values[1::2, 1::2]).all()


@pytest.mark.parametrize("backend", ["torch", "onnxruntime", "openvino"])
def test_every_backend_makes_about_the_same_map(predict, backend, tmp_path):
    reference = predict("reference", probabilities=tmp_path / "p0.tif", score_format="float32")
    result = predict("other", backend=backend, probabilities=tmp_path / "p1.tif", score_format="float32")
    assert (read(result.output) == read(reference.output)).mean() > 0.999
    assert read(tmp_path / "p1.tif") == pytest.approx(read(tmp_path / "p0.tif"), abs=0.05)


@pytest.mark.parametrize("backend", ["torch", "openvino"])
@pytest.mark.parametrize(
    "cut", [{"batch_size": 1}, {"batch_size": 7}, {"block_size_px": 64}, {"memory_mb": 64, "block_size_px": 90}]
)
def test_the_cut_changes_no_bit(predict, write_raster, coded_pixels, tmp_path, backend, cut):
    wide = write_raster("wide.tif", coded_pixels(150, 700), names=["red", "green", "nir"])
    scores = [tmp_path / f"{name}_scores.tif" for name in ("whole", "cut")]
    common = {"raster": wide, "backend": backend, "score_format": "float32"}
    predict("whole", probabilities=scores[0], **common)
    predict("cut", probabilities=scores[1], **common, **cut)
    for band in (1, 2, 3):
        assert (read(scores[0], band) == read(scores[1], band)).all()


def test_rotated_south_up_and_unplaced_scenes_keep_their_place(predict, write_raster, coded_pixels):
    pixels = coded_pixels(70, 90)
    names = ["red", "green", "nir"]
    for name, place in {
        "rotated": {"transform": Affine.translation(5e5, 5e6) * Affine.rotation(30) * Affine.scale(10, -10)},
        "south_up": {"transform": Affine(10, 0, 5e5, 0, 10, 5e6)},
        "unplaced": {"transform": Affine.identity(), "crs": None},
    }.items():
        raster = write_raster(f"{name}.tif", pixels, names=names, **place)
        with rasterio.open(raster) as file, rasterio.open(predict(f"{name}_map", raster=raster).output) as mapped:
            assert mapped.transform.almost_equals(file.transform)
            assert mapped.crs == file.crs
            assert (mapped.read(1) > 0).all()


def test_a_scene_with_control_points_gives_them_to_its_map(predict, write_raster, coded_pixels, tmp_path):
    raster = write_raster("points.tif", coded_pixels(70, 90), names=["red", "green", "nir"], crs=None)
    points = [
        rasterio.control.GroundControlPoint(row, col, 10 + col / 100, 50 - row / 100)
        for row, col in ((0, 0), (0, 90), (70, 0), (70, 90))
    ]
    with rasterio.open(raster, "r+") as file:
        file.transform = Affine.identity()
        file.gcps = (points, rasterio.crs.CRS.from_epsg(4326))
    with rasterio.open(predict(raster=raster).output) as mapped:
        found, crs = mapped.gcps
    assert crs.to_epsg() == 4326
    assert [(point.row, point.col, point.x, point.y) for point in found] == [
        (point.row, point.col, pytest.approx(point.x), pytest.approx(point.y)) for point in points
    ]


def test_outputs_that_would_share_their_sidecars_are_refused(predict, tmp_path):
    with pytest.raises(UnwritableOutput, match="another name for each output, found map twice"):
        predict(polygons=tmp_path / "map.gpkg")


def test_sidecars_of_an_earlier_map_do_not_stay(predict, tmp_path):
    predict()
    shutil.copy(tmp_path / "map.tif", tmp_path / "map.tif.ovr")
    predict()
    assert not (tmp_path / "map.tif.ovr").exists()
