"""Which build of torch is chosen for which machine."""

from pathlib import Path

import pytest

from seg4eo_qgis.installer import choice, torch_build
from seg4eo_qgis.installer.choice import BuildChooser, brings_cuda
from seg4eo_qgis.installer.errors import InstallError, StepFailed
from seg4eo_qgis.installer.tools import Packages
from seg4eo_qgis.installer.torch_build import CPU_BUILD, TorchBuild

LOCK = "cuda-toolkit==13.2.2\ntorch==2.15.0\n"


class Index:
    """A tool that knows which builds can be had."""

    def __init__(self, *backends):
        self._backends = backends
        self.asked = []

    def can_have(self, folder, torch, build):
        self.asked.append(torch)
        return build.backend in self._backends


class Smi:
    """A runner on a machine with an NVIDIA driver, or without."""

    def __init__(self, answer=None):
        self._answer = answer
        self.environment = {}

    def run(self, command, **limits):
        if self._answer is None:
            raise StepFailed(-1, ["no such file"])
        return [self._answer]


@pytest.fixture
def choose(tmp_path, listener, monkeypatch):
    lock = tmp_path / "requirements.txt"
    lock.write_text(LOCK, encoding="utf-8")
    monkeypatch.setattr(choice, "nvidia_driver", lambda platform, environment, runner: driver[0])
    driver = [None]

    def choose_for(platform, wish="auto", driver_is=None, index=("cpu",), wheels=None):
        driver[0] = driver_is
        packages = Packages(Path("engine.whl"), lock, wheels)
        return BuildChooser(platform, Index(*index), tmp_path, packages, Smi(), listener).choose(wish)

    return choose_for


def test_without_a_card_the_small_build_is_taken(choose):
    assert choose("linux") == CPU_BUILD
    assert choose("win32") == TorchBuild("", "cpu")  # the package index has it for Windows


def test_where_the_small_builds_cannot_be_reached_the_large_one_does_and_it_is_said(choose, listener):
    assert choose("linux", index=()) == TorchBuild("", "cuda")
    assert "cannot be reached" in listener.lines[-1]


def test_with_a_driver_that_is_new_enough_cuda_is_taken(choose):
    assert choose("linux", driver_is=580) == TorchBuild("", "cuda")
    assert choose("win32", driver_is=581, index=("cu132",)) == TorchBuild("cu132", "cuda")
    assert choose("linux", driver_is=torch_build.UNKNOWN) == TorchBuild("", "cuda")


def test_with_an_old_driver_the_small_build_is_taken_and_the_cure_is_told(choose, listener):
    assert choose("linux", driver_is=535) == CPU_BUILD
    assert "580 or newer for CUDA 13, found 535" in listener.warnings[0]


def test_on_a_mac_there_is_one_build(choose):
    assert all(choose("darwin", wish) == TorchBuild("", "cpu") for wish in torch_build.CHOICES)


def test_who_insists_gets_it_or_is_told(choose):
    assert choose("linux", "cpu") == CPU_BUILD
    assert choose("linux", "cuda") == TorchBuild("", "cuda")
    assert choose("linux", "default") == TorchBuild("", "cuda")
    with pytest.raises(InstallError, match="its index cannot be reached: choose auto or default"):
        choose("linux", "cpu", index=())


def test_a_folder_of_wheels_says_by_itself_what_it_brings(choose, tmp_path):
    assert choose("linux", wheels=tmp_path) == TorchBuild("", "cpu")
    (tmp_path / "nvidia_cublas-13-py3-none-any.whl").touch()
    assert choose("linux", wheels=tmp_path) == TorchBuild("", "cuda")
    assert brings_cuda(Packages(Path(), Path(), tmp_path))


def test_the_driver_is_read_from_its_own_program_or_from_the_system(tmp_path, listener):
    assert torch_build.nvidia_driver("linux", {}, Smi("580.65.06")) == 580
    version = tmp_path / "version"
    version.write_text("NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.183.01  Sun May 12\n", encoding="utf-8")
    assert torch_build.driver_of_the_system("linux", {}, version) == 535
    version.write_text(
        "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.15  Release Build\n", encoding="utf-8"
    )
    assert torch_build.driver_of_the_system("linux", {}, version) == 570
    assert torch_build.driver_of_the_system("linux", {}, tmp_path / "none") is None
    assert torch_build.driver_of_the_system("darwin", {}) is None


def test_on_windows_the_drivers_library_is_looked_for(tmp_path):
    assert torch_build.driver_of_the_system("win32", {"SYSTEMROOT": str(tmp_path)}) is None
    (tmp_path / "System32").mkdir()
    (tmp_path / "System32" / "nvcuda.dll").touch()
    assert torch_build.driver_of_the_system("win32", {"SYSTEMROOT": str(tmp_path)}) == torch_build.UNKNOWN
    assert torch_build.smi_places("win32", {"SYSTEMROOT": r"D:\Win"}) == [r"D:\Win\System32\nvidia-smi.exe"]


def test_the_lock_says_which_cuda():
    assert torch_build.locked_cuda(LOCK) == (13, 2)
    assert torch_build.locked_cuda("") == (0, 0)
