"""What tests of the plugin and tests end to end share."""

import subprocess
import sys
from pathlib import Path

import pytest

MAP_SERVER = Path(__file__).with_name("map_server.py")


@pytest.fixture
def serve():
    """Serve a raster as a map service; return the address. See ``map_server.py`` for the faults."""
    servers = []

    def start(raster, *faults):
        command = [sys.executable, str(MAP_SERVER), str(raster), *faults]
        servers.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        return f"http://127.0.0.1:{servers[-1].stdout.readline().strip()}"

    yield start
    for server in servers:
        server.kill()
        server.wait()
        server.stdout.close()
