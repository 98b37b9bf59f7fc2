#!/bin/bash
# What predictions are measured against, into the engine's environment: the dependency group bench.
set -euo pipefail
. .make/common.sh
say "installing the peers of the benchmark"
if [ -x .venv/tools/bin/uv ]; then
  UV_SYSTEM_CERTS=1 UV_NO_PROGRESS=1 .venv/tools/bin/uv pip install --quiet --python .venv/engine/bin/python \
    -c requirements.txt --group bench
else
  .venv/engine/bin/python -m pip install --quiet -c requirements.txt --group bench
fi
touch .venv/engine/.installed-bench
