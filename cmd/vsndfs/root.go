package main

import (
	"path/filepath"

	"github.com/spf13/cobra"
)

// run carries out a command line and returns the exit code. Called by mount(8),
// as mount.fuse.vsndfs or with a model and a directory, it mounts.
func run(args []string) int {
	if isMountHelper(args) {
		return report(mountHelper(args[1:]))
	}
	root := newRoot()
	root.SetArgs(args[1:])
	return report(root.Execute())
}

const rootHelp = `vsndfs mounts a sound card. The directory is a /dev/snd: programs that know
nothing of vsndfs open its nodes, play, record, mix and poll, with no kernel
sound driver and no module. The card can be unplugged at any time, and goes as
a real one goes: it is disconnected, its open handles answer ENODEV, and when
the last is closed everything is released in reverse order.`

const rootExamples = `  # play into a card of your own, and keep what was played
  vsndfs run --record out.wav -- aplay song.wav

  # feed a recording
  vsndfs run --play in.wav -- arecord -D hw:0,0 -d 2 got.wav

  # a card for everybody, until it is unmounted
  vsndfs mount /dev/snd
  aplay -l
  vsndfs unplug /dev/snd usb-headset.0
  vsndfs log /dev/snd
  vsndfs umount /dev/snd`

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "vsndfs",
		Short:         "A sound card in a file system",
		Long:          rootHelp,
		Example:       rootExamples,
		Args:          noArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(
		newRun(), newMount(), newUmount(), newPlug("plug"), newPlug("unplug"), newFault(), newJack(), newKey(),
		newStatus(), newLog(), newModels(), newClone(), newDemo(), newGallery(), newDoctor(),
		newRunInside(), newDemoInside(), newGalleryVisit(), newDoctorTrial(), newDoctorPatient(),
	)
	return root
}

// noArgs refuses arguments, as wrong usage.
func noArgs(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%s: unexpected %q", c.CommandPath(), args[0])
	}
	return nil
}

// exactArgs wants the arguments that the usage line names.
func exactArgs(names ...string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) < len(names) {
			return usagef("%s: %s is missing", c.CommandPath(), names[len(args)])
		}
		if len(args) > len(names) {
			return usagef("%s: unexpected %q", c.CommandPath(), args[len(names)])
		}
		return nil
	}
}

// optionalArg wants the argument that the usage line names, or none.
func optionalArg(name string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		return exactArgs(name)(c, args)
	}
}

// absolute makes a path independent of the working directory.
func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path // there is no working directory: the path is as good as it gets
}
