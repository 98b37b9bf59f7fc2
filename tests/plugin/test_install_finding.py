"""A Python and a tool, on machines that lack one or the other."""

from pathlib import Path

import pytest

from seg4eo_qgis.installer.errors import InstallError, StepFailed
from seg4eo_qgis.installer.finding import find_tool, uv_places
from seg4eo_qgis.installer.places import Places
from seg4eo_qgis.installer.pythons import Python
from seg4eo_qgis.installer.tools import Packages, Pip, Uv

FIT = Python(Path("/usr/bin/python3.12"), "/usr", (3, 12, 1), "cpython", 64, "x86_64", True, True, True)
ONLINE, OFFLINE = Packages(Path("e.whl"), Path("lock"), None), Packages(Path("e.whl"), Path("lock"), Path("/wheels"))
OWN_UV = "/data/tools/uv/bin/uv"


class Finder:
    """Finds one Python, or none; an unfit one may still fetch uv."""

    def __init__(self, fit=None, other=None):
        self._fit, self._other = fit, other

    def first_fit(self):
        return self._fit

    def any_at_all(self):
        return self._fit or self._other


class Machine:
    """A runner where each uv says its version; ours is there once it was fetched, where it can be."""

    def __init__(self, feedback, uv=None, can_fetch=False):
        self.feedback, self._uv, self._can_fetch = feedback, uv, can_fetch
        self.commands, self.environment = [], {"HOME": "/home/me"}

    def run(self, command, *rest, **limits):
        words = [str(word) for word in command]
        self.commands.append(words)
        if words[-1] == "--version" and words[0] == (OWN_UV if self._fetched() else "uv") and self._uv:
            return [f"uv {self._uv}"]
        if ("install" in words and self._can_fetch) or "venv" in words:
            return []
        raise StepFailed(1, ["it is not there"])

    def _fetched(self):
        return any("install" in words for words in self.commands)


def find(finder, machine, packages=ONLINE):
    return find_tool("", finder, Places(Path("/data"), "0.1.0"), packages, machine)


def test_the_uv_of_the_user_is_taken(listener):
    machine = Machine(listener, uv="0.13.9")
    assert find(Finder(FIT), machine) == (FIT, Uv(Path("uv"), machine))
    assert machine.supervisor == FIT.executable


def test_uv_is_fetched_into_our_folder_where_there_is_none(listener):
    machine = Machine(listener, uv="0.13.9", can_fetch=True)
    machine._uv, later = None, machine._uv
    original = machine.run

    def run(command, *rest, **limits):
        machine._uv = later if machine._fetched() else None
        return original(command, *rest, **limits)

    machine.run = run
    _, tool = find(Finder(FIT), machine)
    assert str(tool.path) == OWN_UV
    fetched = next(words for words in machine.commands if "install" in words)
    assert fetched[fetched.index("--target") + 1] == "/data/tools/uv"


def test_a_python_without_pip_fetches_uv_through_an_environment_of_its_own(listener):
    machine = Machine(listener)
    find(Finder(FIT._replace(has_pip=False)), machine)
    assert ["/usr/bin/python3.12", "-I", "-m", "venv", "--clear", "/data/tools/pip"] in machine.commands


def test_pip_does_it_where_no_uv_is_to_be_had_or_an_old_one(listener):
    for uv in (None, "0.4.1"):
        machine = Machine(listener, uv=uv)
        assert find(Finder(FIT), machine) == (FIT, Pip(machine))


def test_uv_brings_a_python_where_the_machine_has_none(listener):
    machine = Machine(listener, uv="0.13.9")
    python, tool = find(Finder(), machine)
    assert python is None
    tool.make_environment(Path("/e"), python)
    assert "--managed-python" in machine.commands[-1]


@pytest.mark.parametrize(("uv", "packages"), [(None, ONLINE), ("0.13.9", OFFLINE)])
def test_without_python_and_without_a_way_to_one_it_is_told(listener, uv, packages):
    with pytest.raises(InstallError, match=r"a Python from 3\.11 to 3\.14 on this machine, found none"):
        find(Finder(other=FIT._replace(version=(3, 9, 1))), Machine(listener, uv=uv), packages)


def test_a_debian_without_venv_is_told_which_package_to_install(listener):
    with pytest.raises(InstallError, match=r"sudo apt install python3\.12-venv"):
        find(Finder(FIT._replace(has_venv=False)), Machine(listener))


def test_uv_is_looked_for_where_its_installers_put_it(tmp_path):
    where = Places(tmp_path, "0.1.0")
    windows = uv_places(where, {"USERPROFILE": "C:/Users/me"}, windows=True)
    assert windows[0] == "uv.exe"
    assert "C:/Users/me/.local/bin/uv.exe" in [path.replace("\\", "/") for path in windows]
    assert "/opt/homebrew/bin/uv" in uv_places(where, {"HOME": "/home/me"}, windows=False)
