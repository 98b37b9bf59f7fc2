"""What is written of a map: rasters that are computed, pixel by pixel, from blended probabilities."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from seg4eo_engine.raster.classes import ClassInfo, default_class
from seg4eo_engine.raster.labels import map_encoding

ScoreFormat = Literal["percent", "float32"]
Uncertainty = Literal["entropy", "margin"]
PERCENT_NODATA = 255
REJECTED_NAME, REJECTED_COLOUR = "unsure", "#bdbdbd"


@dataclass(frozen=True)
class Answer:
    """Blended probabilities (C, rows, width), the class index of each pixel, and the probability of that class.

    The class index is C where the pixel is left undecided.
    """

    probabilities: Tensor
    class_index: Tensor
    confidence: Tensor


@dataclass(frozen=True)
class MapLayer:
    """A raster of the map.

    ``compute`` makes its bands (bands, rows, width) of an answer, on the device, in the ``dtype`` that is written; of a
    class map it makes class indexes, and ``values`` are the class values that are written for them.
    """

    name: str
    dtype: str
    nodata: float
    compute: Callable[[Answer], Tensor]
    overviews: Literal["mode", "average"] = "average"
    band_names: tuple[str, ...] = ("",)
    classes: tuple[ClassInfo, ...] = ()
    values: NDArray[Any] | None = None

    @property
    def bytes_per_pixel(self) -> int:
        """Bytes of a pixel, of all bands."""
        return len(self.band_names) * np.dtype(self.dtype).itemsize

    def encode(self, bands: NDArray[Any], valid_mask: NDArray[np.bool_]) -> NDArray[Any]:
        """What is written for ``bands`` (bands, rows, width): class values, and nodata where no pixel is valid."""
        written = bands if self.values is None else self.values[bands]
        return np.where(valid_mask, written, np.dtype(self.dtype).type(self.nodata))


@dataclass(frozen=True)
class LayerRequest:
    """Which rasters are wanted besides the class map, and how.

    Of ``classes`` with a confidence below ``reject_below`` (in percent), pixels are left undecided: they get a class of
    their own.
    """

    classes: Sequence[ClassInfo]
    confidence: bool = False
    uncertainty: Uncertainty | None = None
    probabilities: bool = False
    score_format: ScoreFormat = "percent"
    reject_below: float | None = None

    @property
    def map_classes(self) -> tuple[ClassInfo, ...]:
        """The classes of the map."""
        return tuple(self.classes) if self.reject_below is None else (*self.classes, _rejected_class(self.classes))

    def layers(self) -> tuple[MapLayer, ...]:
        """The rasters, the class map first."""
        dtype, nodata, values = map_encoding(self.map_classes)
        layers = [
            MapLayer(
                "class_map", dtype, nodata, lambda answer: answer.class_index[None].to(torch.uint8), "mode",
                classes=self.map_classes, values=values,
            )
        ]  # fmt: skip
        if self.confidence:
            layers.append(self._score("confidence", lambda answer: answer.confidence[None]))
        if self.uncertainty is not None:
            measure = {"entropy": _entropy, "margin": _closeness}[self.uncertainty]
            layers.append(self._score("uncertainty", lambda answer: measure(answer.probabilities)[None]))
        if self.probabilities:
            names = tuple(item.name for item in self.classes)
            layers.append(self._score("probabilities", lambda answer: answer.probabilities, names))
        return tuple(layers)

    def _score(self, name: str, measure: Callable[[Answer], Tensor], band_names: tuple[str, ...] = ()) -> MapLayer:
        band_names = band_names or (name,)
        if self.score_format == "float32":
            return MapLayer(name, "float32", math.nan, lambda answer: measure(answer) * 100, band_names=band_names)
        return MapLayer(name, "uint8", PERCENT_NODATA, lambda answer: _percent(measure(answer)), band_names=band_names)


def answer_of(probabilities: Tensor, threshold: float, reject_below: float | None = None) -> Answer:
    """Classes and confidence of probabilities (C, rows, width); of two classes the second one from ``threshold`` on."""
    if len(probabilities) == 2:
        class_index = (probabilities[1] >= threshold).long()
        confidence = probabilities.gather(0, class_index[None])[0]
    else:
        confidence, class_index = probabilities.max(0)
    if reject_below is not None:
        class_index = torch.where(confidence * 100 < reject_below, len(probabilities), class_index)
    return Answer(probabilities, class_index, confidence)


def _percent(scores: Tensor) -> Tensor:
    return (scores * 100).round().clamp(0, 100).to(torch.uint8)


def _entropy(probabilities: Tensor) -> Tensor:
    """Shannon's entropy as a share of the largest there is: 0 where one class is certain, 1 where all are alike."""
    return -torch.xlogy(probabilities, probabilities).sum(0) / math.log(len(probabilities))


def _closeness(probabilities: Tensor) -> Tensor:
    """How close the second class comes to the first: 0 where it has no chance, 1 where both are as likely."""
    first, second = probabilities.topk(2, dim=0).values
    return 1 - (first - second)


def _rejected_class(classes: Sequence[ClassInfo]) -> ClassInfo:
    """The class of pixels that are left undecided: the first value that is free, from 1 above the largest class."""
    value = max(item.value for item in classes) + 1
    if value == PERCENT_NODATA + 1:  # a map of bytes should stay one
        taken = {item.value for item in classes}
        value = next((free for free in range(PERCENT_NODATA, 0, -1) if free not in taken), value)
    return default_class(value, 0).model_copy(update={"name": REJECTED_NAME, "colour": REJECTED_COLOUR})
