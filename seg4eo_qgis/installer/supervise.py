"""Run a command that ends when standard input does, so that nothing goes on installing for a QGIS that is gone.

Run as a script, at the head of a process group, by any Python that is at hand: ``python -I supervise.py COMMAND…``
"""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path


def main():
    """Start the command and end as it does."""
    child = subprocess.Popen(  # nosec B603 # no shell, and our own command line
        sys.argv[1:], stdin=subprocess.DEVNULL, close_fds=os.name == "nt"
    )
    threading.Thread(target=end_with_standard_input, args=(child,), daemon=True).start()
    status = child.wait()
    os._exit(status if status >= 0 else 128 - status)  # not sys.exit: a thread still reads standard input


def end_with_standard_input(child):
    """Wait for the end of standard input, then kill whatever the command started."""
    while os.read(0, 1):
        pass
    if os.name == "nt":
        taskkill = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "taskkill.exe")
        subprocess.call([str(taskkill), "/T", "/F", "/PID", str(child.pid)])  # nosec B603 # no shell
    else:
        os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    main()
