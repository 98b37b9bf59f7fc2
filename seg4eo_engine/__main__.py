"""``python -m seg4eo_engine``: the way the QGIS plugin starts the engine."""

from seg4eo_engine.cli import main

if __name__ == "__main__":
    main()
