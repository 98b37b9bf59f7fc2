"""The command line: one command for each job, made from its fields, and ``run`` and ``capabilities`` for the plugin."""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, CycloptsError, Parameter
from pydantic import ValidationError
from rich.console import Console

from seg4eo_engine import __version__
from seg4eo_engine.console import ConsoleReporter
from seg4eo_engine.errors import Cancelled, InvalidJob, Seg4eoError
from seg4eo_engine.jobs import JOBS, Job
from seg4eo_engine.jobs.capabilities import capabilities
from seg4eo_engine.jobs.job import explain
from seg4eo_engine.jobs.protocol import read_job_file
from seg4eo_engine.jobs.runner import (
    EXIT_CANCELLED,
    EXIT_FAILED,
    EXIT_OK,
    keep_stdout_for_events,
    run_with_events,
)

EXIT_USAGE = 2


def run_job(job: Job) -> int:
    """Run ``job`` for a person, print its result as JSON on standard output, and return the exit status."""
    console = Console(stderr=True)
    try:
        with ConsoleReporter(console) as reporter:
            result = job.run(reporter)
    except KeyboardInterrupt:
        console.print("Cancelled: nothing was written.", style="yellow")
        return EXIT_CANCELLED
    except Cancelled as cancelled:  # a job that took Ctrl-C itself says what it leaves behind
        console.print(str(cancelled), style="yellow", highlight=False, markup=False, soft_wrap=True)
        return EXIT_CANCELLED
    except Seg4eoError as error:
        console.print(str(error), style="red", highlight=False, markup=False, soft_wrap=True)
        return EXIT_FAILED
    print(json.dumps(result.model_dump(mode="json"), indent=1, ensure_ascii=False))
    return EXIT_OK


def _add_job(app: App, job_type: type[Job]) -> None:
    def command(job: Job) -> int:
        return run_job(job)

    # cyclopts reads the type of the one argument: the job's fields become the options
    command.__annotations__ = {"job": Annotated[job_type, Parameter(name="*")], "return": int}
    if not any(field.is_required() for field in job_type.model_fields.values()):
        command.__defaults__ = (job_type(),)  # cyclopts asks for one where every option may be left out
    app.command(command, name=job_type.id, help=job_type.__doc__)


def run(job_file: Path, *, events: bool = False, lifeline: bool = False) -> int:
    """Run a job file.

    Args:
        job_file: JSON with the job's id and its parameters.
        events: write JSON events to standard output, one a line, instead of a progress bar.
        lifeline: with events, read standard input: a line "cancel" cancels, its end ends the process.
    """
    if events:
        return run_with_events(job_file, keep_stdout_for_events(), sys.stdin if lifeline else None)
    try:
        content = read_job_file(job_file)
        if content.job not in JOBS:
            raise InvalidJob(f"Expected one of the jobs {', '.join(JOBS)}, found '{content.job}': change the job file.")
        job = JOBS[content.job].from_parameters(content.parameters)
    except Seg4eoError as error:
        Console(stderr=True).print(str(error), style="red", highlight=False, markup=False, soft_wrap=True)
        return EXIT_FAILED
    return run_job(job)


def print_capabilities() -> None:
    """Print every job with its fields as JSON."""
    print(json.dumps(capabilities(), indent=1, ensure_ascii=False))


def make_app() -> App:
    """The command line application."""
    app = App(
        name="seg4eo",
        version=__version__,
        help="Deep-learning segmentation of Earth-observation imagery.",
        default_parameter=Parameter(consume_multiple=True, negative=()),
        result_action="return_value",
    )
    for job_type in JOBS.values():
        _add_job(app, job_type)
    app.command(run)
    app.command(print_capabilities, name="capabilities")
    return app


def main() -> None:
    """Entry point of ``seg4eo`` and ``python -m seg4eo_engine``."""
    # Torch's threads spin while they wait for one another. Where something else runs too, such as QGIS, each then waits
    # for a core that another one burns: a training step took 7 s instead of 0.2 s. Must be set before torch is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    signal.signal(signal.SIGTERM, _end_with_cleanup)
    try:
        status = make_app()(sys.argv[1:], exit_on_error=False, print_error=False)
    except CycloptsError as error:
        _fail(_explain_usage(error))
    sys.exit(status or EXIT_OK)


def _end_with_cleanup(number: int, _: object) -> None:
    # a scheduler's SIGTERM unwinds like Ctrl-C does, so that nothing half done stays behind
    sys.exit(128 + number)


def _explain_usage(error: CycloptsError) -> str:
    cause = error.__cause__
    if isinstance(cause, ValidationError):
        return explain(next(job for job in JOBS.values() if job.__name__ == cause.title), cause)
    return f"{str(error).rstrip('.')}: see seg4eo --help."


def _fail(message: str) -> None:
    Console(stderr=True).print(message, style="red", highlight=False, markup=False, soft_wrap=True)
    sys.exit(EXIT_USAGE)
