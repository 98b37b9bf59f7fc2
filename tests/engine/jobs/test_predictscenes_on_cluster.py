"""Scenes that workers map side by side; real processes, real kills."""

import csv
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

import numpy as np
import psutil
import pytest
import rasterio

from seg4eo_engine.errors import Cancelled
from seg4eo_engine.jobs import PredictScenes
from seg4eo_engine.jobs.scenes.finding import ListedScene
from seg4eo_engine.jobs.scenes.listing import SceneList, write_list
from seg4eo_engine.jobs.scenes.on_cluster import LARGE_PX, large_scenes
from seg4eo_engine.raster.catalogue import Asset, CatalogueItem

BANDS = ["red", "green", "nir"]
SETTINGS = {"device": "cpu", "backend": "torch", "precision": "fp32", "window_px": 64, "overlap_px": 16}


def pixels(seed, side=64, bands=3):
    return np.random.default_rng(seed).integers(1, 60_000, (bands, side, side)).astype(np.uint16)


@pytest.fixture
def write_scenes(write_raster, tmp_path):
    """A folder with so many scenes of this side."""

    def write(count, side=64):
        folder = tmp_path / "scènes"
        folder.mkdir(exist_ok=True)
        for number in range(count):
            write_raster(f"scènes/s{number}.tif", pixels(number, side), names=BANDS)
        return folder

    return write


@pytest.fixture
def make_job(model, tmp_path):
    """A job with these fields besides the usual ones, whose maps lie in a folder of this name."""
    return lambda name, **fields: PredictScenes(model=model, output=tmp_path / name, **{**SETTINGS, **fields})


@pytest.fixture(autouse=True)
def no_process_is_left():
    before = {process.pid for process in psutil.Process().children()}
    yield
    assert {process.pid for process in psutil.Process().children()} <= before


def read_list(job):
    with (job.output / "scenes.csv").open(encoding="utf-8", newline="") as file:
        return {row["scene"]: row for row in csv.DictReader(file)}


def read(path):
    with rasterio.open(path) as dataset:
        return dataset.read()


def assert_same(job, other):
    """The same list but for the time that it took, the same pixels, and nothing else."""
    mine, theirs = read_list(job), read_list(other)
    assert list(mine) == list(theirs)
    for name, row in mine.items():
        for field in ("source", "state", "reason", "map", "valid_share"):
            assert row[field] == theirs[name][field]
        if row["map"]:
            np.testing.assert_array_equal(read(job.output / row["map"]), read(other.output / row["map"]))
    ours, others = ({path.name for path in each.output.iterdir()} for each in (job, other))
    assert ours - {".scenes.lock"} == others - {".scenes.lock"}


def workers():
    found = []
    for process in psutil.Process().children():
        try:
            if "worker" in process.cmdline():
                found.append(process)
        except psutil.Error:  # it ended meanwhile
            continue
    return found


@pytest.fixture
def when():
    """Call something as soon as a condition holds, while the test goes on."""
    threads, is_over = [], threading.Event()

    def wait_and_call(condition, call):
        while not condition():
            if is_over.wait(0.002):
                return
        call()

    def start(condition, call):
        threads.append(threading.Thread(target=wait_and_call, args=(condition, call), daemon=True))
        threads[-1].start()

    yield start
    is_over.set()
    for thread in threads:
        thread.join(10)


def maps_in(job):
    return len(list(job.output.glob("s*.tif")))


