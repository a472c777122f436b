#!/usr/bin/env bash
# The package's version: the tag v1.2.3 of this commit, else the program's version with how far it
# is from there, sorted before the release that comes: 0.1.0~dev57.g1a2b3c4.
set -euo pipefail
cd "$(dirname "$0")/.."
if tag=$(git describe --exact-match --tags --match 'v*' HEAD 2>/dev/null); then
    echo "${tag#v}"
else
    own=$(sed -n 's/^VERSION = "\(.*\)"/\1/p' desk/version.py)
    echo "$own~dev$(git rev-list --count HEAD).g$(git rev-parse --short=7 HEAD)"
fi
