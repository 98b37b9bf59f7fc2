"""Layers as they should look when they are loaded: in the style that the engine wrote beside the file."""

from pathlib import Path
from typing import Optional

from qgis.core import (
    QgsLayerTreeNode,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingUtils,
)
from qgis.PyQt import sip

# QGIS deletes each post-processor when its layer is loaded, but Python would do so long before
_STYLERS = []
RANK = "seg4eo/rank"


class SiblingStyle(QgsProcessingLayerPostProcessorInterface):
    """Gives a layer the style of the ``.qml`` file beside its source."""

    def postProcessLayer(self, layer, context, feedback) -> None:
        path = style_path(layer)
        if path.is_file():
            layer.loadNamedStyle(str(path))
            layer.triggerRepaint()


class RankedLayer(SiblingStyle):
    """Besides, puts the layer below those of lower rank that were loaded with it; QGIS loads them in no order."""

    def __init__(self, rank: int, visible: bool) -> None:
        super().__init__()
        self._rank = rank
        self._visible = visible

    def postProcessLayer(self, layer, context, feedback) -> None:
        super().postProcessLayer(layer, context, feedback)
        node = context.project().layerTreeRoot().findLayer(layer.id())
        if node is not None:
            node.setCustomProperty(RANK, self._rank)
            node.setItemVisibilityChecked(self._visible)
            node.setExpanded(False)
            move_to_rank(node)


def move_to_rank(node: QgsLayerTreeNode) -> None:
    """Move a node of the layer tree just below the last of its siblings with a lower rank."""
    parent, rank = node.parent(), node.customProperty(RANK)
    siblings = [child.customProperty(RANK) for child in parent.children()]
    lower = [index for index, other in enumerate(siblings) if other is not None and other < rank]
    if lower and max(lower) > parent.children().index(node):
        parent.insertChildNode(max(lower) + 1, node.clone())
        parent.removeChildNode(node)


def style_path(layer: QgsMapLayer) -> Path:
    """Where the engine writes the style of a layer: ``map.qml`` beside ``map.tif``."""
    return Path(layer.source().split("|")[0]).with_suffix(".qml")


def style_when_loaded(details: QgsProcessingContext.LayerDetails, styler: Optional[SiblingStyle] = None) -> None:
    """Have a layer that QGIS is going to load styled after that."""
    _STYLERS[:] = [styler for styler in _STYLERS if not sip.isdeleted(styler)]
    _STYLERS.append(styler or SiblingStyle())
    details.setPostProcessor(_STYLERS[-1])


def load_on_completion(path: str, name: str, kind: str, styler: SiblingStyle, context: QgsProcessingContext) -> None:
    """Have QGIS load a file when the algorithm is done, where there is a project to load it into."""
    if context.project() is None:
        return
    hints = QgsProcessingUtils.LayerHint
    hint = hints.Raster if kind == "raster" else hints.Vector
    details = QgsProcessingContext.LayerDetails(name, context.project(), name, hint)
    details.forceName = True
    style_when_loaded(details, styler)
    context.addLayerToLoadOnCompletion(path, details)
