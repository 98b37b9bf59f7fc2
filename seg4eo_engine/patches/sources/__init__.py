"""Images and their labels, checked against each other, and read at a place whatever form they have."""

from seg4eo_engine.patches.sources.source import OpenSource, Source, SourceRequest, check_sources

__all__ = ["OpenSource", "Source", "SourceRequest", "check_sources"]
