"""A map of the patches by split, one for each place where there are some."""

import math
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from seg4eo_engine.patches.style import SPLIT_COLOURS
from seg4eo_engine.raster.grid import crs_name
from seg4eo_engine.reports.dataset.planes import Plane
from seg4eo_engine.reports.dataset.survey import Survey
from seg4eo_engine.reports.pictures import INK, STYLE, figure_picture
from seg4eo_engine.reports.words import length, listed, number

MOST_PLACES = 12
NEAR_WIDTHS = 6  # patches nearer than this belong to one place
PATCH_PX = 56  # a patch is drawn no larger than this
LEAST_PX = 120
BAR_PX = 26  # room for the scale bar under a map


@dataclass(frozen=True)
class PlaceMap:
    """A picture of ``width`` px, with what it shows in words."""

    picture: str
    width: int
    title: str
    detail: str


def draw_places(survey: Survey, planes: list[Plane], concerned: set[int]) -> tuple[list[PlaceMap], int]:
    """Maps of the places with the most patches, and how many places there are.

    Args:
        survey: of the dataset.
        planes: of its patches.
        concerned: positions of patches that are outlined in black, because they are in two splits at once.
    """
    # a single patch of an image without coordinates lies nowhere in particular
    worth = [plane for plane in planes if plane.crs is not None or len(plane.positions) > 1]
    places = sorted((place for plane in worth for place in _places(plane)), key=lambda place: -len(place.positions))
    shown = places[:MOST_PLACES]
    width = {1: 824, 2: 406}.get(len(shown), 266)
    return [_draw(survey, place, width, concerned) for place in shown], len(places)


def _places(plane: Plane) -> list[Plane]:
    """The patches of a plane, parted where there is empty land between; those of an image stay together."""
    if plane.crs is None:
        return [plane]
    size = NEAR_WIDTHS * float(np.sqrt(np.median(shapely.area(plane.outlines))))
    centres = shapely.get_coordinates(shapely.centroid(plane.outlines))
    squares = np.unique(np.floor(centres / size), axis=0) * size
    grown = shapely.box(*(squares - size / 2).T, *(squares + 1.5 * size).T)
    islands = shapely.get_parts(shapely.union_all(grown))
    points, island = shapely.STRtree(islands).query(shapely.points(centres), predicate="intersects")
    owner = np.zeros(len(centres), np.int64)
    owner[points] = island
    return [plane.select(owner == number) for number in np.unique(owner)]


def _draw(survey: Survey, place: Plane, width: int, concerned: set[int]) -> PlaceMap:
    left, bottom, right, top = shapely.total_bounds(place.outlines)
    # a degree of longitude is shorter than one of latitude
    squeeze = math.cos(math.radians((bottom + top) / 2)) if place.unit == "°" else 1.0
    wide, high = (right - left) * max(squeeze, 0.01), top - bottom
    patch = math.sqrt(float(np.median(shapely.area(place.outlines))))
    width = min(width, max(LEAST_PX, round(PATCH_PX * max(wide, high) / patch)))
    height = round(min(max(width * high / wide, 0.3 * width), 0.6 * width if width > 600 else width))
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(width / 100, (height + BAR_PX) / 100))
        axes = figure.add_axes((0.01, BAR_PX / (height + BAR_PX), 0.98, 0.99 - BAR_PX / (height + BAR_PX)))
        axes.set_axis_off()
        axes.set_aspect(1 / max(squeeze, 0.01), anchor="W")
        _draw_patches(axes, survey, place, concerned, width)
        axes.set_xlim(left - 0.01 * (right - left), right + 0.01 * (right - left))
        axes.set_ylim(bottom - 0.01 * (top - bottom), top + 0.01 * (top - bottom))
        _draw_scale_bar(figure, axes, place, width, height)
        picture = figure_picture(figure)
    names = sorted({survey.manifest.sources[survey.manifest.patches[index].source].image for index in place.positions})
    crs = "" if place.crs is None else crs_name(place.crs)
    return PlaceMap(picture, width, listed(names, 2), "" if crs == "unknown" else crs)


def _draw_patches(axes: mpl.axes.Axes, survey: Survey, place: Plane, concerned: set[int], width: int) -> None:
    splits = survey.splits[place.positions]
    corners = shapely.get_coordinates(place.outlines).reshape(-1, 5, 2)
    # outlines that would hide the fill of small patches are left away
    patch_px = width * math.sqrt(1 / max(1, len(corners)))
    edge = {"edgecolors": "white", "linewidths": 0.5} if patch_px > 8 else {"linewidths": 0}
    for split, colour in SPLIT_COLOURS.items():
        rgb = tuple(part / 255 for part in colour)
        axes.add_collection(PolyCollection(corners[splits == split], facecolors=[rgb], alpha=0.85, **edge))
    marked = np.isin(place.positions, list(concerned))
    axes.add_collection(PolyCollection(corners[marked], facecolors="none", edgecolors=INK, linewidths=0.9))


def _draw_scale_bar(figure: Figure, axes: mpl.axes.Axes, place: Plane, width: int, height: int) -> None:
    """A bar of a round length under the map, at its left."""
    axes.apply_aspect()  # settles how much ground a pixel shows
    (x0, _), (x1, _) = axes.transData.inverted().transform([(0, 0), (figure.bbox.width, 0)])
    across = shapely.LineString([(x0, axes.get_ylim()[0]), (x1, axes.get_ylim()[0])])
    metres = place.metres(across)
    whole = across.length if metres is None else metres
    size = _round_length(0.28 * whole)
    share = size / whole
    label = f"{number(size)} {place.unit}" if metres is None else length(size)
    y = 10 / (height + BAR_PX)
    start = axes.transData.transform((axes.dataLim.x0, 0))[0] / figure.bbox.width
    bar = mpl.lines.Line2D([start, start + share], [y, y], color=INK, linewidth=1.6, solid_capstyle="butt")
    figure.add_artist(bar)
    figure.text(start + share + 6 / width, y, label, va="center", color=INK, fontsize=7.5)


def _round_length(most: float) -> float:
    """The largest 1, 2 or 5 times a power of ten that is no larger."""
    power = 10.0 ** math.floor(math.log10(most))
    return max(factor * power for factor in (1, 2, 5) if factor * power <= most * (1 + 1e-9))
