"""From the fields of ``extractpatches`` to what the patches layer works on."""

from pathlib import Path
from typing import NamedTuple

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.jobs.extractpatches import ExtractPatches
from seg4eo_engine.patches.candidates import PolygonGrid, Tiling
from seg4eo_engine.patches.cell_size import LARGEST_PX
from seg4eo_engine.patches.cells import GridLayout
from seg4eo_engine.patches.extraction import Extraction
from seg4eo_engine.patches.labels.classes import NamedClass, parse_classes
from seg4eo_engine.patches.labels.polygons import PolygonRule
from seg4eo_engine.patches.sources import SourceRequest
from seg4eo_engine.patches.sources.pairing import find_pairs
from seg4eo_engine.patches.splits import SplitRule
from seg4eo_engine.progress import Reporter


class _Inputs(NamedTuple):
    """Images with what belongs to each of them; ``grids`` has one for each, one for all, or none."""

    images: list[Path]
    labels: list[Path]
    stacks: list[tuple[Path, ...]]
    grids: list[Path]


def extraction_of(job: ExtractPatches, reporter: Reporter) -> Extraction:
    """What the job asks for.

    Raises:
        InvalidJob: fields that do not go together.
        MissingInput: a folder or files in it that are not there.
    """
    inputs = _inputs_of(job, reporter)
    classes = _with_background(parse_classes(job.classes), job.background_value)
    request = SourceRequest(
        images=tuple(inputs.images),
        labels=tuple(inputs.labels),
        label_polygons=job.label_polygons,
        stacks=tuple(inputs.stacks),
        bands=tuple(job.bands),
        nodata=job.nodata,
        classes=classes,
        ignore_values=tuple(job.ignore_values),
        positive_values=tuple(job.positive_values),
        polygon_rule=PolygonRule(
            class_field=job.class_field,
            classes=() if job.positive_values else classes,
            background=job.background_value,
            all_touched=job.all_touched,
        ),
        resampling=job.resampling,
        label_resampling=job.label_resampling,
    )
    return Extraction(
        request=request,
        grids=tuple(_grid_of(job, path) for path in inputs.grids),
        tiling=Tiling(
            GridLayout(job.patch_size_px or LARGEST_PX, job.overlap_px, job.min_valid_share),
            job.resolution_m,
            job.snap_cells,
        ),
        splits=_split_rule(job, has_grid=bool(inputs.grids)),
        is_size_given=job.patch_size_px is not None,
        append=job.append,
    )


def _with_background(classes: list[NamedClass], value: int | None) -> tuple[NamedClass, ...]:
    """The classes that the user named, and the background of polygons where it is a class that was not named."""
    if value is None or not classes or value in [item.value for item in classes]:
        return tuple(classes)
    return (NamedClass(value, "background", None), *classes)


def _inputs_of(job: ExtractPatches, reporter: Reporter) -> _Inputs:
    if (job.folder is None) == (not job.images):
        raise InvalidJob("Expected either images or a folder of them, found both or neither: give one of them.")
    grids = job.image_grids or ([job.grid] if job.grid else [])
    if job.folder is None:
        return _Inputs(job.images, job.labels, [tuple(job.stack)] * len(job.images), grids)

    label_pattern = "" if job.label_polygons else job.label_pattern
    pairs = find_pairs(job.folder, job.image_pattern, label_pattern, job.stack_patterns, job.grid_pattern, reporter)
    return _Inputs(
        images=[pair.image for pair in pairs],
        labels=[pair.label for pair in pairs if pair.label],
        stacks=[(*pair.stack, *job.stack) for pair in pairs],
        grids=[pair.grid for pair in pairs if pair.grid] or grids,
    )


def _grid_of(job: ExtractPatches, path: Path) -> PolygonGrid:
    uses_column = job.split_method in ("auto", "column")
    return PolygonGrid(path, job.split_column if uses_column else None, may_lack_it=job.split_method == "auto")


def _split_rule(job: ExtractPatches, *, has_grid: bool) -> SplitRule:
    if job.split_method == "column" and not has_grid:
        raise InvalidJob("Expected a grid with a split column, found no grid: choose one, or another split.")
    return SplitRule(
        validation_share=job.validation_share,
        test_share=job.test_share,
        block_cells=job.block_cells,
        seed=job.seed,
        method="blocks" if job.split_method == "auto" or job.split_method == "column" else job.split_method,
        buffer_cells=job.buffer_cells,
    )
