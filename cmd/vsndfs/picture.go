package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/vsndfs/vsndfs/internal/timeline"
)

// pictures are the files that a lifecycle log is drawn into.
type pictures struct {
	trace string
	svg   string
}

func (p *pictures) add(c *cobra.Command) {
	c.Flags().StringVar(&p.trace, "trace", "", "draw the log as a trace into `FILE.json` (- for standard output), for ui.perfetto.dev or chrome://tracing")
	c.Flags().StringVar(&p.svg, "svg", "", "draw the log as a picture into `FILE.svg` (- for standard output)")
}

func (p *pictures) wanted() bool { return p.trace != "" || p.svg != "" }

// draw draws a log; from says whose it is.
func (p *pictures) draw(log io.Reader, from string, stdout io.Writer) error {
	t, err := timeline.Read(log)
	if err != nil {
		return err
	}
	if len(t.Rows) == 0 {
		return fmt.Errorf("%s is no lifecycle log: no line of it begins with a time and a device", from)
	}
	return errors.Join(writeTo(p.trace, stdout, t.WriteTrace), writeTo(p.svg, stdout, t.WriteSVG))
}

// writeTo has write write a file, or to stdout if its path is a dash. An empty path is
// no file.
func writeTo(path string, stdout io.Writer, write func(io.Writer) error) error {
	switch path {
	case "":
		return nil
	case "-":
		return write(stdout)
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}
