package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vsndfs/vsndfs/card/driver/gallery"
)

func newGallery() *cobra.Command {
	var list, markdown bool
	c := &cobra.Command{
		Use:   "gallery [EXHIBIT...]",
		Short: "Show right and wrong ways to manage a driver's resources, each at work",
		Long: `Show drivers for one sound chip that differ only in how they manage what they
acquire. Each is mounted where nobody else sees it, a real program plays on it,
and the cable is pulled. Its log is the exhibit; the command fails if one does not
show what its caption says. docs/gallery.md is the catalogue.

It needs root and aplay; where that is missing on Debian it is installed
(alsa-utils). To try an exhibit on your own, mount it: vsndfs models --gallery.`,
		Example:           "  vsndfs gallery\n  vsndfs gallery managed mixed-wrong",
		ValidArgsFunction: completeExhibits,
		RunE: func(c *cobra.Command, args []string) error {
			exhibits, err := chosen(args)
			if err != nil {
				return usageError{err}
			}
			if list {
				listExhibits(c.OutOrStdout(), exhibits)
				return nil
			}
			if err := needALSAUtils(); err != nil {
				return err
			}
			if err := showAll(c.OutOrStdout(), exhibits, markdown); err != nil || markdown {
				return err
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "exhibits: %d, each as its caption says\n", len(exhibits))
			return err
		},
	}
	c.Flags().BoolVar(&list, "list", false, "only list the exhibits and their captions")
	c.Flags().BoolVar(&markdown, "markdown", false, "as chapters of docs/gallery.md, with the drivers")
	return c
}

// chosen are the exhibits of those names, all if there is none.
func chosen(names []string) ([]gallery.Exhibit, error) {
	if len(names) == 0 {
		return gallery.Exhibits, nil
	}
	var all []gallery.Exhibit
	for _, name := range names {
		e, err := gallery.Find(name)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

func completeExhibits(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var words []string
	for _, e := range gallery.Exhibits {
		words = append(words, e.Name+"\t"+e.Caption)
	}
	return words, cobra.ShellCompDirectiveNoFileComp
}

func listExhibits(w io.Writer, exhibits []gallery.Exhibit) {
	width := 0
	for _, e := range exhibits {
		width = max(width, len(e.Name))
	}
	for _, e := range exhibits {
		fmt.Fprintf(w, "%-*s %s\n", width, e.Name, e.Caption)
	}
}

// atOnce is how many exhibits are visited at the same time, each in namespaces of its
// own: they mostly wait.
const atOnce = 3

// showAll visits exhibits and shows them in their order. It fails if one is not what its
// caption says, when all have been shown.
func showAll(w io.Writer, exhibits []gallery.Exhibit, markdown bool) error {
	room := make(chan struct{}, atOnce)
	visits := make([]chan visitor, len(exhibits))
	for i, e := range exhibits {
		visits[i] = make(chan visitor, 1)
		go func() {
			room <- struct{}{}
			defer func() { <-room }()
			visits[i] <- send(e, markdown)
		}()
	}
	var f failures
	for i, e := range exhibits {
		v := <-visits[i]
		if _, err := w.Write(v.saw); err != nil {
			return err
		}
		f.add(e.Name, v.err)
	}
	return f.err()
}

// failures are the exhibits that were not as their captions say, by what was wrong.
type failures struct {
	reasons []string
	names   map[string][]string
}

func (f *failures) add(name string, err error) {
	if err == nil {
		return
	}
	if f.names == nil {
		f.names = make(map[string][]string)
	}
	reason := err.Error()
	if f.names[reason] == nil {
		f.reasons = append(f.reasons, reason)
	}
	f.names[reason] = append(f.names[reason], name)
}

func (f *failures) err() error {
	var all []string
	for _, reason := range f.reasons {
		all = append(all, strings.Join(f.names[reason], ", ")+": "+reason)
	}
	if all == nil {
		return nil
	}
	return errors.New(strings.Join(all, "; "))
}

// visitor is what came back from a visit to an exhibit.
type visitor struct {
	saw []byte
	err error
}

// send visits one exhibit, as a program that is run with its card.
func send(e gallery.Exhibit, markdown bool) visitor {
	self, err := os.Executable()
	if err != nil {
		return visitor{err: fmt.Errorf("find the program itself: %w", err)}
	}
	args := []string{"run", "--card", e.Model().Name, "--", self, galleryVisit, e.Name}
	if markdown {
		args = append(args, "--markdown")
	}
	var complaints bytes.Buffer
	c := exec.Command(self, args...)
	c.Stderr = &complaints
	saw, err := c.Output()
	if said := strings.TrimPrefix(strings.TrimSpace(complaints.String()), "vsndfs: "); err != nil && said != "" {
		err = errors.New(said)
	}
	return visitor{saw, err}
}
