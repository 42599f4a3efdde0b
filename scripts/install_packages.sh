#!/bin/bash
# Installs what the build, the tests and the demo need on Debian 12. Idempotent: where all is there it asks dpkg once and
# needs neither network nor rights. With --python also makes build/venv, in which the Python module is tested; with
# --bench also installs Google Benchmark. With --prism also installs Prism, which serves the documents of TM Forum APIs
# to a test, under build/prism where npm is.
# Everything said goes to stderr.
set -euo pipefail
cd "$(dirname "$0")/.."

# The release of the distribution's clang: Debian 12 has 14, Ubuntu 24.04 has 18.
clang_release() {
  if grep -q '^VERSION_CODENAME=noble' /etc/os-release; then echo 18; else echo 14; fi
}

# libboost-dev stays the distribution's default: installing another version removes it.
packages=(
  g++ clang cmake ninja-build ccache git ca-certificates python3 python3-venv python3-dev
  libboost-dev libeigen3-dev libfmt-dev libtomlplusplus-dev libxxhash-dev nlohmann-json3-dev libintelrdfpmath-dev
  libpugixml-dev libre2-dev libhowardhinnant-date-dev tzdata libsqlite3-dev zlib1g-dev libssl-dev libcli11-dev doctest-dev librapidcheck-dev
  libpq-dev postgresql # the library of the PostgreSQL store, and the server that its tests start
  libcpp-httplib-dev openssl # the TM Forum client, and certificates made in its test
  llvm "libclang-rt-$(clang_release)-dev" # the sanitizers, and names in what they report
)
python_packages=(numpy pandas pyarrow polars duckdb pytest hypothesis mypy "pybind11>=2.12" "scikit-build-core>=0.8")

missing_packages() {
  local package
  for package in "${packages[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o Dpkg::Options::=--force-confold -y "$@" </dev/null >&2
}

install_missing() {
  local missing
  mapfile -t missing < <(missing_packages)
  [ ${#missing[@]} = 0 ] && return
  echo "installing: ${missing[*]}" >&2
  apt install --no-install-recommends "${missing[@]}" 2>/dev/null && return
  apt update
  apt install --no-install-recommends "${missing[@]}"
}

# The mark holds the list that was installed, so that a longer list is noticed.
make_python_environment() {
  local mark=build/venv/installed
  [ -f "$mark" ] && [ "$(cat "$mark")" = "${python_packages[*]}" ] && return
  echo "making build/venv" >&2
  python3 -m venv build/venv >&2
  build/venv/bin/pip install -q --disable-pip-version-check "${python_packages[@]}" </dev/null >&2
  echo "${python_packages[*]}" >"$mark"
}

# A test names what it skips without it.
make_prism() {
  local version=5.16.0
  command -v npm >/dev/null || return 0
  [ "$(cat build/prism/installed 2>/dev/null)" = "$version" ] && return
  echo "making build/prism" >&2
  mkdir -p build/prism
  npm install --prefix build/prism --no-audit --no-fund --loglevel=error "@stoplight/prism-cli@$version" </dev/null >&2 ||
    { echo "Prism cannot be installed; tmf.prism will be skipped" >&2; return 0; }
  echo "$version" >build/prism/installed
}

if [ "${1:-}" = --bench ]; then packages+=(libbenchmark-dev); fi
install_missing
if [ "${1:-}" = --python ]; then make_python_environment; fi
if [ "${1:-}" = --prism ]; then make_prism; fi
