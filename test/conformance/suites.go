package main

import (
	"slices"
	"strings"
)

// card is one of the kernel's, and what vsndfs has for it.
type card struct {
	name   string // in the names of suites
	driver string // the kernel's
	number string // the card's, on the kernel and on vsndfs

	// options are those of test/oracle/oracle that make the card.
	options []string

	// model is what vsndfs mounts, or "": then there is only a transcript, for
	// tests of single packages.
	model string

	// kernel and here are what binds and unbinds the driver, on both sides.
	kernel, here binding
}

// binding is a folder with the files bind and unbind, and what is written to them.
type binding struct {
	driver, device string
	other          *binding // of the card after this one
	// Commands: bound succeeds while the driver is bound; trace begins to note what
	// becomes of managed resources, and traced prints it.
	bound, trace, traced string
}

// env tells it to a probe.
func (b binding) env() []string {
	env := []string{"DRIVER=" + b.driver, "DEVICE=" + b.device, "BOUND=" + b.bound, "TRACE=" + b.trace, "TRACED=" + b.traced}
	if b.other != nil {
		env = append(env, "OTHER_DRIVER="+b.other.driver, "OTHER_DEVICE="+b.other.device)
	}
	return env
}

// The machines that cards are in.
var (
	drivers = []string{"--dummy", "pcm_devs=1 pcm_substreams=8 fake_buffer=0", "--aloop", "pcm_substreams=8"}
	devices = []string{"--usb", "--hda"}
)

var (
	dummy = card{
		name:    "dummy",
		driver:  "snd-dummy",
		number:  "0",
		options: drivers,
		model:   "dummy,strict,index=0",
		kernel:  binding{driver: "/sys/bus/platform/drivers/snd_dummy", device: "snd_dummy.0"},
		here:    binding{driver: "/dev/snd/vsndfs/devices/dummy.0", device: "1"},
	}
	aloop = card{
		name:    "aloop",
		driver:  "snd-aloop",
		number:  "1",
		options: drivers,
		model:   "loopback,strict", // the lowest number that is free
		kernel:  binding{driver: "/sys/bus/platform/drivers/snd_aloop", device: "snd_aloop.0"},
		here:    binding{driver: "/dev/snd/vsndfs/devices/loopback.0", device: "1"},
	}
	// mortal is a card that is bound and unbound, and insists on number 0.
	mortal = card{
		name:    "dummy",
		driver:  "snd-dummy",
		number:  "0",
		options: []string{"--dummy", "index=0 pcm_devs=1 pcm_substreams=8 fake_buffer=0", "--aloop", "pcm_substreams=8"},
		model:   dummy.model,
		kernel: binding{
			dummy.kernel.driver, dummy.kernel.device, &aloop.kernel,
			"test -e /sys/bus/platform/devices/snd_dummy.0/driver",
			"mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null; cd /sys/kernel/tracing && echo 1 >events/dev/devres_log/enable && echo >trace",
			`sed -En "s/.*devres_log: snd_dummy.0 *ADD \S+ (\S+).*/add \1/p; s/.*devres_log: snd_dummy.0 *REL \S+ (\S+).*/release \1/p" /sys/kernel/tracing/trace`,
		},
		here: binding{
			dummy.here.driver, dummy.here.device, &aloop.here,
			"grep -qx bound " + dummy.here.driver + "/state",
			"wc -l </dev/snd/vsndfs/log >/dev/shm/lines",
			`tail -n +$(($(cat /dev/shm/lines) + 1)) /dev/snd/vsndfs/log | sed -n "s/.* dummy.0 devres //p"`,
		},
	}
	usb = card{name: "usb", driver: "snd-usb-audio on QEMU's usb-audio", number: "2", options: devices}
	hda = card{name: "hda", driver: "snd-hda-intel on QEMU's hda-duplex", number: "3", options: devices}
)

// suite is one run of one probe on one card; it has one transcript. A probe whose
// name ends in 32 is the one without, as a 32-bit program.
type suite struct {
	card
	probe string
	args  []string
}

// suites are all. Those that leave a card unlike it was come last, because one
// virtual machine serves them all.
var suites = slices.Concat(
	[]suite{
		{dummy, "refine", []string{"playback"}},
		{dummy, "refine", []string{"capture"}},
		{aloop, "refine", []string{"playback"}},
		{aloop, "refine", []string{"capture"}},
		{usb, "refine", []string{"playback"}},
		{hda, "refine", []string{"playback"}},
		{hda, "refine", []string{"capture"}},
	},
	bothWays(dummy, streams),
	bothWays(aloop, streams),
	bothWays(dummy, still),
	bothWays(aloop, still),
	[]suite{
		{dummy, "errors", []string{"control"}},
		{dummy, "nodes", nil},
		{aloop, "nodes", nil},

		{dummy, "silence", nil},
		{aloop, "silence", nil},
		{aloop, "cable", nil},

		{mortal, "life_binding", nil},
		{mortal, "life_flight", nil},
		{mortal, "life_dead", nil},
		{mortal, "life_timers", nil},
		{mortal, "life_names", nil},
		{mortal, "life_holders", nil},
		{mortal, "life_elements", nil},

		{dummy, "refine32", []string{"playback"}},
		{aloop, "refine32", []string{"capture"}},
		{dummy, "states32", []string{"playback"}},
		{dummy, "states32", []string{"capture"}},

		{dummy, "states", []string{"playback"}},
		{dummy, "states", []string{"capture"}},
		{aloop, "states", []string{"playback"}},
		{aloop, "states", []string{"capture"}},
		{dummy, "states", []string{"playback", "unbound"}},
		{aloop, "states", []string{"capture", "unbound"}},
	},
)

// streams are the probes of streams that run.
var streams = []string{
	"pointers", "start", "stop", "drain", "nonblock", "signals", "poll", "sync", "status", "transfer", "share",
}

// still are those of streams that stand still.
var still = []string{"params", "mapping", "errors"}

// bothWays are the suites of probes that are told a direction.
func bothWays(c card, probes []string) []suite {
	var all []suite
	for _, probe := range probes {
		all = append(all, suite{c, probe, []string{"playback"}}, suite{c, probe, []string{"capture"}})
	}
	return all
}

// name is the suite's, and that of its transcript.
func (s suite) name() string {
	return strings.Join(append([]string{s.probe, s.card.name}, s.args...), "-")
}

// compared reports whether vsndfs has such a card.
func (s suite) compared() bool { return s.model != "" }

// transcript is the file that has what Linux answered.
func (s suite) transcript(dir string) string {
	return dir + "/transcripts/" + s.name() + ".transcript"
}
