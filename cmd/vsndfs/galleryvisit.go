package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/vsndfs/vsndfs/card/driver/gallery"
	"github.com/vsndfs/vsndfs/server"
)

// galleryVisit is the part of `vsndfs gallery` that runs with an exhibit's card.
const galleryVisit = "gallery-visit"

func newGalleryVisit() *cobra.Command {
	var markdown bool
	c := &cobra.Command{
		Use: galleryVisit, Hidden: true, Args: exactArgs("EXHIBIT"),
		RunE: func(c *cobra.Command, args []string) error {
			e, err := gallery.Find(args[0])
			if err != nil {
				return usageError{err}
			}
			g := &guest{exhibit: e, tree: tree{server.DefaultDir}, device: e.Model().Name + ".0"}
			err = g.visit()
			return errors.Join(g.tell(c.OutOrStdout(), markdown, err), err)
		},
	}
	c.Flags().BoolVar(&markdown, "markdown", false, "as a chapter of docs/gallery.md")
	return c
}

// guest visits an exhibit, whose card is the one in /dev/snd.
type guest struct {
	exhibit gallery.Exhibit
	tree    tree
	device  string
	scenes  []scene
}

// scene is something that the guest did.
type scene struct {
	remark string
	begin  int // lines that the log had before
}

// scene begins the next one. What the log has by then is of the one before.
func (g *guest) scene(remark string) {
	begin := 0
	if len(g.scenes) > 0 {
		lines, _ := g.log() // at the end it is read once more
		begin = len(lines)
	}
	g.scenes = append(g.scenes, scene{remark, begin})
}

// visit does what the exhibit is for, sees whether its log shows what it should, and
// whether the device and the server go on as if nothing had been.
func (g *guest) visit() error {
	act := g.unplugWhilePlaying
	if g.exhibit.Visit == gallery.Fails {
		act = g.failEveryProbe
	}
	if err := act(); err != nil {
		return err
	}
	lines, err := g.log()
	if err != nil {
		return err
	}
	var events []string
	for _, line := range lines {
		events = append(events, eventOf(line))
	}
	if err := g.exhibit.Check(events); err != nil {
		return err
	}
	g.scene("") // the end: what follows is no more shown
	return g.write("plug").wait()
}

// unplugWhilePlaying pulls the cable while aplay plays. Aplay is stopped meanwhile, as a
// program is that somebody debugs: what the unplugging does without it can be seen, and
// what it had put into the buffer plays on.
func (g *guest) unplugWhilePlaying() error {
	g.scene("The device is plugged in, and aplay plays:")
	p, err := g.play()
	if err != nil {
		return err
	}
	defer p.end()
	g.scene("Aplay is stopped, its sound goes on, and the cable is pulled:")
	unplug := g.write("unplug")
	if g.exhibit.Visit == gallery.Returns {
		return g.outlive(p, unplug)
	}
	if err := g.waitBlocked(unplug); err != nil {
		return err
	}
	g.scene("That waits. Aplay goes on, finds that the device is gone, and ends:")
	if err := p.goOn(); err != nil {
		return err
	}
	return unplug.wait()
}

// outlive lets the program go on when the unplugging is over.
func (g *guest) outlive(p *player, unplug writing) error {
	if err := unplug.wait(); err != nil {
		return err
	}
	g.scene("That has returned. Aplay goes on, finds that the device is gone, and ends:")
	if err := p.goOn(); err != nil {
		return err
	}
	return g.waitLog("device release")
}

// failEveryProbe plugs the device in once for each step at which its probe can fail.
func (g *guest) failEveryProbe() error {
	g.scene("The first probe succeeds; the device is plugged in, and unplugged:")
	if err := g.write("unplug").wait(); err != nil {
		return err
	}
	for step := 1; step < gallery.ProbeSteps; step++ {
		g.scene(fmt.Sprintf("It is plugged in again, and its probe fails at step %d:", step))
		if err := g.write("plug").fail(); err != nil {
			return err
		}
		if err := g.write("unplug").wait(); err != nil {
			return err
		}
	}
	g.scene("At its last step it has registered the card, and aplay is quick: it plays, and is stopped.")
	plug := g.write("plug")
	p, err := g.play()
	if err != nil {
		return err
	}
	defer p.end()
	if err := g.waitBlocked(plug); err != nil {
		return err
	}
	g.scene("The probe waits. Aplay goes on, finds that the device is gone, and ends:")
	if err := p.goOn(); err != nil {
		return err
	}
	if err := plug.fail(); err != nil {
		return err
	}
	return g.write("unplug").wait()
}

// guestPatience is how long a guest waits for anything. Nothing takes that long, unless
// something is wrong.
const guestPatience = 30 * time.Second

// waitFor waits until something can be seen.
func waitFor(what string, seen func() bool) error {
	for deadline := time.Now().Add(guestPatience); !seen(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			return fmt.Errorf("waited in vain for %s", what)
		}
	}
	return nil
}

// log is what the log has of the device so far: the time and the event of each line.
// Opens and closes of the control node are left out: alsa-lib looks there first.
func (g *guest) log() ([]string, error) {
	text, err := os.ReadFile(g.tree.path("log"))
	if err != nil {
		return nil, fmt.Errorf("read the log: %w", err)
	}
	var all []string
	for line := range strings.Lines(string(text)) {
		words := strings.SplitN(strings.TrimSpace(line), " ", 3)
		if words[1] == g.device && !strings.Contains(words[2], "controlC") {
			all = append(all, words[0]+" "+words[2])
		}
	}
	return all, nil
}

// eventOf is a line of log without the time.
func eventOf(line string) string {
	_, event, _ := strings.Cut(line, " ")
	return event
}

func (g *guest) waitLog(event string) error {
	return waitFor(event+" in the log", func() bool {
		lines, _ := g.log() // it can be read later, or in vain
		return slices.ContainsFunc(lines[min(len(lines), g.scenes[len(g.scenes)-1].begin):], func(line string) bool { return eventOf(line) == event })
	})
}

// writing is a write to a file of the device that has been begun.
type writing struct {
	file string
	done chan error
}

func (g *guest) write(file string) writing {
	w := writing{file, make(chan error, 1)}
	go func() { w.done <- g.tree.trigger(g.device, file) }()
	return w
}

// wait waits for the write to return.
func (w writing) wait() error {
	select {
	case err := <-w.done:
		return err
	case <-time.After(guestPatience):
		return fmt.Errorf("waited in vain for the %s to return", w.file)
	}
}

// fail waits for the write to fail.
func (w writing) fail() error {
	err := w.wait()
	if err == nil {
		return fmt.Errorf("the %s did not fail", w.file)
	}
	if _, ok := errors.AsType[syscall.Errno](err); ok {
		return nil
	}
	return err
}

// waitBlocked waits until a write waits for the program that has the card open.
func (g *guest) waitBlocked(w writing) error {
	if err := g.waitLog("card 0 wait files=1"); err != nil {
		return err
	}
	select {
	case err := <-w.done:
		return fmt.Errorf("the %s did not wait for the program: error %v", w.file, err)
	default:
		return nil
	}
}
