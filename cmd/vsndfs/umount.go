package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/fs"
	"github.com/vsndfs/vsndfs/fs/fuseconn"
	"github.com/vsndfs/vsndfs/server"
)

func newUmount() *cobra.Command {
	var timeout time.Duration
	c := &cobra.Command{
		Use:   "umount [--timeout D] DIR",
		Short: "Unplug every card, wait until all is released, and unmount",
		Long: `Unplug every card at DIR, wait for the programs that hold one, release
everything, and unmount. With a time-out it gives up when somebody still holds a
card, names the holders, and fails; the cards stay unplugged. What a killed
server left is cleaned up.`,
		Example: "  vsndfs umount /dev/snd\n  vsndfs umount --timeout 5s /dev/snd",
		Args:    exactArgs("DIR"),
		RunE:    func(_ *cobra.Command, args []string) error { return umount(absolute(args[0]), timeout) },
	}
	c.Flags().DurationVar(&timeout, "timeout", 0, "how long to wait for programs, such as `5s` (for ever)")
	return c
}

func umount(dir string, timeout time.Duration) error {
	_, mounted, err := fuseconn.FindMount(dir, server.Subtype)
	if err != nil || !mounted {
		return fmt.Errorf("%s is no vsndfs: nothing to unmount", dir)
	}
	t := tree{dir}
	done := make(chan error, 1)
	go func() { done <- t.takeDown() }()
	var late <-chan time.Time // never, without a time-out
	if timeout > 0 {
		late = time.After(timeout)
	}
	select {
	case err := <-done:
		return err
	case <-late:
		return t.heldError(timeout)
	}
}

// takeDown unplugs all cards, waits until they are released, and unmounts.
func (t tree) takeDown() error {
	if stale, err := fuseconn.Stale(t.dir); err == nil && stale {
		return fuseconn.CleanStale(t.dir, server.Subtype)
	}
	st, err := t.status()
	if err != nil {
		return err
	}
	// The server is asked for before it can end, so that its number is its own.
	ended, unseen := unix.PidfdOpen(st.Pid, 0)
	if unseen == nil {
		defer unix.Close(ended)
	}
	if err := t.unplugAll(st.Devices); err != nil {
		return afterDeath(t.dir, err)
	}
	t.awaitClosed()
	if err := detach(t.dir); err != nil {
		return err
	}
	if unseen == nil {
		waitEnded(ended)
	}
	return nil
}

// afterDeath cleans up what a server that has died left at dir, and returns the
// error by which that was found out.
func afterDeath(dir string, died error) error {
	if err := fuseconn.CleanStale(dir, server.Subtype); err != nil {
		return fmt.Errorf("%w; what it left there stays: %w", died, err)
	}
	return fmt.Errorf("%w; what it left there is cleaned up", died)
}

func (t tree) status() (st fs.Status, err error) {
	text, err := readStatus(t.dir)
	if err != nil {
		return st, err
	}
	if err := json.Unmarshal(text, &st); err != nil {
		return st, fmt.Errorf("understand the status of %s: %w", t.dir, err)
	}
	return st, nil
}

// unplugAll unplugs every device at the same time. It fails if the server dies over
// that; a device that is not plugged in is as it should be.
func (t tree) unplugAll(devices []fs.DeviceStatus) error {
	var all sync.WaitGroup
	var died atomic.Bool
	for _, d := range devices {
		all.Go(func() {
			if errors.Is(t.trigger(d.Name, "unplug"), errDied) {
				died.Store(true)
			}
		})
	}
	all.Wait()
	if died.Load() {
		return fmt.Errorf("unmount %s: %w", t.dir, errDied)
	}
	return nil
}

// holderInterval is how often awaitClosed looks.
const holderInterval = 50 * time.Millisecond

// awaitClosed waits until nobody holds a card. Most drivers have waited for that themselves;
// those that free a card when it is closed have not.
func (t tree) awaitClosed() {
	for ; ; time.Sleep(holderInterval) {
		st, err := t.status()
		held := func(d fs.DeviceStatus) bool { return len(d.Holders) > 0 }
		if err != nil || !slices.ContainsFunc(st.Devices, held) {
			return // the server has ended: nobody holds what is gone
		}
	}
}

// heldError names those who are in the way.
func (t tree) heldError(timeout time.Duration) error {
	names := make(chan string, 1)
	go func() { names <- t.holders() }()
	var who string
	select {
	case who = <-names:
	case <-time.After(answerPatience):
		who = "its server does not answer; let that go on, if it is stopped"
	}
	return fmt.Errorf("%s is still in use after %v: %s, or cut all off with umount -f %s", t.dir, timeout, who, t.dir)
}

// answerPatience is how long a server may take to answer, beyond the time-out, that
// would only be asked for names.
const answerPatience = time.Second

// holders says who has what open, and what to do.
func (t tree) holders() string {
	st, err := t.status()
	if err != nil {
		return err.Error()
	}
	var names []string
	for _, d := range st.Devices {
		for _, h := range d.Holders {
			names = append(names, fmt.Sprintf("%d (%s) has %s open", h.Pid, h.Command, h.Node))
		}
	}
	return strings.Join(names, ", ") + "; end them"
}

// detach unmounts: plainly, or lazily when somebody is still in the directory.
func detach(dir string) error {
	err := unix.Unmount(dir, unix.UMOUNT_NOFOLLOW)
	if errors.Is(err, syscall.EBUSY) {
		err = unix.Unmount(dir, unix.MNT_DETACH|unix.UMOUNT_NOFOLLOW)
	}
	if err != nil {
		return fmt.Errorf("unmount %s: %w", dir, err)
	}
	return nil
}

// serverPatience is how long the server may take to end, once nothing is left
// for it to wait for.
const serverPatience = 5 * time.Second

func waitEnded(pidfd int) {
	fds := []unix.PollFd{{Fd: int32(pidfd), Events: unix.POLLIN}}
	_, _ = unix.Poll(fds, int(serverPatience.Milliseconds())) // it ends by itself, later
}
