"""A rule for flake8: every name of Qt in the plugin is one that PyQt6 has, enum members under the name of their enum.

PyQt6 is read from the stubs in its wheel and never imported, so neither Qt 6 nor a screen is needed.
"""

import ast
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

SHIM = "qgis.PyQt"  # what QGIS names the Qt that it was built with


class Qt6Names:
    """Found by flake8 under the name that ``.make/flake8.cfg`` gives it."""

    name = "qt6-names"
    version = "1"

    def __init__(self, tree: ast.AST) -> None:
        self._tree = tree

    def run(self) -> Iterator[tuple[int, int, str, type]]:
        for node, dotted in qt_names(self._tree):
            if not is_in_pyqt6(dotted):
                text = f"QT601 Expected a name of PyQt6, found {dotted}: use one that both Qt have, enums in full."
                yield node.lineno, node.col_offset, text, type(self)


def qt_names(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """What is imported from Qt, and each chain of attributes that begins there, as ``QtCore.Qt.ItemDataRole``."""
    imported: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(f"{SHIM}."):
            prefix = node.module[len(SHIM) + 1 :]
            for alias in node.names:
                dotted = f"{prefix}.{alias.name}".lstrip(".")
                imported[alias.asname or alias.name] = dotted
                yield node, dotted
    inner = set()  # ast.walk meets the longest chain first
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node not in inner:
            names, root = [node.attr], node.value
            while isinstance(root, ast.Attribute):
                inner.add(root)
                names, root = [root.attr, *names], root.value
            if isinstance(root, ast.Name) and root.id in imported:
                yield node, ".".join([imported[root.id], *names])


def is_in_pyqt6(dotted: str) -> bool:
    """Whether PyQt6 has that name; what follows a method, a signal or a member of an enum is not looked at."""
    module, *names = dotted.split(".")
    if not _stub(module).is_file():
        return False
    scope: ast.AST = _tree(module)
    for name in names:
        found = _member(module, scope, name)
        if found is None:
            return False
        module, scope = found
        if not isinstance(scope, ast.ClassDef):
            return True
    return True


def _stub(module: str) -> Path:
    return Path(find_spec("PyQt6").submodule_search_locations[0]) / f"{module}.pyi"


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(_stub(module).read_text(encoding="utf-8"))


def _member(module: str, scope: ast.AST, name: str) -> tuple[str, ast.AST] | None:
    """What a module, or a class and its bases, call by that name, and the module in which it stands."""
    for node in scope.body:
        if name in _names(node):
            return module, node
    for base in getattr(scope, "bases", ()):
        *elsewhere, base_name = ast.unparse(base).split(".")
        base_module = elsewhere[0] if elsewhere else module
        owner = _member(base_module, _tree(base_module), base_name) if _stub(base_module).is_file() else None
        found = _member(*owner, name) if owner and isinstance(owner[1], ast.ClassDef) else None
        if found:
            return found
    return None


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]
