package main

import (
	"fmt"
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
	// tests of single packages. With scripted, it is the program of the folder
	// scripted that has the card.
	model    string
	scripted bool

	// clone says that the model is what vsndfs clone has found of the kernel's card. Its
	// suites have the transcripts of that.
	clone bool

	// kernel and here are what binds and unbinds the driver, on both sides.
	kernel, here binding
}

// binding is a folder with the files bind and unbind, and what is written to them.
type binding struct {
	driver, device string
	other          *binding // of the card after this one
	// Commands: bound succeeds while the driver is bound; trace begins to note what
	// becomes of managed resources, and traced prints it; remove takes the device
	// away, and plug brings another; left prints what is left of a card.
	bound, trace, traced, remove, plug, left string

	module string // that has the driver, if there is one

	steps string // the file with a scripted driver's script
	sound string // the folder with the nodes, if it is not /dev/snd
}

// env tells it to a probe.
func (b binding) env() []string {
	env := []string{
		"DRIVER=" + b.driver, "DEVICE=" + b.device, "BOUND=" + b.bound, "TRACE=" + b.trace, "TRACED=" + b.traced,
		"REMOVE=" + b.remove, "PLUG=" + b.plug, "LEFT=" + b.left, "MODULE=" + b.module, "STEPS=" + b.steps,
	}
	if b.sound != "" {
		env = append(env, "SOUND="+b.sound)
	}
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
	// timed is the first beside the system's timers, of which a kernel loads one on demand.
	timed = card{
		name: "dummy", driver: dummy.driver, number: dummy.number, model: dummy.model,
		options: append([]string{"--hrtimer"}, drivers...),
		kernel:  dummy.kernel, here: dummy.here,
	}
	// mortal is a card that is bound and unbound, and insists on number 0.
	mortal = card{
		name:    "dummy",
		driver:  "snd-dummy",
		number:  "0",
		options: []string{"--dummy", "index=0 pcm_devs=1 pcm_substreams=8 fake_buffer=0", "--aloop", "pcm_substreams=8"},
		model:   dummy.model,
		kernel: binding{
			driver: dummy.kernel.driver, device: dummy.kernel.device, other: &aloop.kernel,
			bound:  "test -e /sys/bus/platform/devices/snd_dummy.0/driver",
			trace:  kernelTrace,
			traced: kernelTraced(dummy.kernel.device),
			left:   "sed /^0$/d /sys/module/snd_dummy/refcnt",
			module: "snd_dummy",
		},
		here: binding{
			driver: dummy.here.driver, device: dummy.here.device, other: &aloop.here,
			bound:  "grep -qx bound " + dummy.here.driver + "/state",
			trace:  "wc -l </dev/snd/vsndfs/log >/dev/shm/lines",
			traced: hereTraced("/dev/snd", "dummy.0"),
			left:   "cd " + dummy.here.driver + " && cat devres holders && sed /^1$/d refs",
		},
	}
	// scripted is a card that a script makes and frees.
	scripted = card{
		name:     "scripted",
		driver:   "the module of the folder module",
		number:   "7",
		options:  []string{"--module", here + "/module"},
		model:    "scripted",
		scripted: true,
		kernel: binding{
			driver: "/sys/bus/platform/drivers/scripted", device: "scripted.0", other: &aloop.kernel,
			trace:  kernelTrace,
			traced: kernelTraced("scripted.0"),
			remove: "echo 0 >/sys/module/scripted/parameters/device",
			plug:   "echo 1 >/sys/module/scripted/parameters/device",
			steps:  "/sys/module/scripted/parameters/steps",
		},
		here: binding{
			driver: "/mnt/vsndfs/devices/scripted.0", device: "1",
			other:  &binding{driver: "/mnt/vsndfs/devices/loopback.0", device: "1"},
			trace:  "wc -l </mnt/vsndfs/log >/dev/shm/lines",
			traced: hereTraced("/mnt", "scripted.0"),
			remove: "echo 1 >/mnt/vsndfs/devices/scripted.0/unplug",
			plug:   "echo 1 >/mnt/vsndfs/devices/scripted.0/plug",
			steps:  "/dev/shm/steps",
			sound:  "/mnt",
		},
	}
	usb = card{name: "usb", driver: "snd-usb-audio on QEMU's usb-audio", number: "2", options: devices}
	// likeUSB and likeHDA are the same beside cards that are described as they are.
	likeUSB = card{name: "usb", driver: usb.driver, number: "2", options: devices, model: "../cards/qemu-usb.yaml,strict,index=2"}
	likeHDA = card{name: "hda", driver: hda.driver, number: "3", options: devices, model: "../cards/qemu-hda.yaml,strict,index=3"}
	// headset is the same beside the model that is like it.
	headset = card{name: "usb", driver: usb.driver, number: "2", options: devices, model: "usb-headset,strict,index=2"}
	hda     = card{name: "hda", driver: "snd-hda-intel on QEMU's hda-duplex", number: "3", options: devices}
)

// clones are what vsndfs clone found of the kernel's cards, from the folder probes.
const clones = "../clones"

// cloned is what vsndfs clone found of a card, in its place.
func cloned(c card) card {
	c.model, c.clone = fmt.Sprintf("%s/%s.yaml,strict,index=%s", clones, c.name, c.number), true
	return c
}

