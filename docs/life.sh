#!/usr/bin/env bash
# A life of which docs/life.svg is the picture: a player runs dry once and goes on, a
# shell holds the microphone, and the headset is unplugged. Run it by make picture.
set -eu
exec 3</dev/snd/pcmC0D0c # the microphone
play() { aplay -q -D hw:0,0 -t raw -f dat --period-size=1024 --buffer-size=4096 - 2>/dev/null; }
{
	head -c 32768 /dev/zero
	until grep -q 'sub=0 xrun' /dev/snd/vsndfs/log; do sleep 0.05; done
	cat /dev/zero 2>/dev/null
} 3<&- | play 3<&- &
until [ "$(grep -c 'sub=0 running' /dev/snd/vsndfs/log)" = 2 ]; do sleep 0.05; done
sleep 0.5
vsndfs unplug /dev/snd usb-headset.0 3<&- &
until grep -q 'close pcmC0D0p' /dev/snd/vsndfs/log; do sleep 0.05; done
sleep 0.3
exec 3<&- # in its own time
wait
