#!/bin/bash
# requirements.txt: the versions that everything was tested with, as constraints that hold on every system.
set -euo pipefail
. .make/common.sh
[ -x .venv/tools/bin/uv ] || fail "Expected uv for the lock, found that it could not be installed: see above."
UV_SYSTEM_CERTS=1 .venv/tools/bin/uv pip compile --quiet --upgrade --universal --group dev pyproject.toml --python-version 3.11 \
  --no-header --no-emit-index-url --no-annotate --output-file requirements.txt
