from pathlib import Path

import pytest

from seg4eo_qgis.engine.environment import child_environment

NEVER = """PYTHONHOME PYTHONPATH PYTHONEXECUTABLE __PYVENV_LAUNCHER__ VIRTUAL_ENV PYTHONUSERBASE PIP_USER PIP_TARGET
    PIP_PREFIX QGIS_PREFIX_PATH QGIS_PLUGINPATH QGIS_DEBUG QT_PLUGIN_PATH QT_QPA_PLATFORM_PLUGIN_PATH GDAL_DATA
    GDAL_DRIVER_PATH PROJ_LIB PROJ_DATA LD_LIBRARY_PATH LD_PRELOAD DYLD_LIBRARY_PATH DYLD_INSERT_LIBRARIES
    SOME_UNKNOWN_VARIABLE""".split()
KEPT = "HOME PATH LANG LC_ALL TMPDIR TEMP XDG_CACHE_HOME http_proxy HTTPS_PROXY CUDA_VISIBLE_DEVICES".split()


def made_from(qgis_prefix="/usr", windows=False, **parent):
    return child_environment(parent, qgis_prefix, windows=windows)


@pytest.mark.parametrize("name", NEVER)
def test_what_would_lead_the_engine_astray_is_not_passed_on(name):
    assert name not in made_from(**{name: "/x"})


@pytest.mark.parametrize("name", KEPT)
def test_what_the_engine_needs_is_passed_on(name):
    assert made_from(**{name: "/x"})[name] == "/x"


def test_python_is_told_to_speak_utf8_unbuffered_and_to_keep_its_path_safe():
    child = made_from(PYTHONUTF8="0")
    assert child["PYTHONUTF8"] == child["PYTHONUNBUFFERED"] == child["PYTHONSAFEPATH"] == "1"
    assert child["PYTHONIOENCODING"] == "utf-8"


def test_certificates_are_passed_on_only_when_they_exist(tmp_path):
    bundle = tmp_path / "ca.pem"
    bundle.touch()
    child = made_from(SSL_CERT_FILE=str(bundle), REQUESTS_CA_BUNDLE=str(tmp_path / "gone.pem"))
    assert child["SSL_CERT_FILE"] == str(bundle)
    assert "REQUESTS_CA_BUNDLE" not in child


def test_certificates_of_a_bundled_qgis_are_not_passed_on(tmp_path):
    bundle = tmp_path / "QGIS.app" / "ca.pem"
    bundle.parent.mkdir()
    bundle.touch()
    assert "SSL_CERT_FILE" not in made_from(qgis_prefix=str(bundle.parent), SSL_CERT_FILE=str(bundle))


def test_on_windows_folders_of_qgis_leave_the_path():
    path = r"C:\Program Files\QGIS 3.34\bin;C:\OSGeo4W\apps\grass\bin;C:\Windows\System32"
    child = made_from(windows=True, Path=path, SystemRoot=r"C:\Windows", UserProfile=r"C:\Users\me")
    assert child["Path"] == r"C:\Windows\System32"
    assert child["SystemRoot"] == r"C:\Windows"
    assert child["UserProfile"] == r"C:\Users\me"


def test_the_environment_of_qgis_is_left_as_it_is():
    parent = {"PROJ_LIB": "/x", "HOME": str(Path.home())}
    before = dict(parent)
    child_environment(parent, "/usr")
    assert parent == before
