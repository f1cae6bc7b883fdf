package main

import (
	"bytes"
	"context"
	"encoding/json"
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
	said   bytes.Buffer
	ended  chan struct{} // closed when it has
}

// play starts aplay and stops it (SIGSTOP) when it plays: two seconds of sound are then in
// the buffer, and the stream goes on.
func (g *guest) play() (*player, error) {
	if err := waitFor("the card", func() bool { return exists("/dev/snd/pcmC0D0p") }); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), guestPatience)
	p := &player{cancel: cancel, ended: make(chan struct{}), cmd: exec.CommandContext(ctx, "aplay", "-q", "-D", "hw:0,0", "-t", "raw", "-f", "dat",
		"--period-time=200000", "--buffer-time=2000000", "/dev/zero")}
	p.cmd.Stdout, p.cmd.Stderr = &p.said, &p.said
	if err := p.cmd.Start(); err != nil {
		cancel()
		return nil, fmt.Errorf("start aplay: %w", err)
	}
	go func() {
		_ = p.cmd.Wait() // what it has said tells more
		close(p.ended)
	}()
	if err := p.stopPlaying(g); err != nil {
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

// stopPlaying stops the program when it plays, and returns when it stands still.
func (p *player) stopPlaying(g *guest) error {
	if err := waitFor("aplay to play", func() bool { return g.running() || p.hasEnded() }); err != nil {
		return err
	}
	if p.hasEnded() {
		return fmt.Errorf("aplay ended before it played: %q", p.said.String())
	}
	if err := p.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		return fmt.Errorf("stop aplay: %w", err)
	}
	return waitFor("aplay to stand still", func() bool {
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid)) // one that has ended is waited for in vain
		_, rest, _ := strings.Cut(string(text), ") ")
		return strings.HasPrefix(rest, "T")
	})
}

func (p *player) hasEnded() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// goOn lets the program go on, and waits for its end, which is that the device is gone.
func (p *player) goOn() error {
	if err := p.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		return fmt.Errorf("let aplay go on: %w", err)
	}
	<-p.ended
	if said := p.said.String(); !strings.Contains(said, "No such device") {
		return fmt.Errorf("aplay was to end because there is no such device, but said %q", said)
	}
	return nil
}

// end makes an end of the program, if it has none.
func (p *player) end() {
	p.cancel()
	<-p.ended
}
