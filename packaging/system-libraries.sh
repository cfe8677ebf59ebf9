#!/bin/sh
# Sees to the system libraries that the wheels expect on a Debian machine: `system-libraries.sh run|test`.
# Installs what is missing as root or with sudo; otherwise prints the one line to type, and stops.
set -eu

qt="libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3"
x11="libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
wayland="libwayland-client0 libwayland-cursor0"
printing="libcups2"
checks="gdal-bin minisign unzip xvfb xauth"

case "${1:-}" in
    run) wanted="$qt $x11 $wayland $printing" ;;
    test) wanted="$qt $x11 $wayland $printing $checks" ;;
    *) echo "usage: $0 run|test" >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null; then
    echo "This is not a Debian system: please see to Qt's libraries yourself ($wanted)." >&2
    exit 0
fi

# Debian 13 and Ubuntu 24.04 call some of them by a new name that ends in t64.
installed() {
    for name in "$1" "$1t64"; do
        dpkg-query --show --showformat='${db:Status-Status}\n' "$name" 2>/dev/null | grep -qx installed && return 0
    done
    return 1
}

missing=""
"${PYTHON:-python3}" -c "import ensurepip, venv" 2>/dev/null || missing="python3-venv"
for package in $wanted; do
    installed "$package" || missing="$missing $package"
done
missing=${missing# }
[ -n "$missing" ] || exit 0

install="apt-get install --yes --no-install-recommends $missing"
if [ "$(id -u)" -eq 0 ]; then
    as_root="env"
elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    as_root="sudo"
else
    echo "Some system libraries are missing. Have them installed with this line, then start again:" >&2
    echo "    sudo apt-get update && sudo $install" >&2
    exit 1
fi

echo "Installing system libraries: $missing"
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive $install -qq >/dev/null
