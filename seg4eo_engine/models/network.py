"""A network as training and prediction use it: for images of any size, with an encoder that can be frozen."""

from collections.abc import Iterator

import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn import Parameter

from seg4eo_engine.errors import InvalidJob


class SegmentationNetwork(nn.Module):
    """A network that takes images of any size.

    Input (N, in_channels, H, W), normalised; output logits (N, out_channels, H, W). Sizes that the network cannot halve
    as often as it does are padded with zeros, which is what invalid pixels are too, and cut back.
    """

    def __init__(self, core: nn.Module, size_multiple_px: int, smallest_px: int) -> None:
        super().__init__()
        self.core = core
        self._size_multiple_px = size_multiple_px
        self._smallest_px = smallest_px
        self._encoder_frozen = False

    def forward(self, images: Tensor) -> Tensor:
        height, width = images.shape[-2:]
        bottom, right = (self._padding(length) for length in (height, width))
        if bottom or right:
            images = F.pad(images, (0, right, 0, bottom))
        try:
            logits: Tensor = self.core(images)
        except ValueError as error:
            if self.training and len(images) == 1:  # batch normalisation of a 1 x 1 px stage
                raise InvalidJob(
                    "Expected batches of at least two patches, which this architecture needs to learn, found one: "
                    "choose a larger batch size or another architecture."
                ) from error
            raise
        return logits[..., :height, :width]

    def _padding(self, length_px: int) -> int:
        padded_px = max(length_px, self._smallest_px)
        return padded_px + -padded_px % self._size_multiple_px - length_px

    @property
    def encoder(self) -> nn.Module | None:
        """The part that pretrained weights are for; None where a network has no such part."""
        return getattr(self.core, "encoder", None)

    def encoder_parameters(self) -> Iterator[Parameter]:
        """The weights of the encoder; none where a network has no such part."""
        return iter(()) if self.encoder is None else self.encoder.parameters()

    def freeze_encoder(self, frozen: bool) -> None:
        """Let the encoder keep its weights, and the statistics of its normalisations, or let it learn again."""
        self._encoder_frozen = frozen
        for parameter in self.encoder_parameters():
            parameter.requires_grad_(not frozen)
        self.train(self.training)

    def train(self, mode: bool = True) -> "SegmentationNetwork":
        """As in every module, but a frozen encoder stays as in evaluation."""
        super().train(mode)
        if self._encoder_frozen and self.encoder is not None:
            self.encoder.eval()
        return self
