package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
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
	if stale, err := fuseconn.Stale(dir); err == nil && stale {
		return fuseconn.CleanStale(dir, server.Subtype)
	}
	t := tree{dir}
	text, err := readStatus(dir)
	if err != nil {
		return err
	}
	var st fs.Status
	if err := json.Unmarshal(text, &st); err != nil {
		return fmt.Errorf("understand the status of %s: %w", dir, err)
	}
	// The server is asked for before it can end, so that its number is its own.
	ended, err := unix.PidfdOpen(st.Pid, 0)
	if err == nil {
		defer unix.Close(ended)
	}
	if err := t.unplugAll(st, timeout); err != nil {
		return err
	}
	if err := detach(dir); err != nil {
		return err
	}
	if err == nil {
		waitEnded(ended)
	}
	return nil
}

// unplugAll unplugs every device at the same time.
func (t tree) unplugAll(st fs.Status, timeout time.Duration) error {
	ctx := context.Background()
	if timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	var all sync.WaitGroup
	for _, d := range st.Devices {
		all.Go(func() {
			_ = t.trigger(d.Name, "unplug") // one that is not plugged in is as it should be
		})
	}
	done := make(chan struct{})
	go func() { all.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return t.heldError(timeout)
	}
}

// heldError names those who are in the way.
func (t tree) heldError(timeout time.Duration) error {
	text, err := readStatus(t.dir)
	if err != nil {
		return err
	}
	var st fs.Status
	if err := json.Unmarshal(text, &st); err != nil {
		return fmt.Errorf("understand the status of %s: %w", t.dir, err)
	}
	var names []string
	for _, d := range st.Devices {
		for _, h := range d.Holders {
			names = append(names, fmt.Sprintf("%d (%s) has %s open", h.Pid, h.Command, h.Node))
		}
	}
	return fmt.Errorf("%s is still in use after %v: %s; end them, or cut them off with umount -f %s",
		t.dir, timeout, strings.Join(names, ", "), t.dir)
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
