"""The job ``checkengine``."""

from typing import ClassVar

from seg4eo_engine.jobs.job import Group, Job, Result
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.progress import Reporter, SilentReporter


class CheckEngineResult(Result):
    """What the engine is, and what works."""

    interpreter: str = parameter(kind="text", title="Python", help="The interpreter that runs the engine.")
    versions: list[str] = parameter(
        kind="texts", title="Versions", help="Versions of the engine, of Python and of what both rest on."
    )
    processor: str = parameter(
        kind="text", title="Processor", help="Cores that may be used, and whether they multiply in bf16."
    )
    memory: str = parameter(kind="text", title="Memory", help="Memory of the machine that is free.")
    graphics_card: str = parameter(kind="text", title="Graphics card", help="The card that is used, or none.")
    why_no_graphics_card: str = parameter(
        kind="text", title="Why no graphics card", help="Why none is used, and what to do; empty where one is."
    )
    trials: list[str] = parameter(
        kind="texts", title="Trials", help="How a tiny scene was mapped by each library on each device."
    )


class CheckEngine(Job):
    """Say whether the engine works on this machine, what it runs on, and why it does not use the graphics card.

    A tiny scene is mapped for real with every library and device that is there, and the maps are compared.
    """

    id: ClassVar[str] = "checkengine"
    title: ClassVar[str] = "Check the engine"
    group: ClassVar[Group] = "model"
    result_type: ClassVar[type[Result]] = CheckEngineResult

    def run(self, reporter: Reporter = SilentReporter()) -> CheckEngineResult:  # noqa: B008 - it has no state
        from seg4eo_engine.jobs.checking import check_engine  # imported late: a job describes itself instantly

        return check_engine(reporter)
