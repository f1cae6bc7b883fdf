package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
)

// program is a running program that is told what to do, and tells what it did.
type program struct {
	process *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

func startProgram(path string, args ...string) (*program, error) {
	p := &program{process: exec.Command(path, args...)}
	p.process.Stderr = os.Stderr
	in, err := p.process.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := p.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.in, p.out = in, bufio.NewReader(out)
	return p, p.process.Start()
}

func (p *program) pid() int { return p.process.Process.Pid }
