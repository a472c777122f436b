#!/usr/bin/env bash
# Makes the virtual environment from the locked requirements, on a bare Debian 12 as on a developer's PC.
# Usage: setup.sh VENV   (PYTHON names the interpreter; default python3)
set -euo pipefail
venv=$1
python=${PYTHON:-python3}

command -v "$python" >/dev/null || { echo "There is no $python; Branch Desk needs Python 3.11 or newer." >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Branch Desk needs Python 3.11 or newer; $($python --version) was found. Set PYTHON=/path/to/python3.11" >&2
    exit 1
}

# What Qt and the checks need from the system. A font is not needed: the program brings its own.
packages=(libgl1 libegl1 libxkbcommon0 libglib2.0-0 libfreetype6 libfontconfig1 libdbus-1-3
          libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxcb-render-util0 libxcb-image0
          libxkbcommon-x11-0 xvfb dbus-daemon at-spi2-core python3-gi gir1.2-atspi-2.0
          hunspell hunspell-lv hunspell-ru postgresql)
"$python" -c 'import ensurepip' 2>/dev/null || packages+=(python3-venv)

# Newer Debians and Ubuntus have some libraries under a name that ends in t64.
installed() { [[ $(dpkg-query -W -f '${Status};' "$1" "$1t64" 2>/dev/null) == *"install ok installed"* ]]; }

if command -v dpkg-query >/dev/null; then
    missing=()
    for package in "${packages[@]}"; do
        installed "$package" || missing+=("$package")
    done
    if ((${#missing[@]})); then
        install="apt-get install -y --no-install-recommends ${missing[*]}"
        if [ "$(id -u)" = 0 ]; then as_root=(); else as_root=(sudo -n); fi
        echo "Installing system libraries: ${missing[*]}"
        if ! { "${as_root[@]}" apt-get update -qq &&
               DEBIAN_FRONTEND=noninteractive "${as_root[@]}" $install -qq >/dev/null; }; then
            echo "These libraries are missing and could not be installed from here. Please run:" >&2
            echo "    sudo apt-get update && sudo $install" >&2
            exit 1
        fi
    fi
else
    echo "This is not Debian: please see that the equivalents of these are installed: ${packages[*]}"
fi

# A venv without pip is what an interrupted attempt leaves: make it anew.
"$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$python" -m venv --clear "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
