"""Every place where a patch may be cut, before any pixel is looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
from rasterio import Affine
from rasterio.windows import Window

from seg4eo_engine.errors import GridMismatch, InvalidDataset, InvalidJob
from seg4eo_engine.patches.cells import GridLayout, tile_cells
from seg4eo_engine.patches.grid.cells import read_split_column
from seg4eo_engine.patches.manifest import Split
from seg4eo_engine.patches.notes import Notes
from seg4eo_engine.patches.places import Place
from seg4eo_engine.patches.placing import PlacedPolygons, Placement, are_squares, place_polygons
from seg4eo_engine.patches.polygons import read_polygons, to_raster_crs
from seg4eo_engine.patches.sources import Source
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.grid import RasterGrid


@dataclass(frozen=True)
class Candidate:
    """A place on a source (by its number), and its split where a grid or a folder tells it.

    ``stem`` names the patch among those of its source, the same in every run.
    """

    source: int
    stem: str
    place: Place
    split: Split | None = None

    @property
    def size_px(self) -> int:
        """Width and height of the patch."""
        return self.place.grid.width


@dataclass(frozen=True)
class Tiling:
    """A regular tiling, of the image's own pixels or of pixels of ``resolution_m`` metres."""

    layout: GridLayout
    resolution_m: float | None = None
    snap: bool = False


def tile_candidates(sources: Sequence[Source], tiling: Tiling, reporter: Reporter) -> list[Candidate]:
    """Regular tiling of every image; says which of them are smaller than a patch.

    Raises:
        InvalidJob: a resolution in metres is asked for of an image without CRS.
    """
    candidates, notes = [], Notes()
    for number, source in enumerate(sources):
        step_px = step_of(source, tiling)
        is_own = step_px in (None, 1)
        grid = source.grid if step_px is None else _with_step(source.grid, step_px)
        size_px = tiling.layout.patch_size_px
        if min(grid.width, grid.height) < size_px:
            name = source.image.name
            notes.add(
                "Images smaller than a patch are padded with invalid pixels",
                source.image,
                f"{name} is smaller than a patch ({grid.width} × {grid.height} px): it is padded with invalid pixels.",
            )
        for cell in tile_cells(grid, tiling.layout).itertuples():
            window = Window(int(cell.col_off), int(cell.row_off), size_px, size_px)
            place = Place.of_window(grid, window) if is_own else Place(grid.window_grid(window), None)
            candidates.append(Candidate(number, f"{window.row_off:06d}_{window.col_off:06d}", place))
    notes.report(reporter)
    return candidates


def step_of(source: Source, tiling: Tiling) -> float | None:
    """The side of a patch's pixel in pixels of the image; None where no resolution is asked for."""
    if tiling.resolution_m is None:
        return None
    metres = source.grid.pixel_height_m
    if metres is None:
        raise InvalidJob(
            f"Expected images with a coordinate reference system for a resolution in metres, found {source.image.name} "
            "without one: leave the resolution empty."
        )
    step_px = tiling.resolution_m / metres
    return 1.0 if abs(step_px - 1) < 1e-6 else step_px


def _with_step(grid: RasterGrid, step_px: float) -> RasterGrid:
    width, height = (max(1, int(length / step_px + 1e-6)) for length in (grid.width, grid.height))
    return RasterGrid(grid.crs, grid.transform * Affine.scale(step_px), width, height)


@dataclass(frozen=True)
class PolygonGrid:
    """A polygon layer to be used as a grid.

    ``split_column`` names the column that tells the splits, if any; with ``may_lack_it``, only where there is one.
    """

    path: Path
    split_column: str | None = None
    may_lack_it: bool = False


def grid_candidates(
    sources: Sequence[Source], grids: Sequence[PolygonGrid], tiling: Tiling, reporter: Reporter
) -> list[Candidate]:
    """The polygons of a layer on every image that they touch.

    Args:
        sources: the images.
        grids: one for all of them, or one for each.
        tiling: the size of the patches, their resolution, and whether they are moved onto whole pixels.
        reporter: hears what had to be done to the polygons.

    Raises:
        MissingInput, NotAVector: a layer cannot be read.
        GridMismatch: no polygon touches an image.
        InvalidDataset: the split column holds other words than train, validation and test.
    """
    if len(grids) not in (1, len(sources)):
        raise InvalidJob(f"Expected one grid, or one for each of {len(sources)} images, found {len(grids)}: add grids.")
    candidates: list[Candidate] = []
    for position, grid in enumerate(grids):
        numbers = range(len(sources)) if len(grids) == 1 else [position]
        candidates += _LayerOnImages(grid, sources, tiling, reporter).candidates(numbers)
    return candidates


