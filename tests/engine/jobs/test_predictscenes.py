import csv
import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import rasterio
from rasterio import Affine

from seg4eo_engine import Predict, PredictScenes
from seg4eo_engine.errors import AllScenesFailed, Cancelled, InvalidJob, MissingInput

BANDS = ["red", "green", "nir"]
SIZE_PX = 64


def pixels(seed, bands=3, dtype=np.uint16):
    return np.random.default_rng(seed).integers(1, 60_000, (bands, SIZE_PX, SIZE_PX)).astype(dtype)


def place(number, crs="EPSG:32633"):
    """Scenes lie beside one another, and overlap by a quarter."""
    step_m = 10 * SIZE_PX * 3 / 4
    return {"crs": crs, "transform": Affine(10, 0, 500_000 + number * step_m, 0, -10, 5_200_000)}


@pytest.fixture
def scenes(write_raster, tmp_path):
    """A folder with three scenes."""
    folder = tmp_path / "scènes"
    folder.mkdir()
    for number in range(3):
        write_raster(f"scènes/s{number}.tif", pixels(number), names=BANDS, **place(number))
    return folder


@pytest.fixture
def broken(scenes, write_raster):
    """The same folder with five more scenes, of which none can be mapped, each for a reason of its own."""
    (scenes / "a_text.tif").write_text("no raster")
    (scenes / "b_empty.tif").touch()
    write_raster("scènes/c_bands.tif", pixels(7, bands=2), names=["red", "green"])
    whole = write_raster("scènes/d_cut.tif", pixels(8), names=BANDS).read_bytes()
    (scenes / "d_cut.tif").write_bytes(whole[: len(whole) // 2])
    write_raster("scènes/e_bytes.tif", pixels(9).astype(np.complex64), names=BANDS)
    return scenes


@pytest.fixture
def map_scenes(model, tmp_path, reporter):
    def run(**parameters):
        parameters = {"model": model, "output": tmp_path / "maps", "device": "cpu", "backend": "torch"} | parameters
        return PredictScenes(**parameters).run(reporter)

    return run


def read_list(result):
    with result.table.open(encoding="utf-8", newline="") as file:
        return {row["scene"]: row for row in csv.DictReader(file)}


def read(path):
    with rasterio.open(path) as dataset:
        return dataset.read()


def test_every_scene_of_a_folder_gets_the_map_that_it_gets_alone(map_scenes, scenes, model, tmp_path):
    result = map_scenes(folder=scenes, confidence=True, polygons=True)

    assert (result.mapped, result.failed) == (3, 0)
    for name in ("s0", "s1", "s2"):
        alone = tmp_path / f"alone_{name}.tif"
        Predict(model=model, raster=scenes / f"{name}.tif", output=alone, device="cpu", backend="torch").run()
        np.testing.assert_array_equal(read(result.output / f"{name}.tif"), read(alone))
        assert (result.output / f"{name}_confidence.tif").is_file()
        assert (result.output / f"{name}_polygons.gpkg").is_file()
        assert (result.output / f"{name}.qml").is_file()


def test_scenes_that_cannot_be_mapped_are_listed_with_the_reason_and_hold_nothing_up(map_scenes, broken, reporter):
    result = map_scenes(folder=broken)

    assert (result.mapped, result.failed) == (3, 5)
    listed = read_list(result)
    failures = {name: row for name, row in listed.items() if row["state"] == "failed"}
    assert sorted(failures) == ["a_text", "b_empty", "c_bands", "d_cut", "e_bytes"]
    assert all(row["reason"].startswith("Expected") for row in failures.values())
    assert len({row["reason"] for row in failures.values()}) == 5
    assert {row["tries"] for row in failures.values()} == {"2"}
    assert all(any(text.startswith(f"{name} has no map") for text in reporter.texts) for name in failures)
    maps = sorted(path.name for path in result.output.glob("*.tif"))
    assert maps == ["s0.tif", "s1.tif", "s2.tif"]
    assert not list(result.output.glob("*.parts"))


def test_a_scene_that_failed_is_tried_again_by_the_next_run(map_scenes, scenes, write_raster):
    given = [str(scenes / "late.tif"), str(scenes / "s0.tif")]
    result = map_scenes(rasters=given)
    assert (result.mapped, result.failed) == (1, 1)

    write_raster("scènes/late.tif", pixels(5), names=BANDS)
    result = map_scenes(rasters=given)

    assert (result.mapped, result.failed) == (2, 0)


def test_a_scene_is_tried_again_after_all_others(map_scenes, scenes, monkeypatch):
    """A server that answers late: the first scene cannot be opened until the last one was."""
    from seg4eo_engine.errors import NotARaster
    from seg4eo_engine.jobs.scenes import mapper

    opened, really_map = [], mapper.map_inputs

    def map_late(job, *arguments):
        opened.append(job.output.stem)
        if opened == ["s0"]:
            raise NotARaster("Expected an answer, found none.")
        return really_map(job, *arguments)

    monkeypatch.setattr(mapper, "map_inputs", map_late)
    result = map_scenes(folder=scenes)

    assert opened == ["s0", "s1", "s2", "s0"]
    assert (result.mapped, read_list(result)["s0"]["tries"]) == (3, "2")


def test_nothing_is_mapped_twice_unless_it_has_changed(map_scenes, scenes, write_raster):
    result = map_scenes(folder=scenes)
    written = {path.name: path.stat().st_mtime_ns for path in result.output.glob("*.tif")}
    write_raster("scènes/s1.tif", pixels(11), names=BANDS, **place(1))

    map_scenes(folder=scenes)

    now = {path.name: path.stat().st_mtime_ns for path in result.output.glob("*.tif")}
    assert {name for name in now if now[name] != written[name]} == {"s1.tif"}


def test_other_parameters_map_anew(map_scenes, scenes):
    result = map_scenes(folder=scenes)
    before = (result.output / "s0.tif").stat().st_mtime_ns

    map_scenes(folder=scenes, overlap_px=8)

    assert (result.output / "s0.tif").stat().st_mtime_ns != before


def test_a_run_that_was_cancelled_goes_on_with_the_scenes_that_are_left(
    model, scenes, tmp_path, cancelling, map_scenes
):
    with pytest.raises(Cancelled):
        PredictScenes(model=model, folder=scenes, output=tmp_path / "maps", device="cpu", backend="torch").run(
            cancelling(6)
        )
    done = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "maps").glob("*.tif")}
    assert 0 < len(done) < 3

    result = map_scenes(folder=scenes)

    assert result.mapped == 3
    assert {name: (result.output / name).stat().st_mtime_ns for name in done} == done


