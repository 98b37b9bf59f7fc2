"""What every job is: a frozen, typed description of the work, with ``run`` to do it."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.progress import Reporter, SilentReporter

Group = Literal["data", "model", "map"]


class Result(BaseModel):
    """What a job gives back: paths of what it wrote, and numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Job(BaseModel, ABC):
    """Base of all jobs. The fields of a subclass are its parameters; its docstring is its help."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: ClassVar[str]
    title: ClassVar[str]
    group: ClassVar[Group]
    result_type: ClassVar[type[Result]]

    @abstractmethod
    def run(self, reporter: Reporter = SilentReporter()) -> Result:  # noqa: B008 - it has no state
        """Do the work.

        Raises:
            Seg4eoError: something the user can mend, told in one sentence.
        """

    @classmethod
    def from_parameters(cls, parameters: dict[str, Any]) -> Self:
        """The job with these parameters.

        Raises:
            InvalidJob: a field is unknown, missing or out of bounds.
        """
        try:
            return cls.model_validate(parameters)
        except ValidationError as error:
            raise InvalidJob(explain(cls, error)) from error


def explain(job_type: type[Job], error: ValidationError) -> str:
    """Pydantic's report as one sentence with what was expected, what was found and the cure."""
    # a field that is not known often explains one that is missing, so it comes first
    first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
    name = ".".join(str(part) for part in first["loc"]) or "the job"
    fields = ", ".join(job_type.model_fields)
    if first["type"] == "extra_forbidden":
        return f"Expected only fields of {job_type.id}, found '{name}': use one of {fields}."
    if first["type"] == "missing":
        return f"Expected a value for '{name}' of {job_type.id}, found none: give it."
    reason = first["msg"].removeprefix("Value error, ").removeprefix("Input should be ").rstrip(".")
    return f"Expected '{name}' of {job_type.id} to be {reason}, found {first['input']!r}: change it."
