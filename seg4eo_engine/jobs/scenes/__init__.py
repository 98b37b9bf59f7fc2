"""What the job ``predictscenes`` does."""

from seg4eo_engine.jobs.scenes.course import map_scenes

__all__ = ["map_scenes"]
