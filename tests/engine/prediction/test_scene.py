"""Whole scenes, with a network whose answer is known."""

import json
import shutil

import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.windows import Window
from rio_cogeo.cogeo import cog_validate

from seg4eo_engine.errors import Cancelled, UnwritableOutput
from seg4eo_engine.prediction.assembly import MapFile, Placement
from seg4eo_engine.prediction.block_maker import BlockMaker
from seg4eo_engine.prediction.journal import Journal
from seg4eo_engine.prediction.layers import LayerRequest
from seg4eo_engine.prediction.pipeline import Scene
from seg4eo_engine.prediction.plan import PixelCost, WindowLayout, plan_prediction
from seg4eo_engine.prediction.scene import MapRequest, locked_folder, map_scene, map_scene_elsewhere, parts_folder
from seg4eo_engine.progress import SilentReporter
from seg4eo_engine.raster.classes import default_class
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.views import RasterView

VALUES = np.array((1, 2, 3, 4, 7))
CLASSES = tuple(default_class(value, position) for position, value in enumerate(VALUES.tolist()))
COST = PixelCost(bands=len(CLASSES), itemsize=4, num_classes=len(CLASSES), block_height_px=32)


class CancelAfter(SilentReporter):
    def __init__(self, batches):
        self._left = batches

    def check_cancelled(self):
        self._left -= 1
        if self._left < 0:
            raise Cancelled("stop")


class Run:
    """Maps a scene in the way that its arguments say; a second call with the same name goes on with the first."""

    def __init__(self, tmp_path):
        self.tmp_path = tmp_path

    def __call__(
        self, path, backend, *, name="map", window_px=32, overlap_px=8, columns_px=10**6, block_px=10**9, batch_size=3,
        blending="smooth", area=None, wanted=None, reporter=None, layers=None, order=None,
    ):  # fmt: skip
        with rasterio.open(path) as file:
            grid = RasterGrid.from_dataset(file)
        layout = WindowLayout(grid.width, grid.height, window_px, overlap_px, backend.margin_px, blending)
        plan = plan_prediction(layout, COST, columns_px * COST.bytes_per_column(layout), area, block_px)
        request = layers or LayerRequest(CLASSES, confidence=True)
        files = [MapFile(layer, self.tmp_path / f"{name}_{layer.name}.tif") for layer in request.layers()]
        scene = Scene(RasterView(str(path)), list(range(1, len(CLASSES) + 1)), wanted)
        placement = Placement(grid)
        map_request = MapRequest(
            files, placement.part(plan.area), placement, {"SEG4EO_TEST": "yes"}, batch_size, request.reject_below
        )
        with locked_folder(files[0].path) as folder:
            found = Journal.find(folder)
            journal = found[0] if found else Journal.begin(folder, {}, {})
            if order is None:
                summary = map_scene(scene, plan, backend, map_request, folder, journal, reporter or SilentReporter())
            else:
                make_block = BlockMaker(
                    scene, plan, backend, request.layers(), journal.parts, batch_size=batch_size, reject_below=None
                )

                def make(indexes):
                    return ([make_block(index)] for index in order(indexes))

                summary = map_scene_elsewhere(scene, plan, map_request, folder, journal, make, SilentReporter())
        return *(file.path for file in files), summary


@pytest.fixture
def run(tmp_path):
    return Run(tmp_path)


def read(path):
    with rasterio.open(path) as file:
        return file.read(1)


@pytest.mark.parametrize(
    ("width", "height", "window_px", "overlap_px"),
    [
        (100, 75, 32, 8),
        (33, 97, 32, 16),
        (64, 64, 32, 0),
        (31, 20, 32, 8),
        (1, 50, 32, 8),
        (50, 1, 32, 31),
        (97, 65, 32, 27),
    ],
)
def test_the_map_is_the_class_of_the_highest_probability(
    run, write_scene, backend, width, height, window_px, overlap_px
):
    path, pixels = write_scene(width, height)
    class_map, confidence, _ = run(path, backend, window_px=window_px, overlap_px=overlap_px)
    assert (read(class_map) == VALUES[pixels.argmax(0)]).all()
    assert read(confidence) == pytest.approx(100 * pixels.max(0), abs=0.5001)


