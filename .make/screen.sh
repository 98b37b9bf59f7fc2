# For scripts that show QGIS to nobody: a screen of their own, closed at the end.

open_screen() {
  command -v Xvfb >/dev/null || apt_install xvfb
  Xvfb -displayfd 3 -screen 0 1600x1200x24 -nolisten tcp 3>build/pictures/display 2>/dev/null &
  screen=$!
  trap 'kill $screen 2>/dev/null || true' EXIT
  for _ in $(seq 50); do [ -s build/pictures/display ] && break || sleep 0.2; done
  DISPLAY=:$(cat build/pictures/display)
  export DISPLAY
  rm build/pictures/display
}
