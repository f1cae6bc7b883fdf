package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"

	"github.com/vsndfs/vsndfs/fs"
)

// player is aplay at work on an exhibit.
type player struct {
	cmd    *exec.Cmd
	cancel context.CancelFunc
	out    bytes.Buffer
}

// play starts aplay and stops it (SIGSTOP) when it plays: two seconds of sound are then in
// the buffer, and the stream goes on.
func (g *guest) play() (*player, error) {
	if err := waitFor("the card", func() bool { return exists("/dev/snd/pcmC0D0p") }); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), guestPatience)
	p := &player{cancel: cancel, cmd: exec.CommandContext(ctx, "aplay", "-q", "-D", "hw:0,0", "-t", "raw", "-f", "dat",
		"--period-time=200000", "--buffer-time=2000000", "/dev/zero")}
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.out
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start aplay: %w", err)
	}
	err := errors.Join(waitFor("aplay to play", g.running), p.stop())
	if err != nil {
		p.end()
		return nil, err
	}
	return p, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// running reports whether a stream of the card runs.
func (g *guest) running() bool {
	text, err := readStatus(g.tree.dir)
	var st fs.Status
	if err != nil || json.Unmarshal(text, &st) != nil || len(st.Devices) == 0 {
		return false
	}
	streams := st.Devices[0].Streams
	return len(streams) > 0 && streams[0].State == "RUNNING"
}

// stop stops the program, and returns when it stands still.
func (p *player) stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		return fmt.Errorf("stop aplay: %w", err)
	}
	return waitFor("aplay to stand still", func() bool {
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid)) // it is not waited for
		_, rest, _ := strings.Cut(string(text), ") ")
		return strings.HasPrefix(rest, "T")
	})
}

// goOn lets the program go on, and waits for its end, which is that the device is gone.
func (p *player) goOn() error {
	if err := p.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		return fmt.Errorf("let aplay go on: %w", err)
	}
	err := p.cmd.Wait()
	if said := p.out.String(); !strings.Contains(said, "No such device") {
		return fmt.Errorf("aplay was to end because there is no such device: %v, %q", err, said)
	}
	return nil
}

// end makes an end of the program, if it has none.
func (p *player) end() {
	p.cancel()
	_ = p.cmd.Wait() // it may have ended, and was killed if not
}
