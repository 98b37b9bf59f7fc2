"""Pretrained weights from a file or a library into an encoder: all that it needs, or a refusal by name."""

from collections.abc import Mapping
from pathlib import Path
from pickle import UnpicklingError

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from seg4eo_engine.errors import InvalidModel, MissingInput

FILE_SUFFIXES = (".pth", ".pt", ".safetensors")
_WRAPPINGS = ("state_dict", "model_state_dict", "model")  # under which programs store weights beside other things
_FOLDED_PX = 16  # some encoders first fold squares of 4 x 4 px into channels
_COUNTER = "num_batches_tracked"  # of batch normalisations; old files lack it, and nothing depends on it


def names_a_file(weights: str) -> bool:
    """Whether the user's word for encoder weights is the path of a file rather than a name."""
    return weights.lower().endswith(FILE_SUFFIXES)


def read_weights(path: Path) -> dict[str, Tensor]:
    """The tensors of a file of PyTorch or safetensors by name; nothing in it is executed.

    Raises:
        MissingInput: there is no such file.
        InvalidModel: it holds something else, or more than tensors and plain numbers.
    """
    if not path.is_file():
        raise MissingInput(f"Expected a file of encoder weights at {path}, found nothing there: check the path.")
    try:
        if path.suffix.lower() == ".safetensors":
            return dict(load_file(path))
        content = torch.load(path, map_location="cpu", weights_only=True)
    except (SafetensorError, UnpicklingError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise InvalidModel(
            f"Expected weights in {path.name}, found a file that cannot be read safely "
            f"({str(error).splitlines()[0]}): save the state dict of the network alone, best as safetensors."
        ) from error
    while isinstance(content, Mapping) and (inner := next((key for key in _WRAPPINGS if key in content), None)):
        content = content[inner]
    tensors = {str(k): v for k, v in content.items() if isinstance(v, Tensor)} if isinstance(content, Mapping) else {}
    if not tensors:
        raise InvalidModel(f"Expected weights in {path.name}, found none: save the state dict of the network.")
    return tensors


def load_encoder(encoder: nn.Module, weights: Mapping[str, Tensor], bands: int, source: str) -> None:
    """Fill every weight of an encoder.

    Args:
        encoder: what is filled.
        weights: those of this encoder, of its classifier or of a whole network. Names may have a prefix such as
            ``module.`` or ``backbone.``, and may be spelled as timm spells them in a classifier. What is left over may
            only be a classifier's head or a decoder.
        bands: how many the encoder sees; the first convolution is fitted to them, see :func:`fit_stem`.
        source: where the weights are from, for messages.

    Raises:
        InvalidModel: a weight is missing, has another shape, or belongs to a larger encoder.
    """
    state = encoder.state_dict()
    for name, found in _match(list(state), list(weights), source).items():
        wanted = state[name].shape
        tensor = _fit(weights[found], wanted, bands)
        if tensor.shape != wanted:
            raise InvalidModel(
                f"Expected {name} of shape {tuple(wanted)}, found {tuple(tensor.shape)} in {source}: "
                "choose the encoder that the weights are of."
            )
        state[name] = tensor.to(state[name].dtype)
    # some encoders of segmentation-models-pytorch rename what they are given; these names are their own
    nn.Module.load_state_dict(encoder, state, strict=True)


def _fit(tensor: Tensor, wanted: torch.Size, bands: int) -> Tensor:
    """The tensor itself or, where it is a first convolution for other bands than wanted, one for these."""
    if tensor.ndim != 4 or tensor.shape == wanted or len(wanted) != 4:
        return tensor
    for folded in (1, _FOLDED_PX):
        if wanted[1] == folded * bands and tensor.shape[1] % folded == 0:
            filters, _, height, width = tensor.shape
            kernels = tensor.reshape(filters * folded, tensor.shape[1] // folded, height, width)
            return fit_stem(kernels, bands).reshape(filters, folded * bands, height, width)
    return tensor


def fit_stem(kernels: Tensor, bands: int) -> Tensor:
    """Kernels (filters, pretrained bands, h, w) of a first convolution for another number of bands.

    The pretrained bands are repeated in turn, each divided by how often it occurs, so that an image whose bands are all
    alike gives the same activations as before. Fewer bands than pretrained share the sum of all.
    """
    pretrained = kernels.shape[1]
    if bands < pretrained:
        return kernels.sum(1, keepdim=True).expand(-1, bands, -1, -1).contiguous() / bands
    turns = torch.arange(bands) % pretrained
    times = torch.bincount(turns, minlength=pretrained).to(kernels.dtype)
    return kernels[:, turns] / times[turns][None, :, None, None]


def _match(own: list[str], found: list[str], source: str) -> dict[str, str]:
    """For each name of the encoder the name of its weight in the file; only counters may have none."""
    first = min(name for name in own if not name.endswith(_COUNTER))
    prefixes = {name.removesuffix(end) for end in _spellings(first) for name in found if name.endswith(end)}
    prefixes = {prefix for prefix in prefixes if not prefix or prefix[-1] in "./"} | {""}
    matches = {prefix: _match_behind(prefix, own, set(found)) for prefix in prefixes}
    missing = {
        prefix: [name for name in own if name not in match and not name.endswith(_COUNTER)]
        for prefix, match in matches.items()
    }
    complete = sorted(prefix for prefix, names in missing.items() if not names)
    if len(complete) > 1:
        raise InvalidModel(
            f"Expected one encoder in {source}, found several ({', '.join(complete)}): keep only one in the file."
        )
    if not complete:
        names = min(missing.values(), key=len)
        raise InvalidModel(
            f"Expected weights for the whole encoder in {source}, found none for {_first_of(names)}: "
            "choose the encoder that the weights are of."
        )
    match = matches[complete[0]]
    _refuse_leftovers(complete[0], set(match.values()), found, source)
    return match


def _match_behind(prefix: str, own: list[str], found: set[str]) -> dict[str, str]:
    return {name: prefix + end for name in own for end in _spellings(name) if prefix + end in found}


def _spellings(name: str) -> list[str]:
    """The name, and how a classifier of timm may spell it, of which a feature extractor makes ``stages_0``."""
    name = name.removeprefix("model.")
    part, dot, rest = name.partition(".")
    return [name, *(f"{part[:at]}.{part[at + 1 :]}{dot}{rest}" for at, letter in enumerate(part) if letter == "_")]


def _refuse_leftovers(prefix: str, used: set[str], found: list[str], source: str) -> None:
    """A part that the encoder has, but smaller, means weights of a larger encoder; other parts are a head."""
    parts = {name.removeprefix(prefix).partition(".")[0] for name in used}
    behind = [name.removeprefix(prefix) for name in found if name.startswith(prefix) and name not in used]
    surplus = [name for name in behind if name.partition(".")[0] in parts and not name.endswith(_COUNTER)]
    if surplus:
        raise InvalidModel(
            f"Expected only weights that the encoder has in {source}, found {_first_of(surplus)}: "
            "choose the encoder that the weights are of."
        )


def _first_of(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
