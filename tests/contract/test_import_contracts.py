"""The import contracts of pyproject.toml hold, and each of them breaks when it is violated."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IGNORED = shutil.ignore_patterns("__pycache__", "*.pyc")


def run_contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    # the copy comes first on the path, before the engine that is installed
    code = """
import sys
sys.path.insert(0, sys.argv[1])
from importlinter.cli import lint_imports_command
lint_imports_command(["--no-logo"])
"""
    return subprocess.run(
        [sys.executable, "-c", code, str(folder)], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of both packages, to be spoilt."""
    for package in ("seg4eo_engine", "seg4eo_qgis"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=IGNORED)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold(tree: Path) -> None:
    done = run_contracts(tree)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "statement", "contract"),
    [
        ("seg4eo_engine/raster/windows.py", "import seg4eo_engine.jobs", "Layers of the engine"),
        ("seg4eo_engine/errors.py", "import seg4eo_engine.progress", "Layers of the engine"),
        ("seg4eo_engine/landscape/__init__.py", "import seg4eo_engine.patches", "Layers of the engine"),
        ("seg4eo_engine/raster/windows.py", "from qgis.core import QgsRasterLayer", "knows nothing of QGIS"),
        ("seg4eo_engine/jobs/job.py", "import seg4eo_qgis", "knows nothing of QGIS"),
        ("seg4eo_engine/raster/windows.py", "import torch", "do without torch"),
        ("seg4eo_qgis/__init__.py", "import seg4eo_engine", "standard library only"),
        ("seg4eo_qgis/__init__.py", "import rasterio", "standard library only"),
    ],
)
def test_a_planted_violation_breaks_its_contract(tree: Path, module: str, statement: str, contract: str) -> None:
    with (tree / module).open("a", encoding="utf-8") as file:
        file.write(f"\n\ndef planted() -> None:\n    {statement}\n")
    done = run_contracts(tree)
    assert done.returncode == 1, done.stdout + done.stderr
    broken = [line for line in done.stdout.splitlines() if " BROKEN" in line]
    assert any(contract in line for line in broken), done.stdout


def test_a_module_without_a_layer_breaks_the_contract(tree: Path) -> None:
    (tree / "seg4eo_engine" / "homeless.py").write_text('"""In no layer."""\n', encoding="utf-8")
    done = run_contracts(tree)
    assert done.returncode == 1
    assert "homeless" in done.stdout


def foreign_imports(path: Path) -> set[str]:
    """Top-level packages imported anywhere in a file, besides the standard library's."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names


def test_the_plugin_imports_nothing_but_qgis_and_the_standard_library() -> None:
    allowed = {"qgis", "processing", "seg4eo_qgis"}
    found = {path.name: foreign_imports(path) - allowed for path in (ROOT / "seg4eo_qgis").rglob("*.py")}
    assert {name: foreign for name, foreign in found.items() if foreign} == {}