class _LayerOnImages:
    """One polygon layer, and the images that it is laid over."""

    def __init__(self, grid: PolygonGrid, sources: Sequence[Source], tiling: Tiling, reporter: Reporter) -> None:
        self._name = grid.path.name.split("|")[0]
        self._path = grid.path
        self._sources = sources
        self._tiling = tiling
        self._reporter = reporter
        self._polygons = read_polygons(grid.path)
        self._squares = are_squares(self._polygons.geometry.to_numpy())
        self._splits = _splits_of(self._polygons, grid)
        self._in_crs: dict[str, geopandas.GeoDataFrame] = {}

    def candidates(self, numbers: Sequence[int]) -> list[Candidate]:
        """The candidates on the images with these numbers."""
        placed = {number: self._place_on(self._sources[number]) for number in numbers}
        self._check_and_report(placed)
        found: dict[tuple[float, ...], Candidate] = {}
        for number, polygons in placed.items():
            for polygon, place in polygons.places.items():
                # two polygons on the same pixels make one patch
                pixels = (number, *np.round(tuple(place.grid.transform)[:6], 9))
                found.setdefault(pixels, Candidate(number, _stem(polygon, place), place, self._splits[polygon]))
        return sorted(found.values(), key=lambda candidate: (candidate.source, candidate.stem))

    def _place_on(self, source: Source) -> PlacedPolygons:
        crs = source.grid.crs.to_wkt() if source.grid.crs else ""
        if crs not in self._in_crs:
            self._in_crs[crs] = to_raster_crs(self._polygons, source.grid.crs, self._path, self._reporter)
        placement = Placement(self._tiling.layout.patch_size_px, step_of(source, self._tiling), self._tiling.snap)
        return place_polygons(self._in_crs[crs], self._squares, source.grid, placement, self._name)

    def _check_and_report(self, placed: dict[int, PlacedPolygons]) -> None:
        if not any(polygons.touching for polygons in placed.values()):
            raise GridMismatch(
                f"Expected a grid over the images, found no cell of {self._name} that touches a pixel of them: "
                "choose the grid of these images."
            )
        used: set[int] = set().union(*(polygons.places for polygons in placed.values()))
        if not used:
            raise InvalidDataset(
                f"Expected cells within the images, found no whole cell in {self._name}, only some across their edges: "
                "make a grid on these images."
            )
        for number, polygons in placed.items():
            if not polygons.places:
                image = self._sources[number].image.name
                self._reporter.warning(f"No cell of {self._name} lies within {image}: nothing is cut from it.")
        self._report(len(self._polygons) - len(used), placed)

    def _report(self, left_out: int, placed: dict[int, PlacedPolygons]) -> None:
        recut, moved, resampled = (
            sum(getattr(polygons, what) for polygons in placed.values()) for what in ("recut", "moved", "resampled")
        )
        if left_out:
            self._reporter.info(f"Cells of {self._name} left out, partly or wholly outside of the images: {left_out}.")
        if recut:
            self._reporter.info(f"Polygons of {self._name} that are no squares, cut as squares around them: {recut}.")
        if moved:
            self._reporter.info(f"Cells of {self._name} moved onto whole pixels: {moved}.")
        if resampled:
            size_px = self._tiling.layout.patch_size_px
            across_px = next(
                size_px * place.grid.resolution[1] / self._sources[number].grid.resolution[1]
                for number, polygons in placed.items()
                for place in polygons.places.values()
                if place.window is None
            )
            self._reporter.info(
                f"Cells of {self._name} that are not on the image's pixels, resampled to patches of {size_px} px "
                f"(from {across_px:.4g} px across): {resampled}."
            )


def _stem(polygon: int, place: Place) -> str:
    if place.window is None:
        return f"cell_{polygon:06d}"
    return f"{place.window.row_off:06d}_{place.window.col_off:06d}"


def _splits_of(polygons: geopandas.GeoDataFrame, grid: PolygonGrid) -> list[Split | None]:
    column = grid.split_column
    if column is None or (grid.may_lack_it and column not in polygons.columns):
        return [None] * len(polygons)
    return read_split_column(polygons, column, grid.path.name.split("|")[0])
