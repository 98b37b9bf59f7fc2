"""A cluster of real processes on this machine, and work for it that is done in no time."""

import os
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from seg4eo_engine.cluster.clusters import LocalCluster
from seg4eo_engine.progress import SilentReporter

HERE = str(Path(__file__).parent)


class Listener(SilentReporter):
    """Keeps what it is told."""

    def __init__(self):
        self.infos, self.warnings = [], []

    def info(self, text):
        self.infos.append(text)

    def warning(self, text):
        self.warnings.append(text)


@pytest.fixture
def listener():
    return Listener()


@pytest.fixture
def squares(tmp_path, monkeypatch):
    """Make a recipe that squares numbers; what it notes is in ``tmp_path / "notes"``."""
    monkeypatch.syspath_prepend(HERE)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([HERE, *filter(None, [os.environ.get("PYTHONPATH")])]))
    from recipes import Squares

    notes = tmp_path / "notes"
    notes.mkdir()
    yield lambda **fields: Squares(str(notes), **fields)
    sys.modules.pop("recipes", None)


@pytest.fixture
def local(tmp_path):
    """Make a local cluster; its processes must be gone at the end, and its files."""
    folder = tmp_path / "cluster"
    folder.mkdir()
    before = {process.pid for process in psutil.Process().children()}
    yield lambda workers=2, threads=1: LocalCluster(workers, threads, folder)
    assert {process.pid for process in psutil.Process().children()} <= before
    assert list(folder.iterdir()) == []


@pytest.fixture
def nodes():
    """Processes of the local cluster with this role: ``scheduler`` or ``worker``."""

    def find(role):
        found = []
        for process in psutil.Process().children():
            try:
                if role in process.cmdline():
                    found.append(process)
            except psutil.Error:  # it ended meanwhile
                continue
        return found

    return find


@pytest.fixture
def when_noted(tmp_path):
    """Call something once so many items were begun, while the test goes on."""
    threads = []

    def wait_and_call(count, call):
        while len(list((tmp_path / "notes").glob("begun_*"))) < count:
            time.sleep(0.01)
        call()

    def start(count, call):
        threads.append(threading.Thread(target=wait_and_call, args=(count, call), daemon=True))
        threads[-1].start()

    yield start
    for thread in threads:
        thread.join(10)
