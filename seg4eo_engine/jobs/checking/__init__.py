"""What the job ``checkengine`` does."""

from seg4eo_engine.jobs.checking.course import check_engine

__all__ = ["check_engine"]
