"""Memory that was freed does not stay with the process."""

import platform

import psutil
import pytest

from seg4eo_engine.prediction.memory import give_back_freed_memory

MIB = 2**20
needs_glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library gives back by itself")


@needs_glibc
def test_freed_blocks_go_back_to_the_system_though_others_lie_above_them():
    blocks = [b"x" * (64 * 1024) for _ in range(200 * MIB // (64 * 1024))]  # of a size that glibc keeps
    above = b"x" * (64 * 1024)
    full = psutil.Process().memory_info().rss
    blocks.clear()
    give_back_freed_memory()
    assert full - psutil.Process().memory_info().rss > 150 * MIB
    assert len(above) == 64 * 1024
