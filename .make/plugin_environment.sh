#!/bin/bash
# QGIS's own Python with pytest beside it, in .venv/plugin. The engine is not in it.
set -euo pipefail
. .make/common.sh
environment=.venv/plugin
"$QGIS_PYTHON" -c 'import ensurepip' 2>/dev/null || apt_install python3-venv
"$environment/bin/python" -c 'import qgis.core' 2>/dev/null || "$QGIS_PYTHON" -m venv --clear --system-site-packages $environment
$environment/bin/python -m pip install --quiet --disable-pip-version-check -r .make/plugin_requirements.txt
touch $environment/.installed
