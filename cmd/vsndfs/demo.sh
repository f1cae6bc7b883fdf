# The demo of vsndfs: every line after a $ is run as it stands.
# shellcheck shell=bash disable=SC1007,SC2154,SC2317
set -u
vsndfs() { "$VSNDFS" "$@"; }
samples() { tail -c +45 "$1"; } # what follows the header
cd "$SOUNDS" || exit 1
trap 'umount -l /dev/snd 2>/dev/null' EXIT
failed=0

bold= cyan= plain=
[ -t 1 ] && bold=$'\033[1m' cyan=$'\033[36m' plain=$'\033[0m'
say() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
show() { printf '%s$ %s%s\n' "$cyan" "$1" "$plain"; eval "$1"; }
expect() { # expect WHAT COMMAND...
  if "${@:2}"; then printf '  => %s: yes\n' "$1"; else printf '  => %s: NO\n' "$1"; failed=1; fi
}

say '1. A sound card, with no driver and no module'
show 'vsndfs mount --card usb-headset,record=played.wav,play=fed.wav -o log=life.log /dev/snd' || exit 1
show 'ls /dev/snd'
show 'aplay -l | grep card'

say '2. Programs that know nothing of vsndfs play on it, in real time; what they play is kept'
show 'time -p aplay -q tone.wav 2>&1'
expect 'played.wav has exactly the samples of tone.wav' cmp <(samples tone.wav) <(samples played.wav)

say '3. They record what they are given, and a shell needs no program at all'
show 'arecord -q -D hw:0,0 -f S16_LE -r 48000 -c 1 -d 1 got.wav'
expect 'got.wav has the samples of fed.wav' cmp -n 96000 <(samples fed.wav) <(samples got.wav)
show 'head -c 192000 /dev/snd/pcmC0D0c | wc -c'

say '4. Pull the cable while one program plays and a shell holds the microphone open'
show 'aplay -q -D hw:0,0 long.wav & player=$!'
show 'exec 3< /dev/snd/pcmC0D0c'
sleep 0.5
show 'vsndfs unplug /dev/snd usb-headset.0 3<&- & unplugging=$!'
wait "$player" && failed=1
sleep 0.3
show 'ls /dev/snd'
show 'cat /dev/snd/vsndfs/devices/usb-headset.0/state'
show 'cat /dev/snd/vsndfs/devices/usb-headset.0/holders'
show 'head -c 4 <&3'
show 'exec 3<&-   # the last handle closes: now everything is released, and unplug returns'
wait "$unplugging"

say '5. Plug it in again: the same nodes, a new life'
show 'vsndfs plug /dev/snd usb-headset.0'
show 'aplay -l | grep card'
show 'vsndfs umount /dev/snd'

say '6. The first life in the log: disconnect came first, then the wait, then the releases in reverse'
sed -n '/ plug$/,/device release/p' life.log | grep -v -e controlC0 -e timer | awk '/ plug$/ && seen++ {exit} {print "  " $0}'

if [ "$failed" = 0 ]; then
  say 'That was it. Try: vsndfs run --record out.wav -- YOUR-PROGRAM, and vsndfs --help'
else
  say 'Something went wrong: see the NO above'
fi
exit "$failed"
