"""What a ``.pth`` file of SemanticSeg4EO holds: weights, and what each of its versions says beside them."""

import pickle
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor

from seg4eo_engine.errors import InvalidModel, MissingInput

WindowScheme = Literal["window_percentile", "window_maximum"]
# scores are saved as numbers of numpy, of either major version; none of these can run anything
_HARMLESS: list[Any] = [
    np.dtype,
    type(np.dtype(np.float64)),
    type(np.dtype(np.float32)),
    type(np.dtype(np.int64)),
    (np.float64(0).__reduce__()[0], "numpy.core.multiarray.scalar"),
    (np.float64(0).__reduce__()[0], "numpy._core.multiarray.scalar"),
]


@dataclass(frozen=True)
class LegacyCheckpoint:
    """Weights by name, and what the file says of them; None where it does not say.

    ``model_name`` is the architecture as SemanticSeg4EO or segmentation-models-pytorch names it; ``class_count`` is at
    least 2, also where the network has one logit.
    """

    weights: dict[str, Tensor]
    model_name: str | None = None
    encoder_name: str | None = None
    in_channels: int | None = None
    class_count: int | None = None
    class_names: tuple[str, ...] | None = None
    patch_size_px: int | None = None
    scheme: WindowScheme = "window_percentile"
    epoch: int = 0
    loss: str = "unknown"


def read_checkpoint(path: Path) -> LegacyCheckpoint:
    """Read a file, running nothing that is in it.

    Raises:
        MissingInput: there is no such file.
        InvalidModel: it holds something else, or more than weights and plain values.
    """
    if not path.is_file():
        raise MissingInput(f"Expected a SemanticSeg4EO model at {path}, found nothing there: check the path.")
    if path.suffix.lower() == ".safetensors":
        raise InvalidModel(
            f"Expected a SemanticSeg4EO model (.pth), found {path.name}, which is a model file already: "
            "use it as it is."
        )
    try:
        with torch.serialization.safe_globals(_HARMLESS):
            content = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError, OSError, KeyError, ValueError, IndexError) as error:
        if isinstance(error, pickle.UnpicklingError) and _is_saved_by_torch(path):
            raise InvalidModel(
                f"Expected weights and plain values, found Python objects in {path.name}, which are not read for "
                "safety: save model.state_dict() alone from SemanticSeg4EO and give what the file then misses."
            ) from error
        raise InvalidModel(
            f"Expected a SemanticSeg4EO model (.pth), found something else or a damaged file in {path.name}: "
            "choose another file."
        ) from error
    return _describe(content, path)


def _is_saved_by_torch(path: Path) -> bool:
    with path.open("rb") as file:
        return zipfile.is_zipfile(path) or file.read(1) == pickle.PROTO  # the latter until torch 1.6


def _describe(content: Any, path: Path) -> LegacyCheckpoint:
    root = content if isinstance(content, Mapping) else {}
    weights = _find_weights(root, path)
    facts = {**root, **_mapping(root.get("metadata")), **_mapping(root.get("config"))}
    return LegacyCheckpoint(
        weights=weights,
        model_name=_text(facts.get("model_name")) or _text(facts.get("model_class")),
        encoder_name=_text(facts.get("encoder_name")),
        in_channels=_number(facts.get("in_channels")),
        class_count=_class_count(facts),
        class_names=_names(facts.get("class_names")),
        patch_size_px=_patch_size(facts),
        scheme=_scheme(facts),
        epoch=_epoch(facts),
        loss=_text(facts.get("loss_type")) or "unknown",
    )


def _find_weights(root: Mapping[str, Any], path: Path) -> dict[str, Tensor]:
    weights = root.get("model_state_dict", root.get("state_dict", root))
    if (
        not isinstance(weights, Mapping)
        or not weights
        or not all(isinstance(name, str) and isinstance(value, Tensor) for name, value in weights.items())
    ):
        raise InvalidModel(
            f"Expected the weights of a SemanticSeg4EO model, found none in {path.name}: choose another file."
        )
    parallel = all(name.startswith("module.") for name in weights)  # trained on several graphics cards
    return {name.removeprefix("module.") if parallel else name: value for name, value in weights.items()}


def _class_count(facts: Mapping[str, Any]) -> int | None:
    if facts.get("mode") == "binary":
        return 2
    count = _number(facts.get("num_classes"))
    return None if count is None else max(2, count)


def _patch_size(facts: Mapping[str, Any]) -> int | None:
    size = facts.get("input_size")
    return _number(facts.get("patch_size")) or (_number(size[0]) if isinstance(size, (tuple, list)) and size else None)


def _scheme(facts: Mapping[str, Any]) -> WindowScheme:
    """The first version for several classes divided by the maximum; only its scores are named so."""
    is_first = "val_miou" in facts or "best_val_miou" in _mapping(facts.get("training_params"))
    return "window_maximum" if is_first else "window_percentile"


def _epoch(facts: Mapping[str, Any]) -> int:
    trained = _number(_mapping(facts.get("training_params")).get("epochs"))
    return trained or (_number(facts.get("epoch")) or 0) + ("epoch" in facts)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _names(value: Any) -> tuple[str, ...] | None:
    return tuple(map(str, value)) if isinstance(value, (tuple, list)) and value else None
