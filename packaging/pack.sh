#!/usr/bin/env bash
# Packs a program that is built: an archive and a Debian package with its manual and its completions, the same in every byte for
# the same program and the same moment (SOURCE_DATE_EPOCH; that of the last commit where none is named).
#
#   packaging/pack.sh PROGRAM FOLDER      (the folder is made anew)
set -euo pipefail
program=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
cd "$(dirname "$0")/.."
umask 022
export LC_ALL=C TZ=UTC
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}"
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
name="kintsugi-$version-$(rustc -vV | sed -n 's/^host: //p')"

work=$(mktemp -d)
list="$PWD/target/stage"
trap 'rm -rf "$work" "$list"' EXIT
stage="$work/$name"
mkdir -p "$stage/man/man1" "$stage/completions"
install -m 755 "$program" "$stage/kintsugi"
cp README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE "$stage/"
# Beside nobody's journal.
export KINTSUGI_HOME="$work/no-journal" KINTSUGI_BIND=127.0.0.1
"$stage/kintsugi" man --all "$stage/man/man1" >/dev/null
"$stage/kintsugi" completions bash >"$stage/completions/kintsugi.bash"
"$stage/kintsugi" completions zsh >"$stage/completions/_kintsugi"
"$stage/kintsugi" completions fish >"$stage/completions/kintsugi.fish"

rm -rf "$out" "$list"
mkdir -p "$out" target
tar --create --directory "$work" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --mode=go-w \
    --format=gnu "$name" | gzip --best --no-name >"$out/$name.tar.gz"
# The list of the package (crates/cli/Cargo.toml) names the files where they stand now.
cp -a "$stage" "$list"
cargo deb --quiet --package kintsugi-cli --no-build --no-strip --compress-system --output "$out/"

cd "$out"
ls -l
sha256sum -- *