def test_the_mosaic_shows_every_map_the_later_ones_on_top(map_scenes, scenes, tmp_path):
    result = map_scenes(folder=scenes, mosaic=tmp_path / "all.tif")

    mosaic, quarter = read(result.mosaic)[0], SIZE_PX * 3 // 4
    assert mosaic.shape == (SIZE_PX, 2 * quarter + SIZE_PX)
    maps = [read(result.output / f"s{number}.tif")[0] for number in range(3)]
    np.testing.assert_array_equal(mosaic[:, :quarter], maps[0][:, :quarter])
    np.testing.assert_array_equal(mosaic[:, quarter : 2 * quarter], maps[1][:, :quarter])
    np.testing.assert_array_equal(mosaic[:, 2 * quarter :], maps[2])
    with rasterio.open(result.mosaic) as dataset:
        assert dataset.colormap(1)[1] == rasterio.open(result.output / "s0.tif").colormap(1)[1]
    assert (tmp_path / "all.qml").is_file()
    assert not (tmp_path / "all.parts").exists()


def test_scenes_of_two_zones_come_onto_one_grid(map_scenes, scenes, write_raster, tmp_path):
    other = {"crs": "EPSG:32632", "transform": Affine(10, 0, 958_000, 0, -10, 5_215_000)}
    write_raster("scènes/t0.tif", pixels(4), names=BANDS, **other)

    result = map_scenes(folder=scenes, mosaic=tmp_path / "all.tif")

    with rasterio.open(result.mosaic) as dataset:
        assert dataset.crs == "EPSG:32633"
        mapped = int((dataset.read(1) != dataset.nodata).sum())
    alone = SIZE_PX * (2 * SIZE_PX * 3 // 4 + SIZE_PX)
    assert 0.9 * SIZE_PX**2 < mapped - alone < 1.1 * SIZE_PX**2


def test_the_mosaic_can_have_a_crs_of_its_own(map_scenes, scenes, tmp_path):
    result = map_scenes(folder=scenes, mosaic=tmp_path / "all.tif", mosaic_crs="EPSG:3035")

    with rasterio.open(result.mosaic) as dataset:
        assert dataset.crs == "EPSG:3035"
        assert dataset.res[0] == pytest.approx(10, rel=0.1)


def catalogue_of(scenes, write_raster):
    """An item collection whose items have a file for each band, one of them coarser, and a thumbnail."""
    items = []
    for number in range(2):
        assets = {"thumbnail": {"href": f"./t{number}.jpg", "type": "image/jpeg", "roles": ["thumbnail"]}}
        for index, band in enumerate(BANDS):
            values = pixels(number)[index : index + 1]
            shift = {} if band != "nir" else {"transform": place(number)["transform"] * Affine.scale(2)}
            values = values if band != "nir" else values[:, ::2, ::2]
            write_raster(f"scènes/i{number}_{band}.tif", values, **(place(number) | shift))
            assets[f"asset{index}"] = {"href": f"./i{number}_{band}.tif", "bands": [{"name": band}]}
        items.append({"type": "Feature", "stac_version": "1.1.0", "id": f"item/{number}", "assets": assets})
    return items


def test_the_items_of_a_catalogue_are_scenes_with_a_file_for_each_band(map_scenes, scenes, write_raster):
    path = scenes / "catalogue.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": catalogue_of(scenes, write_raster)}))

    result = map_scenes(catalogue=path)

    assert sorted(read_list(result)) == ["item_0", "item_1"]
    with rasterio.open(result.output / "item_1.tif") as dataset:
        assert (dataset.width, dataset.height) == (SIZE_PX, SIZE_PX)
        assert dataset.transform == place(1)["transform"]


