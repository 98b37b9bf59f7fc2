"""Print what is missing or of another size in the environment whose Python runs this, by the packages' lists of files.

A line each: ``missing`` or ``changed``, the package, the file.
"""

import csv
import sys
from importlib.metadata import distributions

for distribution in distributions():
    # not distribution.files, which passes over missing files from Python 3.12 on
    for name, _, size_bytes in csv.reader((distribution.read_text("RECORD") or "").splitlines()):
        path = distribution.locate_file(name)
        if size_bytes and not (path.is_file() and path.stat().st_size == int(size_bytes)):
            how = "changed" if path.is_file() else "missing"
            sys.stdout.write(f"{how} {distribution.metadata['Name']} {name}\n")
