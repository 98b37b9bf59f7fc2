"""The whole installation in a real QGIS, with real environments and a tiny wheel for the engine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from qgis.core import QgsProcessingAlgorithm, QgsProcessingException, QgsSettings

from seg4eo_qgis import settings
from seg4eo_qgis.algorithms import installengine
from seg4eo_qgis.installer import from_qgis, space
from seg4eo_qgis.installer.places import ASIDE
from tests.tiny_engine import VERSION, write_wheel

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def wheels(tmp_path):
    """A folder of wheels, so that nothing is fetched; it is the plugin's own as well."""
    write_wheel(tmp_path / "roues de là")
    return tmp_path / "roues de là"


@pytest.fixture
def place(qgis_app, tmp_path, wheels, monkeypatch):
    """Where the engine is to be, in a data folder whose name is not plain; no uv but that of the repository."""
    monkeypatch.delenv(settings.ENVIRONMENT_VARIABLE, raising=False)
    monkeypatch.delenv("UV_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "données d'été"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", f"{ROOT / '.venv' / 'tools' / 'bin'}:/usr/bin:/bin")
    monkeypatch.setattr(installengine, "PLUGIN_WHEELS", wheels)
    QgsSettings().remove(settings.SETTINGS_KEY)
    yield from_qgis.places()
    QgsSettings().remove(settings.SETTINGS_KEY)


@pytest.fixture
def install(run, place, wheels, make_log):
    """Run the algorithm; return its results, and its feedback in ``log``."""

    def run_it(**parameters):
        log = parameters.pop("feedback", None) or make_log()
        results = run("installengine", feedback=log, **{"WHEELS": str(wheels), **parameters})
        return {**results, "log": log}

    return run_it


def refusal(install, **parameters):
    with pytest.raises(QgsProcessingException) as caught:
        install(**parameters)
    return str(caught.value)


def only_engine(place):
    """Whether nothing but the engine may be taken for one; what is on its way out has another name."""
    return [path.name for path in place.data.glob("engine*") if ASIDE not in path.name] == [f"engine-{VERSION}"]


def test_an_installation_ends_with_an_engine_that_jobs_find(install, place, run):
    results = install()
    assert results["PYTHON"] == str(place.python)
    assert results["FOLDER"] == str(place.engine)
    assert results["VERSION"] == VERSION
    assert settings.engine_python().path == place.python
    assert settings.engine_problem() == ""
    assert run("checkengine") is not None


def test_nothing_is_an_engine_before_its_marker_is_written(install, place):
    install()
    place.marker.unlink()
    assert "unfinished" in settings.engine_problem()
    install()
    assert settings.engine_problem() == ""


def test_an_engine_that_works_is_left_as_it_is(install, place):
    install()
    before = place.marker.stat().st_mtime_ns
    assert "installed already" in " ".join(install()["log"].lines)
    assert place.marker.stat().st_mtime_ns == before


def test_a_missing_file_is_found_and_mended(install, place):
    install()
    lost = next(place.engine.rglob("seg4eo_engine/__init__.py"))
    lost.unlink()
    assert "1 of its files missing or changed" in install()["log"].warnings[0]
    assert next(place.engine.rglob("seg4eo_engine/__init__.py"))


def test_a_file_that_was_cut_short_is_mended_although_the_cache_shares_it(install, place):
    install()
    name = "seg4eo_engine/__main__.py"
    with next(place.engine.rglob(name)).open("r+b") as file:
        file.truncate(20)
    assert name in install()["log"].warnings[0]
    assert next(place.engine.rglob(name)).stat().st_size > 100


def test_an_environment_whose_python_is_gone_is_made_anew(install, place):
    install()
    place.python.unlink()
    assert "broken" in settings.engine_problem()
    install()
    assert settings.engine_problem() == ""


def test_an_engine_that_does_not_work_is_none(install, place, wheels):
    write_wheel(wheels, works=False)
    assert "ImportError: libtorch.so" in refusal(install)
    assert not place.engine.exists()
    write_wheel(wheels)
    install()
    assert settings.engine_problem() == ""


def test_an_engine_of_another_protocol_is_refused(install, place, wheels):
    write_wheel(wheels, protocol=99)
    assert "found one of protocol 99" in refusal(install)
    assert not place.engine.exists()


def test_an_older_engine_goes_when_the_new_one_works_and_a_newer_one_stays(install, place):
    for version in ("0.0.9", "99.0"):
        (place.data / f"engine-{version}" / "lib").mkdir(parents=True)
    install()
    assert sorted(path.name for path in place.data.glob("engine-*")) == [f"engine-{VERSION}", "engine-99.0"]


def test_an_older_engine_stays_where_the_new_one_does_not_work(install, place, wheels):
    (place.data / "engine-0.0.9").mkdir(parents=True)
    write_wheel(wheels, works=False)
    refusal(install)
    assert (place.data / "engine-0.0.9").exists()


def test_a_wheel_of_the_same_version_that_is_another_one_is_installed_anew(install, place, wheels):
    install()
    write_wheel(wheels, zeros_mb=1)
    assert "another one" in " ".join(install()["log"].lines)
    assert only_engine(place)


def test_an_engine_that_worked_is_put_back_where_another_one_cannot_be_installed(install, place, wheels):
    install()
    write_wheel(wheels, needs="no-such-package")
    assert "some are missing" in refusal(install)
    assert settings.engine_problem() == ""
    assert only_engine(place)


def test_packages_that_are_missing_in_the_folder_of_wheels_are_told(install, wheels, place):
    write_wheel(wheels, needs="no-such-package")
    message = refusal(install)
    assert str(wheels) in message
    assert "add them" in message
    assert not place.engine.exists()


def test_a_setting_that_points_to_an_installed_engine_does_not_hold_the_next_version_back(install, place):
    settings.set_engine_python(str(place.data / "engine-0.0.9" / "bin" / "python"))
    install()
    assert settings.engine_python().path == place.python


def test_another_python_that_has_the_engine_is_remembered(install, place, tmp_path):
    install()
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(place.engine, elsewhere, symlinks=True)
    python = str(elsewhere / "bin" / "python")
    assert install(INTERPRETER=python)["PYTHON"] == python
    assert settings.engine_python().path == Path(python)


def test_a_python_without_the_engine_is_refused_and_not_remembered(install):
    message = refusal(install, INTERPRETER="/usr/bin/python3")
    assert message.startswith("Expected a Python that has the seg4eo engine at /usr/bin/python3")
    assert "not installed there" in message
    assert QgsSettings().value(settings.SETTINGS_KEY) is None


@pytest.mark.parametrize("name", ["INTERPRETER", "BASE_PYTHON"])
def test_a_file_that_is_no_python_is_refused(install, place, name):
    assert "/bin/true" in refusal(install, **{name: "/bin/true"})
    install()
    assert settings.engine_problem() == ""


def test_a_wrong_python_costs_nobody_the_engine_that_is_there(install):
    install()
    refusal(install, BASE_PYTHON="/bin/true")
    assert settings.engine_problem() == ""


def test_the_environment_variable_that_goes_before_is_told(install, monkeypatch):
    monkeypatch.setenv(settings.ENVIRONMENT_VARIABLE, "/other/python")
    assert settings.ENVIRONMENT_VARIABLE in install()["log"].warnings[-1]


def test_too_little_disk_space_is_told_before_anything_is_made(install, place, monkeypatch):
    monkeypatch.setitem(space.NEED_BYTES, "cpu", 10**18)
    message = refusal(install)
    assert "GB of free disk space" in message
    assert str(place.data) in message
    assert not place.engine.exists()


@pytest.fixture
def small_disk(place):
    """A disk of 100 MB for the data; only root may mount one."""
    place.data.mkdir(parents=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", str(place.data)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this user may not mount a small disk")
    yield
    subprocess.run(["umount", "--lazy", str(place.data)], check=True)


def test_a_disk_that_runs_full_on_the_way_is_told_and_left_clean(install, place, wheels, small_disk, monkeypatch):
    monkeypatch.setitem(space.NEED_BYTES, "cpu", 0)
    write_wheel(wheels, zeros_mb=200)
    assert "found that the disk is full" in refusal(install)
    assert not place.engine.exists()
    write_wheel(wheels)
    install()
    assert settings.engine_problem() == ""


def test_a_data_folder_that_cannot_be_written_is_told(install, place):
    place.data.parent.mkdir(parents=True, exist_ok=True)
    place.data.write_text("a file in its place", encoding="utf-8")
    assert str(place.data) in refusal(install)


def test_cancel_leaves_nothing(install, place, make_log):
    assert "cancelled" in refusal(install, feedback=make_log(cancel_on="uv"))
    assert not place.engine.exists()


def test_removal_leaves_nothing_but_an_empty_folder(install, place):
    install()
    install(ACTION="remove")
    assert [path.name for path in place.data.iterdir()] == ["install.lock"]
    assert settings.engine_problem() != ""


def test_removal_where_there_is_nothing_is_no_failure(install, place):
    install(ACTION="remove")
    assert not place.engine.exists()


def test_pip_does_it_where_uv_cannot_be_had(install, place, monkeypatch):
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert "pip installs" in " ".join(install()["log"].lines)
    assert settings.engine_problem() == ""


def test_a_plugin_without_the_wheel_says_where_it_comes_from(install, wheels, monkeypatch, tmp_path):
    monkeypatch.setattr(installengine, "PLUGIN_WHEELS", tmp_path / "none")
    (tmp_path / "empty").mkdir()
    message = refusal(install, WHEELS=str(tmp_path / "empty"))
    assert f"seg4eo_engine-{VERSION}" in message
    assert "zip" in message


def test_the_environment_has_a_python_of_its_own_and_nothing_of_qgis(install, place):
    install()
    config = (place.engine / "pyvenv.cfg").read_text(encoding="utf-8")
    assert "include-system-site-packages = false" in config
    assert Path(sys.prefix) not in place.engine.parents
    assert os.path.realpath(place.python) != str(place.python)


def test_it_is_offered_where_there_is_no_engine_and_has_help_for_all_that_it_takes(provider, monkeypatch):
    monkeypatch.setenv(settings.ENVIRONMENT_VARIABLE, "/no/such/python")
    algorithm = provider.algorithm("installengine")
    assert algorithm.canExecute()[0]
    for definition in algorithm.parameterDefinitions():
        assert definition.help().endswith(".")
        assert definition.description() in algorithm.shortHelpString()


def test_files_without_a_dot_in_their_name_are_accepted(provider):
    definition = provider.algorithm("installengine").parameterDefinition("INTERPRETER")
    assert definition.checkValueIsAcceptable("/usr/bin/python3")


def test_it_can_be_cancelled_and_is_no_batch(provider):
    flags = QgsProcessingAlgorithm.Flag
    algorithm = provider.algorithm("installengine")
    assert algorithm.flags() & flags.FlagCanCancel
    assert not algorithm.flags() & flags.FlagSupportsBatch