// kernelTrace begins to note what becomes of managed resources, by Linux's trace,
// with its warnings in between and what a scripted driver tells.
const kernelTrace = "mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null; cd /sys/kernel/tracing && " +
	"echo counter >trace_clock && echo 1 >events/dev/devres_log/enable && echo 1 >events/printk/console/enable && echo >trace"

// kernelTraced prints what was noted of a device: not what the driver core adds and
// removes before each probe, nor the markers of groups, which devres does not trace.
func kernelTraced(device string) string {
	lines := []string{`/devm_pinctrl_release|devm_kzalloc_release .40 bytes| grp[<>] /d`}
	for _, op := range [][2]string{{"ADD", "add"}, {"REM", "remove"}, {"REL", "release"}, {"REPLACE", "replace"}} {
		lines = append(lines, fmt.Sprintf(`s/.*devres_log: %s *%s \S+ _*(\S+).*/%s:\1/p`, device, op[0], op[1]))
	}
	lines = append(lines, `s/.*: hook (\S+)$/\1/p`, `s/.*console: WARNING: .*devres\.c.*/warning/p`,
		`s/.*console: .*Resources present.*/leftovers/p`)
	return `sed -En "` + strings.Join(lines, "; ") + `" /sys/kernel/tracing/trace`
}

// hereTraced prints the same of vsndfs's log.
func hereTraced(sound, device string) string {
	return `tail -n +$(($(cat /dev/shm/lines) + 1)) ` + sound + `/vsndfs/log | sed -En "` +
		"s/.* " + device + ` devres (\S+) (\S+)$/\1:\2/p; s/.* ` + device + ` hook //p; s/.* resources present.*/leftovers/p"`
}

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
	asTold(dummy, aloop, usb, hda, cloned(dummy), cloned(aloop), cloned(usb), cloned(hda)), // first, while the cards are as new
	[]suite{
		{aloop, "ctl_aloop", nil}, // what a cable tells that nobody has used yet
		{dummy, "refine", []string{"playback"}},
		{dummy, "refine", []string{"capture"}},
		{aloop, "refine", []string{"playback"}},
		{aloop, "refine", []string{"capture"}},
		{usb, "refine", []string{"playback"}},
		{hda, "refine", []string{"playback"}},
		{hda, "refine", []string{"capture"}},
	},
	bothWays(cloned(dummy), []string{"refine"}),
	bothWays(cloned(aloop), []string{"refine"}),
	[]suite{{cloned(usb), "refine", []string{"playback"}}},
	bothWays(cloned(hda), []string{"refine"}),
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

		{dummy, "ctl_elements", nil},
		{dummy, "ctl_tlv", nil},
		{dummy, "ctl_events", nil},
		{dummy, "ctl_locks", nil},
		{dummy, "ctl_user", nil},
		{dummy, "ctl_hostile", nil},
		{dummy, "ctl_hostile32", nil},
		{headset, "ctl_chmap", nil},
		{dummy, "ctl_walk", nil},
		{likeUSB, "ctl_walk", nil},
		{likeHDA, "ctl_walk", nil},
		{cloned(dummy), "ctl_walk", nil},
		{cloned(usb), "ctl_walk", nil},
		{cloned(hda), "ctl_walk", nil},
		{likeUSB, "asound_usb", nil},
		{aloop, "ctl_hostile", nil},
		{dummy, "asound", nil},
		{aloop, "asound", nil},

		{timed, "timer_system", nil},
		{timed, "timer_system32", nil},
		{timed, "timer_slaves", nil},
		{timed, "timer_slaves32", nil},

		{mortal, "life_binding", nil},
		{mortal, "life_flight", nil},
		{mortal, "life_dead", nil},
		{mortal, "life_timers", nil},
		{mortal, "life_names", nil},
		{mortal, "life_texts", nil},
		{mortal, "life_elements", nil},
		{mortal, "life_events", nil},
		{mortal, "life_unload", nil},
		{mortal, "life_race", nil},
		{mortal, "life_holders", nil}, // its last question has no way back
		{scripted, "life_midi", nil},
		{scripted, "life_order", nil},

		{dummy, "ctl_walk32", nil},
		{likeUSB, "ctl_walk32", nil},
		{likeHDA, "ctl_walk32", nil},
		{dummy, "ctl_elements32", nil},
		{dummy, "ctl_tlv32", nil},
		{dummy, "ctl_events32", nil},
		{dummy, "ctl_locks32", nil},
		{dummy, "ctl_user32", nil},
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

// asTold are the suites of what ALSA's own programs tell of cards.
func asTold(cards ...card) []suite {
	var all []suite
	for _, c := range cards {
		all = append(all, suite{c, "tools", nil})
	}
	return all
}

// wholeLife reports whether all suites of a card's life are among those.
func wholeLife(chosen []suite) bool {
	return countLife(chosen) == countLife(suites)
}

func countLife(list []suite) int {
	n := 0
	for _, s := range list {
		if strings.HasPrefix(s.probe, lifePrefix) {
			n++
		}
	}
	return n
}

// name is the suite's, and that of its transcript if that is not a clone's original.
func (s suite) name() string {
	if s.clone {
		return s.original() + "-clone"
	}
	return s.original()
}

// original is the name of the suite of a clone's original.
func (s suite) original() string {
	return strings.Join(append([]string{s.probe, s.card.name}, s.args...), "-")
}

// compared reports whether vsndfs has such a card.
func (s suite) compared() bool { return s.model != "" }

// transcript is the file that has what Linux answered.
func (s suite) transcript(dir string) string {
	return dir + "/transcripts/" + s.original() + ".transcript"
}
