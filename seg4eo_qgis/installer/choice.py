"""Chooses torch's build by the driver that is there and by the indexes that can be reached, and says why."""

from pathlib import Path
from typing import Any, NamedTuple

from ..compat import tr
from .errors import InstallError
from .runner import Runner
from .space import NEED_BYTES
from .tools import Packages, Tool
from .torch_build import (
    CPU_BUILD,
    OLDEST_DRIVER,
    TorchBuild,
    cuda_build,
    default_build,
    drives_cuda,
    locked_cuda,
    nvidia_driver,
)


def smallest_need_bytes(packages: Packages) -> int:
    """The disk space that is needed in any case."""
    return NEED_BYTES["cuda" if brings_cuda(packages) else "cpu"]


def brings_cuda(packages: Packages) -> bool:
    """Whether there is a folder of wheels, and it holds the libraries of a build for NVIDIA cards."""
    return packages.wheels is not None and any(packages.wheels.glob("nvidia_*.whl"))


class BuildChooser(NamedTuple):
    """Chooses for a platform, as in ``sys.platform``, and an environment in ``folder`` that ``tool`` installs into."""

    platform: str
    tool: Tool
    folder: Path
    packages: Packages
    runner: Runner
    feedback: Any

    def choose(self, wish: str) -> TorchBuild:
        """The build for a wish, one of ``torch_build.CHOICES``.

        Raises:
            InstallError: the build that the user insists on cannot be had.
        """
        if self.packages.wheels is not None:
            return TorchBuild("", "cuda" if brings_cuda(self.packages) else "cpu")
        if wish == "auto" and self.platform != "darwin":
            return self._by_driver()
        if wish in ("cpu", "cuda"):
            return self._insist(CPU_BUILD if wish == "cpu" else cuda_build(self.platform, self.packages.locked()))
        return default_build(self.platform)

    def _insist(self, build: TorchBuild) -> TorchBuild:
        if self.platform == "darwin":
            return default_build(self.platform)
        if not self._can_have(build):
            raise InstallError(
                tr(
                    "Expected torch's {build} build, found that its index cannot be reached: choose auto or default as "
                    "the build of torch."
                ).format(build=build.backend)
            )
        return build

    def _by_driver(self) -> TorchBuild:
        cuda = locked_cuda(self.packages.locked())[0]
        driver = nvidia_driver(self.platform, self.runner.environment, self.runner)
        if driver is None:
            self.feedback.pushInfo(tr("There is no NVIDIA driver, so torch's small build for the processor is wanted."))
        elif not drives_cuda(driver, cuda):
            self.feedback.pushWarning(
                tr(
                    "Expected an NVIDIA driver of version {wanted} or newer for CUDA {cuda}, found {driver}, so the "
                    "graphics card cannot be used: update the driver, then install again with torch's build cuda."
                ).format(wanted=OLDEST_DRIVER[cuda], cuda=cuda, driver=driver)
            )
        else:
            build = cuda_build(self.platform, self.packages.locked())
            if self._can_have(build):
                self.feedback.pushInfo(tr("There is an NVIDIA driver, so torch is installed with CUDA."))
                return build
        return self._small_or_default()

    def _small_or_default(self) -> TorchBuild:
        default = default_build(self.platform)
        if default.kind == "cpu" or self._can_have(CPU_BUILD):
            return default if default.kind == "cpu" else CPU_BUILD
        self.feedback.pushInfo(
            tr(
                "The index of torch's small builds cannot be reached, so the large one is installed, which runs on the "
                "processor too."
            )
        )
        return default

    def _can_have(self, build: TorchBuild) -> bool:
        if not build.backend:
            return True  # the index that everything else comes from too
        torch = [line for line in self.packages.locked().splitlines() if line.startswith("torch==")]
        return self.tool.can_have(self.folder, (torch or ["torch"])[0], build)
