"""All changes in the order in which they come about: place, light, air, sensor, and what is hidden."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from seg4eo_engine.raster.labels import IGNORE_INDEX
from seg4eo_engine.training.augmentation.draws import place
from seg4eo_engine.training.augmentation.hiding import cut_out, drop_bands
from seg4eo_engine.training.augmentation.levels import FLIP_AND_TURN, Level, choose_changes
from seg4eo_engine.training.augmentation.moves import move
from seg4eo_engine.training.augmentation.tones import add_haze, add_noise, bend_tones, blur, brighten_and_stretch
from seg4eo_engine.training.augmentation.warps import WARPS, warp


class Augmentation(nn.Module):
    """Changes a batch of images together with their valid masks and labels.

    Labels never get new values: they are moved by whole pixels or taken from the nearest one, and what comes from
    outside is :data:`IGNORE_INDEX` and invalid. Invalid pixels are 0 and never mixed into valid ones. All random
    numbers come from torch's global generators: the same seed gives the same changes. The level ``light`` makes no new
    values in images either.

    Args:
        level: ``none``, ``light`` (flips and quarter turns), ``medium`` (also size, angle, brightness, contrast and
            noise) or ``strong`` (twice as much of that, and everything else).
        further: names of :data:`AUGMENTATIONS` besides those of the level.
        ranges: dark and bright of each band in the values of the images; without them −1 and 1, as the images are
            after normalisation.

    Raises:
        InvalidJob: a level or a name does not exist.
    """

    def __init__(
        self, level: Level, further: Sequence[str] = (), ranges: Sequence[tuple[float, float]] | None = None
    ) -> None:
        super().__init__()
        self.changes = choose_changes(level, further)
        low, high = torch.tensor(ranges or [(-1.0, 1.0)], dtype=torch.float32).T
        self._low, self._high = low.view(-1, 1, 1), high.view(-1, 1, 1)
        self._warps = {name: change for name, change in self.changes.items() if name in WARPS}

    @torch.no_grad()
    def forward(self, images: Tensor, valid_mask: Tensor, labels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Augment a batch; what is given is not changed itself.

        Args:
            images: (N, bands, H, W) float32, 0 where not valid.
            valid_mask: (N, H, W) bool, True where a pixel is valid.
            labels: (N, H, W) uint8 class indexes, :data:`IGNORE_INDEX` where there is none and where not valid.

        Returns:
            The same three, of the same shapes.
        """
        changes = self.changes
        if not changes:
            return images, valid_mask, labels
        if changes.keys() & FLIP_AND_TURN.keys():
            flips, turns = "flip" in changes, "turn" in changes
            images, valid_mask, labels = move(images, valid_mask, labels, flips=flips, turns=turns)
        else:
            images, valid_mask, labels = images.clone(), valid_mask.clone(), labels.clone()
        if changes.keys() <= FLIP_AND_TURN.keys():
            return images, valid_mask, labels
        if self._warps:
            warp(images, valid_mask, labels, self._warps)
        self._change_tones(images, valid_mask)
        if "band_dropout" in changes:
            drop_bands(images, changes["band_dropout"])
        if "cutout" in changes:
            valid_mask = cut_out(valid_mask, changes["cutout"])
        images.masked_fill_(~valid_mask.unsqueeze(1), 0.0)
        labels.masked_fill_(~valid_mask, IGNORE_INDEX)
        return images, valid_mask, labels

    def _change_tones(self, images: Tensor, valid_mask: Tensor) -> None:
        low, high = (place(ends, images.device) for ends in (self._low, self._high))
        changes = self.changes
        if "brightness" in changes or "contrast" in changes:
            brightness, contrast = changes.get("brightness"), changes.get("contrast")
            brighten_and_stretch(images, valid_mask, brightness, contrast, low, high)
        if "gamma" in changes:
            bend_tones(images, changes["gamma"], low, high)
        if "haze" in changes:
            add_haze(images, changes["haze"], low, high)
        if "blur" in changes:
            blur(images, valid_mask, changes["blur"])
        if "noise" in changes:
            add_noise(images, changes["noise"], low, high)
