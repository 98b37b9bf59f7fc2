"""Every place where a patch may be cut, before any pixel is looked at."""

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
from rasterio.windows import Window

from seg4eo_engine.errors import GridMismatch, InvalidDataset
from seg4eo_engine.patches.cells import GridLayout, PlacedCells, place_polygons, tile_cells
from seg4eo_engine.patches.manifest import SPLITS, Split
from seg4eo_engine.patches.polygons import read_polygons, to_raster_crs
from seg4eo_engine.patches.sources import SourcePair
from seg4eo_engine.progress import Reporter


@dataclass(frozen=True)
class Candidate:
    """A window of a source (by its number). Cells of one ``block`` share a split, unless a grid tells the ``split``."""

    source: int
    col_off: int
    row_off: int
    size_px: int
    block: Hashable
    split: Split | None

    @property
    def name(self) -> str:
        """The name of the patch, the same in every run."""
        return f"{self.source:03d}_{self.row_off:06d}_{self.col_off:06d}"

    @property
    def window(self) -> Window:
        """The pixels of the source."""
        return Window(self.col_off, self.row_off, self.size_px, self.size_px)


def tile_candidates(pairs: list[SourcePair], layout: GridLayout, block_cells: int) -> list[Candidate]:
    """Regular tiling of every image; images on the same pixels (dates) share blocks, so that a place has one split."""
    candidates = []
    for number, pair in enumerate(pairs):
        cells = tile_cells(pair.grid, layout)
        place = next(
            index
            for index, other in enumerate(pairs)
            if index == number or (pair.grid.crs is not None and not pair.grid.describe_difference(other.grid))
        )
        candidates += [
            Candidate(
                number,
                int(cell.col_off),
                int(cell.row_off),
                layout.patch_size_px,
                (place, cell.row // block_cells, cell.col // block_cells),
                None,
            )
            for cell in cells.itertuples()
        ]
    return candidates


def grid_candidates(
    pairs: list[SourcePair], grid: Path, layout: GridLayout, block_cells: int, reporter: Reporter
) -> list[Candidate]:
    """The cells of a polygon layer on every image that they touch. A cell keeps its split and its block in all images.

    Raises:
        MissingInput, NotAVector: the layer cannot be read.
        GridMismatch: no cell touches an image, or cells are of another size.
        InvalidDataset: the split column holds other words than train, validation and test.
    """
    polygons = read_polygons(grid)
    splits, blocks = _splits_of(polygons, grid), _blocks_of(polygons, block_cells)
    placed = _place_on_images(polygons, pairs, grid, layout.patch_size_px, reporter)
    candidates: dict[tuple[int, int, int], Candidate] = {}
    for number, cells in enumerate(placed):
        windows = zip(cells.row_offs.tolist(), cells.col_offs.tolist(), cells.polygon_indexes.tolist(), strict=True)
        for row_off, col_off, polygon in sorted(windows):
            # two polygons on the same pixels make one patch
            candidates.setdefault(
                (number, row_off, col_off),
                Candidate(number, col_off, row_off, layout.patch_size_px, blocks[polygon], splits[polygon]),
            )
    if not candidates:
        raise InvalidDataset(
            f"Expected cells within the images, found no whole cell in {grid.name}, only some across their edges: "
            "make a grid on these images."
        )
    for pair, cells in zip(pairs, placed, strict=True):
        if not cells.polygon_indexes.size:
            reporter.warning(f"No cell of {grid.name} lies within {pair.image.name}: nothing is cut from it.")
    used = set().union(*(cells.polygon_indexes.tolist() for cells in placed))
    _report(len(polygons) - len(used), sum(cells.moved for cells in placed), grid, reporter)
    return list(candidates.values())


def _place_on_images(
    polygons: geopandas.GeoDataFrame, pairs: list[SourcePair], grid: Path, size_px: int, reporter: Reporter
) -> list[PlacedCells]:
    """The polygons on the pixels of each image, in its CRS."""
    in_crs: dict[str, geopandas.GeoDataFrame] = {}
    placed = []
    for pair in pairs:
        name = pair.grid.crs.to_wkt() if pair.grid.crs else ""
        if name not in in_crs:
            in_crs[name] = to_raster_crs(polygons, pair.grid.crs, grid, reporter)
        placed.append(place_polygons(in_crs[name], pair.grid, size_px, grid.name))
    if not any(cells.touching for cells in placed):
        raise GridMismatch(
            f"Expected a grid over the images, found no cell of {grid.name} that touches a pixel of them: "
            "choose the grid of these images."
        )
    return placed


def _report(left_out: int, moved: int, grid: Path, reporter: Reporter) -> None:
    if left_out:
        reporter.info(f"Cells of {grid.name} left out, partly or wholly outside of the images: {left_out}.")
    if moved:
        reporter.info(f"Cells of {grid.name} moved onto whole pixels, by half a pixel at most: {moved}.")


def _splits_of(polygons: geopandas.GeoDataFrame, grid: Path) -> list[Split | None]:
    if "split" not in polygons.columns:
        return [None] * len(polygons)
    words = polygons["split"].astype(str).tolist()
    wrong = sorted(set(words) - set(SPLITS))
    if wrong:
        raise InvalidDataset(
            f"Expected {', '.join(SPLITS)} in the split column of {grid.name}, found '{wrong[0]}': "
            "correct the column, or rename it."
        )
    return list(words)


def _blocks_of(polygons: geopandas.GeoDataFrame, block_cells: int) -> list[Hashable]:
    """Squares of the grid's own plane: ``block_cells`` times the size of a typical cell, from the lower left corner."""
    bounds = polygons.bounds
    centres = np.column_stack([bounds.minx + bounds.maxx, bounds.miny + bounds.maxy]) / 2
    size = np.array([(bounds.maxx - bounds.minx).median(), (bounds.maxy - bounds.miny).median()])
    numbers = np.floor((centres - [bounds.minx.min(), bounds.miny.min()]) / (size * block_cells)).astype(int)
    return [tuple(number) for number in numbers.tolist()]
