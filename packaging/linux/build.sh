#!/usr/bin/env bash
# Builds the packages of a branch and of headquarters into dist/: frozen by PyInstaller, packed by
# nfpm as .deb and .rpm.
# Usage: packaging/linux/build.sh BIN [branch|hq|all [COMMIT [OUT]]]
#   BIN     folder of the development environment's programs
#   COMMIT  whose program is packed, with the packaging that lies here; default: the files as they
#           lie here, whose version says so when they are not those of HEAD
#   OUT     where the packages go, default dist
# QUICK=1 compresses fast and badly: for tests.
# The same commit gives the same bytes: nothing takes the time of day, or an order or a path that
# changes.
set -euo pipefail
bin=$(realpath "$1")
what=${2:-all}
cd "$(dirname "$0")/../.."
here=$PWD
commit=${3:-}
out=$(realpath -m "${4:-dist}")
export SOURCE_DATE_EPOCH PYTHONHASHSEED=0 LC_ALL=C.UTF-8
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct ${commit:-HEAD})
version=$(bash packaging/version.sh ${commit:-HEAD})
if [ -z "$commit" ] && [ -n "$(git status --porcelain)" ]; then
    version=$version.edited
fi
MAINTAINER=$(git log -1 --format='%an <%ae>' ${commit:-HEAD})
MTIME=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)
RPM=${QUICK:+gzip:1}
RPM=${RPM:-xz}
umask 022

work=$(mktemp -d -p "${TMPDIR:-/tmp}" branch-desk-build.XXXXXX)
trap 'rm -rf "$work"' EXIT
source=$work/source
mkdir -p "$source" "$out"
if [ -n "$commit" ]; then
    git archive "$commit" | tar -x -C "$source"
    rm -rf "$source/packaging"
    cp -r packaging "$source/packaging"
else
    git ls-files -z --cached --others --exclude-standard \
        | xargs -0 sh -c 'for file; do [ -e "$file" ] && printf "%s\0" "$file"; done' - \
        | tar -c --null -T - | tar -x -C "$source"
fi
cd "$source"
for po in resources/i18n/*.po; do
    "$bin/python" packaging/dev/translations.py compile "$po"
done

tidy() { # frozen folder: rights as Debian wants them, no paths of the machine that built it
    find "$1" -type d -exec chmod 755 {} +
    find "$1" -type f ! -perm -100 -exec chmod 644 {} +
    find "$1" -name '*.so*' -type f -exec chmod 644 {} +
    find "$1" -name '*.so*' -type f -print0 | while IFS= read -r -d '' library; do
        case $("$bin/patchelf" --print-rpath "$library" 2>/dev/null || true) in
            *'$ORIGIN'* | '') ;;
            *) "$bin/patchelf" --remove-rpath "$library" ;;
        esac
    done
    find "$1" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +
}

fill() { # template: the words in capitals are this build's
    local text name
    text=$(<"$1")
    for name in version frozen stage MAINTAINER MTIME RPM; do
        text=${text//"\${${name^^}}"/${!name}}
    done
    printf '%s\n' "$text"
}

pack() { # branch|hq package spec
    local part=$1 package=$2 spec=$3 frozen stage folder=packaging/linux/$1 script kind target
    frozen=$work/$package
    stage=$work/stage-$part
    mkdir -p "$stage"
    echo "Freezing $package $version ..."
    "$bin/pyinstaller" --noconfirm --log-level WARN --distpath "$work" \
        --workpath "$work/pyinstaller" "packaging/frozen/$spec.spec" \
        2> >(grep -v 'Hidden import "phonenumbers' >&2)
    tidy "$frozen"
    "$bin/python" packaging/frozen/parts.py "$work/pyinstaller/$spec/sources.txt" "$version" \
        "$stage" "$package"
    gzip -9n <CHANGELOG.md >"$stage/CHANGELOG.md.gz"
    printf '%s (%s) stable; urgency=medium\n\n  * See CHANGELOG.md.gz beside this file.\n\n -- %s  %s\n' \
        "$package" "$version" "$MAINTAINER" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")" \
        | gzip -9n >"$stage/changelog.gz"
    PYTHONPATH=$source "$bin/python" packaging/linux/manual.py "$version" "$part" \
        | gzip -9n >"$stage/manual.gz"
    for script in packaging/linux/scripts/"$part".*; do
        fill "$script" >"$stage/${script##*/$part.}"
        chmod 755 "$stage/${script##*/$part.}"
    done
    fill "$folder/nfpm.yaml" >"$work/$part.yaml"
    for kind in deb rpm; do
        target=$out/${package}_${version}_amd64.deb
        [ "$kind" = deb ] || target=$out/$package-$version-1.x86_64.rpm
        "$bin/nfpm" package --config "$work/$part.yaml" --packager "$kind" \
            --target "$work/$package.$kind" >/dev/null
        if [ "$kind$RPM" = rpmgzip:1 ]; then
            mv "$work/$package.rpm" "$target"
        else
            "$bin/python" packaging/linux/compress.py "$work/$package.$kind" "$target" ${QUICK:+--quick}
        fi
    done
    (cd "$frozen" && find . -type f -print0 | sort -z | xargs -0 sha256sum) \
        >"$out/${package}_$version.sha256"
}

{ # read to its end before it begins: this file may be changed while it runs
    case $what in branch | all) pack branch branch-desk desk ;; esac
    case $what in hq | all) pack hq branch-desk-hq hq ;; esac
    ls -l "$out"
    exit
}
