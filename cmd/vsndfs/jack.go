package main

import (
	"errors"
	"fmt"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/panel"
)

const jackHelp = `Put a plug into a jack of a device, or pull it out, or show its jacks. The element of
the jack, such as "Headphone Jack", changes, and programs that watch the card are
told. The plug stays where it is when the device is unplugged and plugged in again.`

func newJack() *cobra.Command {
	return &cobra.Command{
		Use:   "jack DIR DEVICE [NAME in|out]",
		Short: "Move a plug of a device, or show its jacks",
		Long:  jackHelp,
		Example: `  vsndfs jack /dev/snd hda-laptop.0
  vsndfs jack /dev/snd hda-laptop.0 Headphone in`,
		Args:              wordsArgs(func(words []string) error { _, err := panel.ParseJack(words); return err }),
		ValidArgsFunction: completeJack,
		RunE:              showOr("jack", tree.move),
	}
}

// move puts a plug in, or pulls it out. The words have been parsed once.
func (t tree) move(device string, words []string) error {
	j, err := panel.ParseJack(words)
	if err != nil {
		return usageError{err}
	}
	err = t.write(device, "jack", j.String())
	if errors.Is(err, syscall.EINVAL) {
		return fmt.Errorf("jack %s: %w", device, panel.NoJack(j.Name, t.jacks(device)))
	}
	return err
}

// jacks are those that a device has now; none if that cannot be told.
func (t tree) jacks(device string) []bus.Jack {
	text, _ := t.read(device, "jack") // without names the advice is only shorter
	var all []bus.Jack
	for line := range strings.Lines(text) {
		if j, err := panel.ParseJack(strings.Fields(line)); err == nil {
			all = append(all, j)
		}
	}
	return all
}

// completeJack completes DIR, DEVICE, a jack, and the other place for its plug.
func completeJack(c *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
	if len(args) < 2 {
		return completeDevices(c, args, word)
	}
	t, err := openTree(args[0])
	if err != nil || len(args) > 3 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	if len(args) == 3 {
		return []string{"in", "out"}, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, j := range t.jacks(args[1]) {
		names = append(names, j.Name+"\t"+j.String())
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
