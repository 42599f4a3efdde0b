#!/bin/bash
# Installs the Python module from the sources into an empty environment and imports it.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check numpy .
cd "$folder"
venv/bin/python -c 'import staysail; print(staysail.__version__)'
