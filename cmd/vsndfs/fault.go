package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vsndfs/vsndfs/card/fault"
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
		Args:              faultArgs,
		ValidArgsFunction: completeFault,
		RunE: func(c *cobra.Command, args []string) error {
			t, err := openTree(args[0])
			if err != nil {
				return err
			}
			if len(args) == 2 {
				return t.showFaults(c.OutOrStdout(), args[1])
			}
			return t.write(args[1], "fault", strings.Join(args[2:], " "))
		},
	}
	c.Flags().SetInterspersed(false) // drift -100 is no flag
	return c
}

// faultArgs wants DIR, DEVICE, and a fault if there is more.
func faultArgs(c *cobra.Command, args []string) error {
	if err := exactArgs("DIR", "DEVICE")(c, args[:min(len(args), 2)]); err != nil || len(args) == 2 {
		return err
	}
	if _, err := fault.Parse(strings.Join(args[2:], " ")); err != nil {
		return usageError{err}
	}
	return nil
}

func verbHelp() string {
	var b strings.Builder
	for _, v := range fault.Verbs() {
		fmt.Fprintf(&b, "\n  %-56s %s", v.Usage(), v.Summary)
	}
	return b.String()
}

func (t tree) showFaults(w io.Writer, device string) error {
	text, err := os.ReadFile(t.devicePath(device, "fault"))
	if errors.Is(err, os.ErrNotExist) {
		return t.noDevice(device)
	}
	if err != nil {
		return fmt.Errorf("read the faults of %s: %w", device, err)
	}
	_, err = w.Write(text)
	return err
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
	case len(before) == 1 && last == "stall":
		return []string{"off", "on", "at"}
	case last == "frames":
		return []string{"of"}
	}
	return []string{"on", "at"}
}
