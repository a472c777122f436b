#!/usr/bin/env bash
# Builds the Windows installers of a branch into dist/: frozen by PyInstaller under Wine, packed by
# NSIS as branch-desk-VERSION-setup.exe and by wixl as branch-desk-VERSION.msi.
# Usage: packaging/windows/build.sh BIN [OUT]      BIN: the development environment's programs
#   DESK_FROZEN=FOLDER    pack this folder, frozen before (workflow.yml: on Windows); no Wine is used
#   DESK_VERSION=VERSION  another version than the commit's, and QUICK=1 packs fast and large: for tests
#   DESK_SIGN_*           sign what is ours (sign.sh)
# The same commit gives the same bytes, unless they are signed.
set -euo pipefail
bin=$(realpath "$1")
cd "$(dirname "$0")/../.."
here=$PWD/packaging/windows
out=$(realpath -m "${2:-dist}")
frozen=$(realpath -m "${DESK_FROZEN:-build/windows/frozen}")
export SOURCE_DATE_EPOCH PYTHONHASHSEED=0 LC_ALL=C.UTF-8
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
version=$(bash packaging/version.sh)
[ -z "$(git status --porcelain)" ] || version=$version.edited
version=${DESK_VERSION:-$version}
numbers=$("$bin/python" "$here/version_numbers.py" "$version")
umask 022
mkdir -p "$out"
# shellcheck source=packaging/windows/toolchain.sh
. "$here/toolchain.sh"
need_packages
work=$(mktemp -d -p "${TMPDIR:-/tmp}" branch-desk-windows.XXXXXX)
trap 'rm -rf "$work"' EXIT

icon() {
    QT_QPA_PLATFORM=offscreen "$bin/python" "$here/icon.py" "$1"
}

freeze() { # the files as they lie here, into $frozen
    local source=$work/source
    mkdir -p "$source/build/windows"
    git ls-files -z --cached --others --exclude-standard \
        | while IFS= read -r -d '' file; do [ -e "$file" ] && printf '%s\0' "$file"; done \
        | tar -c --null -T - | tar -x -C "$source"
    for po in "$source"/resources/i18n/*.po; do
        (cd "$source" && "$bin/python" packaging/dev/translations.py compile "$po")
    done
    icon "$source/build/windows/branch-desk.ico"
    "$bin/python" "$here/version_numbers.py" "$version" "$source/build/windows/version.txt" >/dev/null
    rm -rf "$frozen" && mkdir -p "$frozen"
    (
        cd "$source"
        export PYTHONPATH=Z:$source PYTHONUTF8=1
        # The installers compress all of it, and better what is not compressed yet.
        export PYINSTALLER_ZLIB_COMPRESSION_LEVEL=0
        under_wine "$WINPY/python.exe" packaging/windows/freeze.py --noconfirm --log-level ERROR \
            --distpath "$work" --workpath "$work/pyinstaller" packaging/frozen/desk.spec
        under_wine "$WINPY/python.exe" packaging/frozen/parts.py \
            "$work/pyinstaller/desk/sources.txt" "$version" "$work/parts"
    )
    cp -r "$work/branch-desk/." "$work/parts/sbom.cdx.json" "$frozen"
    sed 's/$/\r/' "$work/parts/copyright" >"$frozen/licences.txt"
}

own_programs() { # what is written in C: the launcher, and what makes the machine's folder
    local flags="-O2 -s -Wall -municode -Wl,--no-insert-timestamp"
    {
        echo '1 ICON "branch-desk.ico"'
        echo "1 VERSIONINFO FILEVERSION ${numbers//./,},0 PRODUCTVERSION ${numbers//./,},0"
        echo 'BEGIN BLOCK "StringFileInfo" BEGIN BLOCK "040904B0" BEGIN'
        echo "VALUE \"ProductName\", \"Branch Desk\" VALUE \"FileDescription\", \"Branch Desk\""
        echo "VALUE \"ProductVersion\", \"$version\" VALUE \"FileVersion\", \"$numbers.0\""
        echo 'END END BLOCK "VarFileInfo" BEGIN VALUE "Translation", 0x409, 1200 END END'
    } >"$work/own.rc"
    (cd "$work" && x86_64-w64-mingw32-windres own.rc -o own.o)
    x86_64-w64-mingw32-gcc $flags -mwindows "$here/launcher.c" "$work/own.o" -o "$1/branch-desk.exe"
    mkdir -p "$1/setup"
    x86_64-w64-mingw32-gcc $flags "$here/prepare.c" "$work/own.o" -o "$1/setup/prepare.exe" -ladvapi32
}

product() { # everything that an installed program has
    rm -rf "$1" && cp -r "$frozen" "$1"
    own_programs "$1"
    { # schtasks reads UTF-16
        printf '\377\376'
        sed '1s/UTF-8/UTF-16/; s/$/\r/' "$here/update-task.xml" | iconv -f UTF-8 -t UTF-16LE
    } >"$1/setup/update-task.xml"
    cp -r "$here/policy" "$here/hq-service.ps1" "$1/setup/"
    sed 's/$/\r/' CHANGELOG.md >"$1/changes.txt"
    if [ -n "${DESK_SIGN_KEY:-}" ]; then
        for program in desk.exe branch-desk.exe setup/prepare.exe; do bash "$here/sign.sh" "$1/$program"; done
    fi
    find "$1" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +
}

setup() {
    local options=()
    if [ -n "${DESK_SIGN_KEY:-}" ]; then options+=(-DSIGN="$here/sign.sh"); fi
    if [ -n "${QUICK:-}" ]; then options+=(-X"SetCompressor /FINAL zlib" -X"SetCompress off"); fi
    makensis -V2 "${options[@]}" -DFOLDER="$1" -DVERSION="$version" -DNUMBERS="$numbers" \
        -DICON="$work/branch-desk.ico" -DTEXTS="$here/setup_texts.nsh" -DOUT="$2" "$here/setup.nsi"
}

msi() {
    "$bin/python" "$here/msi.py" "$1" "$version" "$numbers" "$work"
    (
        cd "$work"
        at=$(date -u -d "@$SOURCE_DATE_EPOCH" '+%F %T')
        TZ=UTC faketime -f "$at" wixl --arch x64 -o "$2" msi.wxs
        while IFS= read -r said; do TZ=UTC faketime -f "$at" msibuild "$2" -q "$said"; done <msi.sql
        TZ=UTC faketime -f "$at" msibuild "$2" -s "Branch Desk $version" "Branch Desk" "x64;1033" \
            "$(<package-code)"
    )
}

build() {
    if [ -z "${DESK_FROZEN:-}" ]; then
        toolchain "$bin"
        echo "Freezing Branch Desk $version for Windows ..."
        freeze
    fi
    icon "$work/branch-desk.ico"
    product "$work/product"
    name=$out/branch-desk-$version
    (cd "$work/product" && find . -type f -print0 | sort -z | xargs -0 sha256sum) >"$name.windows.sha256"
    echo "Packing ..."
    setup "$work/product" "$name-setup.exe"
    msi "$work/product" "$name.msi"
    if [ -n "${DESK_SIGN_KEY:-}" ]; then
        bash "$here/sign.sh" "$name-setup.exe"
        bash "$here/sign.sh" "$name.msi"
    fi
    ls -l "$name"*
}
build
