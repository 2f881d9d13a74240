#!/usr/bin/env bash
# What is handed out: an archive and a Debian package with the program, its manual and its completions, the same in every byte
# from the same commit and the same tools, wherever they are built. The last lines name the files and their sums.
#
#   packaging/dist.sh [FOLDER TO BUILD IN]      (target/packages where none is named)
#
# PROFILE=release builds in a tenth of the time: to try the packing, and whether two places make the same.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C TZ=UTC CARGO_INCREMENTAL=0
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}"

mkdir -p "${1:-target/packages}"
profile="${PROFILE:-dist}"
build=$(cd "${1:-target/packages}" && pwd)
crates=$(cd "${CARGO_HOME:-$HOME/.cargo}" && pwd)

# No path of this machine stands in what is built: the last one that fits counts.
export CARGO_ENCODED_RUSTFLAGS=$(printf '%s\x1f%s\x1f%s' \
    "--remap-path-prefix=$crates=/crates" "--remap-path-prefix=$PWD=/kintsugi" "--remap-path-prefix=$build=/build")
export CFLAGS="-ffile-prefix-map=$crates=/crates -ffile-prefix-map=$PWD=/kintsugi -ffile-prefix-map=$build=/build"
cargo build --quiet --locked --profile "$profile" -p kintsugi-cli --target-dir "$build"

# Nothing in the program names where it was built.
if grep -aqF -e "$build" -e "$crates" -e "$PWD" "$build/$profile/kintsugi"; then
    echo "a path of this machine stands in the program" >&2
    exit 1
fi
packaging/pack.sh "$build/$profile/kintsugi" "$build/out"
