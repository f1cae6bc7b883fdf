package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"
)

const logHelp = `Show the lifecycle log of the vsndfs at DIR, or one that was kept in FILE by the
mount option log=FILE or by vsndfs run --log FILE: one line for each thing that
happened. With --trace or --svg it is drawn instead: a row for each device, open
file and stream, with what each waited for.`

func newLog() *cobra.Command {
	var follow bool
	var drawn pictures
	c := &cobra.Command{
		Use:   "log DIR|FILE",
		Short: "Show the lifecycle log: one line for each thing that happened",
		Long:  logHelp,
		Example: `  vsndfs log /dev/snd
  vsndfs log -f /dev/snd
  vsndfs log --trace out.json /dev/snd`,
		Args: exactArgs("DIR"),
		RunE: func(c *cobra.Command, args []string) error {
			f, err := openLog(args[0], follow)
			if err != nil {
				return err
			}
			defer f.Close()
			if !drawn.wanted() {
				return copyLog(c.OutOrStdout(), f, follow)
			}
			var log bytes.Buffer
			if err := copyLog(&log, f, follow); err != nil {
				return err
			}
			return drawn.draw(&log, args[0], c.OutOrStdout())
		},
	}
	c.Flags().BoolVarP(&follow, "follow", "f", false, "go on as the log grows, until the server ends")
	drawn.add(c)
	return c
}

// openLog opens the log of the vsndfs in a directory, or one that is a file.
func openLog(path string, follow bool) (*os.File, error) {
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
		if follow {
			return nil, usagef("log --follow: %s is a file and not a mounted vsndfs; tail -f follows files", path)
		}
		return os.Open(path)
	}
	t, err := openTree(path)
	if err != nil {
		return nil, err
	}
	f, err := openUnpolled(t.path("log"))
	if err != nil {
		return nil, fmt.Errorf("open the log of %s: %w", path, err)
	}
	return f, nil
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
