"""Random changes to training patches, the same for image, valid mask and labels, for any number of bands."""

from seg4eo_engine.training.augmentation.augment import Augmentation
from seg4eo_engine.training.augmentation.levels import AUGMENTATIONS, Change, Level, choose_changes

__all__ = ["AUGMENTATIONS", "Augmentation", "Change", "Level", "choose_changes"]
