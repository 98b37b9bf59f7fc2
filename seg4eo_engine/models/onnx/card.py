"""What a map has to know of an ONNX file, whoever wrote it."""

from seg4eo_engine.errors import InvalidModel
from seg4eo_engine.models.card import ModelCard
from seg4eo_engine.models.onnx.file import OnnxFile
from seg4eo_engine.raster.classes import ClassInfo, default_class

BACKGROUND = "background"


def card_of(file: OnnxFile) -> ModelCard:
    """The card of an ONNX file: of ours everything, of Deepness' what its keys say, of others what can be told.

    Classes without names have the values 0, 1 and so on.

    Raises:
        InvalidModel: the file names more classes than it has.
    """
    metadata = file.metadata
    if metadata.manifest is not None:
        return ModelCard.of(metadata.manifest)
    is_thresholded = file.num_classes == 2 and metadata.seg_thresh > 0
    return ModelCard(
        bands=tuple(f"band {number}" for number in range(1, file.bands + 1)),
        classes=_classes(file),
        threshold=metadata.seg_thresh if is_thresholded else 0.5,
        patch_size_px=metadata.tile_size_px or file.size_px,
        ground_resolution_m=None if metadata.resolution_cm is None else metadata.resolution_cm / 100,
    )


def _classes(file: OnnxFile) -> tuple[ClassInfo, ...]:
    names = file.metadata.class_names
    if file.channels == 1 and len(names) < 2:
        # one name for one channel is that of what is looked for
        names = (BACKGROUND, *(names or (default_class(1, 1).name,)))
    if len(names) > file.num_classes:
        raise InvalidModel(
            f"Expected names of {file.num_classes} classes, found {len(names)} in {file.name} ({', '.join(names)}): "
            "correct its metadata."
        )
    classes = [default_class(index, index) for index in range(file.num_classes)]
    return tuple(
        item.model_copy(update={"name": names[index]}) if index < len(names) else item
        for index, item in enumerate(classes)
    )
