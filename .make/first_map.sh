#!/bin/bash
# Pictures of a new user's way from the plugin's zip to a map, in a QGIS profile and a data folder that are new.
set -euo pipefail
. .make/common.sh
. .make/screen.sh
home=$PWD/build/first
rm -rf build/pictures "build/first map" "$home"
mkdir -p build/pictures "$home/profile" "$home/data"
open_screen
env -u SEG4EO_ENGINE_PYTHON -u QGIS_PLUGINPATH SEG4EO_ZIP="$PWD/$1" XDG_DATA_HOME="$home/data" QT_QPA_PLATFORM=xcb \
  XDG_RUNTIME_DIR="$PWD/build/runtime" QGIS_CUSTOM_CONFIG_PATH="$home/profile" \
  timeout 1800 qgis --nologo --noversioncheck --code .make/first_map.py >build/pictures/qgis.log 2>&1 ||
  fail "Expected a map at the end of a new user's way, found that it ended badly: see build/pictures/qgis.log."
ls build/pictures/*.png
