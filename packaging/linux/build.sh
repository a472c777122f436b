#!/usr/bin/env bash
# Builds dist/branch-desk_VERSION_amd64.deb and .rpm: PyInstaller's folder, packed by nfpm.
# Usage: packaging/linux/build.sh BIN   (BIN: the folder of the development environment's programs)
# The same commit gives the same files: nothing takes the time of day or an order that changes.
set -euo pipefail
bin=$(realpath "$1")
cd "$(dirname "$0")/../.."
export SOURCE_DATE_EPOCH PYTHONHASHSEED=0 LC_ALL=C.UTF-8
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
version=$(bash packaging/version.sh)
work=build/linux
stage=$work/stage
rm -rf "$work" && mkdir -p "$stage" dist

echo "Freezing Branch Desk $version ..."
"$bin/pyinstaller" --noconfirm --log-level WARN --distpath "$work" --workpath "$work/pyinstaller" packaging/frozen/desk.spec
frozen=$work/branch-desk
find "$frozen" -name '*.so*' -type f -exec chmod 644 {} +
find "$frozen" -name '*.so*' -type f -print0 | while IFS= read -r -d '' library; do
    case $("$bin/patchelf" --print-rpath "$library" 2>/dev/null || true) in
        *'$ORIGIN'* | '') ;;
        *) "$bin/patchelf" --remove-rpath "$library" ;; # a folder of the machine that built it
    esac
done
find "$frozen" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +
(cd "$frozen" && find . -type f -print0 | sort -z | xargs -0 sha256sum) >"$work/hashes.txt"

"$bin/python" packaging/frozen/parts.py "$work/pyinstaller/desk/sources.txt" "$version" "$stage"
gzip -9n <CHANGELOG.md >"$stage/changelog.gz"
"$bin/python" packaging/linux/manual.py "$version" | gzip -9n >"$stage/desk.1.gz"
cp packaging/linux/lintian "$stage/lintian"

MAINTAINER=$(git log -1 --format='%an <%ae>')
MTIME=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)
description=$(<packaging/linux/nfpm.yaml)
for name in version frozen stage MAINTAINER MTIME; do
    description=${description//"\${${name^^}}"/${!name}}
done
echo "$description" >"$work/nfpm.yaml"
for kind in deb rpm; do
    "$bin/nfpm" package --config "$work/nfpm.yaml" --packager "$kind" --target dist/
done
ls -l dist
