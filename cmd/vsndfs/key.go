package main

import (
	"errors"
	"fmt"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/vsndfs/vsndfs/card/panel"
)

const keyHelp = `Press a key of a device, or show which it has. volume-up and volume-down move a
volume of the card by a step, mute and mic-mute turn a switch, whatever programs
have locked; programs that watch the card are told.`

func newKey() *cobra.Command {
	return &cobra.Command{
		Use:   "key DIR DEVICE [KEY]",
		Short: "Press a key of a device, or show its keys",
		Long:  keyHelp,
		Example: `  vsndfs key /dev/snd usb-headset.0
  vsndfs key /dev/snd usb-headset.0 volume-up`,
		Args:              wordsArgs(func(words []string) error { _, err := panel.ParseKey(words); return err }),
		ValidArgsFunction: completeKey,
		RunE:              showOr("key", tree.press),
	}
}

// press presses a key. The words have been parsed once.
func (t tree) press(device string, words []string) error {
	err := t.write(device, "key", words[0])
	if errors.Is(err, syscall.EINVAL) {
		return fmt.Errorf("key %s: %w", device, panel.NoKey(panel.Key(words[0]), t.keys(device)))
	}
	return err
}

// keys are those that a device has now; none if that cannot be told.
func (t tree) keys(device string) []string {
	text, _ := t.read(device, "key") // without names the advice is only shorter
	return strings.Fields(text)
}

// completeKey completes DIR, DEVICE, and a key.
func completeKey(c *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
	if len(args) < 2 {
		return completeDevices(c, args, word)
	}
	t, err := openTree(args[0])
	if err != nil || len(args) > 2 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return t.keys(args[1]), cobra.ShellCompDirectiveNoFileComp
}
