"""What the job ``predict`` does, from its parameters to a map."""

from seg4eo_engine.jobs.mapping.course import map_raster

__all__ = ["map_raster"]
