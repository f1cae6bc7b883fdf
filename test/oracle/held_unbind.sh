#!/bin/sh
# Unbinds Linux's own drivers while a file of their card is open, and tells who waits for
# the close. For a machine of its own:
#
#   test/oracle/oracle --usb --hda -- sh test/oracle/held_unbind.sh
set -eu
done=$(mktemp -u)

# try DRIVER CARD holds a card's control node open while its device is unbound. A second is
# enough for one that does not wait.
try() {
	drivers=$1
	card=$(awk -v name="$2" '$0 ~ name {print $1; exit}' /proc/asound/cards)
	for device in "$drivers"/*[0-9]; do break; done
	exec 3<"/dev/snd/controlC$card"
	(echo "${device##*/}" >"$drivers/unbind" && touch "$done") 3<&- &
	sleep 1
	while [ -e "/dev/snd/controlC$card" ]; do sleep 0.1; done
	if [ -e "$done" ]; then said='returns while the file is open'; else said='waits for the close'; fi
	exec 3<&-
	wait
	rm "$done"
	echo "${drivers##*/}: unbind $said"
}

mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null || true
echo 1 >/sys/kernel/tracing/events/dev/devres_log/enable
try /sys/bus/platform/drivers/snd_dummy Dummy
sed -n 's/.*devres_log: snd_dummy.0 REL [0-9a-f]* /snd_dummy: devres release /p' /sys/kernel/tracing/trace
try /sys/bus/platform/drivers/snd_aloop Loopback
try /sys/bus/pci/drivers/snd_hda_intel HDA-Intel
try /sys/bus/usb/drivers/snd-usb-audio USB-Audio
