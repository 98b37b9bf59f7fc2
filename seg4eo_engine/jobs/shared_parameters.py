"""Parameters that several jobs have in common, so that they are bounded and named alike everywhere."""

from typing import Any, Literal

from seg4eo_engine.jobs.parameters import parameter

Device = Literal["auto", "cpu", "cuda", "mps"]
Precision = Literal["auto", "fp32", "bf16", "fp16"]


def patch_size_parameter(help: str, default: int | None = 256) -> Any:
    """Width and height of patches, int (or None, where that is the default)."""
    return parameter(default, kind="integer", title="Patch size", unit="px", minimum=32, maximum=4096, help=help)


def overlap_parameter(help: str) -> Any:
    """Overlap of neighbouring patches, int."""
    return parameter(0, kind="integer", title="Overlap", unit="px", minimum=0, maximum=2048, help=help)


def validation_share_parameter(help: str) -> Any:
    """Share of the validation split, float."""
    return parameter(0.15, kind="number", title="Validation share", minimum=0, maximum=0.9, help=help)


def test_share_parameter(help: str) -> Any:
    """Share of the test split, float."""
    return parameter(0.15, kind="number", title="Test share", minimum=0, maximum=0.9, help=help)


def block_parameter(unit: str) -> Any:
    """Size of the squares of neighbours that get the same split, int or None, in cells or patches (``unit``)."""
    return parameter(
        None,
        kind="integer",
        title="Block size",
        unit=unit,
        minimum=1,
        maximum=1000,
        advanced=True,
        help=f"Squares of this many by this many {unit} get the same split. Empty: about thirty blocks.",
    )


def buffer_parameter(unit: str) -> Any:
    """Distance between different splits, float or None, in cells or patches (``unit``)."""
    return parameter(
        None,
        kind="number",
        title="Buffer",
        unit=unit,
        minimum=0,
        maximum=100,
        advanced=True,
        help=f"Least distance between {unit} of different splits, in {unit}; those that are nearer are left out. "
        f"Empty: 1, where that leaves out at most a quarter of the {unit}.",
    )


def seed_parameter(help: str, *, advanced: bool = True) -> Any:
    """Seed of everything random, int."""
    return parameter(0, kind="integer", title="Seed", minimum=0, maximum=2**31 - 1, advanced=advanced, help=help)


def class_field_parameter(parent: str, help: str) -> Any:
    """Column with the classes of the polygons in the job's field ``parent``, str."""
    return parameter("", kind="field", title="Class field", parent=parent, help=help)


def class_names_parameter(otherwise: str) -> Any:
    """Class values with names and colours, list of str; ``otherwise`` says what holds where it is empty."""
    help = f"Class values with names, and colours if wanted: 1=water, 2=forest:#0a7d32. Empty: {otherwise}"
    return parameter([], kind="texts", title="Classes", help=help)


def background_parameter(help: str, *, advanced: bool = False) -> Any:
    """Class of the pixels outside of all polygons, int or None."""
    return parameter(
        None,
        kind="integer",
        title="Background value",
        minimum=-(2**15),
        maximum=2**16 - 1,
        advanced=advanced,
        help=help,
    )


def prediction_batch_parameter(help: str) -> Any:
    """How much a model sees at once, int."""
    return parameter(4, kind="integer", title="Batch size", minimum=1, maximum=1024, advanced=True, help=help)


def device_parameter() -> Any:
    """Where the network runs, :data:`Device`."""
    return parameter(
        "auto", kind="choice", title="Device", help="auto takes the graphics card where there is one that works."
    )


def precision_parameter(help: str) -> Any:
    """Number format of the network's products, :data:`Precision`."""
    return parameter("auto", kind="choice", title="Precision", advanced=True, help=help)


def prediction_precision_parameter() -> Any:
    """:data:`Precision` of a map."""
    return precision_parameter(
        "Number format of the computation; auto is bf16 on a graphics card that has it, fp32 elsewhere."
    )
