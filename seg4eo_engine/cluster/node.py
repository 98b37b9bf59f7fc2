"""A process of a cluster on this machine: a scheduler or a worker. It ends when its standard input does.

So nothing is left behind, however the process ends that started it::

    python -m seg4eo_engine.cluster.node scheduler
    python -m seg4eo_engine.cluster.node worker ADDRESS THREADS FOLDER NAME
"""

import asyncio
import json
import os
import signal
import sys
import threading

HOST = "127.0.0.1"


def main(words: list[str]) -> None:
    """Be what ``words`` say until it is over."""
    # Ctrl-C reaches every process of a terminal: the one that started this says when it ends
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_input, daemon=True, name="lifeline").start()
    import dask

    dask.config.set({"distributed.worker.profile.enabled": False})  # it would look at all threads 100 times a second
    if words[0] == "scheduler":
        asyncio.run(_run_scheduler())
    else:
        address, threads, folder, name = words[1:]
        asyncio.run(_run_worker(address, int(threads), folder, name))


async def _run_scheduler() -> None:
    from distributed import Scheduler

    async with Scheduler(host=HOST, port=0, dashboard=True, dashboard_address=f"{HOST}:0") as scheduler:
        sys.stdout.write(json.dumps({"address": scheduler.address}) + "\n")
        sys.stdout.flush()
        await scheduler.finished()


async def _run_worker(address: str, threads: int, folder: str, name: str) -> None:
    from distributed import Worker

    # without a limit: nothing but small results is kept, and a worker that is paused for its memory helps nobody
    async with Worker(
        address, host=HOST, nthreads=threads, name=name, local_directory=folder, memory_limit=0, dashboard=False
    ) as worker:
        await worker.finished()  # also when the scheduler is gone


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
