#!/bin/sh
# Resolves the dependencies into three locks made of names, versions, markers and hashes, and of no addresses.
# `sh packaging/lock.sh --upgrade` takes newer versions; without it the pins stay as far as they can.
set -eu
cd "$(dirname "$0")/.."

tool=$(mktemp -d)
trap 'rm -rf "$tool"' EXIT
python3 -m venv "$tool"
"$tool/bin/python" -m pip install --quiet uv

compile() {
    "$tool/bin/uv" pip compile --quiet --system-certs --universal --python-version 3.11 --generate-hashes --no-header \
        pyproject.toml --group build "$@"
}

compile --output-file packaging/requirements.lock "$@"
compile --group dev --constraints packaging/requirements.lock --output-file packaging/requirements-dev.lock "$@"
compile --group test --constraints packaging/requirements-dev.lock --output-file packaging/requirements-no-qt.lock \
    --no-emit-package pyside6-essentials --no-emit-package shiboken6 "$@"

if grep -n "://" packaging/*.lock; then
    echo "A lock holds an address." >&2
    exit 1
fi
