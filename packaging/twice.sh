#!/usr/bin/env bash
# Builds everything twice, from two clones in two places, and compares: what is handed out can be made again by whoever doubts it.
#
#   packaging/twice.sh FOLDER      (a new one; it takes some gigabytes)
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir "$1"
where=$(cd "$1" && pwd)
for place in one another/place; do
    mkdir -p "$where/$place"
    git clone --quiet . "$where/$place/kintsugi"
    "$where/$place/kintsugi/packaging/dist.sh" "$where/$place/build"
done
diff -r "$where/one/build/out" "$where/another/place/build/out"
echo "the same in every byte"
