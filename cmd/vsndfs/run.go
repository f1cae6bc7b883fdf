package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/server"
	"github.com/vsndfs/vsndfs/server/scenario"
)

// insideCommand is `vsndfs run` once it is in namespaces of its own.
const insideCommand = "run-inside"

const runHelp = `Run COMMAND with a sound card of its own, as xvfb-run runs a program with a
display of its own. COMMAND and what it starts see a private /dev/snd with the
card, and its texts in /proc/asound where there is one; nothing outside changes. The card goes when COMMAND ends, and the exit
status is COMMAND's.`

// runFlags are the options of run.
type runFlags struct {
	mountFlags
	drawn pictures
	log   string
	// scenario is the file that says what goes wrong meanwhile.
	scenario string
}

func (f *runFlags) add(c *cobra.Command) {
	f.mountFlags.add(c)
	f.drawn.add(c)
	c.Flags().StringVar(&f.log, "log", "", "append the lifecycle log to `FILE`")
	c.Flags().StringVar(&f.scenario, "scenario", "", "let happen what `FILE.yaml` says: see docs/faults.md")
	c.Flags().SetInterspersed(false)
}

// readScenario reads the scenario, if there is one, for these cards.
func (f *runFlags) readScenario(cards []server.Card) (*scenario.Scenario, error) {
	if f.scenario == "" {
		return nil, nil
	}
	s, err := scenario.Read(f.scenario)
	var path *os.PathError
	if errors.As(err, &path) {
		return nil, fmt.Errorf("read the scenario: %w", err)
	}
	if err == nil {
		err = server.CheckScenario(s, cards)
	}
	if err != nil {
		return nil, usageError{err}
	}
	return s, nil
}

func newRun() *cobra.Command {
	var f runFlags
	c := &cobra.Command{
		Use:   "run [--card ...] [--record FILE.wav] [--play FILE.wav] [-o OPT,...] [--log FILE] [--trace FILE.json] -- COMMAND [ARG...]",
		Short: "Run a program with a sound card of its own",
		Long:  runHelp,
		Example: `  vsndfs run -- aplay -l
  vsndfs run --record out.wav -- aplay song.wav
  vsndfs run --play in.wav -- arecord -D hw:0,0 -d 2 got.wav
  vsndfs run --trace life.json -- aplay song.wav
  vsndfs run --scenario trouble.yaml -- aplay song.wav`,
		Args: atLeastCommand,
		RunE: func(*cobra.Command, []string) error {
			cards, err := f.parse()
			if err != nil {
				return err
			}
			if _, err := f.readScenario(cards); err != nil {
				return err
			}
			return enterNamespaces("run", insideCommand)
		},
	}
	f.add(c)
	return c
}

func newRunInside() *cobra.Command {
	var f runFlags
	c := &cobra.Command{
		Use: insideCommand, Hidden: true, Args: atLeastCommand,
		RunE: func(c *cobra.Command, args []string) error {
			o, err := f.serverOptions(server.DefaultDir)
			if err != nil {
				return err
			}
			o.Nonempty = true
			if o.Scenario, err = f.readScenario(o.Cards); err != nil {
				return err
			}
			if f.log != "" {
				if err := setLog(&o, f.log); err != nil {
					return err
				}
			}
			return runInside(o, args, func(s *server.Server) error { return f.draw(s, c.OutOrStdout()) })
		},
	}
	f.add(c)
	return c
}

func atLeastCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usagef("%s: COMMAND is missing", c.CommandPath())
	}
	return nil
}

// enterNamespaces runs this program anew in a mount namespace of its own, where
// it can cover /dev/snd, and an IPC namespace, because dmix and dsnoop find each
// other by System V keys that are the same for every card 0. The subcommand there
// is inside instead of command. It does not return unless it fails.
func enterNamespaces(command, inside string) error {
	// Afterwards its path would be one outside of a root that is not /.
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find the program itself: %w", err)
	}
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_NEWNS | unix.CLONE_NEWIPC); err != nil {
		return fmt.Errorf("make a private mount namespace: %w; run it as root, or see vsndfs doctor", err)
	}
	// What others unmount goes here too: a copy would keep their file systems.
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_SLAVE, ""); err != nil {
		return fmt.Errorf("make the mounts private: %w", err)
	}
	args := append([]string(nil), os.Args...)
	for i, arg := range args {
		if arg == command {
			args[i] = inside
			break
		}
	}
	return fmt.Errorf("run %s anew: %w", self, unix.Exec(self, args, os.Environ()))
}

// draw draws the server's log, if that is wanted.
func (f *runFlags) draw(s *server.Server, stdout io.Writer) error {
	if !f.drawn.wanted() {
		return nil
	}
	var log bytes.Buffer
	if _, err := s.Log().WriteTo(&log); err != nil {
		return err
	}
	return f.drawn.draw(&log, "the server's log", stdout)
}

// runInside mounts the cards, runs the command, takes them away and runs after. Its
// error is the command's, if that failed.
func runInside(o server.Options, command []string, after func(*server.Server) error) error {
	if err := privateSoundDir(); err != nil {
		return err
	}
	beFrugal()
	s, err := server.Start(o)
	if err != nil {
		return advise(err)
	}
	uncover := coverProcAsound()
	err = runCommand(command, s.WakeUp)
	uncover()
	if o.Scenario != nil {
		s.AwaitSettled(leftovers)
		if left := s.ScenarioLeft(); left != nil {
			fmt.Fprintf(os.Stderr, "vsndfs: %v\n", left)
		}
	}
	endServer(s)
	afterwards := after(s)
	if err == nil {
		return afterwards
	}
	if afterwards != nil {
		fmt.Fprintf(os.Stderr, "vsndfs: %v\n", afterwards)
	}
	return err
}

// leftovers is how long programs that COMMAND left behind have to close the
// card after it is unplugged.
const leftovers = 500 * time.Millisecond

func endServer(s *server.Server) {
	s.Stop()
	select {
	case <-s.Done():
	case <-time.After(leftovers):
		s.Kill()
	}
}

// runCommand runs the command and returns its exit status as an error. Signals
// from the terminal reach it by itself; one that is sent to us is passed on. A machine
// that sleeps wakes up by it.
func runCommand(command []string, wakeUp func()) error {
	c := exec.Command(command[0], command[1:]...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	// Without us there is no card, and nobody waits for the command. The kernel tells it
	// when the thread that started it has ended: one that does not before the process.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT)
	defer signal.Stop(signals)
	if err := c.Start(); err != nil {
		return startError(command[0], err)
	}
	bePrompt()
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	for {
		select {
		case err := <-ended:
			return commandStatus(err)
		case sig := <-signals:
			if sig == syscall.SIGTERM || sig == syscall.SIGHUP {
				_ = c.Process.Signal(sig) // it has ended: what the signal was for
			}
			wakeUp()
		}
	}
}

// startError is what a shell says of a command that it cannot run: 127 if there
// is none, 126 if it cannot be executed.
func startError(name string, err error) error {
	fmt.Fprintf(os.Stderr, "vsndfs: run %s: %v\n", name, errors.Unwrap(err))
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist) {
		return exitStatus(127)
	}
	return exitStatus(126)
}

// commandStatus is a command's exit status as a shell has it: 128 and the
// signal's number for one that was killed.
func commandStatus(err error) error {
	var exit *exec.ExitError
	if err == nil || !errors.As(err, &exit) {
		return err
	}
	if ws, ok := exit.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		return exitStatus(128 + int(ws.Signal()))
	}
	return exitStatus(exit.ExitCode())
}
