"""Layers as they should look when they are loaded: in the style that the engine wrote beside the file, and in order."""

from pathlib import Path

from qgis.core import (
    QgsLayerTree,
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingUtils,
)
from qgis.PyQt import sip

# QGIS deletes each post-processor when its layer is loaded, but Python would do so long before
_STYLERS = []


class LayerStyler(QgsProcessingLayerPostProcessorInterface):
    """Gives a layer the style of the ``.qml`` file beside its source, and its place among those of the same run.

    Args:
        rank: the place among the layers of the run, 0 is at the top; QGIS loads them in no order.
        loaded: the ranks by layer id, shared by all stylers of the run.
        visible: whether the layer is switched on.
    """

    def __init__(self, rank: int, loaded: dict[str, int], *, visible: bool = True) -> None:
        super().__init__()
        self._rank = rank
        self._loaded = loaded
        self._visible = visible

    def postProcessLayer(self, layer, context, feedback) -> None:
        path = style_path(layer)
        if path.is_file():
            layer.loadNamedStyle(str(path))
            layer.triggerRepaint()
        self._loaded[layer.id()] = self._rank
        node = context.project().layerTreeRoot().findLayer(layer.id()) if context.project() else None
        if node is not None:
            node.setItemVisibilityChecked(self._visible)
            node.setExpanded(False)
            node.setExpanded(self._visible)  # anew, for QGIS drew the node before the legend had classes
            sort_by_rank(node.parent(), self._loaded)


def style_path(layer: QgsMapLayer) -> Path:
    """Where the engine writes the style of a layer: ``map.qml`` beside ``map.tif``."""
    return Path(layer.source().split("|")[0]).with_suffix(".qml")


def sort_by_rank(group: QgsLayerTreeGroup, ranks: dict[str, int]) -> None:
    """Bring the layers of a group that have a rank into its order, from the place of the first of them on."""
    ranked = [node for node in group.children() if QgsLayerTree.isLayer(node) and node.layerId() in ranks]
    in_order = sorted(ranked, key=lambda node: ranks[node.layerId()])
    if ranked != in_order:
        first = group.children().index(ranked[0])
        group.insertChildNodes(first, [node.clone() for node in in_order])
        for node in ranked:
            group.removeChildNode(node)


def style_when_loaded(details: QgsProcessingContext.LayerDetails, styler: LayerStyler) -> None:
    """Have a layer that QGIS is going to load styled after that."""
    _STYLERS[:] = [known for known in _STYLERS if not sip.isdeleted(known)]
    _STYLERS.append(styler)
    details.setPostProcessor(styler)


def load_on_completion(path: str, name: str, kind: str, styler: LayerStyler, context: QgsProcessingContext) -> None:
    """Have QGIS load a file when the algorithm is done, where there is a project to load it into."""
    if context.project() is None:
        return
    hints = QgsProcessingUtils.LayerHint
    hint = hints.Raster if kind == "raster" else hints.Vector
    details = QgsProcessingContext.LayerDetails(name, context.project(), name, hint)
    details.forceName = True
    style_when_loaded(details, styler)
    context.addLayerToLoadOnCompletion(path, details)
