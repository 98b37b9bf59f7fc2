"""Which small components become part of a neighbour. Pure arithmetic on the graph of components."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.components.graph import Components, Numbers

NOBODY = -1
NO_CLASS = -1
CHECKED_EVERY = 10_000


@dataclass(frozen=True)
class Regions:
    """What components have become: regions, numbered from 0 in reading order of their first pixels.

    Attributes:
        of_components: the region of each component.
        values: class value of each region; without meaning where invalid.
        is_valid: False for regions of invalid pixels.
        pixels: how many pixels each has.
    """

    of_components: NDArray[np.int32]
    values: Numbers
    is_valid: NDArray[np.bool_]
    pixels: Numbers


def merge_small(components: Components, smallest_px: int, fill_holes_px: int, reporter: Reporter) -> Regions:
    """Give small components to their neighbours.

    The smallest goes first (of equal ones the first in reading order), and is asked once:

    - with fewer than ``fill_holes_px`` pixels, and wholly enclosed by one component of a class, it becomes part of that
      one, invalid pixels too;
    - with fewer than ``smallest_px`` pixels, it becomes part of the neighbour with the longest shared border; among
      several the larger, then the smaller class value, then the first in reading order. Invalid pixels stay, and
      nothing becomes invalid: what has no neighbour of a class stays as it is.

    What grows in this way may outgrow the limit, and stays then. Neighbours of the same class become one.

    Memory and time grow with the number of components; time about linearly.

    Raises:
        Cancelled: the user asked for it.
    """
    merging = _Merging(components, max(smallest_px, fill_holes_px))
    for done, region in enumerate(merging.smallest_first()):
        if done % CHECKED_EVERY == 0:
            reporter.check_cancelled()
        target = merging.target_of(region, smallest_px, fill_holes_px)
        if target is not None:
            merging.merge(region, target)
    return merging.result()


class _Merging:
    """Union-find over components; the neighbours of a region are looked up among those of its members.

    Only regions below ``limit_px`` are ever asked for their neighbours, and these have few members.
    """

    def __init__(self, components: Components, limit_px: int) -> None:
        count = components.pixels.size
        self._components, self._limit_px = components, limit_px
        self._parent = _items(np.arange(count))
        self._components_px = _items(components.pixels)
        self._pixels = _items(components.pixels.copy())
        self._values, indexes = np.unique(components.values, return_inverse=True)
        self._class = _items(np.where(components.is_valid, indexes, NO_CLASS))
        self._is_at_edge = _items(components.is_at_edge.view(np.uint8).copy())
        self._next_member = _items(np.full(count, NOBODY))
        self._last_member = _items(np.arange(count))
        self._grown: list[tuple[int, int]] = []
        self._index_neighbours(components, limit_px)

    def _index_neighbours(self, components: Components, limit_px: int) -> None:
        of_each = np.concatenate([components.pairs, components.pairs[:, ::-1]])
        is_small = components.pixels[of_each[:, 0]] < limit_px
        of_each, borders_px = of_each[is_small], np.tile(components.borders_px, 2)[is_small]
        order = np.argsort(of_each[:, 0], kind="stable")
        starts = np.searchsorted(of_each[order, 0], np.arange(components.pixels.size + 1))
        self._starts = _items(starts.astype(np.int64))
        self._neighbours = _items(of_each[order, 1].copy())
        self._borders_px = _items(borders_px[order])

    def smallest_first(self) -> Iterator[int]:
        """Regions below the limit, each once at each of its sizes, while they grow by :meth:`merge`."""
        pixels = np.asarray(self._components.pixels)
        small = np.flatnonzero(pixels < self._limit_px)
        initial = _items(small[np.argsort(pixels[small], kind="stable")])
        position = 0
        while position < len(initial) or self._grown:
            first = (self._components_px[initial[position]], initial[position]) if position < len(initial) else None
            if first is not None and (not self._grown or first <= self._grown[0]):
                position += 1
            else:
                first = heapq.heappop(self._grown)
            size, region = first
            if self._parent[region] == region and self._pixels[region] == size:
                yield region

    def target_of(self, region: int, smallest_px: int, fill_holes_px: int) -> int | None:
        """What a small region has to become part of; None where it stays."""
        borders_px = self._borders(region)
        classes = [other for other in borders_px if self._class[other] != NO_CLASS]
        is_enclosed = len(borders_px) == 1 and not self._is_at_edge[region]
        if not classes:
            return None
        if is_enclosed and self._pixels[region] < fill_holes_px:
            return classes[0]
        if self._class[region] == NO_CLASS or self._pixels[region] >= smallest_px:
            return None
        return min(classes, key=lambda other: (-borders_px[other], -self._pixels[other], self._class[other], other))

    def merge(self, region: int, target: int) -> None:
        """Make ``region`` part of ``target``, together with those of the same class that it has kept apart."""
        class_index = self._class[target]
        merged = [other for other in self._borders(region) if self._class[other] == class_index]
        for other in (region, *merged):
            self._unite(other, target)
        root = self._find(target)
        self._class[root] = class_index
        if self._pixels[root] < self._limit_px:
            heapq.heappush(self._grown, (self._pixels[root], root))

    def result(self) -> Regions:
        """What has become of all components."""
        roots = np.asarray(self._parent)
        while not np.array_equal(roots[roots], roots):
            roots = roots[roots]
        regions, of_components = np.unique(roots, return_inverse=True)
        classes = np.asarray(self._class)[regions]
        is_valid = classes != NO_CLASS
        values = np.where(is_valid, self._values[classes], 0)
        return Regions(of_components.astype(np.int32), values, is_valid, np.asarray(self._pixels)[regions])

    def _borders(self, region: int) -> dict[int, int]:
        """Sides of pixels that a small region shares with each of its neighbours."""
        borders_px: dict[int, int] = {}
        member = region
        while member != NOBODY:
            for index in range(self._starts[member], self._starts[member + 1]):
                other = self._find(self._neighbours[index])
                if other != region:
                    borders_px[other] = borders_px.get(other, 0) + self._borders_px[index]
            member = self._next_member[member]
        return borders_px

    def _find(self, item: int) -> int:
        parent = self._parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def _unite(self, one: int, other: int) -> None:
        """Unite two regions under the number of the first in reading order, whatever its class was."""
        one, other = self._find(one), self._find(other)
        if one == other:
            return
        root, rest = min(one, other), max(one, other)
        self._parent[rest] = root
        self._pixels[root] += self._pixels[rest]
        self._is_at_edge[root] |= self._is_at_edge[rest]
        self._next_member[self._last_member[root]] = rest
        self._last_member[root] = self._last_member[rest]


def _items(numbers: NDArray[Any]) -> memoryview:
    """The same memory, whose single items come out as ints: quicker than numpy's, and far smaller than a list."""
    return memoryview(np.ascontiguousarray(numbers).data)
