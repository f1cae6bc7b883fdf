package control_test

import (
	"slices"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

const (
	value = abi.SNDRV_CTL_EVENT_MASK_VALUE
	info  = abi.SNDRV_CTL_EVENT_MASK_INFO
	added = abi.SNDRV_CTL_EVENT_MASK_ADD
)

func expectEvents(t *testing.T, got []abi.CtlEvent, want ...abi.CtlEvent) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got events %+v, want %+v", got, want)
	}
}

func TestSubscribing(t *testing.T) {
	f := plug(t, nil).open(t, 1)
	for _, step := range []struct {
		name    string
		in, out int32
	}{
		{"a new file has not subscribed", -1, 0},
		{"off when it is off", 0, 0},
		{"any positive number switches on", 7, 7},
		{"any negative number asks", -5, 1},
		{"on when it is on", 1, 1},
		{"off", 0, 0},
		{"it is off", -1, 0},
	} {
		v := step.in
		expectErr(t, step.name, do(f, abi.SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &v), nil)
		if v != step.out {
			t.Errorf("%s: got %d, want %d", step.name, v, step.out)
		}
	}
}

func TestEventsOfOneElementAreMerged(t *testing.T) {
	h := plug(t, nil)
	f := h.subscribed(t)
	h.changed(12, added)
	h.changed(3, value)
	h.changed(12, value)
	h.changed(12, value)
	h.changed(3, info)
	expectEvents(t, events(t, f, 10), event(12, added|value), event(3, value|info))

	h.changed(12, info) // what was read is no longer there to merge with
	expectEvents(t, events(t, f, 10), event(12, info))
}

func TestAnEventNamesItsElement(t *testing.T) {
	h := plug(t, nil)
	f := h.subscribed(t)
	id := abi.CtlElemId{Numid: 4, Iface: abi.SNDRV_CTL_ELEM_IFACE_MIXER, Device: 1, Subdevice: 2, Index: 3}
	abi.SetString(id.Name[:], "Headphone Playback Volume")
	h.control.Notify(abi.SNDRV_CTL_EVENT_MASK_REMOVE, id)
	expectEvents(t, events(t, f, 1), abi.CtlEvent{Mask: abi.SNDRV_CTL_EVENT_MASK_REMOVE, ID: id})
}

func TestAReadTakesWholeEvents(t *testing.T) {
	h := plug(t, nil)
	f := h.subscribed(t)
	for numid := range uint32(5) {
		h.changed(numid+1, value)
	}
	p, err := read(f, 3*eventBytes-1)
	if len(p) != 2*eventBytes || err != nil {
		t.Fatalf("got %d bytes, %v, want two events", len(p), err)
	}
	expectEvents(t, events(t, f, 10), event(3, value), event(4, value), event(5, value))
}

func TestReadsThatGetNothing(t *testing.T) {
	h := plug(t, nil)
	f := h.open(t, 1)
	for _, n := range []int{0, 1, eventBytes} {
		_, err := read(f, n)
		expectErr(t, "read without a subscription", err, syscall.EBADFD)
	}
	g := h.subscribed(t)
	for _, n := range []int{0, eventBytes - 1} {
		_, err := read(g, n)
		expectErr(t, "read that is too short", err, syscall.EINVAL)
	}
	_, err := read(g, eventBytes)
	expectErr(t, "read of an empty queue", err, syscall.EAGAIN)
}

func TestOnlySubscribersGetEvents(t *testing.T) {
	h := plug(t, nil)
	idle, on, other, closed := h.open(t, 1), h.subscribed(t), h.subscribed(t), h.subscribed(t)
	closed.OnNotify(func() { t.Error("a closed file was told of an event") })
	closed.Release()
	h.changed(1, value)
	expectPoll(t, idle, 0)
	expectEvents(t, events(t, on, 1), event(1, value))
	expectEvents(t, events(t, other, 1), event(1, value))

	yes := int32(1)
	expectErr(t, "SUBSCRIBE_EVENTS", do(idle, abi.SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &yes), nil)
	_, err := read(idle, eventBytes)
	expectErr(t, "read of what came before the subscription", err, syscall.EAGAIN)
}

func TestEndingTheSubscriptionDropsTheQueue(t *testing.T) {
	h := plug(t, nil)
	f := h.subscribed(t)
	h.changed(1, value)
	on := int32(1)
	expectErr(t, "subscribe again", do(f, abi.SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &on), nil)
	expectPoll(t, f, card.PollIn)
	off := int32(0)
	expectErr(t, "unsubscribe", do(f, abi.SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &off), nil)
	expectPoll(t, f, 0)
	expectErr(t, "subscribe", do(f, abi.SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &on), nil)
	expectPoll(t, f, 0)
}

func TestPollersAreTold(t *testing.T) {
	h := plug(t, nil)
	told := map[*card.File]int{}
	idle, on := h.open(t, 1), h.subscribed(t)
	for _, f := range []*card.File{idle, on} {
		f.OnNotify(func() { told[f]++ })
	}
	expectPoll(t, on, 0)
	h.changed(1, value)
	expectPoll(t, on, card.PollIn)
	if told[on] != 1 || told[idle] != 0 {
		t.Errorf("of an event: told the subscriber %d times, the other %d times, want 1 and 0", told[on], told[idle])
	}
	events(t, on, 1)
	expectPoll(t, on, 0)

	// A poll without a subscription sleeps on to its time-out.
	h.card.Disconnect()
	if told[on] != 2 || told[idle] != 0 {
		t.Errorf("of the end: told the subscriber %d times, the other %d times, want 2 and 0", told[on], told[idle])
	}
	expectPoll(t, on, card.PollErr|card.PollNval)
	expectPoll(t, idle, card.PollErr|card.PollNval)
}

func TestQueuedEventsAreLostWithTheCard(t *testing.T) {
	h := plug(t, nil)
	f := h.subscribed(t)
	h.changed(1, value)
	h.card.Disconnect()
	_, err := read(f, eventBytes)
	expectErr(t, "read", err, syscall.ENODEV)
	_, err = read(f, 0)
	expectErr(t, "read of 0 bytes", err, syscall.ENODEV)
	f.Release()
}
