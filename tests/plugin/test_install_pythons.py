"""Which Pythons are looked at, and which are fit, on systems that this is not run on too."""

import os
import sys
from pathlib import Path

import pytest

from seg4eo_qgis.installer.errors import InstallError
from seg4eo_qgis.installer.pythons import Python, PythonFinder, candidates, is_of_qgis, probe, why_unfit
from seg4eo_qgis.installer.runner import Runner

FIT = Python(Path("/usr/bin/python3.12"), "/usr", (3, 12, 1), "cpython", 64, "x86_64", True, True, True)
WINDOWS = {
    "Path": r"C:\Windows;C:\Users\Zoé\AppData\Local\Microsoft\WindowsApps",
    "LOCALAPPDATA": r"C:\Users\Zoé\AppData\Local",
    "SYSTEMDRIVE": "C:",
}
BUNDLES = {
    "win32": (r"C:\Program Files\QGIS 3.34.1\apps\Python39\python.exe", r"C:\PROGRA~1\QGIS33~1.1\apps\qgis"),
    "darwin": ("/Applications/QGIS.app/Contents/MacOS/bin/python3", "/Applications/QGIS.app/Contents/MacOS"),
    "linux": ("/app/bin/python3", "/app"),
}
OTHERS = {
    "win32": (r"C:\Users\Zoé\AppData\Local\Programs\Python\Python312\python.exe", r"C:\OSGeo4W\apps\qgis"),
    "darwin": ("/opt/homebrew/bin/python3.12", "/Applications/QGIS.app/Contents/MacOS"),
    "linux": ("/usr/bin/python3", "/usr"),
}


def runner(listener, **environment):
    return Runner({"PATH": "/usr/bin:/bin", **environment}, Path("/"), listener)


def test_on_windows_the_launcher_and_the_installers_folders_are_asked():
    found = candidates("win32", WINDOWS)
    assert ("py", "-3.12") in found
    assert (r"C:\Users\Zoé\AppData\Local\Programs\Python\Python312\python.exe",) in found
    assert (r"C:\Program Files\Python311\python.exe",) in found
    assert (r"C:\Users\Zoé\AppData\Local\Microsoft\WindowsApps\python.exe",) in found


def test_on_a_mac_homebrew_and_python_org_are_asked_though_they_are_not_on_the_path():
    found = candidates("darwin", {"PATH": "/usr/bin"})
    assert ("/opt/homebrew/bin/python3.13",) in found
    assert ("/Library/Frameworks/Python.framework/Versions/3.12/bin/python3.12",) in found
    assert ("/usr/bin/python3",) in found


def test_on_linux_the_path_goes_first_and_long_tried_versions_before_new_ones():
    found = candidates("linux", {"PATH": "/my/bin:/usr/bin"})
    assert found[0] == ("/my/bin/python3.13",)
    assert (
        found.index(("/usr/bin/python3.11",))
        < found.index(("/my/bin/python3.14",))
        < found.index(("/usr/bin/python3",))
    )


@pytest.mark.parametrize("platform", BUNDLES)
def test_a_python_that_qgis_brings_is_never_taken(platform):
    path, prefix = BUNDLES[platform]
    assert is_of_qgis(path, prefix, platform)
    assert "QGIS itself" in why_unfit(FIT._replace(executable=Path(path)), prefix, platform)


@pytest.mark.parametrize("platform", OTHERS)
def test_a_python_of_the_machine_is_taken(platform):
    path, prefix = OTHERS[platform]
    assert not is_of_qgis(path, prefix, platform)
    assert why_unfit(FIT._replace(executable=Path(path), machine="arm64"), prefix, platform) == ""


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({"version": (3, 9, 2)}, "Python 3.9.2"),
        ({"version": (3, 15, 0)}, "Python 3.15.0"),
        ({"bits": 32}, "32-bit"),
        ({"implementation": "pypy"}, "another kind"),
        ({"has_gil": False}, "another kind"),
    ],
)
def test_what_packages_are_not_made_for_is_not_fit(other, found):
    assert found in why_unfit(FIT._replace(**other), "/usr", "linux")


def test_on_a_mac_a_python_for_intel_processors_is_not_fit():
    assert "Intel" in why_unfit(FIT, "/Applications/QGIS.app/Contents/MacOS", "darwin")


def test_a_python_is_started_and_asked(listener):
    python = probe([sys.executable], runner(listener))
    assert python.version == sys.version_info[:3]
    assert python.bits == 64
    assert python.has_venv


@pytest.mark.parametrize("program", ["/bin/true", "/bin/false", "/no/such/python", "/etc/passwd"])
def test_what_is_no_python_is_told_apart(listener, program):
    assert probe([program], runner(listener)) is None


def test_a_python_that_hangs_is_given_up(listener, tmp_path, monkeypatch):
    monkeypatch.setattr("seg4eo_qgis.installer.pythons.LIMIT_S", 0.1)
    path = tmp_path / "python3"
    path.write_text("#!/bin/sh\nsleep 60\n", encoding="utf-8")
    path.chmod(0o755)
    assert probe([str(path)], runner(listener)) is None


def test_the_first_that_is_fit_is_found_and_others_are_remembered(listener, tmp_path):
    old = tmp_path / "python3.13"  # its name promises too much
    old.write_text(
        "#!/bin/sh\n"
        """echo '{"executable": "/old/python", "base": "/old", "version": [3, 8, 1], "implementation": "cpython","""
        """ "bits": 64, "machine": "x86_64", "has_gil": true, "has_pip": true, "has_venv": true}'\n""",
        encoding="utf-8",
    )
    old.chmod(0o755)
    finder = PythonFinder(runner(listener, PATH=f"{tmp_path}:/usr/bin"), "linux", "/usr")
    found = finder.first_fit()
    assert found.version >= (3, 11)
    assert [str(python.executable) for python in finder.seen[:1]] == ["/old/python"]
    assert finder.any_at_all() is not None


def test_where_the_machine_has_none_qgis_own_may_still_fetch_uv(listener, tmp_path, monkeypatch):
    finder = PythonFinder(runner(listener, PATH=str(tmp_path)), "linux", "/usr")
    monkeypatch.setattr("seg4eo_qgis.installer.pythons.VERSIONS", ())
    assert finder.first_fit() is None
    assert os.path.realpath(finder.any_at_all().executable) == os.path.realpath(f"{sys.base_prefix}/bin/python3")


def test_a_chosen_python_that_is_not_fit_is_told_with_what_it_is(listener, tmp_path):
    finder = PythonFinder(runner(listener), "linux", str(Path(sys.executable).parent))
    with pytest.raises(InstallError, match="found the Python of QGIS itself: choose another one"):
        finder.chosen(sys.executable)
