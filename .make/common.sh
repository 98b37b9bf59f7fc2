# For the other scripts: talk to the user, and install Debian packages.

say() { printf '%s\n' "-- $*" >&2; }

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# apt_install PACKAGE… : the packages from apt, or one line that says what to do
apt_install() {
  local wanted="sudo apt-get install -y --no-install-recommends $*" as_root=()
  command -v apt-get >/dev/null || fail "Expected apt-get to install $*, found none: install them by hand and run make again."
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail "Expected root or sudo to install packages, found neither: run as root: ${wanted#sudo }"
    as_root=(sudo)
  fi
  say "installing $* from apt"
  mkdir -p build
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c \
    'apt-get -q update && apt-get -qy install --no-install-recommends "$@"' sh "$@" >build/apt.log 2>&1 </dev/null ||
    fail "Expected apt to install $*, found that it failed (build/apt.log): run '$wanted' and then make again."
}
