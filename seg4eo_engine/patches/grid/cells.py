"""The cells of a sampling grid: laid over a raster, and matched with the polygons of an area."""

from dataclasses import dataclass

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from seg4eo_engine.errors import GridMismatch, InvalidDataset, InvalidJob
from seg4eo_engine.patches.cells import GridLayout, cell_starts, cells_at
from seg4eo_engine.patches.manifest import SPLITS, Split
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.grid import RasterGrid

SMALLEST_PX, LARGEST_PX = 32, 4096


@dataclass(frozen=True)
class CellLayout:
    """Size and spacing of the cells of a grid.

    ``patch_size_m`` is taken instead of ``patch_size_px`` where it is given, ``stride_px`` (from one cell to the next)
    instead of ``overlap_px``.
    """

    patch_size_px: int = 256
    patch_size_m: float | None = None
    overlap_px: int = 0
    stride_px: int | None = None

    def __post_init__(self) -> None:
        if self.stride_px is not None and self.overlap_px:
            raise InvalidJob(
                f"Expected an overlap or a stride, found both ({self.overlap_px} px and {self.stride_px} px): "
                "leave one of them out."
            )


def choose_size_px(layout: CellLayout, grid: RasterGrid, reporter: Reporter) -> int:
    """The side of a cell in pixels; says so where it was given in metres.

    Raises:
        InvalidJob: metres that make too few or too many pixels, or for a raster without CRS.
    """
    if layout.patch_size_m is None:
        return layout.patch_size_px
    pixel_m = grid.pixel_height_m
    if pixel_m is None:
        raise InvalidJob(
            "Expected a raster with a coordinate reference system for cells in metres, found one without: give the "
            "size in pixels."
        )
    size_px = round(layout.patch_size_m / pixel_m)
    if not SMALLEST_PX <= size_px <= LARGEST_PX:
        raise InvalidJob(
            f"Expected cells of {SMALLEST_PX} to {LARGEST_PX} px, found {size_px} px for {layout.patch_size_m:g} m "
            f"with pixels of {pixel_m:.4g} m: change the size."
        )
    reporter.info(
        f"Cells of {layout.patch_size_m:g} m are {size_px} × {size_px} px, "
        f"{size_px * pixel_m:.5g} m from top to bottom in the middle."
    )
    return size_px


def lay_cells(grid: RasterGrid, size_px: int, layout: CellLayout) -> geopandas.GeoDataFrame:
    """Cells over a raster, as :func:`~seg4eo_engine.patches.cells.cells_at` gives them."""
    rows, cols = (_starts(length, size_px, layout) for length in (grid.height, grid.width))
    return cells_at(grid, size_px, rows, cols)


def _starts(length_px: int, size_px: int, layout: CellLayout) -> NDArray[np.intp]:
    if layout.stride_px is None:
        GridLayout(size_px, layout.overlap_px)  # refuses an overlap as large as the cell
        return np.array(cell_starts(length_px, size_px, layout.overlap_px))
    return np.arange(0, max(1, length_px - size_px + 1), layout.stride_px)


def keep_touching(cells: geopandas.GeoDataFrame, area: geopandas.GeoDataFrame, name: str) -> geopandas.GeoDataFrame:
    """The cells that share area with the polygons of the layer ``name``, which are in the same CRS.

    Raises:
        GridMismatch: there are none.
    """
    outline = area.union_all()
    shapely.prepare(outline)
    # a shared edge alone is not enough
    touching = cells[cells.intersects(outline) & ~cells.touches(outline)]
    if touching.empty:
        raise GridMismatch(f"Expected an area over the raster, found no cell that touches {name}: check its place.")
    return touching.reset_index(drop=True)


def splits_by_area(
    cells: geopandas.GeoDataFrame, area: geopandas.GeoDataFrame, splits: list[Split | None]
) -> list[Split | None]:
    """The split of the polygon that each cell mostly lies in."""
    cell, polygon = area.sindex.query(cells.geometry, predicate="intersects")
    shared = shapely.area(shapely.intersection(cells.geometry.to_numpy()[cell], area.geometry.to_numpy()[polygon]))
    found: list[Split | None] = [None] * len(cells)
    for position in np.lexsort([-polygon, shared]):
        found[cell[position]] = splits[polygon[position]]
    return found


def read_split_column(polygons: geopandas.GeoDataFrame, column: str, name: str) -> list[Split | None]:
    """The split of each polygon of the layer ``name``; None where the column is empty.

    Raises:
        InvalidDataset: there is no such column, or it holds other words.
    """
    if column not in polygons.columns:
        others = ", ".join(polygons.columns.drop(polygons.geometry.name)) or "no column"
        raise InvalidDataset(f"Expected a column {column} in {name}, found {others}: choose one that is there.")
    words: list[str | None] = [
        None if empty or not str(word).strip() else str(word).strip().lower()
        for word, empty in zip(polygons[column], polygons[column].isna(), strict=True)
    ]
    by_word: dict[str | None, Split | None] = {None: None, **{split: split for split in SPLITS}}
    wrong = [word for word in words if word not in by_word]
    if wrong:
        raise InvalidDataset(
            f"Expected {', '.join(SPLITS)} in the column {column} of {name}, found '{wrong[0]}': correct the column, "
            "or choose another way to split."
        )
    return [by_word[word] for word in words]
