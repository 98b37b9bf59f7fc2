"""A QGIS with variables that lead libraries astray still gets a right map."""

import os
import subprocess

import pytest
from osgeo import gdal


@pytest.fixture(scope="module")
def poison(tmp_path_factory):
    """What other software leaves in the environment, pointing at things that do harm."""
    folder = tmp_path_factory.mktemp("poison")
    for name in ("torch", "rasterio", "pydantic"):
        (folder / f"{name}.py").write_text("raise ImportError('poison')", encoding="utf-8")
    names = ["PROJ_LIB", "PROJ_DATA", "GDAL_DATA", "GDAL_DRIVER_PATH", "LD_LIBRARY_PATH", "PYTHONPATH"]
    return {**{name: str(folder) for name in names}, "PYTHONEXECUTABLE": "/usr/bin/python3"}


@pytest.mark.parametrize("name", ["PROJ_DATA", "PYTHONPATH"])
def test_the_poison_does_harm_where_it_gets_in(engine_python, poison, name):
    code = "from rasterio.crs import CRS; assert CRS.from_epsg(32631).to_epsg() == 32631"
    environment = {**os.environ, name: poison[name]}
    run = subprocess.run([engine_python, "-c", code], env=environment, capture_output=True, check=False)
    assert run.returncode != 0


def test_the_map_has_its_crs_in_a_poisoned_environment(qgis, poison, model, sample, tmp_path):
    values = {"MODEL": model["OUTPUT"], "RASTER": sample["SCENE"], "OUTPUT": tmp_path / "map.tif", "DEVICE": "cpu"}
    arguments = [f"{name}={value}" for name, value in values.items()]
    status, said = qgis.finish("run", "seg4eo:predict", *arguments, **poison)
    assert status == 0, said
    mapped = gdal.Open(str(tmp_path / "map.tif"))
    scene = gdal.Open(sample["SCENE"])
    assert mapped.GetSpatialRef().GetAuthorityCode(None) == scene.GetSpatialRef().GetAuthorityCode(None)
