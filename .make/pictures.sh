#!/bin/bash
# Screenshots of a real QGIS window with the plugin, on a screen of its own. Run after `make demo` to see its layers too.
set -euo pipefail
. .make/common.sh
command -v Xvfb >/dev/null || apt_install xvfb
rm -rf build/pictures
mkdir -p build/pictures
Xvfb -displayfd 3 -screen 0 1600x1200x24 -nolisten tcp 3>build/pictures/display 2>/dev/null &
screen=$!
trap 'kill $screen 2>/dev/null || true' EXIT
for _ in $(seq 50); do [ -s build/pictures/display ] && break || sleep 0.2; done
DISPLAY=:$(cat build/pictures/display)
export DISPLAY
rm build/pictures/display
QT_QPA_PLATFORM=xcb XDG_RUNTIME_DIR=$PWD/build/runtime QGIS_CUSTOM_CONFIG_PATH=$PWD/build/qgis-profile \
  QGIS_PLUGINPATH=$PWD/build/plugins timeout 600 qgis --nologo --noversioncheck --code .make/pictures.py \
  >build/pictures/qgis.log 2>&1 || fail "Expected QGIS to draw its window, found that it ended badly: see build/pictures/qgis.log."
ls build/pictures/*.png
