"""Images and their labels: checked against each other before anything is cut, then read at a place."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.patches.labels.checks import LabelInputs, check_labels
from seg4eo_engine.patches.labels.classes import NamedClass
from seg4eo_engine.patches.labels.forms import ColourLabels, LabelChoice, LabelForm, RasterLabels
from seg4eo_engine.patches.labels.polygons import PolygonRule
from seg4eo_engine.patches.notes import Notes
from seg4eo_engine.patches.places import Place
from seg4eo_engine.patches.sources.common_bands import check_nodata, common_bands, fits
from seg4eo_engine.patches.sources.images import ImageBands, ImageReader, StackedImage, check_image
from seg4eo_engine.patches.sources.together import read_together
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.resampling import ImageResampling, LabelResampling


@dataclass(frozen=True)
class SourceRequest:
    """Images and labels, and what the user wants of them.

    Attributes:
        images: whose pixels are cut.
        labels: for each image, in the same order: a raster of class values, a mask of colours, or polygons.
        label_polygons: one polygon layer for all images, instead of ``labels``; may be ``file.gpkg|layername=x``.
        stacks: for each image the rasters that are stacked on it; empty for none at all.
        bands: numbers (from 1, counted through the stack) or names; empty for all but alpha.
        nodata: a value that is invalid in every band, besides what the rasters say.
        classes: as the user named them; their colours are those of masks.
        ignore_values: label values that are no class.
        positive_values: label values that become 1, all others becoming 0; empty to leave values as they are.
        polygon_rule: how polygons become pixels.
        resampling: of images, where the pixels of a place are not theirs.
        label_resampling: of labels, likewise.
    """

    images: tuple[Path, ...]
    labels: tuple[Path, ...] = ()
    label_polygons: Path | None = None
    stacks: tuple[tuple[Path, ...], ...] = ()
    bands: tuple[str, ...] = ()
    nodata: float | None = None
    classes: tuple[NamedClass, ...] = ()
    ignore_values: tuple[int, ...] = ()
    positive_values: tuple[int, ...] = ()
    polygon_rule: PolygonRule = field(default_factory=PolygonRule)
    resampling: ImageResampling = "bilinear"
    label_resampling: LabelResampling = "nearest"

    @property
    def ignored_values(self) -> tuple[int, ...]:
        """The values to ignore among those that :meth:`OpenSource.read_labels` gives.

        Empty where there are positive values: pixels to ignore are unlabelled then, for 0 and 1 have a new meaning.
        """
        return () if self.positive_values else self.ignore_values


@dataclass(frozen=True)
class Source:
    """An image and its labels, checked; nothing is open, and it can be pickled.

    ``grid`` is of the image. ``nodata`` is what marks invalid pixels in all its bands, if one value does;
    ``label_nodata`` likewise, for labels that keep the values of their raster.
    """

    image: Path
    stack: tuple[Path, ...]
    label: Path
    grid: RasterGrid
    bands: ImageBands
    nodata: float | None
    label_nodata: int | None
    positive_values: tuple[int, ...]
    given_nodata: float | None
    resampling: ImageResampling
    pixels: StackedImage
    labels: LabelForm

    @property
    def block_px(self) -> tuple[int, int]:
        """Height and width of the blocks that the image is stored in."""
        return self.pixels.block_px

    @property
    def has_colours(self) -> bool:
        """Whether the labels are a mask of colours."""
        return isinstance(self.labels, ColourLabels)

    def open(self) -> "OpenSource":
        """Open the files; use it in a ``with``."""
        return OpenSource(self)

    def describe_classes(self, values: list[int]) -> list[ClassInfo]:
        """Names and colours of class values as the labels tell them: by palette, category names or polygons."""
        return self.labels.describe(values)


class OpenSource:
    """The open files of a source, to be read from several threads; closing it closes them all."""

    def __init__(self, source: Source) -> None:
        self.source = source
        with ExitStack() as opened:
            self._image = ImageReader(
                source.pixels, source.bands.dtype, source.nodata, source.given_nodata, source.resampling, opened
            )
            self._read_labels = source.labels.open(opened)
            self._opened = opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every file."""
        self._opened.close()

    def read_image(self, place: Place) -> tuple[NDArray[np.generic], NDArray[np.bool_]]:
        """Pixels ``(bands, height, width)`` in the dtype of the bands, and valid_mask ``(height, width)``.

        Raises:
            NotARaster: a file is damaged there.
        """
        return self._image.read(place)

    def read_labels(self, place: Place) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """Class values ``(height, width)``, and has_value ``(height, width)``: where there is one, be it to ignore.

        Raises:
            NotARaster: a file is damaged there.
            BandMismatch: the values are no whole numbers.
        """
        return self._read_labels(place)

    def read_images(self, places: Sequence[Place]) -> Iterator[tuple[NDArray[np.generic], NDArray[np.bool_]]]:
        """What :meth:`read_image` gives for each of several neighbours, which are read at once where they can be."""
        return read_together(self.read_image, self.source.grid, places)

    def read_all_labels(self, places: Sequence[Place]) -> Iterator[tuple[NDArray[np.int32], NDArray[np.bool_]]]:
        """What :meth:`read_labels` gives for each of several neighbours, likewise."""
        return read_together(self.read_labels, self.source.grid, places)


