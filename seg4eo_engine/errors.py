"""Everything that can go wrong in a way the user can mend.

One root, :class:`Seg4eoError`. Each subclass has a stable ``code`` (it travels in the ``failed`` event) and
inherits the builtin that fits, so that callers may catch either. A message is one sentence: what was expected,
what was found, and the cure.
"""

from typing import ClassVar


class Seg4eoError(Exception):
    """Root of the errors that the engine raises on purpose."""

    code: ClassVar[str] = "error"


class InvalidJob(Seg4eoError, ValueError):
    """A job with an unknown field, a missing one, or a value out of bounds."""

    code = "invalid-job"


class MissingInput(Seg4eoError, FileNotFoundError):
    """An input path that does not exist."""

    code = "missing-input"


class NotARaster(Seg4eoError, ValueError):
    """A file that GDAL cannot open as a raster."""

    code = "not-a-raster"


class NotAVector(Seg4eoError, ValueError):
    """A file that GDAL cannot open as a vector layer, or that holds no polygons."""

    code = "not-a-vector"


class BandMismatch(Seg4eoError, ValueError):
    """A raster whose bands are not those that are needed."""

    code = "band-mismatch"


class ValueRangeMismatch(Seg4eoError, ValueError):
    """A raster whose number format cannot hold the values that a model learned from."""

    code = "value-range-mismatch"


class GridMismatch(Seg4eoError, ValueError):
    """Two rasters, or a grid and a raster, that do not lie on one another."""

    code = "grid-mismatch"


class UnknownClass(Seg4eoError, ValueError):
    """A class value that the classes at hand do not know."""

    code = "unknown-class"


class InvalidDataset(Seg4eoError, ValueError):
    """A folder that is no dataset, or one with nothing to learn from."""

    code = "invalid-dataset"


class InvalidCatalogue(Seg4eoError, ValueError):
    """A file that lists no scenes, or scenes without the files that are needed."""

    code = "invalid-catalogue"


class InvalidModel(Seg4eoError, ValueError):
    """A file that is no model, or one of another format or version."""

    code = "invalid-model"


class UnwritableOutput(Seg4eoError, PermissionError):
    """An output that cannot be written, or must not be overwritten."""

    code = "unwritable-output"


class DeviceUnavailable(Seg4eoError, RuntimeError):
    """A device or a number format that this machine does not offer."""

    code = "device-unavailable"


class AllScenesFailed(Seg4eoError, RuntimeError):
    """Many scenes to be mapped, of which none could be."""

    code = "all-scenes-failed"


class ClusterUnavailable(Seg4eoError, ConnectionError):
    """A cluster that does not answer, or whose workers cannot do the work."""

    code = "cluster-unavailable"


class WorkersEnded(Seg4eoError, RuntimeError):
    """Work that ended every worker to which it was given."""

    code = "workers-ended"


class Cancelled(Seg4eoError):
    """The user asked the job to stop."""

    code = "cancelled"


def first_line(error: Exception) -> str:
    """The first line of a message of a library, shortened."""
    return (str(error).splitlines() or [type(error).__name__])[0][:200].rstrip(".")
