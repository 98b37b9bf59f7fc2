"""Whether a Python has an engine that works, tried for real."""

import json
from pathlib import Path
from typing import Any, NamedTuple, Optional

from ..compat import tr
from ..engine.run import Engine, EngineError, EngineStopped, run_job
from .errors import InstallCancelled, InstallError, StepFailed
from .runner import Runner

VERIFY = Path(__file__).with_name("verify.py")
LIMIT_S = 300  # the first start from a slow disk, under the eyes of a virus scanner


class Facts(NamedTuple):
    """What an engine says of itself."""

    protocol: int
    version: str


def ask_engine(python: Path, runner: Runner) -> Facts:
    """Start the engine of a Python and ask what it is.

    Raises:
        InstallError: there is none.
    """
    try:
        said = "\n".join(runner.run([python, "-I", "-m", "seg4eo_engine", "capabilities"], limit_s=LIMIT_S))
        told = json.JSONDecoder().raw_decode(said[said.index("{") :])[0]
        return Facts(int(told["protocol"]), str(told["engine_version"]))
    except StepFailed as failed:
        last = failed.said[-1].strip() if failed.said else tr("nothing said")
        if "No module named" in last and "seg4eo_engine" in last:
            last = tr("it is not installed there")
        found = last
    except (ValueError, KeyError, TypeError):
        found = tr("a program that says something else")
    raise InstallError(
        tr("Expected a Python that has the seg4eo engine at {path}, found none ({found}): choose another one.").format(
            path=python, found=found
        )
    )


def check_versions(facts: Facts, engine: Engine, feedback: Any) -> None:
    """Raise InstallError where plugin and engine cannot talk to one another; warn where they are of two versions."""
    if facts.protocol != engine.protocol:
        raise InstallError(
            tr(
                "Expected an engine that speaks protocol {expected}, found one of protocol {found} at {python}: "
                "bring the plugin and the engine to the same version."
            ).format(expected=engine.protocol, found=facts.protocol, python=engine.python)
        )
    if facts.version != engine.version:
        feedback.pushWarning(
            tr(
                "This plugin was made for engine {expected}, found {found}: "
                "bring both to the same version if something does not work."
            ).format(expected=engine.version, found=facts.version)
        )


class Damage(NamedTuple):
    """What is wrong with an environment's files, in a few words, and the packages whose files have been changed."""

    how: str
    changed: tuple = ()


def find_damage(python: Path, runner: Runner) -> Optional[Damage]:
    """What is missing or changed in an environment; None where all is as it was installed."""
    try:
        said = runner.run([python, "-I", VERIFY], limit_s=LIMIT_S)
    except StepFailed as failed:
        return Damage(failed.said[-1].strip() if failed.said else tr("its Python does not start"))
    if not said:
        return None
    packages = dict.fromkeys(line.split()[1] for line in said if line.startswith("changed"))
    how = tr("{count} of its files missing or changed, such as {example}")
    return Damage(how.format(count=len(said), example=said[0].split(maxsplit=2)[2]), tuple(packages))


def try_engine(engine: Engine, feedback: Any, handle_events) -> None:
    """Have the engine map a tiny scene with all that it has.

    Raises:
        InstallError: it cannot, or was cancelled.
    """
    try:
        run_job(engine, "checkengine", {}, feedback, handle_events)
    except EngineStopped as error:
        if feedback.isCanceled():
            raise InstallCancelled(tr("The installation was cancelled.")) from error
        raise InstallError(str(error)) from error
    except EngineError as error:
        raise InstallError(str(error)) from error
