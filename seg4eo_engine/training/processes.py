"""Which of the processes of a training this is."""

from lightning.fabric.utilities.rank_zero import rank_zero_only


def is_first_process() -> bool:
    """Whether this process is the one that reports and writes; alone, it is.

    Lightning knows it from the environment that it, torchrun or SLURM gave to the process.
    """
    return int(getattr(rank_zero_only, "rank", 0)) == 0
