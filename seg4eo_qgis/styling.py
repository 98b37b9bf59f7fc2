"""Layers as they should look when they are loaded: in the style that the engine wrote beside the file, and in order."""

from collections.abc import Callable
from pathlib import Path
from typing import Optional
from uuid import uuid4

from qgis.core import (
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsMultiBandColorRenderer,
    QgsProcessingContext,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt import sip

RUN_GROUP = "seg4eo/run"
KNOWN_LAYER = "seg4eo/loaded"

# QGIS deletes each post-processor when its layer is loaded, but Python would do so long before
_STYLERS = []


class Run:
    """The layers that one run of an algorithm loads, in their order, and in a group once there are two of them.

    QGIS knows groups for results from 3.32 on, but makes them before the layers are there, and puts all runs of one
    title into one. This one is made with its second layer, so it is never empty, and holds one run.

    Args:
        title: names the group, once the project is at hand.
    """

    def __init__(self, title: Callable[[QgsProject], str]) -> None:
        self._title = title
        self._token = uuid4().hex
        self._ranks: dict[str, int] = {}

    def place(self, layer_id: str, rank: int, project: QgsProject) -> None:
        """Bring a layer that was added to the layer tree to its place among those before it; rank 0 is at the top."""
        self._ranks[layer_id] = rank
        in_order = sorted(self._ranks, key=lambda each: self._ranks[each])
        found = [project.layerTreeRoot().findLayer(each) for each in in_order]
        nodes = [node for node in found if node is not None]
        if len(nodes) < 2:
            return
        group = self._group_of(nodes) or self._make_group(nodes[0], project)
        group.insertChildNodes(0, [node.clone() for node in nodes])
        for node in nodes:
            node.parent().removeChildNode(node)

    def _group_of(self, nodes: list[QgsLayerTreeLayer]) -> Optional[QgsLayerTreeGroup]:
        """The group that an earlier layer of this run is in already."""
        groups = (node.parent() for node in nodes)
        return next((group for group in groups if group.customProperty(RUN_GROUP) == self._token), None)

    def _make_group(self, node: QgsLayerTreeLayer, project: QgsProject) -> QgsLayerTreeGroup:
        """A group where QGIS put the layer, but never in that of another run: there a layer is often the active one."""
        while node.parent().customProperty(RUN_GROUP):
            node = node.parent()
        parent = node.parent()
        group = parent.insertGroup(parent.children().index(node), self._title(project))
        group.setCustomProperty(RUN_GROUP, self._token)
        return group


class LayerStyler(QgsProcessingLayerPostProcessorInterface):
    """Gives a layer the style of the ``.qml`` file beside its source, and its place among those of the same run.

    Args:
        rank: the place among the layers of the run, 0 is at the top; QGIS loads them in no order.
        run: shared by all stylers of the run.
        visible: whether the layer is switched on.
    """

    def __init__(self, rank: int, run: Run, *, visible: bool = True) -> None:
        super().__init__()
        self._rank = rank
        self._run = run
        self._visible = visible

    def postProcessLayer(self, layer, context, feedback) -> None:
        was_there = bool(layer.customProperty(KNOWN_LAYER))  # before the run, which wrote its file anew
        path = style_path(layer)
        if path.is_file():
            layer.loadNamedStyle(str(path))
            layer.triggerRepaint()
        layer.setCustomProperty(KNOWN_LAYER, True)  # after the style, which has custom properties too
        node = context.project().layerTreeRoot().findLayer(layer.id()) if context.project() else None
        if node is None or was_there:
            return
        node.setItemVisibilityChecked(self._visible)
        node.setExpanded(False)  # anew, for QGIS drew the node before the legend had classes
        node.setExpanded(self._visible and not is_composite(layer))
        self._run.place(layer.id(), self._rank, context.project())


def style_path(layer: QgsMapLayer) -> Path:
    """Where the engine writes the style of a layer: ``map.qml`` beside ``map.tif``."""
    return Path(layer.source().split("|")[0]).with_suffix(".qml")


def is_composite(layer: QgsMapLayer) -> bool:
    """Whether a layer shows bands as red, green and blue: its legend says no more than that."""
    return isinstance(layer, QgsRasterLayer) and isinstance(layer.renderer(), QgsMultiBandColorRenderer)


def layer_name(source: str, project: QgsProject) -> str:
    """What the user calls a source: the name of its layer in the project, else that of its file."""
    names = [layer.name() for layer in project.mapLayers().values() if layer.source() == source]
    return names[0] if names else Path(source).stem


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
    style_when_loaded(details, styler)
    context.addLayerToLoadOnCompletion(path, details)
