"""The zip is one that QGIS's plugin repository accepts, and what it would refuse is found."""

import ast
import importlib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = "seg4eo_qgis"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch):
    """A script of ``.make`` as a module."""
    monkeypatch.syspath_prepend(ROOT / ".make")
    return importlib.import_module


@pytest.fixture
def checks(script) -> ModuleType:
    return script("check_package")


@pytest.fixture
def package(script, tmp_path: Path) -> Path:
    """The zip as it is delivered, but for the engine in it."""
    wheel = tmp_path / "seg4eo_engine-0.1.0-py3-none-any.whl"
    wheel.write_bytes(b"PK\x00\xff")
    path = tmp_path / "seg4eo.zip"
    packing = script("package")
    packing.write_zip(path, packing.contents(wheel))
    return path


def test_the_zip_is_accepted(checks: ModuleType, package: Path) -> None:
    assert checks.problems_of_zip(package) == []


def test_the_scanners_of_the_repository_find_nothing_in_the_plugin(checks: ModuleType) -> None:
    assert checks.problems_of_code(ROOT / FOLDER) == []


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("elsewhere/readme.txt", b"", "not one folder"),
        (f"{FOLDER}/../outside.py", b"", "leads out of the folder"),
        (f"{FOLDER}/__pycache__/plugin.py", b"", "of a forbidden kind"),
        (f"{FOLDER}/plugin.cpython-39.pyc", b"", "of a forbidden kind"),
        (f"{FOLDER}/library.SO", b"", "of a forbidden kind"),
        (f"{FOLDER}/.secret", b"", "is hidden"),
        (f"{FOLDER}/table.bin", b"\xff\x00", "is binary"),
    ],
)
def test_a_file_that_would_be_refused_is_found(
    checks: ModuleType, package: Path, name: str, content: bytes, problem: str
) -> None:
    with zipfile.ZipFile(package, "a") as archive:
        archive.writestr(name, content)
    assert any(problem in found for found in checks.problems_of_zip(package))


def test_an_executable_file_is_found(checks: ModuleType, package: Path) -> None:
    entry = zipfile.ZipInfo(f"{FOLDER}/run.py")
    entry.external_attr = 0o755 << 16
    with zipfile.ZipFile(package, "a") as archive:
        archive.writestr(entry, b"")
    assert checks.problems_of_zip(package) == [f"{FOLDER}/run.py is executable"]


@pytest.mark.parametrize("missing", ["__init__.py", "metadata.txt", "LICENSE", "icons/seg4eo.svg"])
def test_a_missing_file_is_found(checks: ModuleType, script, package: Path, tmp_path: Path, missing: str) -> None:
    files = script("package").contents(tmp_path / "seg4eo_engine-0.1.0-py3-none-any.whl")
    del files[f"{FOLDER}/{missing}"]
    script("package").write_zip(package, files)
    assert len(checks.problems_of_zip(package)) == 1


@pytest.mark.parametrize(
    ("line", "instead", "problem"),
    [
        ("about=", "abuot=", "no about in metadata.txt"),
        ("tags=raster,", "tags=%,", "metadata.txt cannot be read"),
        ("homepage=https://", "homepage=", "homepage is no address"),
        ("qgisMinimumVersion=3.22", "qgisMinimumVersion=3", "qgisMinimumVersion is no version"),
        ("experimental=True", "experimental=yes", "experimental is neither True nor False"),
        ("icon=icons/", "icon=", "the icon is missing"),
    ],
)
def test_a_fault_in_the_metadata_is_found(checks: ModuleType, line: str, instead: str, problem: str) -> None:
    text = (ROOT / "metadata.txt").read_text(encoding="utf-8")
    assert line in text
    found = checks.problems_of_metadata(text.replace(line, instead), {"icons/seg4eo.svg"})
    assert len(found) == 1
    assert problem in found[0]


def test_what_a_scanner_of_the_repository_refuses_is_found(checks: ModuleType, tmp_path: Path) -> None:
    source = "import os\nimport subprocess\n\nsubprocess.run(['ls'])\nKEY = 'AKIA" + "QYLPMN5HHHFPZAM2'\n"
    (tmp_path / "planted.py").write_text(source, encoding="utf-8")
    found = checks.problems_of_code(tmp_path)
    assert {word for word in ("B603", "AWS Access Key", "F401") if any(word in each for each in found)} == {
        "B603", "AWS Access Key", "F401",
    }  # fmt: skip


@pytest.mark.parametrize(
    "source",
    [
        "from qgis.PyQt.QtCore import QRegExp",
        "from qgis.PyQt.QtWidgets import QAction",
        "from qgis.PyQt.QtCore import Qt\nQt.UserRole",
        "from qgis.PyQt import QtWidgets\nQtWidgets.QMessageBox.Yes",
        "from qgis.PyQt.QtWidgets import QComboBox\nQComboBox.AdjustToContents",
    ],
)
def test_a_name_that_qt_6_lacks_is_found(script, source: str) -> None:
    names = script("flake8_qt6")
    assert [dotted for _, dotted in names.qt_names(ast.parse(source)) if not names.is_in_pyqt6(dotted)]


@pytest.mark.parametrize(
    "source",
    [
        "from qgis.PyQt import sip\nsip.isdeleted",
        "from qgis.PyQt.QtGui import QAction, QIcon",
        "from qgis.PyQt.QtCore import Qt\nQt.ItemDataRole.UserRole.value",
        "from qgis.PyQt.QtWidgets import QComboBox as Box\nBox.SizeAdjustPolicy.AdjustToContents\nBox.setObjectName",
    ],
)
def test_a_name_that_both_have_is_none(script, source: str) -> None:
    names = script("flake8_qt6")
    assert [dotted for _, dotted in names.qt_names(ast.parse(source)) if not names.is_in_pyqt6(dotted)] == []
