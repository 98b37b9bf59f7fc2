"""What the plugin and what is around it name of QGIS and Qt is there in the QGIS that runs this, enums in full."""

import ast
import enum
import importlib
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    [
        *(ROOT / "seg4eo_qgis").rglob("*.py"),
        *(ROOT / "tests" / "plugin").glob("*.py"),
        *(ROOT / "tests" / "end_to_end").glob("*.py"),
        *(ROOT / ".make" / f"{name}.py" for name in ("demo", "first_map", "gui", "pictures", "stage")),
    ]
)


def find_problems(source):
    """A line for each name that does not exist, or names a member of an enum without the enum."""
    tree = ast.parse(source)
    imported, problems = import_names(tree)
    for node in ast.walk(tree):
        chain = read_chain(node)
        if chain and chain[0] in imported:
            problem = follow(imported[chain[0]], chain)
            if problem:
                problems.append(f"line {node.lineno}: {problem}")
    return problems


def import_names(tree):
    imported, problems = {}, []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "qgis":
            for alias in node.names:
                try:
                    imported[alias.asname or alias.name] = import_name(node.module, alias.name)
                except (ImportError, AttributeError) as error:
                    problems.append(f"line {node.lineno}: {error}")
    return imported, problems


def import_name(module, name):
    try:
        return getattr(importlib.import_module(module), name)
    except AttributeError:
        return importlib.import_module(f"{module}.{name}")


def read_chain(node):
    """``["Qt", "ItemDataRole", "UserRole"]`` of an attribute that begins with a name."""
    if not isinstance(node, ast.Attribute):
        return None
    if isinstance(node.value, ast.Name):
        return [node.value.id, node.attr]
    before = read_chain(node.value)
    return before and [*before, node.attr]


def follow(owner, chain):
    for depth, name in enumerate(chain[1:], start=2):
        if not hasattr(owner, name):
            return f"there is no {'.'.join(chain[:depth])}"
        value = getattr(owner, name)
        if is_member_of_enum(value):
            return "" if owner is type(value) else f"{'.'.join(chain[:depth])} is a member of {type(value).__name__}"
        owner = value
    return ""


def is_member_of_enum(value):
    return isinstance(value, enum.Enum) or (isinstance(value, int) and type(value) not in (int, bool))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_all_names_are_there_and_in_full(qgis_processing, path):
    assert find_problems(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("from qgis.core import QgsNoSuchThing", "QgsNoSuchThing"),
        ("from qgis.core import QgsProject\nQgsProject.noSuchMethod", "there is no QgsProject.noSuchMethod"),
        ("from qgis.core import QgsFeatureSink\nQgsFeatureSink.FastInsert", "QgsFeatureSink.FastInsert"),
        # a member of ItemDataRole to Qt 5, unknown to Qt 6
        ("from qgis.PyQt.QtCore import Qt\nQt.UserRole", "Qt.UserRole"),
        ("from qgis.PyQt import QtCore\nQtCore.Qt.UserRole", "QtCore.Qt.UserRole"),
    ],
)
def test_a_planted_name_is_found(qgis_processing, source, problem):
    (found,) = find_problems(source)
    assert problem in found


def test_an_enum_in_full_is_no_problem(qgis_processing):
    assert find_problems("from qgis.PyQt.QtCore import Qt\nQt.ItemDataRole.UserRole.value") == []


def test_what_qgis_calls_deprecated_is_an_error_here():
    with pytest.raises(DeprecationWarning):
        warnings.warn("as newer QGIS warns of a method", DeprecationWarning, stacklevel=1)
