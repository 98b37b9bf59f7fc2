#!/bin/bash
# build/seg4eo-<version>.zip: the plugin with its metadata, and the engine's wheel to install from.
set -euo pipefail
. .make/common.sh
[ -f metadata.txt ] || fail "Expected metadata.txt at the top of the repository, found none: the plugin needs it."
export UV_SYSTEM_CERTS=1
rm -rf build/wheel build/package
if [ -x .venv/tools/bin/uv ]; then
  .venv/tools/bin/uv build --quiet --wheel --python .venv/engine/bin/python --out-dir build/wheel
else
  .venv/engine/bin/python -m pip wheel --quiet --no-deps --wheel-dir build/wheel .
fi
zip=$(.venv/engine/bin/python -I .make/package.py)
.venv/engine/bin/python -I .make/check_package.py "$zip"
echo "$zip"
