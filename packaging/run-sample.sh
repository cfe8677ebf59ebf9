#!/bin/sh
# Opens the sample in a window; where there is no display, performs the sample journey offscreen and leaves it in out/.
set -eu
program=$1

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$program" --sample
fi

echo "There is no display here, so no window can open."
echo "Performing the sample journey offscreen instead; its documents and screenshots go to out/."
QT_QPA_PLATFORM=offscreen exec "$program" --sample-journey out
