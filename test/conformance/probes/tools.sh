#!/bin/sh
# What ALSA's own programs tell of a card: amixer of the card and its elements, aplay and
# arecord of its PCMs and of what these can do.
#
#	tools CARD
export LC_ALL=C
card=$1

amixer -c "$card" info | sed -En "s/^Card [a-z]+:[0-9]+ '/amixer: card -> '/p; s/^ +([A-Z][a-z ]+[a-z])\s*: (.*)/amixer: \1 -> \2/p"

amixer -c "$card" contents | awk '
	/^numid=/ { tell(); key = $0; answer = ""; next }
	{ sub(/^ +/, ""); answer = answer " " $0 }
	END { tell() }
	function tell() { if (key != "") print "amixer: " key " ->" answer }'

for tool in aplay arecord; do
	$tool -l | awk -v tool=$tool -v card="$card" '
		/^card / { mine = $2 == card ":" }
		mine && /^card / { whole = $0; key = $0; sub(/.*, device /, "device ", key); sub(/, device .*/, "", whole); print tool ": " key " -> " whole }
		mine && /Subdevices:/ { print tool ": " key ", subdevices -> " $2 }'
done

# dump NODE: the first lines between two rules are the parameters.
dump() {
	device=${1##*D} tool=aplay
	case $device in *c) tool=arecord ;; esac
	$tool -D "hw:$card,${device%?}" --dump-hw-params -t raw -s 1 /dev/null 2>&1 | awk -v tool=$tool -v device="${device%?}" '
		/^----/ { inside = !inside; next }
		inside { name = $1; sub(/^[^:]*: */, ""); print tool ": device " device ", " name " -> " $0 }'
}

for node in /dev/snd/pcmC"$card"D*; do dump "$node"; done
