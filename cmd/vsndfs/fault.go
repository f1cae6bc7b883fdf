package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vsndfs/vsndfs/card/fault"
	"github.com/vsndfs/vsndfs/card/panel"
)

const faultHelp = `Make a device fail, or show its faults and what has happened of them: how each
stands, how often it has happened, and how it is written.

A fault is a verb with what it wants, and then, where it is wanted, on STREAM
(playback, capture, or a node such as pcmC0D0p) and at MOMENT: a time from now
such as 1.5s, or a number of frames that a stream has passed, such as
48000 frames of pcmC0D0p. CALL is open, hw_params, prepare, start or transfer.
`

func newFault() *cobra.Command {
	c := &cobra.Command{
		Use:   "fault DIR DEVICE [VERB...]",
		Short: "Make a device fail, or show its faults",
		Long:  faultHelp + verbHelp(),
		Example: `  vsndfs fault /dev/snd usb-headset.0 fail transfer 3 EIO
  vsndfs fault /dev/snd usb-headset.0 xrun on playback at 1.5s
  vsndfs fault /dev/snd usb-headset.0`,
		Args:              wordsArgs(func(words []string) error { _, err := fault.Parse(strings.Join(words, " ")); return err }),
		ValidArgsFunction: completeFault,
		RunE:              showOr("fault", tree.fail),
	}
	c.Flags().SetInterspersed(false) // drift -100 is no flag
	return c
}

// fail makes a device fail.
func (t tree) fail(device string, words []string) error {
	return t.write(device, "fault", strings.Join(words, " "))
}

func verbHelp() string {
	var b strings.Builder
	for _, v := range fault.Verbs() {
		fmt.Fprintf(&b, "\n  %-56s %s", v.Usage(), v.Summary)
	}
	return b.String()
}

// completeFault completes DIR, DEVICE, and the words of a fault.
func completeFault(c *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
	if len(args) < 2 {
		return completeDevices(c, args, word)
	}
	return faultWords(args[2:]), cobra.ShellCompDirectiveNoFileComp
}

// faultWords are what can follow the first words of a fault.
func faultWords(before []string) []string {
	var words []string
	if len(before) == 0 {
		for _, v := range fault.Verbs() {
			words = append(words, v.Name+"\t"+v.Summary)
		}
		return words
	}
	switch last := before[len(before)-1]; {
	case last == "on", last == "of":
		return []string{"playback", "capture"}
	case len(before) == 1 && (last == "fail" || last == "delay"):
		for _, call := range fault.Calls {
			words = append(words, string(call))
		}
		return words
	case len(before) == 1 && last == "key":
		for _, k := range panel.All {
			words = append(words, string(k))
		}
		return words
	case len(before) == 1 && last == "jack":
		return nil // a name, which is the card's
	case len(before) == 2 && before[0] == "jack":
		return []string{"in", "out"}
	case len(before) == 1 && last == "stall":
		return []string{"off", "on", "at"}
	case last == "frames":
		return []string{"of"}
	}
	return []string{"on", "at"}
}
