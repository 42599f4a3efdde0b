#!/bin/bash
# Runs both commands in a Debian 12 root that holds nothing but git. Returns 77 where no such root can be made.
set -euo pipefail
cd "$(dirname "$0")/.."

skip() {
  echo "$1"
  exit 77
}

[ "$(id -u)" = 0 ] || skip "needs root to make one"
command -v debootstrap >/dev/null || skip "debootstrap is not installed"

mirror=$(sed -nE 's/^(deb|URIs:)[ ]+(\[[^]]*\] +)?(http[^ ]+).*/\3/p' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1)
[ -n "$mirror" ] || skip "no source of Debian packages is set up for apt"
root=$(mktemp -d)
cleanup() {
  umount "$root/proc" 2>/dev/null || true
  rm -rf --one-file-system "$root"
}
trap cleanup EXIT

debootstrap --variant=minbase --include=git,ca-certificates bookworm "$root" "$mirror" ||
  skip "debootstrap could not make a root here (no mirror, or no right to)"
mount -t proc proc "$root/proc" || skip "proc cannot be mounted in a root here"
# How this machine reaches its mirrors goes along: apt's settings, name servers, certificates it trusts besides Debian's.
cp -r /etc/apt/apt.conf.d "$root/etc/apt/" 2>/dev/null || true
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp -r /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/" 2>/dev/null || true
chroot "$root" update-ca-certificates

mkdir -p "$root/root/staysail"
git archive HEAD | tar -x -C "$root/root/staysail"
in_root() {
  chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin PIP_CERT=/etc/ssl/certs/ca-certificates.crt "$@"
}
in_root /root/staysail/demo.sh --subscribers 2000 --out /root/out
in_root /root/staysail/test.sh
