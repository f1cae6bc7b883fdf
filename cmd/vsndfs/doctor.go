package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/vsndfs/vsndfs/server/doctor"
)

// The doctor's other processes: one mounts a card in namespaces of its own, and
// one lets its memory be looked at.
const (
	doctorTrial   = "doctor-trial"
	doctorPatient = "doctor-patient"
)

func newDoctor() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Say what this machine allows, and what to do about what it does not",
		Long: `Say what this machine allows: it opens /dev/fuse, mounts a card in namespaces of
its own for a moment, and looks at what is there already. Each line begins with

  ok      it works
  less    something will not work; the line says what, and what to do
  no      without this there is no card

The exit status is 1 if there is a no.`,
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			all := doctor.Examine(tryInNamespaces)
			printFindings(c.OutOrStdout(), all)
			if doctor.Worst(all) == doctor.No {
				return errors.New("no card can be mounted here: do what the lines with no say")
			}
			return nil
		},
	}
}

func printFindings(w io.Writer, all []doctor.Finding) {
	for _, f := range all {
		fmt.Fprintf(w, "%-4s  %s: %s", f.Verdict, f.What, f.Says)
		if f.Advice != "" {
			fmt.Fprintf(w, "; %s", f.Advice)
		}
		fmt.Fprintln(w)
	}
}

// tryInNamespaces runs the trial. An error is that there are no namespaces.
func tryInNamespaces() (doctor.Trial, error) {
	var t doctor.Trial
	self, err := os.Executable()
	if err != nil {
		return t, err
	}
	c := exec.Command(self, doctorTrial)
	c.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWIPC}
	var out, complaint bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, &out, &complaint // Stdin for where there is no /dev/null
	if err := c.Start(); err != nil {
		return t, errors.Unwrap(err)
	}
	err = c.Wait()
	if err == nil {
		err = json.Unmarshal(out.Bytes(), &t)
	}
	if err != nil {
		t.Mount = fmt.Sprintf("the trial failed: %v %s", err, complaint.String())
	}
	return t, nil
}

func newDoctorTrial() *cobra.Command {
	return &cobra.Command{
		Use: doctorTrial, Hidden: true, Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			dir, err := os.MkdirTemp("", "vsndfs-doctor-")
			if err != nil {
				return fmt.Errorf("make a directory to mount on: %w", err)
			}
			defer os.Remove(dir)
			patient, dismiss, err := startPatient()
			if err != nil {
				return fmt.Errorf("start a process: %w", err)
			}
			defer dismiss()
			return json.NewEncoder(c.OutOrStdout()).Encode(doctor.Try(dir, patient, os.Getppid()))
		},
	}
}

// startPatient starts a process that stays until it is dismissed.
func startPatient() (pid int, dismiss func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return 0, nil, err
	}
	c := exec.Command(self, doctorPatient)
	stdin, err := c.StdinPipe()
	if err != nil {
		return 0, nil, err
	}
	if err := c.Start(); err != nil {
		return 0, nil, err
	}
	return c.Process.Pid, func() {
		_ = stdin.Close() // it ends at the end of its input
		_ = c.Wait()
	}, nil
}

func newDoctorPatient() *cobra.Command {
	return &cobra.Command{
		Use: doctorPatient, Hidden: true, Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := io.Copy(io.Discard, os.Stdin)
			return err
		},
	}
}
