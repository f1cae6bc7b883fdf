package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/fs"
)

func newStatus() *cobra.Command {
	var asJSON, again bool
	c := &cobra.Command{
		Use:   "status DIR",
		Short: "Show devices, cards, streams, and who holds what",
		Example: `  vsndfs status /dev/snd
  vsndfs status --watch /dev/snd
  vsndfs status --json /dev/snd | jq '.devices[].state'`,
		Args: exactArgs("DIR"),
		RunE: func(c *cobra.Command, args []string) error {
			look := func() ([]byte, error) { return lookAt(args[0], asJSON) }
			if again {
				return watch(c.OutOrStdout(), look)
			}
			text, err := look()
			if err != nil {
				return err
			}
			_, err = c.OutOrStdout().Write(text)
			return err
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "for programs")
	c.Flags().BoolVarP(&again, "watch", "w", false, "show it again whenever it changes, until the server ends")
	return c
}

// lookAt is the status for people, or for programs.
func lookAt(dir string, asJSON bool) ([]byte, error) {
	text, err := readStatus(dir)
	if err != nil || asJSON {
		return text, err
	}
	var st fs.Status
	if err := json.Unmarshal(text, &st); err != nil {
		return nil, fmt.Errorf("understand the status of %s: %w", dir, err)
	}
	var b bytes.Buffer
	printStatus(&b, st)
	return b.Bytes(), nil
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
	for _, j := range d.Jacks {
		fmt.Fprintf(w, "  jack %v\n", j)
	}
	for _, s := range d.Streams {
		fmt.Fprintf(w, "  %s subdevice %d: %s", s.Node, s.Substream, s.State)
		if s.Format != "" {
			fmt.Fprintf(w, ", %s, %d channels, %d Hz, %s", s.Format, s.Channels, s.RateHz, fill(s))
		}
		fmt.Fprintln(w)
	}
	printHolders(w, d.Holders)
}

// printHolders prints a line for each who holds the card, or for all that one process
// has open of the same node.
func printHolders(w io.Writer, holders []fs.Holder) {
	times := make(map[fs.Holder]int)
	for _, h := range holders {
		times[h]++
	}
	for _, h := range holders {
		if times[h] == 0 {
			continue // it has been printed
		}
		fmt.Fprintf(w, "  held by %d (%s): %s", h.Pid, h.Command, h.Node)
		if times[h] > 1 {
			fmt.Fprintf(w, " %d times", times[h])
		}
		if h.Blocked != "" {
			fmt.Fprintf(w, ", waits in %s", h.Blocked)
		}
		fmt.Fprintln(w)
		times[h] = 0
	}
}

// fill is how much of a stream's buffer waits: to be played, or to be read.
func fill(s card.Stream) string {
	held, what := s.Avail, "to read"
	if strings.HasSuffix(s.Node, "p") {
		held, what = s.BufferSize-min(s.Avail, s.BufferSize), "to play"
	}
	return fmt.Sprintf("%d of %d frames %s", min(held, s.BufferSize), s.BufferSize, what)
}
