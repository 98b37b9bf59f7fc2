"""Work is done whatever happens to those who do it; real processes, real kills."""

import itertools
import signal
import subprocess
import sys

import pytest

from seg4eo_engine.cluster.backlog import GivenUp
from seg4eo_engine.cluster.clusters import RemoteCluster
from seg4eo_engine.cluster.dispatch import Dispatcher
from seg4eo_engine.errors import Cancelled, ClusterUnavailable


def outcomes(dispatcher, recipe, items, **how):
    found = [each for done in dispatcher.run(recipe, items, **how) for each in done]
    assert len(dict(found)) == len(found), "an item came twice"
    return dict(found)


def squares_of(count):
    return {item: item * item for item in range(count)}


def test_every_item_is_done_once_by_workers_that_open_the_recipe_once(local, squares, listener, tmp_path):
    with Dispatcher(local(), listener) as dispatcher:
        dispatcher.check_workers(squares())
        assert len(dispatcher.workers) >= 1
        assert outcomes(dispatcher, squares(), range(60)) == squares_of(60)
    assert len(list((tmp_path / "notes").glob("opened_*"))) <= 2
    assert any("dashboard" in text for text in listener.infos)


def test_items_are_asked_for_as_they_are_needed(local, squares, listener):
    asked = itertools.count()
    with Dispatcher(local(), listener) as dispatcher:
        run = dispatcher.run(squares(), (next(asked) for _ in itertools.count()))
        done = sum(len(next(run)) for _ in range(20))
        assert next(asked) - done <= 4


def test_workers_and_scheduler_may_be_killed(local, squares, listener, when_noted, nodes):
    recipe = squares(seconds=0.2)
    for count in (4, 25):
        when_noted(count, lambda: [worker.kill() for worker in nodes("worker")[:1]])
    when_noted(12, lambda: nodes("scheduler")[0].kill())
    with Dispatcher(local(), listener) as dispatcher:
        assert outcomes(dispatcher, recipe, range(40)) == squares_of(40)
    assert any("scheduler of the cluster is gone" in text for text in listener.warnings)


def test_a_worker_that_stops_answering_holds_nobody_up(local, squares, listener, when_noted, nodes, monkeypatch):
    monkeypatch.setattr("seg4eo_engine.cluster.dispatch.LEAST_LATE_S", 1.0)
    with Dispatcher(local(), listener) as dispatcher:
        dispatcher.check_workers(squares())
        when_noted(6, lambda: nodes("worker")[0].send_signal(signal.SIGSTOP))
        assert outcomes(dispatcher, squares(seconds=0.1), range(20)) == squares_of(20)


def test_nobody_takes_over_what_must_not_be_done_by_two(local, squares, listener, tmp_path, monkeypatch):
    monkeypatch.setattr("seg4eo_engine.cluster.dispatch.LEAST_LATE_S", 0.1)
    monkeypatch.setattr("seg4eo_engine.cluster.dispatch.LATE", 0.1)
    monkeypatch.setattr("seg4eo_engine.cluster.dispatch.LOOK_S", 0.1)
    recipe = squares(seconds=0.8)
    with Dispatcher(local(), listener) as dispatcher:
        dispatcher.check_workers(recipe)
        assert outcomes(dispatcher, recipe, range(3), shared=False) == squares_of(3)
    assert len(list((tmp_path / "notes").glob("begun_*"))) == 3


def test_an_item_that_fails_everywhere_ends_the_run_with_its_own_error(local, squares, listener, tmp_path):
    with Dispatcher(local(), listener) as dispatcher, pytest.raises(FileNotFoundError, match="the item is broken"):
        outcomes(dispatcher, squares(broken=3), range(10))
    assert len(list((tmp_path / "notes").glob("begun_3_*"))) == 3


def test_an_item_that_ends_its_workers_is_given_up_where_that_is_asked_for(local, squares, listener, tmp_path):
    with Dispatcher(local(), listener) as dispatcher:
        found = outcomes(dispatcher, squares(deadly=3), range(8), shared=False, most_ends=2)
    assert found == squares_of(8) | {3: GivenUp(2)}
    assert len(list((tmp_path / "notes").glob("begun_3_*"))) == 2


def test_the_run_after_one_that_failed_hears_nothing_of_it(local, squares, listener):
    with Dispatcher(local(), listener) as dispatcher:
        with pytest.raises(FileNotFoundError):
            outcomes(dispatcher, squares(broken=0, seconds=0.1), range(10))
        assert outcomes(dispatcher, squares(), range(2, 6)) == {item: item * item for item in range(2, 6)}


def test_workers_that_cannot_do_the_work_are_told_of_at_once(local, squares, listener):
    with (
        Dispatcher(local(threads=2), listener) as dispatcher,
        pytest.raises(ClusterUnavailable, match="so many threads"),
    ):
        dispatcher.check_workers(squares(unsuitable_threads=2))


def test_a_cancel_ends_the_processes(local, squares, listener):
    with Dispatcher(local(), listener) as dispatcher, pytest.raises(Cancelled):
        for _ in dispatcher.run(squares(), itertools.count()):
            listener.check_cancelled = lambda: (_ for _ in ()).throw(Cancelled("stop"))


def test_without_a_scheduler_the_run_ends_with_its_address(listener):
    cluster = RemoteCluster("tcp://127.0.0.1:9", patience_s=0.5)
    with pytest.raises(ClusterUnavailable, match=r"tcp://127\.0\.0\.1:9"), Dispatcher(cluster, listener):
        pass


@pytest.fixture
def remote(tmp_path, squares):
    """The scheduler file of a cluster that others have started, with one worker that can do the work and one not."""
    path = tmp_path / "scheduler.json"
    options = ["--host", "127.0.0.1", "--no-dashboard"]
    commands = [
        ["scheduler", "--scheduler-file", path, "--port", "0", *options],
        *(
            [
                "worker",
                "--scheduler-file",
                path,
                "--nthreads",
                threads,
                "--no-nanny",
                "--local-directory",
                tmp_path,
                *options,
            ]
            for threads in ("1", "2")
        ),
    ]
    processes = [
        subprocess.Popen([sys.executable, "-m", "dask", *map(str, words)], stderr=subprocess.DEVNULL)
        for words in commands
    ]
    yield path
    for process in reversed(processes):
        process.kill()
        process.wait()


def test_a_cluster_that_is_there_is_found_by_its_scheduler_file(remote, squares, listener, tmp_path):
    recipe = squares(unsuitable_threads=2)
    with Dispatcher(RemoteCluster(str(remote)), listener) as dispatcher:
        assert outcomes(dispatcher, recipe, range(100)) == squares_of(100)
    assert len(list((tmp_path / "notes").glob("opened_*"))) == 1