@settings(max_examples=40)
@given(data=st.data())
def test_the_map_is_exact_for_any_size_overlap_margin_and_cut(run, write_scene, backend_with_margin, data):
    width, height = data.draw(st.integers(1, 120)), data.draw(st.integers(1, 120))
    window_px = data.draw(st.integers(2, 48))
    margin_px = data.draw(st.integers(0, (window_px - 1) // 2))
    overlap_px = data.draw(st.integers(0, window_px - 2 * margin_px - 1))
    path, pixels = write_scene(width, height)
    class_map, _, _ = run(
        path, backend_with_margin(margin_px), window_px=window_px, overlap_px=overlap_px,
        columns_px=data.draw(st.integers(1, 200)), block_px=data.draw(st.integers(1, 10_000)),
        batch_size=data.draw(st.integers(1, 9)),
    )  # fmt: skip
    assert (read(class_map) == VALUES[pixels.argmax(0)]).all()


@pytest.mark.parametrize("blending", ["crop", "none"])
def test_without_blending_too_every_pixel_has_one_answer(run, write_scene, backend, blending):
    path, pixels = write_scene(101, 77)
    class_map, _, _ = run(path, backend, overlap_px=8 if blending == "crop" else 0, blending=blending)
    assert (read(class_map) == VALUES[pixels.argmax(0)]).all()


@pytest.mark.parametrize(
    ("columns_px", "block_px", "batch_size"), [(32, 500, 1), (70, 4000, 2), (120, 10**9, 7), (10**6, 1, 64)]
)
def test_the_map_does_not_depend_on_strips_blocks_and_batches(
    run, write_scene, backend, columns_px, block_px, batch_size
):
    path, _ = write_scene(150, 90)
    whole = run(path, backend, overlap_px=12, name="whole")
    cut = run(path, backend, overlap_px=12, name="cut", columns_px=columns_px, block_px=block_px, batch_size=batch_size)
    assert (read(whole[0]) == read(cut[0])).all()
    assert (read(whole[1]) == read(cut[1])).all()


@pytest.mark.parametrize("columns_px", [50, 10**6])
def test_a_part_of_the_scene_gets_the_pixels_that_it_has_in_the_map_of_the_whole(run, write_scene, backend, columns_px):
    path, _ = write_scene(150, 130)
    whole = run(path, backend, overlap_px=12, name="whole")
    area = Window(41, 23, 60, 87)
    part = run(path, backend, overlap_px=12, name="part", area=area, columns_px=columns_px, block_px=2000)
    for of_part, of_whole in zip(part[:2], whole[:2], strict=True):
        assert (read(of_part) == read(of_whole)[area.toslices()]).all()
    with rasterio.open(path) as scene, rasterio.open(part[0]) as result:
        assert result.transform == scene.window_transform(area)


def test_a_part_of_the_scene_takes_the_windows_that_touch_it(run, write_scene, backend):
    path, _ = write_scene(320, 320)
    assert run(path, backend, area=Window(40, 40, 32, 32))[-1].windows <= 9


@pytest.mark.parametrize("block_px", [10**9, 2000])
def test_only_wanted_pixels_are_mapped_and_only_their_windows_are_predicted(run, write_scene, backend, block_px):
    path, pixels = write_scene(160, 160)
    wanted = np.zeros((160, 160), dtype=bool)
    wanted[40:60, 100:120] = True

    class Wanted:
        def mask(self, window):
            found = np.zeros((window.height, window.width), dtype=bool)
            inside = wanted[window.toslices()]
            found[: inside.shape[0], : inside.shape[1]] = inside
            return found

        def touches(self, window):
            return self.mask(window).any()

    class_map, _, summary = run(path, backend, wanted=Wanted(), block_px=block_px)
    assert (read(class_map) == np.where(wanted, VALUES[pixels.argmax(0)], 0)).all()
    assert summary.windows == backend.windows <= 4


def test_windows_across_the_border_of_two_strips_are_predicted_once(run, write_scene, backend, tmp_path):
    path, _ = write_scene(150, 90)
    whole = run(path, backend, overlap_px=12, name="whole")
    cut = run(path, backend, overlap_px=12, name="cut", columns_px=60)
    assert cut[-1].windows == whole[-1].windows
    assert (read(cut[0]) == read(whole[0])).all()
    assert (read(cut[1]) == read(whole[1])).all()


@pytest.mark.parametrize("area", [None, Window(41, 23, 60, 57)])
def test_blocks_that_are_made_one_by_one_in_any_order_are_those_of_the_whole(run, write_scene, backend, area):
    path, _ = write_scene(150, 90)
    whole = run(path, backend, overlap_px=12, name="whole", area=area)
    cut = {"columns_px": 60, "block_px": 900, "overlap_px": 12, "area": area}

    def shuffled(indexes):
        return np.random.default_rng(0).permutation(list(indexes)).tolist()

    apart = run(path, backend, name="apart", order=shuffled, **cut)
    for of_apart, of_whole in zip(apart[:2], whole[:2], strict=True):
        assert (read(of_apart) == read(of_whole)).all()
    assert apart[-1].windows > whole[-1].windows
    assert not parts_folder(apart[0]).exists()


def test_invalid_pixels_have_no_class_and_no_confidence(run, write_scene, backend):
    invalid = np.zeros((90, 80), dtype=bool)
    invalid[:40, :50] = True
    invalid[70, 70] = True
    path, pixels = write_scene(80, 90, invalid=invalid)
    class_map, confidence, summary = run(path, backend)
    assert (read(class_map)[invalid] == 0).all()
    assert (read(confidence)[invalid] == 255).all()
    assert (read(class_map)[~invalid] == VALUES[pixels[:, ~invalid].argmax(0)]).all()
    assert summary.valid_share == pytest.approx((~invalid).mean())


def test_windows_without_a_valid_pixel_are_not_predicted(run, write_scene, backend):
    invalid = np.zeros((64, 128), dtype=bool)
    invalid[:, :64] = True
    path, _ = write_scene(128, 64, invalid=invalid)
    run(path, backend, overlap_px=0)
    assert backend.windows == 4


def test_a_scene_without_a_valid_pixel_becomes_an_empty_map(run, write_scene, backend):
    path, _ = write_scene(70, 50, invalid=np.ones((50, 70), dtype=bool))
    class_map, _, summary = run(path, backend)
    assert (read(class_map) == 0).all()
    assert (summary.valid_share, summary.windows) == (0, 0)


def test_the_map_lies_on_the_pixels_of_the_scene(run, write_scene, backend):
    path, _ = write_scene(100, 75)
    class_map, _, _ = run(path, backend)
    with rasterio.open(path) as scene, rasterio.open(class_map) as result:
        assert RasterGrid.from_dataset(scene).describe_difference(RasterGrid.from_dataset(result)) is None


def test_the_map_carries_palette_overviews_tags_and_names(run, write_scene, backend):
    path, _ = write_scene(1100, 600)
    class_map, confidence, _ = run(path, backend, window_px=256, overlap_px=0)
    with rasterio.open(class_map) as result:
        assert result.colormap(1)[7][:3] == CLASSES[-1].rgb
        assert result.overviews(1)
        assert result.tags()["SEG4EO_TEST"] == "yes"
        assert json.loads(result.tags()["SEG4EO_CLASSES"])["7"] == "class 7"
        assert result.nodata == 0
    assert "<Category>class 7</Category>" in class_map.with_name(f"{class_map.name}.aux.xml").read_text()
    assert 'label="class 7"' in class_map.with_suffix(".qml").read_text()
    for path in (class_map, confidence):
        assert cog_validate(path, strict=True) == (True, [], [])


def test_uncertainty_and_probabilities_are_written_where_asked_for(run, write_scene, backend):
    path, pixels = write_scene(90, 70)
    layers = LayerRequest(CLASSES, uncertainty="entropy", probabilities=True, score_format="float32")
    _, uncertainty, probabilities, _ = run(path, backend, layers=layers)
    entropy = -(pixels * np.log(pixels)).sum(0) / np.log(len(pixels))
    assert read(uncertainty) == pytest.approx(100 * entropy, abs=1e-3)
    with rasterio.open(probabilities) as file:
        assert file.read() == pytest.approx(100 * pixels, abs=1e-3)
        assert file.descriptions == tuple(item.name for item in CLASSES)


def test_pixels_of_little_confidence_get_a_class_of_their_own(run, write_scene, backend):
    path, pixels = write_scene(90, 70)
    class_map, _ = run(path, backend, layers=LayerRequest(CLASSES, reject_below=35))
    expected = np.where(100 * pixels.max(0) < 35, 8, VALUES[pixels.argmax(0)])
    assert (read(class_map) == expected).all()
    assert 'label="unsure"' in class_map.with_suffix(".qml").read_text()


def test_a_run_that_is_cancelled_early_leaves_nothing(run, write_scene, backend, tmp_path):
    path, _ = write_scene(100, 75)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(Cancelled):
        run(path, backend, reporter=CancelAfter(2))
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("batches", range(3, 31, 4))
def test_a_run_that_is_cancelled_goes_on_to_the_same_map(run, write_scene, backend, tmp_path, batches):
    path, _ = write_scene(110, 150)
    cut = {"columns_px": 70, "block_px": 1500, "overlap_px": 12}
    whole = run(path, backend, name="whole", **cut)
    needed = backend.windows
    with pytest.raises(Cancelled):
        run(path, backend, name="stopped", reporter=CancelAfter(batches), **cut)
    assert not (tmp_path / "stopped_class_map.tif").exists()
    backend.windows = 0
    stopped = run(path, backend, name="stopped", **cut)
    assert backend.windows <= needed
    for of_stopped, of_whole in zip(stopped[:2], whole[:2], strict=True):
        assert (read(of_stopped) == read(of_whole)).all()
    assert stopped[-1].valid_share == 1
    assert not parts_folder(stopped[0]).exists()


def test_finished_blocks_are_not_predicted_again(run, write_scene, backend):
    path, _ = write_scene(64, 320)
    with pytest.raises(Cancelled):
        run(path, backend, reporter=CancelAfter(20), batch_size=1, block_px=64 * 64, overlap_px=0)
    backend.windows = 0
    run(path, backend, batch_size=1, block_px=64 * 64, overlap_px=0)
    assert backend.windows < 8


def test_a_run_that_ends_while_it_removes_its_parts_is_not_gone_on_with(run, write_scene, backend, monkeypatch):
    path, _ = write_scene(64, 64)
    really_remove = shutil.rmtree

    def end_on_the_way(folder, **how):
        if folder.name.endswith("class_map.parts"):
            monkeypatch.undo()
            for parts in folder.glob("*/"):
                really_remove(parts)
            raise KeyboardInterrupt
        really_remove(folder, **how)

    monkeypatch.setattr("seg4eo_engine.prediction.scene.shutil.rmtree", end_on_the_way)
    with pytest.raises(KeyboardInterrupt):
        run(path, backend)
    class_map, _, summary = run(path, backend)
    assert summary.windows
    assert not parts_folder(class_map).exists()


def test_a_second_run_to_the_same_output_is_refused(tmp_path):
    with (
        locked_folder(tmp_path / "map.tif"),
        pytest.raises(UnwritableOutput, match=r"map\.tif alone, found another run"),
        locked_folder(tmp_path / "map.tif"),
    ):
        pass


def test_an_error_of_the_network_leaves_the_earlier_map_as_it_was(run, write_scene, backend):
    path, _ = write_scene(100, 75)
    class_map, _, _ = run(path, backend)
    earlier = class_map.read_bytes()

    class Broken(type(backend)):
        def predict(self, pixels, valid_mask):
            raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        run(path, Broken())
    assert class_map.read_bytes() == earlier
