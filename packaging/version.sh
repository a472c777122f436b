#!/usr/bin/env bash
# The package's version at a commit (default: HEAD): its tag v1.2.3, else the program's version with
# how far it is from there, sorted before the release that comes: 0.1.0~dev57.g1a2b3c4.
set -euo pipefail
cd "$(dirname "$0")/.."
commit=${1:-HEAD}
if tag=$(git describe --exact-match --tags --match 'v*' "$commit" 2>/dev/null); then
    echo "${tag#v}"
else
    own=$(git show "$commit:desk/version.py" | sed -n 's/^VERSION = "\(.*\)"/\1/p')
    echo "$own~dev$(git rev-list --count "$commit").g$(git rev-parse --short=7 "$commit")"
fi
