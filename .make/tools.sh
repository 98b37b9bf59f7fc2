#!/bin/bash
# uv, in an environment of its own. Without it pip does the work, more slowly.
set -euo pipefail
. .make/common.sh
python=${PYTHON:-/usr/bin/python3}
[ -x "$(command -v "$python")" ] || python=$(command -v python3) || fail "Expected Python 3, found none: install python3."

missing=()
"$python" -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
[ -e /etc/ssl/certs/ca-certificates.crt ] || ! command -v apt-get >/dev/null || missing+=(ca-certificates)
[ ${#missing[@]} = 0 ] || apt_install "${missing[@]}"

if ! .venv/tools/bin/uv --version >/dev/null 2>&1; then
  "$python" -m venv --clear .venv/tools
  .venv/tools/bin/pip install --quiet --disable-pip-version-check uv ||
    say "uv could not be had; pip is used instead"
fi
touch .venv/tools/.installed
