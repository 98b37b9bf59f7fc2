"""The job ``extractpatches``: where patches are cut on images, from a grid or by regular tiling."""

from dataclasses import dataclass, replace
from pathlib import Path

from seg4eo_engine.outputs import check_folder_output
from seg4eo_engine.patches.appending import Existing, read_existing
from seg4eo_engine.patches.assembly import write_dataset
from seg4eo_engine.patches.candidates import PolygonGrid, Tiling, grid_candidates, tile_candidates
from seg4eo_engine.patches.cell_size import choose_size
from seg4eo_engine.patches.manifest import MANIFEST_NAME, SPLITS
from seg4eo_engine.patches.plan import CutPlan
from seg4eo_engine.patches.records import OUTLINES_NAME
from seg4eo_engine.patches.sources import SourceRequest, check_sources
from seg4eo_engine.patches.splits import SplitRule
from seg4eo_engine.patches.work import OpenWork, WorkHere
from seg4eo_engine.progress import Reporter

DATASET_CONTENTS = (MANIFEST_NAME, OUTLINES_NAME, *SPLITS)


@dataclass(frozen=True)
class Extraction:
    """What is cut, and how: see the fields of the job.

    ``grids``: none for regular tiling, one for all images, or one for each. ``is_size_given``: else the size of the
    patches is that of the cells. ``append``: the output is a dataset whose patches stay.
    """

    request: SourceRequest
    grids: tuple[PolygonGrid, ...]
    tiling: Tiling
    splits: SplitRule
    is_size_given: bool = True
    append: bool = False


def extract_patches(
    extraction: Extraction, output: Path, reporter: Reporter, open_work: OpenWork = WorkHere.open
) -> dict[str, int]:
    """Write the dataset folder ``output``, whole or not at all.

    Args:
        extraction: what is cut.
        output: a new folder, or a dataset of ours.
        reporter: hears of progress, and can cancel.
        open_work: who reads labels and cuts; this process, unless told otherwise.

    Returns:
        the number of ``patches``, and of those in ``train``, ``validation`` and ``test``.

    Raises:
        InvalidDataset: no patch is left, or what is there cannot be added to.
        Seg4eoError: as the inputs and the output deserve; nothing is written then.
    """
    check_folder_output(output, DATASET_CONTENTS)
    existing = read_existing(output, reporter) if extraction.append else None
    plan = plan_cutting(extraction, existing, reporter)
    return write_dataset(plan, output, reporter, existing, open_work)


def plan_cutting(extraction: Extraction, existing: Existing | None, reporter: Reporter) -> CutPlan:
    """Find out where patches can be cut; no pixel is read. Of the ``existing`` dataset, its manifest is asked.

    Raises:
        Seg4eoError: as the inputs deserve.
    """
    request, tiling = extraction.request, extraction.tiling
    if existing is not None:
        request = existing.complete(request)
    sources = check_sources(request, reporter)
    if not extraction.is_size_given:
        size_px = existing.manifest.patch_size_px if existing else choose_size(sources, extraction.grids, tiling)
        tiling = replace(tiling, layout=replace(tiling.layout, patch_size_px=size_px))
    if existing is not None:
        existing.check(sources, tiling.layout.patch_size_px, reporter)
    if extraction.grids:
        candidates = grid_candidates(sources, extraction.grids, tiling, reporter)
    else:
        candidates = tile_candidates(sources, tiling, reporter)
    return CutPlan(request, sources, candidates, tiling.layout.min_valid_share, extraction.splits)
