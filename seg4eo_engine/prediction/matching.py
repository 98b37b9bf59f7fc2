"""A dataset as a model sees it: its bands in the model's order, its labels as the model's class indexes."""

from collections.abc import Sequence
from dataclasses import dataclass

from seg4eo_engine.errors import BandMismatch, UnknownClass
from seg4eo_engine.models.checkpoint import ModelManifest
from seg4eo_engine.patches.manifest import DatasetManifest, PatchRecord


@dataclass(frozen=True)
class MatchedDataset:
    """A dataset with the classes of a model, and the positions (from 0) of the model's bands among its bands."""

    dataset: DatasetManifest
    band_positions: tuple[int, ...]

    @property
    def in_order(self) -> bool:
        """Whether the bands need not be moved."""
        return self.band_positions == tuple(range(len(self.dataset.bands)))


def match_dataset(model: ModelManifest, dataset: DatasetManifest, patches: Sequence[PatchRecord]) -> MatchedDataset:
    """See ``dataset`` with the eyes of ``model``.

    Bands are found by name where the dataset has all the model's names, and taken in their order where it has just as
    many. Classes are told apart by their values.

    Raises:
        BandMismatch: the dataset has not the bands that the model needs.
        UnknownClass: the labels of these ``patches`` hold a class that the model does not know.
    """
    known = {item.value for item in model.classes}
    for position, item in enumerate(dataset.classes):
        if item.value not in known and any(patch.class_counts[position] for patch in patches):
            classes = ", ".join(f"{known_class.value} {known_class.name}" for known_class in model.classes)
            raise UnknownClass(
                f"Expected the classes of the model ({classes}), found {item.value} {item.name} in the dataset too: "
                "use a model that knows this class, or extract the dataset without it."
            )
    matched = dataset.model_copy(update={"classes": model.classes})
    return MatchedDataset(matched, _band_positions(model.bands, tuple(band.name for band in dataset.bands)))


def _band_positions(wanted: tuple[str, ...], names: tuple[str, ...]) -> tuple[int, ...]:
    if set(wanted) <= set(names):
        return tuple(names.index(name) for name in wanted)
    if len(wanted) != len(names):
        raise BandMismatch(
            f"Expected the model's {len(wanted)} bands ({', '.join(wanted)}), "
            f"found {len(names)} in the dataset ({', '.join(names)}): use a dataset with the bands of the model."
        )
    return tuple(range(len(names)))
