"""Where patches lie together: their outlines, and how far the splits are apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj.exceptions import ProjError
from rasterio.crs import CRS

from seg4eo_engine.patches.manifest import Split
from seg4eo_engine.reports.dataset.facts import Separation
from seg4eo_engine.reports.dataset.survey import Survey

CHUNK = 1000  # patches that are compared at once, so that the pairs of many that lie on one another fit into memory
NEIGHBOURHOOD_DEG = 0.1


@dataclass(frozen=True)
class Plane:
    """Patches that can be compared by their coordinates: of one CRS, or cut from one image without any.

    ``positions`` are those of the patches in the manifest, ``outlines`` their polygons.
    """

    crs: CRS | None
    positions: NDArray[np.int64]
    outlines: NDArray[np.object_]

    @property
    def unit(self) -> str:
        """The unit of the coordinates, as people write it."""
        if self.crs is None:
            return "px"
        if self.crs.is_geographic:
            return "°"
        unit = str(self.crs.linear_units)
        return {"metre": "m", "meter": "m", "unknown": "map units"}.get(unit, unit)

    def select(self, chosen: NDArray[np.bool_]) -> "Plane":
        """Some of the patches."""
        return Plane(self.crs, self.positions[chosen], self.outlines[chosen])

    def metres(self, line: shapely.LineString) -> float | None:
        """The length of a line on the ground."""
        if self.crs is None:
            return None
        if self.crs.is_geographic:
            return float(geopandas.GeoSeries([line], crs=self.crs).crs.get_geod().geometry_length(line))
        if not self.crs.is_projected:  # a building site has a plan of its own
            return None
        return float(line.length * self.crs.linear_units_factor[1])


def find_planes(survey: Survey) -> list[Plane]:
    """The planes of a dataset; patches whose place is not known are in none."""
    placed = np.isfinite(survey.corners).all(axis=(1, 2))
    # images without a CRS have coordinates of their own: negative numbers tell them apart
    sources = np.array([record.source for record in survey.manifest.patches])
    groups = np.where(survey.crs_numbers >= 0, survey.crs_numbers, -1 - sources)
    planes = []
    for group in sorted(set(groups[placed].tolist()), key=lambda number: (number < 0, abs(number))):
        positions = np.flatnonzero(placed & (groups == group))
        crs = survey.crs[group] if group >= 0 else None
        planes.append(Plane(crs, positions, shapely.polygons(survey.corners[positions])))
    return planes


def separate(survey: Survey, planes: list[Plane], first: Split, second: Split) -> Separation:
    """How far the patches of two splits are apart, over all planes."""
    splits = survey.splits
    nearest: tuple[float, Plane, shapely.LineString] | None = None
    overlapping: set[int] = set()
    for one, other in _neighbours(planes):
        trees = one.select(splits[one.positions] == first), other.select(splits[other.positions] == second)
        if not (len(trees[0].positions) and len(trees[1].positions)):
            continue
        overlapping |= _overlapping(survey, *trees)
        line, widths = _nearest(*trees)
        if nearest is None or widths < nearest[0]:
            nearest = widths, one, line
    names = survey.names(sorted(overlapping))
    if nearest is None:
        return Separation(
            first=first, second=second, distance=None, unit="", metres=None, patch_widths=None, overlapping=names
        )
    widths, plane, line = nearest
    return Separation(
        first=first,
        second=second,
        distance=line.length,
        unit=plane.unit,
        metres=plane.metres(line),
        patch_widths=widths,
        overlapping=names,
    )


def _neighbours(planes: list[Plane]) -> Iterator[tuple[Plane, Plane]]:
    """Every plane with itself, and with those planes of another CRS, brought onto its own, that come near it."""
    yield from ((plane, plane) for plane in planes)
    on_earth = [(plane, _ground_box(plane)) for plane in planes if plane.crs is not None]
    for (plane, box), (other, other_box) in permutations(on_earth, 2):
        if box.intersects(other_box):
            yield plane, _onto(plane.crs, other)


def _ground_box(plane: Plane) -> shapely.Polygon:
    """What a plane covers in degrees, and a little around it; empty where it has no place on Earth."""
    try:
        box = geopandas.GeoSeries(shapely.box(*shapely.total_bounds(plane.outlines)), crs=plane.crs).to_crs(4326)
    except ProjError:  # the map of a building site, or of the Moon
        return shapely.Polygon()
    west, south, east, north = box.total_bounds
    reach = NEIGHBOURHOOD_DEG
    return shapely.box(west - reach, south - reach, east + reach, north + reach)


def _onto(crs: CRS | None, plane: Plane) -> Plane:
    """A plane in another CRS, without the patches that do not exist there."""
    outlines = geopandas.GeoSeries(plane.outlines, crs=plane.crs).to_crs(crs).to_numpy()
    return Plane(crs, plane.positions, outlines).select(np.isfinite(shapely.bounds(outlines)).all(axis=1))


def _overlapping(survey: Survey, first: Plane, second: Plane) -> set[int]:
    """Patches of ``second`` that share more than half a pixel of ground with one of ``first``."""
    tree = shapely.STRtree(first.outlines)
    found: set[int] = set()
    for start in range(0, len(second.positions), CHUNK):
        outlines = second.outlines[start : start + CHUNK]
        of_second, of_first = tree.query(outlines, predicate="intersects")
        shared = shapely.area(shapely.intersection(outlines[of_second], first.outlines[of_first]))
        least = survey.pixel_areas[first.positions[of_first]] / 2
        found |= set(second.positions[start + of_second[shared > least]].tolist())
    return found


def _nearest(first: Plane, second: Plane) -> tuple[shapely.LineString, float]:
    """The shortest line between patches of two planes, and its length in widths of a patch."""
    tree = shapely.STRtree(first.outlines)
    (of_second, of_first), distances = tree.query_nearest(second.outlines, return_distance=True, all_matches=False)
    widths = distances / np.sqrt(shapely.area(first.outlines[of_first]))
    least = int(np.argmin(widths))
    line = shapely.shortest_line(first.outlines[of_first[least]], second.outlines[of_second[least]])
    return line, float(widths[least])
