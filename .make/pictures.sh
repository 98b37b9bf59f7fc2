#!/bin/bash
# Screenshots of a real QGIS window with the plugin, on a screen of its own. Run after `make demo` to see its layers too.
set -euo pipefail
. .make/common.sh
. .make/screen.sh
rm -rf build/pictures
mkdir -p build/pictures
open_screen
QT_QPA_PLATFORM=xcb XDG_RUNTIME_DIR=$PWD/build/runtime QGIS_CUSTOM_CONFIG_PATH=$PWD/build/qgis-profile \
  QGIS_PLUGINPATH=$PWD/build/plugins timeout 600 qgis --nologo --noversioncheck --code .make/pictures.py \
  >build/pictures/qgis.log 2>&1 || fail "Expected QGIS to draw its window, found that it ended badly: see build/pictures/qgis.log."
ls build/pictures/*.png
