"""Parcels: rectangles side by side, turned another way in every neighbourhood. Fields are made of them, and towns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from seg4eo_engine.landscape.noise import Field, scatter_unit, smooth_field


@dataclass(frozen=True)
class ParcelSize:
    """Typical measures: of a neighbourhood with one direction, and of the parcels within."""

    neighbourhood_px: float
    width_px: float
    length_px: float
    spread: float = 1.0
    """Neighbourhoods differ in parcel size, from typical / (1 + spread) to typical × (1 + spread)."""


@dataclass(frozen=True)
class Parcels:
    """Per pixel: the parcel's number, the distance to its edge, and the place across its rows (both in pixels)."""

    number: NDArray[np.uint32]
    edge_px: Field
    across_px: Field


def lay_parcels(rng: np.random.Generator, size_px: int, size: ParcelSize) -> Parcels:
    """Divide a square scene into parcels.

    In each neighbourhood (a Voronoi cell) strips of unequal width run in one direction, each cut into unequal lengths.
    """
    seed = int(rng.integers(2**31))
    neighbourhood = _neighbourhoods(rng, size_px, size.neighbourhood_px)
    places = np.arange(neighbourhood.max() + 1)
    angle = (scatter_unit(seed, places, 1) * np.pi).astype(np.float32)
    scale = np.exp((2 * scatter_unit(seed, places, 2) - 1) * np.log1p(np.float32(size.spread)))
    wobble = smooth_field(rng, size_px, 60, 3) * np.float32(0.05 * size.width_px)
    rows, columns = np.ogrid[:size_px, :size_px]
    cosine, sine = np.cos(angle)[neighbourhood], np.sin(angle)[neighbourhood]
    across = columns * cosine + rows * sine + wobble
    along = rows * cosine - columns * sine + wobble
    stretch = scale[neighbourhood]
    strip, strip_edge = _cut(across / (size.width_px * stretch), seed, neighbourhood)
    piece, piece_edge = _cut(along / (size.length_px * stretch), seed + 1, neighbourhood * 4096 + strip)
    number = (scatter_unit(seed, neighbourhood, strip, piece) * 2**24).astype(np.uint32)
    edge = np.minimum(strip_edge * size.width_px, piece_edge * size.length_px) * stretch
    return Parcels(number, edge.astype(np.float32), across.astype(np.float32))


def _neighbourhoods(rng: np.random.Generator, size_px: int, typical_px: float) -> NDArray[np.int32]:
    count = max(int((size_px / typical_px) ** 2), 1)
    centres = np.zeros((size_px, size_px), dtype=np.int32)
    centres[tuple(rng.integers(size_px, size=(2, count)))] = np.arange(1, count + 1)
    nearest = ndimage.distance_transform_edt(centres == 0, return_distances=False, return_indices=True)
    return centres[tuple(nearest)]


def _cut(place: Field, seed: int, strip: NDArray[np.int32]) -> tuple[NDArray[np.int32], Field]:
    """Cut a line into pieces of about one unit: the piece that each place is in, and the distance to its nearer end."""
    piece = np.floor(place).astype(np.int32)
    piece -= place < piece + _start(seed, strip, piece)
    to_start = place - piece - _start(seed, strip, piece)
    to_end = piece + 1 + _start(seed, strip, piece + 1) - place
    return piece, np.minimum(to_start, to_end)


def _start(seed: int, strip: NDArray[np.int32], piece: NDArray[np.int32]) -> Field:
    return 0.55 * scatter_unit(seed, strip, piece)
