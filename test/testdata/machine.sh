#!/bin/sh
# Makes a machine of the mount namespace it runs in: a /dev of its own, with what
# programs need and without /dev/snd. $1 is an empty directory to build it in. The
# machine lives until standard input ends.
# shellcheck shell=sh
set -e
mount -t tmpfs -o mode=0755,size=1m dev "$1"
for name in null zero full random urandom tty fuse; do
	: >"$1/$name"
	mount --bind "/dev/$name" "$1/$name"
done
mkdir "$1/pts" "$1/shm"
mount --rbind /dev/pts "$1/pts"
mount -t tmpfs -o mode=1777,size=512m shm "$1/shm" # large enough for JACK
ln -s /proc/self/fd "$1/fd"
ln -s fd/0 "$1/stdin"
mount --move "$1" /dev
echo ready
cat
# A test that was killed has unmounted nothing. What is mounted elsewhere is a copy
# of somebody else's.
while read -r _ _ _ _ dir rest; do
	case "$dir $rest" in
	/dev/*' - fuse.vsndfs '*) umount --force "$dir" || true ;;
	esac
done </proc/self/mountinfo
