"""Which networks there are, and how one is built from its description."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from torch import Tensor, nn

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.models import smp_networks, torchvision_networks
from seg4eo_engine.models.encoder_weights import load_encoder, names_a_file, read_weights
from seg4eo_engine.models.network import SegmentationNetwork
from seg4eo_engine.models.semanticseg4eo.networks import LEGACY_ARCHITECTURES, build_legacy
from seg4eo_engine.models.smp_networks import SIZE_MULTIPLE_PX
from seg4eo_engine.models.unet import Option, UNet, check_options, parse_options

__all__ = ["ARCHITECTURES", "NetworkInfo", "SegmentationNetwork", "build_network"]

OWN = "custom_unet"
ARCHITECTURES = (*smp_networks.BUILDERS, *torchvision_networks.BUILDERS, OWN)
SMALLEST_PX = {"pan": 128}  # it halves the encoder's output three times more
NO_ENCODER = "none"
NO_WEIGHTS = "none"


class NetworkInfo(BaseModel):
    """Description of a network, from which it is built again when a model file is loaded.

    ``out_channels`` is 1 for two classes, whose logit is that of the second one; else it is the number of classes.
    ``options`` are further arguments of the architecture.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    architecture: str
    encoder_name: str
    in_channels: int
    out_channels: int
    options: dict[str, Option] = {}

    @classmethod
    def choose(
        cls, architecture: str, encoder_name: str, bands: int, classes: int, options: Sequence[str] = ()
    ) -> "NetworkInfo":
        """The description for a number of bands and classes, with options in the user's words.

        Raises:
            InvalidJob: an option is not understood.
        """
        return cls(
            architecture=architecture,
            encoder_name=NO_ENCODER if architecture == OWN else encoder_name,
            in_channels=bands,
            out_channels=1 if classes == 2 else classes,
            options=parse_options(options),
        )


def build_network(info: NetworkInfo, encoder_weights: str = NO_WEIGHTS) -> SegmentationNetwork:
    """Build the network that ``info`` describes.

    Args:
        info: architecture, encoder, bands and classes.
        encoder_weights: ``none`` starts from random weights; the name of pretrained weights, fetched at run time; or
            the path of a file with weights of the encoder.

    Raises:
        InvalidJob: the architecture, the encoder, an option or the weights do not exist, do not go together, or the
            weights cannot be fetched.
        MissingInput, InvalidModel: there is no such file of weights, or it does not fit the encoder.
    """
    network = _build_untrained(info)
    if encoder_weights != NO_WEIGHTS:
        if network.encoder is None:
            raise InvalidJob(
                f"Expected encoder weights none for {info.architecture}, which has no encoder, "
                f"found '{encoder_weights}': choose none or another architecture."
            )
        load_encoder(network.encoder, _find_weights(info, encoder_weights), info.in_channels, encoder_weights)
    return network


def _build_untrained(info: NetworkInfo) -> SegmentationNetwork:
    if info.architecture in LEGACY_ARCHITECTURES:  # imported, so it is not among those that one may choose
        imported = build_legacy(info.architecture, info.encoder_name, info.in_channels, info.out_channels, info.options)
        return SegmentationNetwork(imported, SIZE_MULTIPLE_PX, SIZE_MULTIPLE_PX)
    if info.architecture not in ARCHITECTURES:
        raise InvalidJob(
            f"Expected one of the architectures {', '.join(ARCHITECTURES)}, found '{info.architecture}': change it."
        )
    if info.architecture == OWN:
        options = check_options(info.options)
        own = UNet(info.in_channels, info.out_channels, options)
        return SegmentationNetwork(own, 2**options.depth, 2 * 2**options.depth)
    if info.options:
        raise InvalidJob(
            f"Expected network options for {OWN} only, found {', '.join(info.options)} with {info.architecture}: "
            f"leave them out or choose {OWN}."
        )
    size_multiple_px = SIZE_MULTIPLE_PX
    core: nn.Module
    if info.architecture in torchvision_networks.BUILDERS:
        core = torchvision_networks.build_torchvision(
            info.architecture, info.encoder_name, info.in_channels, info.out_channels
        )
    else:
        core, size_multiple_px = smp_networks.build_smp(
            info.architecture, info.encoder_name, info.in_channels, info.out_channels
        )
    return SegmentationNetwork(core, size_multiple_px, SMALLEST_PX.get(info.architecture, size_multiple_px))


def _find_weights(info: NetworkInfo, encoder_weights: str) -> dict[str, Tensor]:
    if names_a_file(encoder_weights):
        return read_weights(Path(encoder_weights))
    try:
        if info.architecture in torchvision_networks.BUILDERS:
            return torchvision_networks.fetch_torchvision_weights(info.architecture, info.encoder_name, encoder_weights)
        return smp_networks.fetch_smp_encoder(info.architecture, info.encoder_name, encoder_weights).state_dict()
    except InvalidJob:
        raise
    except (OSError, RuntimeError) as error:
        raise InvalidJob(
            f"Expected to fetch {encoder_weights} weights of {info.encoder_name}, found no way to them "
            f"({str(error).splitlines()[0].rstrip('.')}): connect to the internet, give the path of a file of weights, "
            "or choose encoder weights none."
        ) from error
