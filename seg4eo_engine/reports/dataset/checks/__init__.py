"""What can be wrong with a dataset: each check tells what it finds, in words that say what it means and the cure."""

from seg4eo_engine.reports.dataset.checks.run import check_dataset

__all__ = ["check_dataset"]