def check_sources(request: SourceRequest, reporter: Reporter) -> list[Source]:
    """Open every image and its labels once and check that they belong together.

    Args:
        request: the files and what is wanted of them.
        reporter: hears what is done to them that the user may not expect.

    Raises:
        InvalidJob: not one label for each image, or choices that contradict each other.
        MissingInput, NotARaster, NotAVector: a file cannot be opened.
        BandMismatch: bands that are missing, or not the same in every image, or labels that are no class values.
        GridMismatch: labels or stacked rasters that do not lie on their image.
    """
    _check_request(request)
    notes = Notes()
    stacks = request.stacks or ((),) * len(request.images)
    images = []
    for image, stack in zip(request.images, stacks, strict=True):
        reporter.check_cancelled()
        images.append(check_image(image, stack, request.bands, notes))
    bands = common_bands(request.images, images, bool(request.bands), reporter)
    check_nodata(request.nodata, bands)
    inputs = LabelInputs(
        LabelChoice(request.classes, request.ignore_values, request.positive_values, request.label_resampling),
        request.polygon_rule,
        reporter,
        notes,
    )
    grids = [image.grid for image in images]
    labels = check_labels(request.images, grids, request.labels, request.label_polygons, inputs)
    notes.report(reporter)
    return [
        Source(
            image=path,
            stack=tuple(stack),
            label=label,
            grid=image.grid,
            bands=bands,
            nodata=_marker(image.nodata if request.nodata is None else request.nodata, bands.dtype),
            label_nodata=form.nodata if isinstance(form, RasterLabels) and not request.positive_values else None,
            positive_values=request.positive_values,
            given_nodata=request.nodata,
            resampling=request.resampling,
            pixels=image,
            labels=form,
        )
        for path, stack, image, (label, form) in zip(request.images, stacks, images, labels, strict=True)
    ]


def _marker(nodata: float | None, dtype: str) -> float | None:
    return nodata if nodata is not None and fits(nodata, dtype) else None


def _check_request(request: SourceRequest) -> None:
    images, labels = len(request.images), len(request.labels)
    if request.label_polygons is not None and labels:
        raise InvalidJob(
            f"Expected labels or polygons for all images, found {labels} labels and {request.label_polygons.name}: "
            "leave one of them out."
        )
    if not images or (request.label_polygons is None and images != labels):
        raise InvalidJob(
            f"Expected labels for each image, found {images} images and {labels} labels: give them in pairs."
        )
    if request.stacks and len(request.stacks) != images:
        raise InvalidJob(
            f"Expected rasters to stack for each of {images} images, found them for {len(request.stacks)}: "
            "give as many for each image."
        )
    both = sorted(set(request.positive_values) & set(request.ignore_values))
    if both:
        raise InvalidJob(
            f"Expected values that are either positive or ignored, found {', '.join(map(str, both))} as both: choose."
        )
