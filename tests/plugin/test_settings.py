import sys
from pathlib import Path

import pytest
from qgis.core import QgsSettings

from seg4eo_qgis import settings
from seg4eo_qgis.capabilities import capabilities


@pytest.fixture(autouse=True)
def nothing_set(qgis_app, monkeypatch):
    monkeypatch.delenv(settings.ENVIRONMENT_VARIABLE, raising=False)
    QgsSettings().remove(settings.SETTINGS_KEY)
    yield
    QgsSettings().remove(settings.SETTINGS_KEY)


def test_the_default_engine_lies_in_the_users_data_and_belongs_to_the_plugins_version(monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", "/données")
    path, named_by = settings.engine_python()
    assert path == Path(f"/données/seg4eo/engine-{capabilities()['engine_version']}/bin/python")
    assert "default" in named_by


def test_a_folder_without_the_mark_of_a_finished_installation_is_no_engine(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    python = settings.default_engine_python()
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    assert "found an unfinished or broken one: run 'Install the engine'" in settings.engine_problem()
    (python.parent.parent / "engine.json").write_text("{}", encoding="utf-8")
    assert settings.engine_problem() == ""


def test_a_setting_that_points_to_an_installed_engine_is_passed_over(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings.set_engine_python(str(tmp_path / "seg4eo" / "engine-0.0.1" / "bin" / "python"))
    assert settings.engine_python().path == settings.default_engine_python()


def test_the_setting_goes_before_the_default():
    settings.set_engine_python("/my/python")
    assert settings.engine_python().path == Path("/my/python")


def test_the_environment_variable_goes_before_the_setting(monkeypatch):
    settings.set_engine_python("/my/python")
    monkeypatch.setenv(settings.ENVIRONMENT_VARIABLE, "/other/python")
    assert settings.engine_python().path == Path("/other/python")


def test_an_interpreter_is_no_problem(monkeypatch):
    monkeypatch.setenv(settings.ENVIRONMENT_VARIABLE, sys.executable)
    assert settings.engine_problem() == ""


def test_a_missing_engine_is_told_with_its_place_and_the_cure(monkeypatch):
    monkeypatch.setenv(settings.ENVIRONMENT_VARIABLE, "/no/such/python")
    problem = settings.engine_problem()
    assert problem.startswith("Expected the Python of the seg4eo engine at /no/such/python")
    assert settings.ENVIRONMENT_VARIABLE in problem
    assert "found nothing there" in problem
    assert settings.MENU_PATH in problem


def test_a_file_that_cannot_be_run_is_told(monkeypatch, tmp_path):
    path = tmp_path / "python"
    path.touch(mode=0o644)
    monkeypatch.setenv(settings.ENVIRONMENT_VARIABLE, str(path))
    assert "cannot be run" in settings.engine_problem()


def test_in_a_sandbox_the_user_is_told_which_python_it_sees():
    assert "Flatpak" in settings.sandbox_hint({"FLATPAK_ID": "org.qgis.qgis"})
    assert "Snap" in settings.sandbox_hint({"SNAP": "/snap/qgis/1"})
    assert settings.sandbox_hint({}) == ""
