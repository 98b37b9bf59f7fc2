"""A map on a local cluster whose processes are killed while it is made."""

import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil

EVERY_S = (2.0, 5.0)
SCHEDULER_AFTER = 2  # kills of workers


def map_while_killing(fields: dict[str, Any]) -> dict[str, Any]:
    """Run the job ``predict`` in a process of its own, and kill a worker every few seconds, the scheduler once.

    Returns:
        How many were killed, and what was left behind: files beside the outputs, and processes.
    """
    options = [word for name, value in fields.items() for word in (f"--{name.replace('_', '-')}", str(value))]
    command = [sys.executable, "-m", "seg4eo_engine", "predict", "--device", "cpu", "--precision", "fp32", *options]
    output = Path(fields["output"])
    parts = output.with_suffix(".parts")
    generator, started_s = random.Random(0), time.perf_counter()
    killed = {"worker": 0, "scheduler": 0}
    seen: set[psutil.Process] = set()
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    due_s = None
    while process.poll() is None:
        time.sleep(0.1)
        journal = parts / "journal.jsonl"
        if due_s is None and journal.exists() and journal.read_text().count("\n") > 1:  # they have begun
            due_s = time.perf_counter() + generator.uniform(*EVERY_S)
        children = _children(process.pid)
        seen |= set(children)
        if due_s is not None and time.perf_counter() > due_s:
            role = "scheduler" if killed["worker"] == SCHEDULER_AFTER and not killed["scheduler"] else "worker"
            victims = [child for child in children if role in _words(child)]
            if victims:
                generator.choice(victims).kill()
                killed[role] += 1
            due_s = time.perf_counter() + generator.uniform(*EVERY_S)
    assert process.stderr is not None
    if process.returncode:
        raise RuntimeError(process.stderr.read()[-2000:])
    left = [child.pid for child in seen if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
    return {
        "workers_killed": killed["worker"], "schedulers_killed": killed["scheduler"],
        "seconds": time.perf_counter() - started_s, "processes_left": len(left), "parts_left": parts.exists(),
    }  # fmt: skip


def _children(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children()
    except psutil.Error:
        return []


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
