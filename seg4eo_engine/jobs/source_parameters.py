"""Parameters of all jobs that read images and labels, so that they are bounded and named alike everywhere."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from seg4eo_engine.jobs.parameters import parameter


def _as_texts(bands: Any) -> Any:
    return (
        [str(band) if isinstance(band, int) else band for band in bands] if isinstance(bands, (list, tuple)) else bands
    )


Bands = Annotated[list[str], BeforeValidator(_as_texts)]  # in Python, numbers may be numbers


def bands_parameter() -> Any:
    """Which bands, :data:`Bands`."""
    return parameter(
        [],
        kind="texts",
        title="Bands",
        help="Numbers (the first is 1) or names of the bands to use, in the order wanted. Empty: all bands.",
    )


def classes_parameter() -> Any:
    """Class values with names and colours, list of str."""
    return parameter(
        [],
        kind="texts",
        title="Classes",
        help="Class values with names, and colours if wanted: 1=water, 2=forest:#0a7d32. What is left out is taken "
        "from the labels. Colour masks need the colours.",
    )


def ignore_parameter() -> Any:
    """Label values that are no class, list of int."""
    return parameter(
        [],
        kind="integers",
        title="Values to ignore",
        help="Label values that are not a class (unlabelled, clouds): they are neither learned nor measured.",
    )


def binary_parameter() -> Any:
    """Label values that make one class against the rest, list of int."""
    return parameter(
        [],
        kind="integers",
        title="These values against the rest",
        advanced=True,
        help="Label values that become class 1, while all other labelled values become class 0. Empty: classes as "
        "they are.",
    )


def nodata_parameter() -> Any:
    """A value that marks invalid pixels, float or None."""
    return parameter(
        None,
        kind="number",
        title="Nodata value",
        advanced=True,
        help="Pixels of this value are invalid, besides those that the images themselves mark so.",
    )
