"""Which cells are learned from, and which measure. Neighbours stay together in blocks, with a buffer between splits."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.patches.manifest import SPLITS, Split
from seg4eo_engine.patches.splits.buffer import count_overlapping, find_too_near
from seg4eo_engine.patches.splits.draws import UNSET, Draw, best_draw
from seg4eo_engine.patches.splits.rule import Cells, SplitRule
from seg4eo_engine.progress import Reporter


def split_cells(cells: Cells, rule: SplitRule, reporter: Reporter) -> tuple[list[Split | None], NDArray[np.intp]]:
    """Assign a split to every cell.

    Cells of a block, and all of one polygon, share a split; the shares are met as nearly as whole blocks allow. Then
    cells too near to another split are left out, training cells first and test cells never; fixed cells stay. Without
    any buffer, cells of different splits still share no pixel.

    A buffer is dear around blocks that lie anywhere, so these are drawn several times and the draw that costs least is
    taken (see :class:`~seg4eo_engine.patches.splits.draws.Draw`); the shares are those of the cells that are left.
    Blocks whose size nobody asked for grow until the buffer leaves out a quarter of the cells at most, while there are
    enough of them.

    Returns:
        the split of each cell, None where it is left out, and the number of its block. A block has one split.

    Raises:
        InvalidJob: ``stratified`` without class counts.
    """
    if rule.method == "stratified" and cells.class_counts is None:
        raise InvalidJob("Expected labels for a stratified split, found none: give labels, or choose blocks.")
    wished = 0.0 if rule.method == "random" else 1.0
    draw = best_draw(cells, rule, wished if rule.buffer_cells is None else rule.buffer_cells)
    if rule.buffer_cells is None and wished > 0 and not draw.is_cheap:
        price = "nothing in a split" if draw.empties_a_split else f"only {1 - draw.left_out_share:.0%} of the cells"
        reporter.warning(
            f"There is no buffer between the splits, because one of a cell would leave {price}: test cells touch "
            "training cells, so scores will be a little too good; use more and smaller cells."
        )
        draw = best_draw(cells, rule, 0.0)
    _tell(draw, cells, rule, reporter)
    splits = [None if out else SPLITS[code] for code, out in zip(draw.splits, draw.left_out, strict=True)]
    _, blocks = np.unique(np.column_stack([draw.blocks.numbers, draw.splits]), axis=0, return_inverse=True)
    return splits, blocks.reshape(-1)


def keep_apart(
    cells: Cells, splits: Sequence[Split | None], buffer_cells: float, reporter: Reporter
) -> list[Split | None]:
    """Leave out cells that are too near to another split, also those whose split was told beforehand.

    For splits that all were told, and a buffer that was asked for nevertheless.
    """
    codes = np.array([UNSET if split is None else SPLITS.index(split) for split in splits], np.int8)
    left_out = np.zeros(len(cells), np.bool_)
    has = np.flatnonzero(codes != UNSET)
    keep = np.zeros(len(has), np.bool_)
    left_out[has] = find_too_near(
        cells.outlines[has], cells.planes[has], cells.sizes[has], codes[has], keep, buffer_cells
    )
    if left_out.any():
        _tell_left_out(int(left_out.sum()), len(cells), reporter)
    return [None if out else split for split, out in zip(splits, left_out, strict=True)]


def warn_of_missing(splits: Sequence[Split | None], rule: SplitRule, reporter: Reporter) -> None:
    """Tell the user which splits have a share but got nothing."""
    for split, share in rule.shares.items():
        if share > 0 and split not in splits:
            reporter.warning(
                f"Nothing is in the {split} split: use more or smaller cells, smaller blocks or a smaller buffer."
            )


def _tell(draw: Draw, cells: Cells, rule: SplitRule, reporter: Reporter) -> None:
    """Say what was chosen for the user, and what the buffer costs."""
    if rule.block_cells is None and rule.method != "random" and not cells.is_fixed.all():
        side, count = draw.blocks.block_cells, draw.blocks.numbers.max() + 1
        reporter.info(
            f"Neighbouring cells are split together, in {count} blocks of {side} × {side} cells."
            if side > 1
            else "Every cell is split by itself, since there are too few for blocks."
        )
    if draw.left_out.any():
        _tell_left_out(int(draw.left_out.sum()), len(cells), reporter)
    overlapping = count_overlapping(cells.outlines, cells.planes, draw.splits, cells.is_fixed)
    if overlapping:
        reporter.warning(
            f"Cells whose split was given share pixels with cells of another split: {overlapping}; "
            "scores will be too good."
        )


def _tell_left_out(count: int, total: int, reporter: Reporter) -> None:
    reporter.info(f"Cells left out, too near to cells of another split: {count} of {total}.")
