package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/vsndfs/vsndfs/fs"
)

func newStatus() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "status DIR",
		Short:   "Show devices, cards, streams, and who holds what",
		Example: "  vsndfs status /dev/snd\n  vsndfs status --json /dev/snd | jq '.devices[].state'",
		Args:    exactArgs("DIR"),
		RunE: func(c *cobra.Command, args []string) error {
			text, err := readStatus(args[0])
			if err != nil {
				return err
			}
			if asJSON {
				_, err = c.OutOrStdout().Write(text)
				return err
			}
			var st fs.Status
			if err := json.Unmarshal(text, &st); err != nil {
				return fmt.Errorf("understand the status of %s: %w", args[0], err)
			}
			printStatus(c.OutOrStdout(), st)
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "for programs")
	return c
}

func readStatus(dir string) ([]byte, error) {
	t, err := openTree(dir)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(t.path("status"))
	if err != nil {
		return nil, fmt.Errorf("read the status of %s: %w", dir, err)
	}
	return text, nil
}

func printStatus(w io.Writer, st fs.Status) {
	mmap := "yes"
	if !st.MMAP {
		mmap = "no"
	}
	fmt.Fprintf(w, "server: pid %d, mmap: %s\n", st.Pid, mmap)
	for _, d := range st.Devices {
		printDevice(w, d)
	}
}

func printDevice(w io.Writer, d fs.DeviceStatus) {
	fmt.Fprintf(w, "%s (%s): %s\n", d.Name, d.Driver, d.State)
	if d.Card != nil {
		fmt.Fprintf(w, "  card %d: %s [%s]\n", d.Card.Number, d.Card.Name, d.Card.ID)
	}
	for _, s := range d.Streams {
		fmt.Fprintf(w, "  %s subdevice %d: %s", s.Node, s.Substream, s.State)
		if s.Format != "" {
			fmt.Fprintf(w, ", %s, %d channels, %d Hz, buffer %d, avail %d", s.Format, s.Channels, s.RateHz, s.BufferSize, s.Avail)
		}
		fmt.Fprintln(w)
	}
	for _, h := range d.Holders {
		fmt.Fprintf(w, "  held by %d (%s): %s", h.Pid, h.Command, h.Node)
		if h.Blocked != "" {
			fmt.Fprintf(w, ", waits in %s", h.Blocked)
		}
		fmt.Fprintln(w)
	}
}
