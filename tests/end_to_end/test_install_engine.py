"""What can go wrong with an installation, done to a real qgis_process: one clear sentence, and the next try works.

By default a tiny wheel stands in for the engine, and an index on this machine for that of the network. With
SEG4EO_PLUGIN_ZIP, the plugin's zip, it is all real, and takes gigabytes (``make test-install``).
"""

import base64
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QSettings

from tests.end_to_end.conftest import QGIS_PROCESS, ROOT, QgisProcess
from tests.end_to_end.package_index import PackageIndex
from tests.end_to_end.test_processes import SOON_S, children_of, seconds_until_gone
from tests.tiny_engine import write_wheel

REAL = os.environ.get("SEG4EO_PLUGIN_ZIP")


class Installer:
    """seg4eo:installengine in a profile and a data folder of its own; ``before`` stands in front of the command."""

    def __init__(self, environment, data, index):
        self.environment = environment
        self.data = data / "seg4eo"
        self.index = index

    def start(self, *before, **parameters):
        values = [f"{name}={value}" for name, value in {"TORCH": "auto" if REAL else "default", **parameters}.items()]
        return subprocess.Popen(
            [*before, QGIS_PROCESS, "run", "seg4eo:installengine", *values],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        )  # fmt: skip

    def refusal(self, *before, **parameters):
        """The sentence with which an installation ends that must fail."""
        process = self.start(*before, **parameters)
        said = process.communicate(timeout=120)[0]
        assert process.returncode != 0, said
        return sentence(said)

    def works(self):
        """Whether the next try brings an engine."""
        process = self.start()
        said = process.communicate(timeout=900)[0]
        assert process.returncode == 0, said
        return self.is_there()

    def is_there(self):
        """Whether there is what the plugin takes for an engine."""
        return bool(list(self.data.glob("engine-*/engine.json")))

    def half_way(self):
        """An installation in the middle of its packages, and all that it has started."""
        if self.index:
            self.index.stall()
        process = self.start()
        deadline_s = time.monotonic() + 120
        while not self._is_half_way() and process.poll() is None and time.monotonic() < deadline_s:
            time.sleep(0.005)
        pids = children_of(process.pid)
        assert process.poll() is None and pids, process.communicate()
        return process, pids

    def _is_half_way(self):
        if self.index:
            return self.index.was_asked.is_set()
        return any(self.data.glob("engine-*/lib/python*/site-packages/torch"))


def sentence(said):
    return next(line for line in said.splitlines() if "Expected " in line or "cancelled" in line)


@pytest.fixture(scope="module")
def installable(tmp_path_factory):
    """The folder with a plugin that brings a wheel, as its zip does."""
    folder = tmp_path_factory.mktemp("plugins")
    if REAL:
        shutil.unpack_archive(REAL, folder)
        return folder
    plugin = folder / "seg4eo_qgis"
    shutil.copytree(ROOT / "seg4eo_qgis", plugin, ignore=shutil.ignore_patterns("__pycache__", "wheels"))
    shutil.copy(ROOT / "metadata.txt", plugin)
    write_wheel(plugin / "wheels", needs="seg4eo-part")
    return folder


@pytest.fixture(scope="module")
def profile(installable, tmp_path_factory):
    """The environment of a QGIS that has the plugin switched on, and no engine."""
    runtime = tmp_path_factory.mktemp("runtime")
    runtime.chmod(0o700)
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_RUNTIME_DIR": str(runtime),
        "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path_factory.mktemp("profile")),
        "QGIS_PLUGINPATH": str(installable),
    }
    environment.pop("SEG4EO_ENGINE_PYTHON", None)
    status, said = QgisProcess(environment).finish("plugins", "enable", "seg4eo_qgis")
    assert status == 0, said
    return environment


@pytest.fixture
def index(tmp_path):
    if REAL:
        yield None
        return
    index = PackageIndex(tmp_path / "index")
    yield index
    index.close()


@pytest.fixture
def installer(profile, tmp_path, index):
    data = tmp_path / "données d'été"
    environment = {**profile, "XDG_DATA_HOME": str(data)}
    if index:
        environment.update(UV_DEFAULT_INDEX=index.url, PIP_INDEX_URL=index.url)
        environment["PATH"] = f"{only_uv(tmp_path / 'bin')}:/usr/bin:/bin"
    yield Installer(environment, data, index)
    shutil.rmtree(data, ignore_errors=True)  # gigabytes, which pytest would keep


def only_uv(folder):
    """A folder with the uv of this repository, where there is one; the Python beside it would lead QGIS astray."""
    folder.mkdir()
    uv = ROOT / ".venv" / "tools" / "bin" / "uv"
    if uv.exists():
        (folder / "uv").symlink_to(uv)
    return folder


def in_a_namespace(*options):
    """The command that takes away a part of the machine; only root may."""
    command = ["unshare", *options]
    if shutil.which("unshare") is None or subprocess.run([*command, "true"], check=False).returncode:
        pytest.skip("this user may not take the network or the disk away from a process")
    return command


def test_without_network(installer):
    assert "found no connection" in installer.refusal(*in_a_namespace("--net"))
    assert not installer.is_there()
    assert installer.works()


