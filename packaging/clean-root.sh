#!/usr/bin/env bash
# Installs the Debian package in a root that holds nothing but Debian itself, uses the program there as somebody who has just got
# it, and removes it: nothing of it may stay. As root, with debootstrap.
#
#   packaging/clean-root.sh FILE.deb
set -euo pipefail
package=$(realpath "$1")
root=$(mktemp -d)
trap 'rm -rf --one-file-system "$root"' EXIT
debootstrap --variant=minbase bookworm "$root" >"$root.log" || { tail "$root.log" >&2; exit 1; }
rm -f "$root.log"
within() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "$@"; }
files() { (cd "$root" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./var/lib/dpkg -o -path ./var/log -o -path ./var/cache -o -path ./tmp \) -prune -o -print | sort); }

files >"$root/tmp/before"
cp "$package" "$root/tmp/kintsugi.deb"
within dpkg --install /tmp/kintsugi.deb
within dpkg --verify kintsugi
within kintsugi --version
within test -s /usr/share/man/man1/kintsugi.1.gz
within test -s /usr/share/bash-completion/completions/kintsugi
within sh -ec 'export KINTSUGI_HOME=/tmp/journal
    kintsugi init --name Ana --no-passphrase --recovery-file /tmp/words --json
    echo "the first line" | kintsugi write - --json
    kintsugi read --json | grep -q "the first line"'
within dpkg --purge kintsugi
files | diff "$root/tmp/before" - && echo "installed, used and removed; nothing of it stays"