def test_workers_make_the_maps_and_the_list_of_one_process(make_job, write_scenes, write_raster, reporter):
    folder = write_scenes(6)
    (folder / "a_text.tif").write_text("no raster")
    write_raster("scènes/b_bands.tif", pixels(7, bands=2), names=["red", "green"])
    whole = write_raster("scènes/c_cut.tif", pixels(8), names=BANDS).read_bytes()
    (folder / "c_cut.tif").write_bytes(whole[: len(whole) // 2])
    write_raster("scènes/d_empty.tif", np.zeros((3, 64, 64), np.uint16), names=BANDS, nodata=0)
    fields = {"folder": folder, "confidence": True, "polygons": True}
    alone, together = make_job("alone", **fields), make_job("together", workers=2, **fields)
    alone.run()

    result = together.run(reporter)

    assert (result.mapped, result.failed) == (7, 3)
    assert_same(together, alone)
    assert {row["tries"] for row in read_list(together).values() if row["state"] == "failed"} == {"2"}
    assert any(text.startswith("d_empty: The map is empty") for text in reporter.texts)
    assert any(text.startswith("a_text has no map") for text in reporter.texts)
    assert reporter.fractions == sorted(reporter.fractions)
    assert reporter.fractions[-1] == 1


def test_workers_may_be_killed_again_and_again(make_job, write_scenes, reporter, when):
    fields = {"folder": write_scenes(8, side=200)}
    alone, together = make_job("alone", **fields), make_job("together", workers=2, **fields)
    alone.run()
    for count in (1, 4):
        when(lambda count=count: maps_in(together) >= count, lambda: [one.kill() for one in workers()[:1]])

    result = together.run(reporter)

    assert (result.mapped, result.failed) == (8, 0)
    assert_same(together, alone)


def test_a_scene_that_ends_every_worker_is_listed_and_ends_nothing_else(
    make_job, write_scenes, write_raster, reporter, monkeypatch, when
):
    monkeypatch.setattr("seg4eo_engine.jobs.scenes.on_cluster.MOST_ENDS", 2)
    folder = write_scenes(2)
    write_raster("scènes/deadly.tif", pixels(9, side=600), names=BANDS)
    job = make_job("maps", folder=folder, workers=1, tries=1)

    def at_the_deadly_one():
        found = []
        for worker in workers():
            with suppress(psutil.Error):
                found += [worker for file in worker.open_files() if "deadly.parts" in file.path]
        return found

    def kill_twice():
        killed = at_the_deadly_one()
        for worker in killed:
            worker.kill()
        when(lambda: set(at_the_deadly_one()) - set(killed), lambda: [one.kill() for one in at_the_deadly_one()])

    when(at_the_deadly_one, kill_twice)

    result = job.run(reporter)

    assert (result.mapped, result.failed) == (2, 1)
    assert "2 workers ended while they mapped it" in read_list(job)["deadly"]["reason"]
    assert not list(job.output.glob("deadly*"))


def test_a_run_that_was_killed_alone_ends_on_a_cluster(make_job, write_scenes, tmp_path):
    fields = {"folder": write_scenes(8)}
    whole, begun = make_job("whole", **fields), make_job("begun", **fields)
    whole.run()
    kill_when_some_are_mapped(begun, tmp_path)
    done = {path.name: path.stat().st_mtime_ns for path in begun.output.glob("s*.tif") if is_listed(begun, path)}

    begun.model_copy(update={"workers": 1}).run()

    assert_same(begun, whole)
    assert done
    assert {name: (begun.output / name).stat().st_mtime_ns for name in done} == done


def test_a_run_that_was_killed_on_a_cluster_ends_alone(make_job, write_scenes, tmp_path):
    fields = {"folder": write_scenes(8)}
    whole, begun = make_job("whole", **fields), make_job("begun", workers=1, **fields)
    whole.run()
    kill_when_some_are_mapped(begun, tmp_path)

    begun.model_copy(update={"workers": None}).run()

    assert_same(begun, whole)


def kill_when_some_are_mapped(job, tmp_path):
    job_file = tmp_path / "job.json"
    job_file.write_text('{"protocol": 1, "job": "predictscenes", "parameters": ' + job.model_dump_json() + "}")
    process = subprocess.Popen([sys.executable, "-m", "seg4eo_engine", "run", str(job_file)], stderr=subprocess.DEVNULL)
    children = []
    while maps_in(job) < 2:
        assert process.poll() is None, "it ended before it could be killed"
        children = psutil.Process(process.pid).children()
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    psutil.wait_procs(children, timeout=10)


def is_listed(job, path):
    rows = read_list(job) if (job.output / "scenes.csv").exists() else {}
    return path.stem in rows


def test_a_large_scene_among_small_ones_is_mapped_by_all_workers(
    make_job, write_scenes, write_raster, reporter, monkeypatch
):
    monkeypatch.setattr("seg4eo_engine.jobs.scenes.on_cluster.LARGE_PX", 20_000)
    folder = write_scenes(3)
    write_raster("scènes/t_large.tif", pixels(9, side=400), names=BANDS)
    fields = {"folder": folder, "block_size_px": 128}
    alone, together = make_job("alone", **fields), make_job("together", workers=2, **fields)
    alone.run()
    seen = []

    class Watcher(type(reporter)):
        def progress(self, fraction, stage, *, detail="", **count):
            seen.append((round(fraction, 3), detail))

    together.run(Watcher())

    assert_same(together, alone)
    of_the_large = [fraction for fraction, name in seen if name == "t_large"]
    assert len(set(of_the_large)) > 4  # block by block
    assert seen[0][1] == "t_large"


def test_a_large_scene_that_cannot_be_read_to_its_end_holds_nothing_up(
    make_job, write_scenes, write_raster, reporter, monkeypatch
):
    monkeypatch.setattr("seg4eo_engine.jobs.scenes.on_cluster.LARGE_PX", 20_000)
    folder = write_scenes(3)
    whole = write_raster("scènes/t_cut.tif", pixels(9, side=400), names=BANDS).read_bytes()
    (folder / "t_cut.tif").write_bytes(whole[: len(whole) // 2])
    job = make_job("maps", folder=folder, block_size_px=128, workers=1, tries=1)

    result = job.run(reporter)

    assert (result.mapped, result.failed) == (3, 1)
    assert "t_cut" in read_list(job)["t_cut"]["reason"]
    assert not list(job.output.glob("*.parts"))


def test_a_cancel_leaves_what_is_mapped_and_nothing_else(make_job, write_scenes, reporter):
    job = make_job("maps", folder=write_scenes(12), workers=2, polygons=True)

    class AfterSomeMaps(type(reporter)):
        def check_cancelled(self):
            if maps_in(job) > 2:
                raise Cancelled("The job was cancelled.")

    with pytest.raises(Cancelled):
        job.run(AfterSomeMaps())

    left = {path.name for path in job.output.iterdir()} - {".scenes.lock", "scenes.csv"}
    assert {name.split(".")[0].removesuffix("_polygons") for name in left} <= {f"s{number}" for number in range(12)}
    assert not [name for name in left if name.startswith(".") or name.endswith(".parts")]
    assert read_list(job)


def test_scenes_in_a_file_are_those_that_were_written(tmp_path):
    assets = {"a": Asset("https://x.org/ä.tif", ("red", "nir")), "b": Asset("b.jpg", is_data=False)}
    scenes = [
        ListedScene("s0", "of a folder", "/data/s0.tif"),
        ListedScene("ü 1", "items.json: ü/1", item=CatalogueItem("ü/1", assets)),
    ]
    write_list(scenes, tmp_path / "list")

    read_again = SceneList(tmp_path / "list")

    assert [read_again[index] for index in (1, 0)] == [scenes[1], scenes[0]]
    assert len(read_again) == 2


@pytest.mark.parametrize(
    ("sides", "workers", "large"),
    [
        ((4000,) * 7, 8, set()),  # too small, however few
        ((9000,) * 3, 8, {0, 1, 2}),  # workers would have nothing to do
        ((9000,) * 20, 8, set()),
        ((500, 60_000, 500), 2, {1}),
        ((500, 60_000) * 8, 2, set()),  # many
    ],
)
def test_scenes_are_large_that_would_hold_up_the_others(sides, workers, large):
    scenes = [ListedScene(str(side), "", str(side)) for side in sides]
    assert large_scenes(scenes, lambda scene: int(scene.raster) ** 2, workers) == large
    assert LARGE_PX == 4096**2


def test_one_huge_file_among_many_scenes_is_large(tmp_path):
    sizes = [10] * 20 + [1000, 1000]
    scenes = []
    for number, size in enumerate(sizes):
        path = tmp_path / f"s{number}.tif"
        path.write_bytes(bytes(size))
        scenes.append(ListedScene(path.stem, "", str(path)))
    sides = {scenes[20].name: 5000, scenes[21].name: 4000}  # many bytes can be few pixels
    scenes.append(ListedScene("far away", "", "https://example.com/scene.tif"))
    assert large_scenes(scenes, lambda scene: sides[scene.name] ** 2, workers=2) == {20}
