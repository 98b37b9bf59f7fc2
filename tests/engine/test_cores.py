"""How many cores are used, by what the user says and what the machine has."""

import os
import threading

import pytest

from seg4eo_engine import cores
from seg4eo_engine.patches.parallel import map_in_order


@pytest.mark.parametrize(
    ("said", "limit"), [("3", 3), ("3,2", 3), (" 4 ", 4), ("", None), ("0", None), ("-1", None), ("many", None)]
)
def test_the_limit_is_what_the_variable_says(monkeypatch, said, limit):
    monkeypatch.setenv("OMP_NUM_THREADS", said)
    assert cores.core_limit() == limit
    assert cores.usable_cores() == (limit or os.cpu_count())


def test_without_the_variable_all_cores_are_used(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert cores.core_limit() is None
    assert cores.usable_cores() == os.cpu_count()


def test_patches_are_worked_on_by_no_more_threads_than_allowed(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    seen = set(map_in_order(lambda _: threading.current_thread().name, range(50)))
    assert len(seen) == 1
