#!/bin/bash
# QGIS with its Python, where it is missing.
set -euo pipefail
. .make/common.sh
if ! command -v qgis_process >/dev/null || ! QT_QPA_PLATFORM=offscreen "$QGIS_PYTHON" -c 'import qgis.core' 2>/dev/null; then
  apt_install qgis python3-qgis qgis-providers xvfb python3-venv fonts-dejavu-core
fi
QT_QPA_PLATFORM=offscreen "$QGIS_PYTHON" -c 'import qgis.core' 2>/dev/null ||
  fail "Expected $QGIS_PYTHON to be the Python of QGIS, found that it cannot import qgis: run make again with QGIS_PYTHON=its path."
install -d -m 700 build/runtime