def test_without_disk_space(installer):
    installer.data.mkdir(parents=True)
    small = ["sh", "-c", 'mount -t tmpfs -o size=50m tmpfs "$0" && exec "$@"', str(installer.data)]
    message = installer.refusal(*in_a_namespace("--mount"), *small)
    assert "of free disk space" in message
    assert "found 0.1 GB" in message
    assert installer.works()


def test_killed_half_way(installer):
    process, pids = installer.half_way()
    process.kill()
    assert seconds_until_gone(pids) < SOON_S
    process.communicate()
    assert not installer.is_there()
    if installer.index:
        installer.index.goes_on.set()
    assert installer.works()


def test_cancelled_half_way(installer):
    process, pids = installer.half_way()
    process.send_signal(signal.SIGINT)
    assert seconds_until_gone(pids) < SOON_S
    assert "cancelled" in sentence(process.communicate(timeout=60)[0])
    assert not [path for path in installer.data.glob("engine-*") if ".removed-" not in path.name]
    if installer.index:
        installer.index.goes_on.set()
    assert installer.works()


def test_two_at_once(installer):
    first, _ = installer.half_way()
    if not installer.index:
        first.send_signal(signal.SIGSTOP)  # it has to be still there when the second one is
    assert "another QGIS does it at this moment" in installer.refusal()
    if installer.index:
        installer.index.goes_on.set()
    else:
        first.send_signal(signal.SIGCONT)
    said = first.communicate(timeout=900)[0]
    assert first.returncode == 0, said
    assert installer.is_there()


def test_through_the_proxy_of_qgis(installer):
    if not installer.index:
        pytest.skip("the tiny index is a proxy, too; the real one is none")
    installer.environment["UV_DEFAULT_INDEX"] = "http://index.example/simple/"  # nobody but the proxy knows it
    ini = Path(installer.environment["QGIS_CUSTOM_CONFIG_PATH"]) / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings = QSettings(str(ini), QSettings.Format.IniFormat)
    proxy = {"Enabled": True, "Type": "HttpProxy", "Host": "127.0.0.1", "Port": installer.index.port}
    proxy.update(User="zoé", Password="s3same")
    for name, value in proxy.items():
        settings.setValue(f"proxy/proxy{name}", value)
    settings.sync()
    try:
        process = installer.start()
        said = process.communicate(timeout=120)[0]
    finally:
        settings.remove("proxy")
        settings.sync()
    assert process.returncode == 0, said
    assert installer.is_there()
    assert "s3same" not in said
    assert "Basic " + base64.b64encode("zoé:s3same".encode()).decode() in installer.index.authorizations


TRUST = """
import sys
from qgis.core import QgsApplication
application = QgsApplication([], False)
application.initQgis()
assert QgsApplication.authManager().storeAuthSetting("cafile", sys.argv[1])
"""


@pytest.fixture
def authority(tmp_path):
    """An authority of one's own, and a certificate with its key for this machine that it signed."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificates")
    authority, key, request, leaf, names = (tmp_path / name for name in ("ca.pem", "ca.key", "csr", "leaf", "names"))
    names.write_text("subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n", encoding="utf-8")
    new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    for command in (
        ["req", "-x509", *new_key, "-subj", "/CN=authority", "-days", "2", "-keyout", key, "-out", authority],
        ["req", *new_key, "-subj", "/CN=index", "-keyout", tmp_path / "leaf.key", "-out", request],
        ["x509", "-req", "-in", request, "-CA", authority, "-CAkey", key, "-CAcreateserial", "-days", "2",
         "-extfile", names, "-out", leaf],
    ):  # fmt: skip
        subprocess.run(["openssl", *command], check=True, capture_output=True)
    leaf.write_bytes(leaf.read_bytes() + (tmp_path / "leaf.key").read_bytes())
    return authority, leaf


def test_with_an_authority_that_was_added_to_qgis(installer, authority, tmp_path):
    if not installer.index:
        pytest.skip("the real index has a certificate that everybody trusts")
    index = PackageIndex(tmp_path / "index", certificate=authority[1])
    own_profile = shutil.copytree(installer.environment["QGIS_CUSTOM_CONFIG_PATH"], tmp_path / "profile")
    installer.environment.update(UV_DEFAULT_INDEX=index.url, QGIS_CUSTOM_CONFIG_PATH=str(own_profile))
    try:
        assert "add your organisation's authority" in installer.refusal()
        subprocess.run(["/usr/bin/python3", "-c", TRUST, authority[0]], env=installer.environment, check=True)
        assert installer.works()
    finally:
        index.close()


needs_real = pytest.mark.skipif(not REAL, reason="tests/plugin shows it with a tiny engine; make test-install for real")


@needs_real
@pytest.mark.parametrize("harm", ["missing", "cut short"])
def test_a_broken_environment(installer, harm):
    assert installer.works()
    library = next(installer.data.glob("engine-*/lib/python*/site-packages/rasterio/_io*.so"))
    size_bytes = library.stat().st_size
    library.unlink()
    if harm == "cut short":
        library.write_bytes(b"ELF")
    assert installer.works()
    assert library.stat().st_size == size_bytes


@needs_real
@pytest.mark.parametrize("name", ["INTERPRETER", "BASE_PYTHON"])
def test_a_wrong_interpreter(installer, name):
    assert "/usr/bin/env, found" in installer.refusal(**{name: "/usr/bin/env"})
    assert installer.works()
