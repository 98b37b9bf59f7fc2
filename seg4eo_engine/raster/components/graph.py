"""All components of a class raster of any size: how large each is, and how long the borders between them are."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rasterio.io import DatasetReader

from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.components.labelling import Labels, count_pairs, label_equal, sum_pairs, united
from seg4eo_engine.raster.components.strips import STRIP_PX, ClassStrip, class_strips, nodata_code, strip_count

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Components:
    """Connected parts of equal class, numbered from 0 in reading order of their first pixels.

    Pixels belong together that share a side. Invalid pixels form components too.

    Attributes:
        values: class value of each; without meaning where invalid.
        is_valid: False for components of invalid pixels.
        is_at_edge: whether it touches the edge of the raster.
        pixels: how many pixels each has.
        pairs: ``(n, 2)`` components that are neighbours, the smaller number first, in ascending order.
        borders_px: ``(n,)`` how many pixel sides each pair shares.
        of_labels: the component of each label, over the labels of all strips.
        strip_px: what the raster was cut by. The strips are labelled again when they are needed, which is quicker than
            to keep the labels.
    """

    values: Numbers
    is_valid: NDArray[np.bool_]
    is_at_edge: NDArray[np.bool_]
    pixels: Numbers
    pairs: Numbers
    borders_px: Numbers
    of_labels: Labels
    strip_px: int

    def strips(self, dataset: DatasetReader) -> Iterator[tuple[ClassStrip, Labels, Labels]]:
        """Read the raster again.

        Yields:
            a strip, the labels ``(height, width)`` of its pixels from 0, and the component of each label.
        """
        offset = 0
        for strip in class_strips(dataset, self.strip_px):
            labels, count = label_equal(strip.codes)
            yield strip, labels, self.of_labels[offset : offset + count]
            offset += count


def find_components(dataset: DatasetReader, reporter: Reporter, strip_px: int = STRIP_PX) -> Components:
    """Find the components of band 1, whose numbers do not depend on how the raster is cut into strips.

    Memory grows with the number of components, not with the raster.

    Raises:
        UnknownClass: the numbers of the raster are measurements, not classes.
        NotARaster: the file is damaged.
    """
    parts, strips, offset = [], strip_count(dataset, strip_px), 0
    seam: tuple[NDArray[np.signedinteger], Labels] | None = None
    for done, strip in enumerate(class_strips(dataset, strip_px)):
        reporter.check_cancelled()
        reporter.progress(done / strips, "Finding connected areas", done=done, total=strips, unit="strips")
        labels, count = label_equal(strip.codes)
        labels += np.int32(offset)
        parts.append(_measure(strip, labels, offset, count, seam, is_last=done == strips - 1))
        seam = strip.codes[-1], labels[-1]
        offset += count
    return _join(parts, offset, strip_px)


@dataclass(frozen=True)
class _Part:
    """What one strip tells of its labels; ``joins`` are pairs of labels that are one component, across the seam."""

    values: Numbers
    is_valid: NDArray[np.bool_]
    pixels: Numbers
    at_edge: Labels
    pairs: Numbers
    borders_px: Numbers
    joins: Numbers


def _measure(
    strip: ClassStrip,
    labels: Labels,
    offset: int,
    count: int,
    seam: tuple[NDArray[np.signedinteger], Labels] | None,
    *,
    is_last: bool,
) -> _Part:
    codes = strip.codes
    value_of = np.empty(count, codes.dtype)
    value_of[labels - offset] = codes
    left, right = _differing(labels[:, :-1], labels[:, 1:])
    upper, lower = _differing(labels[:-1], labels[1:])
    lefts, rights, joins = [left, upper], [right, lower], np.zeros((0, 2), np.int64)
    if seam is not None:
        is_same = seam[0] == codes[0]
        lefts.append(seam[1][~is_same])
        rights.append(labels[0][~is_same])
        joins = count_pairs(seam[1][is_same], labels[0][is_same])[0]
    pairs, borders_px = count_pairs(np.concatenate(lefts), np.concatenate(rights))
    edges = [labels[:, 0], labels[:, -1], *([labels[0]] if seam is None else []), *([labels[-1]] if is_last else [])]
    return _Part(
        values=value_of.astype(np.int64),
        is_valid=value_of != nodata_code(codes.dtype),
        pixels=np.bincount(labels.ravel() - offset, minlength=count),
        at_edge=np.unique(np.concatenate(edges)),
        pairs=pairs,
        borders_px=borders_px,
        joins=joins,
    )


def _differing(first: Labels, second: Labels) -> tuple[Labels, Labels]:
    differs = first != second
    return first[differs], second[differs]


def _join(parts: list[_Part], label_count: int, strip_px: int) -> Components:
    joins = np.concatenate([part.joins for part in parts])
    count, of_labels = united(label_count, joins[:, 0], joins[:, 1])
    pixels, is_at_edge = np.zeros(count, np.int64), np.zeros(count, np.bool_)
    values, is_valid = np.empty(count, np.int64), np.empty(count, np.bool_)
    np.add.at(pixels, of_labels, np.concatenate([part.pixels for part in parts]))
    values[of_labels] = np.concatenate([part.values for part in parts])
    is_valid[of_labels] = np.concatenate([part.is_valid for part in parts])
    is_at_edge[of_labels[np.concatenate([part.at_edge for part in parts])]] = True
    between = of_labels[np.concatenate([part.pairs for part in parts])]
    lengths = np.concatenate([part.borders_px for part in parts])
    pairs, borders_px = sum_pairs(between[:, 0], between[:, 1], lengths)
    return Components(values, is_valid, is_at_edge, pixels, pairs, borders_px, of_labels, strip_px)
