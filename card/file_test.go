package card_test

import (
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/vsndfs/vsndfs/card"
)

// oneWay are operations of a node that can be read, or written, or neither.
type oneWay struct {
	reads, writes bool
	released      int
}

func (o *oneWay) CanRead() bool                       { return o.reads }
func (o *oneWay) CanWrite() bool                      { return o.writes }
func (*oneWay) Read(*card.Call, []byte) (int, error)  { return 1, nil }
func (*oneWay) Write(*card.Call, []byte) (int, error) { return 2, nil }
func (*oneWay) Ioctl(*card.Call, *card.Ioctl) error   { return syscall.ENOTTY }
func (*oneWay) Poll() card.Events                     { return card.PollOut }
func (*oneWay) Flush(*card.Call) error                { return syscall.EIO }
func (o *oneWay) Release()                            { o.released++ }

// openWith plugs a card in and opens a file of it with the operations o.
func openWith(t *testing.T, o card.Ops) (*card.Card, *card.File) {
	t.Helper()
	r := newRig()
	r.plug(t, "headset.0", r.standard)
	n, _ := r.core.Node("controlC0")
	f, err := n.Card.AddFile(n)
	expectErr(t, "AddFile", err, nil)
	f.SetOps(o)
	return n.Card, f
}

func TestALivingFileHasItsOwnOperations(t *testing.T) {
	o := &oneWay{reads: true, writes: true}
	_, f := openWith(t, o)
	if n, err := f.Read(&card.Call{}, nil); n != 1 || err != nil {
		t.Errorf("Read = %d, %v, want 1, nil", n, err)
	}
	if n, err := f.Write(&card.Call{}, nil); n != 2 || err != nil {
		t.Errorf("Write = %d, %v, want 2, nil", n, err)
	}
	expectErr(t, "Ioctl", f.Ioctl(&card.Call{}, &card.Ioctl{}), syscall.ENOTTY)
	expectErr(t, "Flush", f.Flush(&card.Call{}), syscall.EIO)
	if got := f.Poll(); got != card.PollOut || f.Dead() {
		t.Errorf("got events %#x, dead %v, want %#x, false", got, f.Dead(), card.PollOut)
	}
	f.Release()
	if o.released != 1 {
		t.Errorf("got %d releases, want 1", o.released)
	}
}

// Which operations a file has was noted when it was opened: what was missing
// then stays EINVAL.
func TestEveryCallOnADeadFile(t *testing.T) {
	for _, tt := range []struct {
		name        string
		ops         card.Ops
		read, write error
	}{
		{"a control", &oneWay{reads: true}, syscall.ENODEV, syscall.EINVAL},
		{"a playback", &oneWay{writes: true}, syscall.EINVAL, syscall.ENODEV},
		{"a node for both", &oneWay{reads: true, writes: true}, syscall.ENODEV, syscall.ENODEV},
		{"a node for neither", &neither{}, syscall.EINVAL, syscall.EINVAL},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, f := openWith(t, tt.ops)
			c.Disconnect()
			_, err := f.Read(&card.Call{}, make([]byte, 8))
			expectErr(t, "Read", err, tt.read)
			_, err = f.Write(&card.Call{}, make([]byte, 8))
			expectErr(t, "Write", err, tt.write)
			_, err = f.Read(&card.Call{}, nil)
			expectErr(t, "Read of 0 bytes", err, tt.read)
			expectErr(t, "Ioctl", f.Ioctl(&card.Call{}, &card.Ioctl{Cmd: 0xffffffff}), syscall.ENODEV)
			expectErr(t, "Flush", f.Flush(&card.Call{}), nil)
			if got := f.Poll(); got != card.PollErr|card.PollNval || !f.Dead() {
				t.Errorf("got events %#x, dead %v, want POLLERR|POLLNVAL, true", got, f.Dead())
			}
			f.Release()
		})
	}
}

// neither are operations that do not say what they can do.
type neither struct{ card.Ops }

func (neither) Release() {}

func TestADeadFileIsStillReleasedByItsDevice(t *testing.T) {
	o := new(oneWay)
	c, f := openWith(t, o)
	c.Disconnect()
	f.Release()
	if o.released != 1 || c.OpenFiles() != 0 {
		t.Errorf("got %d releases and %d open files, want 1 and 0", o.released, c.OpenFiles())
	}
}

func TestDisconnectWakesWhoeverSleepsForTheCard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig()
		s := r.plug(t, "headset.0", r.standard)
		f := r.open(t, "controlC0")
		read := async(func() {
			_, err := f.Read(&card.Call{}, make([]byte, 8))
			expectErr(t, "Read", err, syscall.ENODEV)
			f.Release()
		})
		synctest.Wait()
		if returned(read) {
			t.Error("the read did not wait")
		}
		expectErr(t, "Unplug", s.Unplug(), nil)
		<-read
	})
}

func TestAFileThatIsNoCardsLogsNothing(t *testing.T) {
	o := &oneWay{reads: true}
	n := &card.Node{Name: "timer"}
	f := card.NewFile(n, o)
	f.Opened(card.Owner{Pid: 3, Command: "dmix"})
	if got, ok := f.Owner(); got != (card.Owner{Pid: 3, Command: "dmix"}) || !ok || f.Node != n {
		t.Errorf("got owner %v, %v of node %v", got, ok, f.Node)
	}
	f.Release()
	if o.released != 1 {
		t.Errorf("got %d releases, want 1", o.released)
	}
}

func TestTheOwnerIsUnknownWhileTheFileIsBeingOpened(t *testing.T) {
	_, f := openWith(t, new(oneWay))
	if o, ok := f.Owner(); ok {
		t.Errorf("got owner %v, want none", o)
	}
	f.Opened(card.Owner{Pid: 7})
	if o, ok := f.Owner(); o.Pid != 7 || !ok {
		t.Errorf("got owner %v, %v, want pid 7", o, ok)
	}
}

func TestNotifyTellsTheOneWhoListens(t *testing.T) {
	f := card.NewFile(&card.Node{}, new(oneWay))
	f.Notify() // nobody listens yet
	told := 0
	f.OnNotify(func() { told++ })
	f.Notify()
	f.Notify()
	if told != 2 {
		t.Errorf("told %d times, want 2", told)
	}
}

func TestBlockedNamesTheLatestSleeper(t *testing.T) {
	f := card.NewFile(&card.Node{}, new(oneWay))
	expect := func(want string) {
		t.Helper()
		if got := f.Blocked(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	expect("")
	read := f.Block("read")
	expect("read")
	drain := f.Block("drain")
	expect("drain")
	read() // the older sleeper says nothing of the younger
	expect("drain")
	drain()
	expect("")
}

// mapped are operations of a file that programs map.
type mapped struct{ oneWay }

func (*mapped) Backing() int      { return 42 }
func (*mapped) Closing()          {}
func (*mapped) StillMapped() bool { return false }

func TestAFilesMemoryIsThereForTheOnesThatHaveSome(t *testing.T) {
	c, f := openWith(t, new(mapped))
	c.Disconnect() // the mapping stays
	if m, ok := f.Mapper(); !ok || m.Backing() != 42 {
		t.Errorf("got mapper %v, %v, want one with memory 42", m, ok)
	}
	f.Release()
	if m, ok := card.NewFile(&card.Node{}, new(oneWay)).Mapper(); ok {
		t.Errorf("got mapper %v, want none", m)
	}
}
