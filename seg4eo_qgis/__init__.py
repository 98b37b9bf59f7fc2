"""seg4eo in QGIS: a Processing provider that runs the engine in a process of its own."""


def classFactory(iface):
    """Called by QGIS once, when the plugin is loaded; ``iface`` is None under qgis_process."""
    from .plugin import Plugin

    return Plugin(iface)
