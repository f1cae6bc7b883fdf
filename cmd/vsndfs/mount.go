package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/vsndfs/vsndfs/server"
)

type mountFlags struct {
	cardFlags
	options    []string
	foreground bool
}

func newMount() *cobra.Command {
	var f mountFlags
	c := &cobra.Command{
		Use:   "mount [--card MODEL[,KEY=VALUE...]]... [-o OPT,...] DIR",
		Short: "Mount cards at a directory, and return when they can be used",
		Long: `Mount cards at DIR, which becomes a /dev/snd, and return when every node can be
opened. A server stays in the background until the cards are unmounted, with
vsndfs umount, umount(8), or a signal to the server: SIGTERM or SIGINT unplugs
the cards and waits for their open files; the same again does not wait.

Programs look for cards in /dev/snd, so that is where to mount for them; it is
made if it is missing. The directory DIR/vsndfs shows and controls the devices.

mount(8) does the same: mount -t fuse.vsndfs MODEL DIR -o OPT,...

Options of -o, besides the usual ones of mount(8):` + mountOptionHelp(),
		Example: `  vsndfs mount /dev/snd
  vsndfs mount --card usb-headset,record=/tmp/played.wav --card loopback -o mode=0666 /dev/snd`,
		Args: exactArgs("DIR"),
		RunE: func(_ *cobra.Command, args []string) error { return f.run(args[0]) },
	}
	f.add(c)
	c.Flags().BoolVarP(&f.foreground, "foreground", "f", false, "stay, and print the log, until unmounted")
	return c
}

// add adds the flags of all that mounts.
func (f *mountFlags) add(c *cobra.Command) {
	f.cardFlags.add(c)
	c.Flags().StringSliceVarP(&f.options, "options", "o", nil, "mount options: `OPT,...`; see vsndfs mount --help")
}

func (f *mountFlags) run(dir string) error {
	if !f.foreground && !inBackground() {
		return startBackground(dir)
	}
	o, err := f.serverOptions(dir)
	if err != nil {
		return err
	}
	return serve(o)
}

func (f *mountFlags) serverOptions(dir string) (server.Options, error) {
	o := newOptions(dir)
	for _, word := range f.options {
		if err := applyMountOption(&o, word); err != nil {
			return o, err
		}
	}
	var err error
	o.Cards, err = f.parse()
	if f.foreground && o.Log == nil {
		o.Log = os.Stdout
	}
	return o, err
}

// serve mounts and stays until everything has ended.
func serve(o server.Options) error {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	signal.Ignore(syscall.SIGPIPE) // nobody reads a foreground server's log any more: its cards live on
	beFrugal()
	s, err := server.Start(o)
	if err != nil {
		return advise(err)
	}
	if err := os.Chdir("/"); err != nil {
		return fmt.Errorf("leave the working directory: %w", err)
	}
	bePrompt()
	ready()
	untilEnd(s, signals)
	signal.Reset() // who does not want to wait for a log that nobody reads can end it
	s.AwaitLogCopied()
	return nil
}

// untilEnd turns signals into the server's end: the first unplugs and waits for
// open files, the second does not wait.
func untilEnd(s *server.Server, signals <-chan os.Signal) {
	stopping := false
	for {
		select {
		case <-s.Done():
			return
		case <-signals:
			if stopping {
				s.Kill()
				return
			}
			stopping = true
			s.Stop()
		}
	}
}
