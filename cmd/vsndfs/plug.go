package main

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/spf13/cobra"
)

var plugHelp = map[string]string{
	"plug": `Plug a new device in where one was unplugged. Its card is probed and registered
before the command returns, under the same nodes if its number is free.`,
	"unplug": `Unplug a device. The card is disconnected at once: its nodes vanish and its open
handles answer ENODEV. The command returns when the last handle is closed and
everything is released; vsndfs status shows who is in the way.`,
}

func newPlug(verb string) *cobra.Command {
	return &cobra.Command{
		Use:               verb + " DIR DEVICE",
		Short:             map[string]string{"plug": "Plug a device in again", "unplug": "Unplug a device, as pulling the cable does"}[verb],
		Long:              plugHelp[verb],
		Example:           "  vsndfs " + verb + " /dev/snd usb-headset.0",
		Args:              exactArgs("DIR", "DEVICE"),
		ValidArgsFunction: completeDevices,
		RunE: func(_ *cobra.Command, args []string) error {
			t, err := openTree(args[0])
			if err != nil {
				return err
			}
			return plugAdvice(args[1], t.trigger(args[1], verb))
		},
	}
}

// plugAdvice says what an errno of the device's files means.
func plugAdvice(device string, err error) error {
	switch {
	case errors.Is(err, syscall.ENODEV):
		return fmt.Errorf("%w: %s is not plugged in", err, device)
	case errors.Is(err, syscall.EBUSY):
		return fmt.Errorf("%w: %s is plugged in already, or its card's number is taken", err, device)
	}
	return err
}

// completeDevices completes DIR as a directory, and DEVICE from what is there.
func completeDevices(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) != 1 {
		return nil, cobra.ShellCompDirectiveFilterDirs
	}
	t, err := openTree(args[0])
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	names, _ := t.devices() // nothing to complete
	return names, cobra.ShellCompDirectiveNoFileComp
}
