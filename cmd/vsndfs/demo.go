package main

import (
	_ "embed"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/wav"
)

//go:embed demo.sh
var demoScript string

func newDemo() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "Show it all in a quarter of a minute, on a card that nobody else sees",
		Long: `Mount a card in a namespace of its own, where nobody else sees it; play and
record with real programs, unplug in the middle, plug in again, and show the log.
It needs root, and aplay and arecord: where they are missing on Debian it
installs them (alsa-utils).`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := needALSAUtils(); err != nil {
				return err
			}
			return enterNamespaces("demo", demoInside)
		},
	}
}

// demoInside is `vsndfs demo` once it is in namespaces of its own.
const demoInside = "demo-inside"

func newDemoInside() *cobra.Command {
	return &cobra.Command{
		Use: demoInside, Hidden: true, Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := privateSoundDir(); err != nil {
				return err
			}
			return runDemo()
		},
	}
}

// needALSAUtils makes sure that there are programs to play and record with.
func needALSAUtils() error {
	if _, err := exec.LookPath("arecord"); err == nil {
		return nil
	}
	if _, err := exec.LookPath("apt-get"); err != nil {
		return errors.New("the demo needs aplay and arecord: install alsa-utils")
	}
	fmt.Println("aplay and arecord are missing: installing Debian's alsa-utils")
	for _, args := range [][]string{{"update", "-qq"}, {"install", "-y", "-qq", "--no-install-recommends", "alsa-utils"}} {
		c := exec.Command("apt-get", args...)
		c.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if out, err := c.CombinedOutput(); err != nil {
			return fmt.Errorf("apt-get %s: %w: %s", args[0], err, out)
		}
	}
	return nil
}

// runDemo makes the sounds and runs the script beside them.
func runDemo() error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find the program itself: %w", err)
	}
	dir, err := os.MkdirTemp("", "vsndfs-demo-")
	if err != nil {
		return fmt.Errorf("make a directory for the demo: %w", err)
	}
	defer os.RemoveAll(dir)
	for name, s := range map[string]sound{"tone.wav": {440, 2, 1}, "fed.wav": {330, 1, 2}, "long.wav": {220, 2, 10}} {
		if err := s.write(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	c := exec.Command("bash", "-c", demoScript)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	c.Env = append(os.Environ(), "VSNDFS="+self, "SOUNDS="+dir)
	return commandStatus(c.Run())
}

// sound is a tone.
type sound struct {
	hz       float64
	channels int
	seconds  int
}

func (s sound) write(path string) error {
	const rate = 48000
	w, err := wav.Create(path, wav.Spec{Format: abi.SNDRV_PCM_FORMAT_S16_LE, Channels: s.channels, RateHz: rate})
	if err != nil {
		return err
	}
	var p []byte
	for i := range s.seconds * rate {
		v := int16(10000 * math.Sin(2*math.Pi*s.hz*float64(i)/rate))
		for range s.channels {
			p = append(p, byte(v), byte(uint16(v)>>8))
		}
	}
	if _, err := w.Write(p); err != nil {
		return err
	}
	return w.Close()
}