def test_a_catalogue_as_geoparquet_gives_the_same_maps(map_scenes, scenes, write_raster, tmp_path):
    items = catalogue_of(scenes, write_raster)
    as_json, as_parquet = scenes / "catalogue.json", scenes / "catalogue.parquet"
    as_json.write_text(json.dumps({"type": "FeatureCollection", "features": items}))
    pq.write_table(pa.Table.from_pylist([{"id": item["id"], "assets": item["assets"]} for item in items]), as_parquet)

    one = map_scenes(catalogue=as_json)
    other = map_scenes(catalogue=as_parquet, output=tmp_path / "others")

    for name in ("item_0.tif", "item_1.tif"):
        np.testing.assert_array_equal(read(one.output / name), read(other.output / name))


def test_an_item_without_a_band_is_a_scene_that_failed(map_scenes, scenes, write_raster):
    items = catalogue_of(scenes, write_raster)
    del items[0]["assets"]["asset1"]
    path = scenes / "catalogue.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": items}))

    listed = read_list(map_scenes(catalogue=path))

    assert listed["item_0"]["reason"].startswith("Expected one asset for the band green, found none")
    assert listed["item_1"]["state"] == "mapped"


def test_scenes_of_one_name_do_not_overwrite_each_other(map_scenes, scenes, write_raster):
    (scenes / "more").mkdir()
    write_raster("scènes/more/s0.tif", pixels(9), names=BANDS)

    result = map_scenes(rasters=[str(scenes / "s0.tif"), str(scenes / "more" / "s0.tif")])

    assert sorted(path.name for path in result.output.glob("*.tif")) == ["s0_1.tif", "s0_2.tif"]


def test_subfolders_are_looked_into_where_the_pattern_says_so(map_scenes, scenes, write_raster):
    (scenes / "more").mkdir()
    write_raster("scènes/more/s0.tif", pixels(9), names=BANDS)

    result = map_scenes(folder=scenes, pattern="**/s0.tif")

    assert sorted(read_list(result)) == ["more_s0", "s0"]


def test_a_run_of_which_all_scenes_fail_fails(map_scenes, tmp_path):
    (tmp_path / "x.tif").write_text("no raster")

    with pytest.raises(AllScenesFailed, match=r"found none among 1 .*scenes\.csv"):
        map_scenes(rasters=[str(tmp_path / "x.tif")])


def test_no_scenes_are_refused(map_scenes, tmp_path):
    with pytest.raises(InvalidJob, match="Expected a folder, a list or a catalogue"):
        map_scenes()
    with pytest.raises(MissingInput, match="found none there"):
        map_scenes(folder=tmp_path / "nowhere")


def test_an_unknown_crs_is_refused_before_anything_is_mapped(map_scenes, scenes, tmp_path):
    with pytest.raises(InvalidJob, match="EPSG:3035"):
        map_scenes(folder=scenes, mosaic=tmp_path / "all.tif", mosaic_crs="nowhere")
    assert not list((tmp_path / "maps").glob("*.tif"))
