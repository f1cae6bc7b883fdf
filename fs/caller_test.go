package fs

import (
	"os"
	"os/exec"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card"
)

// ended starts a process, has it end as end says, and returns it unreaped.
func ended(t *testing.T, end func(*os.Process) error, command ...string) uint32 {
	t.Helper()
	cmd := exec.Command(command[0], command[1:]...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Wait() })
	if err := end(cmd.Process); err != nil {
		t.Fatal(err)
	}
	if err := unix.Waitid(unix.P_PID, cmd.Process.Pid, nil, unix.WEXITED|unix.WNOWAIT, nil); err != nil {
		t.Fatal(err)
	}
	return uint32(cmd.Process.Pid)
}

func TestWhoIsDyingOfASignal(t *testing.T) {
	expect(t, "this process", killed(uint32(os.Getpid())), false)
	died := ended(t, (*os.Process).Kill, "sleep", "1000")
	expect(t, "a process that was killed", killed(died), true)
	left := ended(t, func(*os.Process) error { return nil }, "true")
	expect(t, "a process that ended by itself", killed(left), false)
	expect(t, "a process that is not there", killed(0), true)
}

// named gives this process another name, and the old one back in the end.
func named(t *testing.T, name string) {
	t.Helper()
	const comm = "/proc/self/comm"
	old, err := os.ReadFile(comm)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.WriteFile(comm, old, 0) })
	if err := os.WriteFile(comm, []byte(name), 0); err != nil {
		t.Fatal(err)
	}
}

// Whatever a process calls itself, the log has one line for it and one column.
func TestNamesOfProcesses(t *testing.T) {
	for name, want := range map[string]string{
		"aplay":              "aplay",
		"two words":          "two_words",
		"two\nlines":         "two_lines",
		"tab\tand\x7f":       "tab_and_",
		"x) S 1 1 1 (":       "x)_S_1_1_1_(",
		"no \xff letter":     "no___letter",
		"Größe":              "Größe",
		"longer than a name": "longer_than_a_n",
	} {
		t.Run(name, func(t *testing.T) {
			named(t, name)
			expect(t, "name", commandOf(os.Getpid()), want)
			expect(t, "dying", killed(uint32(os.Getpid())), false)
		})
	}
	expect(t, "the name of a process that is not there", commandOf(0), "?")
}

func TestACallerIsTheProcessOfItsThread(t *testing.T) {
	named(t, "main thread")
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	done := make(chan uint32)
	goOn := make(chan struct{})
	go func() {
		runtime.LockOSThread() // the thread ends with its goroutine
		done <- uint32(unix.Gettid())
		<-goOn
	}()
	other := <-done
	defer close(goOn)
	want := card.Owner{Pid: os.Getpid(), Command: "main_thread"}
	expect(t, "this thread's", callerOf(uint32(unix.Gettid())), want)
	expect(t, "another thread's", callerOf(other), want)
	expect(t, "a thread's in a foreign pid namespace", callerOf(0), card.Owner{Command: "?"})
}

func TestAFieldOfAStatusFile(t *testing.T) {
	text := []byte("Name:\ta:b\nTgid:\t 17 \nino:\t5\nTgid:\t18\nno field\n")
	for name, want := range map[string]string{"Name": "a:b", "Tgid": "17", "ino": "5", "no field": "", "Pid": "", "": ""} {
		if got := statusField(text, name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestWhoIsAlive(t *testing.T) {
	expect(t, "this process", alive(os.Getpid()), true)
	cmd := exec.Command("true")
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	expect(t, "a process that was waited for", alive(cmd.Process.Pid), false)
}

// A caller in a pid namespace that is not seen is taken to be dying of its signal.
func TestWhoCannotBeSeenIsDyingOnceInterrupted(t *testing.T) {
	interrupted := make(chan struct{})
	expect(t, "without a signal", dying(0, interrupted), false)
	close(interrupted)
	expect(t, "with a signal", dying(0, interrupted), true)
	expect(t, "this process, with a signal", dying(uint32(os.Getpid()), interrupted), false)
}
