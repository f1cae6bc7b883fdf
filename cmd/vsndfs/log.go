package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"
)

func newLog() *cobra.Command {
	var follow bool
	c := &cobra.Command{
		Use:     "log DIR",
		Short:   "Show the lifecycle log: one line for each thing that happened",
		Example: "  vsndfs log /dev/snd\n  vsndfs log -f /dev/snd",
		Args:    exactArgs("DIR"),
		RunE: func(c *cobra.Command, args []string) error {
			t, err := openTree(args[0])
			if err != nil {
				return err
			}
			f, err := openUnpolled(t.path("log"))
			if err != nil {
				return fmt.Errorf("open the log of %s: %w", args[0], err)
			}
			defer f.Close()
			return copyLog(c.OutOrStdout(), f, follow)
		},
	}
	c.Flags().BoolVarP(&follow, "follow", "f", false, "go on as the log grows, until the server ends")
	return c
}

// openUnpolled opens a file without Go's poller, which refuses to read on where
// poll(2) says POLLERR: here that is the log's end.
func openUnpolled(path string) (*os.File, error) {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), path), nil
}

// copyLog prints the log; to follow it ends with the server, or with whoever
// reads what it prints.
func copyLog(w io.Writer, f *os.File, follow bool) error {
	for {
		if _, err := io.Copy(w, f); err != nil {
			return logEnd(err)
		}
		if !follow {
			return nil
		}
		fds := []unix.PollFd{{Fd: int32(f.Fd()), Events: unix.POLLIN}}
		if _, err := unix.Poll(fds, -1); err != nil && err != unix.EINTR {
			return fmt.Errorf("wait for the log: %w", err)
		}
		if fds[0].Revents&unix.POLLERR != 0 {
			_, err := io.Copy(w, f)
			return logEnd(err)
		}
	}
}

// logEnd is nothing to complain of when the server, or our reader, has ended.
func logEnd(err error) error {
	if diedMeanwhile(err) || errors.Is(err, syscall.EPIPE) {
		return nil
	}
	return err
}
