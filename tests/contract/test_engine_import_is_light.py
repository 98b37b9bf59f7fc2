"""Importing the engine costs nothing: plugins, shells and completion do it often."""

import json
import subprocess
import sys

import pytest

HEAVY = {
    "bokeh", "cyclopts", "dask", "distributed", "geopandas", "kornia", "lightning", "matplotlib", "numpy", "pandas",
    "pydantic", "pyogrio", "rasterio", "rich", "safetensors", "scipy", "segmentation_models_pytorch", "shapely",
    "sklearn", "torch", "torchmetrics", "torchvision",
}  # fmt: skip


def modules_after(statement: str) -> set[str]:
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    output = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True).stdout
    return {name.partition(".")[0] for name in json.loads(output)}


def test_importing_the_engine_loads_no_library() -> None:
    assert modules_after("import seg4eo_engine") & HEAVY == set()


def test_importing_the_errors_and_the_progress_protocol_loads_no_library() -> None:
    assert modules_after("import seg4eo_engine.errors, seg4eo_engine.progress") & HEAVY == set()


@pytest.mark.parametrize(
    "heavy", ["torch", "lightning", "kornia", "geopandas", "pandas", "matplotlib", "scipy", "distributed"]
)
def test_the_command_line_starts_without_the_libraries_of_the_work(heavy: str) -> None:
    assert heavy not in modules_after("import seg4eo_engine.cli")


def test_the_check_itself_sees_a_loaded_library() -> None:
    assert "numpy" in modules_after("import numpy")
