#!/usr/bin/env bash
# Opens the demo day; with no display it walks the main job through the real window and leaves pictures.
# Usage: run.sh BIN   (the folder that holds `desk`)
set -euo pipefail
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$1/desk" demo
fi
echo "There is no display, so the demo day is walked offscreen; the pictures and PDFs go to out/."
QT_QPA_PLATFORM=offscreen exec "$1/desk" demo --reset --tour out
