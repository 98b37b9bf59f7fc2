#!/bin/bash
# The engine and its development tools in .venv/engine, in the versions of requirements.txt.
set -euo pipefail
. .make/common.sh
export UV_SYSTEM_CERTS=1 UV_NO_PROGRESS=1
uv=.venv/tools/bin/uv
environment=.venv/engine
torch=$(grep '^torch==' requirements.txt)

# the first Python that is new enough
find_python() {
  local candidate
  for candidate in $PYTHON /usr/bin/python3 python3.13 python3.12 python3.11 python3; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  [ -x $uv ] || fail "Expected Python 3.11 or newer for the engine, found none: install it and run make again with PYTHON=its path."
  echo 3.12 # uv fetches it
}

has_nvidia_driver() { [ -e /proc/driver/nvidia/version ] || [ -e /dev/dxg ]; }

# uv knows where the small wheels are; ask once, briefly
cpu_wheels_reachable() {
  UV_HTTP_RETRIES=0 UV_HTTP_TIMEOUT=10 timeout 30 \
    $uv pip install --python $environment/bin/python --dry-run --quiet --no-deps --reinstall --torch-backend cpu "$torch" >/dev/null 2>&1
}

installed_torch() {
  $environment/bin/python -I -c 'from importlib.metadata import version; print(version("torch"))' 2>/dev/null || true
}

choose_torch() {
  case $TORCH in
  default) [[ $(installed_torch) != *+cpu ]] || echo --reinstall-package torch --reinstall-package torchvision ;;
  cpu)
    cpu_wheels_reachable ||
      fail "Expected torch's CPU wheels (TORCH=cpu), found that their index cannot be reached: run make again with TORCH=default."
    echo --torch-backend cpu
    [[ $(installed_torch) == *+cpu ]] || echo --reinstall-package torch --reinstall-package torchvision
    ;;
  auto)
    if [ -n "$(installed_torch)" ]; then
      return # what is there stays
    elif has_nvidia_driver; then
      say "NVIDIA driver found: the default build of torch"
    elif cpu_wheels_reachable; then
      say "no NVIDIA driver: the small CPU build of torch"
      echo --torch-backend cpu
    else
      say "no NVIDIA driver, but the index of torch's CPU wheels cannot be reached: the default build of torch, which runs on a CPU too"
    fi
    ;;
  *) fail "Expected TORCH=auto, default or cpu, found '$TORCH': change it." ;;
  esac
}

if ! $environment/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  python=$(find_python)
  say "making the engine's environment in $environment (a few minutes, some gigabytes)"
  if [ -x $uv ]; then
    $uv venv --quiet --clear --python "$python" $environment
  else
    "$python" -m venv --clear $environment
  fi
fi

if [ -x $uv ]; then
  options=$(choose_torch)
  # shellcheck disable=SC2086 # the options are words
  $uv pip install --quiet --python $environment/bin/python $options -c requirements.txt -e . --group dev
else
  [ "$TORCH" != cpu ] || fail "Expected uv for TORCH=cpu, found that it could not be installed: run make again with TORCH=default."
  $environment/bin/python -m pip install --quiet --upgrade pip
  $environment/bin/python -m pip install --quiet -c requirements.txt -e . --group dev
fi
$environment/bin/python -I -c "import seg4eo_engine, torch" ||
  fail "Expected a working engine in $environment, found that it cannot be imported: see above."
rm -f $environment/.installed-*
touch "$environment/.installed-$TORCH"
