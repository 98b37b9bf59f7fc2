"""How many of the machine's cores this process may keep busy."""

import os


def core_limit() -> int | None:
    """What OMP_NUM_THREADS says, which torch and OpenVINO keep to anyway; None where it says nothing."""
    said = os.environ.get("OMP_NUM_THREADS", "").split(",")[0].strip()  # one number for each level of nesting
    return int(said) if said.isdecimal() and int(said) > 0 else None


def usable_cores() -> int:
    """The limit, or all cores where there is none."""
    return core_limit() or os.cpu_count() or 1
