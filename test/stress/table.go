package stress

import "strings"

// kind is the kind of node that a file is of.
type kind string

const (
	playback kind = "playback"
	capture  kind = "capture"
	control  kind = "control"
	timer    kind = "timer"
)

func kindOf(node string) kind {
	switch {
	case strings.HasPrefix(node, "timer"):
		return timer
	case strings.HasPrefix(node, "control"):
		return control
	case strings.HasSuffix(node, "p"):
		return playback
	}
	return capture
}

// rule is what a call may return. Words are errnos, 0, and n for a number above it.
type rule struct {
	call  string
	kinds string // of nodes
	live  string // while the card is there
	dead  string // when the card has been disconnected
	// extra is what it may return besides when it is under way at that moment.
	extra string
}

const (
	pcms  = "playback capture"
	every = "playback capture control timer"
	cards = "playback capture control"
	// inside is what a call gets that is in the PCM's code when its state changes.
	inside = "EBADFD"
)

// rules are those of Linux: what lies below live is what the transcripts of
// test/conformance have for the call, over all states of a stream; the rest is by
// their transcripts life_*. A test compares. What FUSE makes different is in
// docs/differences.md.
var rules = []rule{
	{"reopen", pcms, "n EBUSY EINTR", "ENODEV", ""},
	{"reopen", "control", "n", "ENODEV", ""},
	{"reopen", "timer", "n", "", ""},
	{"close", every, "0", "0", ""},
	{"dup", every, "n", "n", ""},
	{"O_NONBLOCK", every, "0", "0", ""},
	{"O_ASYNC", every, "0", "0", ""}, // ENODEV with Linux: kind of file
	{"flock", every, "0 EAGAIN EINTR", "0 EAGAIN EINTR", ""},
	{"F_SETLK", every, "0 EAGAIN EINTR EDEADLK EBADF", "0 EAGAIN EINTR EDEADLK EBADF", ""},
	{"F_OFD_SETLK", every, "0 EAGAIN EINTR EBADF", "0 EAGAIN EINTR EBADF", ""},
	{"fstat", every, "0", "0", ""},
	{"fsync", every, "EINVAL", "EINVAL", ""},
	{"mmap", pcms, "0 EACCES", "0 EACCES", ""}, // dead: ENODEV with Linux: mmap
	{"mmap", "control timer", "ENODEV EACCES", "ENODEV EACCES", ""},
	{"munmap", pcms, "0", "0", ""},

	{"foreign ioctl", cards, "ENOTTY", "ENODEV", ""},
	{"foreign ioctl", "timer", "ENOTTY", "", ""},

	{"INFO", pcms, "0", "ENODEV", ""},
	{"HW_PARAMS", pcms, "0 EBADFD EBUSY EINVAL", "ENODEV", inside},
	{"HW_FREE", pcms, "0 EBADFD EBUSY", "ENODEV", inside},
	{"SW_PARAMS", pcms, "0 EBADFD EINVAL EPIPE", "ENODEV", inside},
	{"STATUS", pcms, "0", "ENODEV", inside},
	{"DELAY", pcms, "0 EBADFD EPIPE", "ENODEV", inside},
	{"HWSYNC", pcms, "0 EBADFD EPIPE", "ENODEV", inside},
	{"SYNC_PTR", pcms, "0 EBADFD EINVAL EPIPE", "ENODEV", inside},
	{"PREPARE", "playback", "0 EAGAIN EBADFD EBUSY EPIPE", "ENODEV", inside},
	{"PREPARE", "capture", "0 EBADFD EBUSY", "ENODEV", inside},
	{"RESET", pcms, "0 EBADFD EBUSY", "ENODEV", inside},
	{"START", "playback", "0 EBADFD EIO EPIPE", "ENODEV", inside},
	{"START", "capture", "0 EBADFD EIO", "ENODEV", inside},
	{"DROP", pcms, "0 EBADFD", "ENODEV", inside},
	{"DRAIN", pcms, "0 EAGAIN EBADFD EINTR EIO", "ENODEV", inside},
	{"XRUN", pcms, "0 EBADFD", "ENODEV", inside},
	{"RESUME", pcms, "EBADFD", "ENODEV", inside},
	{"UNLINK", pcms, "EALREADY", "ENODEV", inside},
	{"REWIND", pcms, "0 EBADFD EPIPE", "ENODEV", inside},
	{"FORWARD", pcms, "0 EBADFD EPIPE", "ENODEV", inside},
	{"WRITEI", pcms, "0 EAGAIN EBADFD EINVAL EINTR EIO EPIPE", "ENODEV", inside},
	{"READI", pcms, "0 EAGAIN EBADFD EINVAL EINTR EIO EPIPE", "ENODEV", inside},
	{"write", "playback", "n EAGAIN EBADFD EINVAL EINTR EIO EPIPE EBADF", "ENODEV EBADF", inside},
	{"read", "capture", "0 n EAGAIN EBADFD EINVAL EINTR EIO EPIPE", "ENODEV", inside},
	{"write", "capture control", "EINVAL EBADF", "EINVAL EBADF", ""},
	{"read", "playback", "EINVAL", "EINVAL", ""},

	{"read", "control", "n EAGAIN EBADFD EINTR", "ENODEV", ""},
	{"CARD_INFO", "control", "0", "ENODEV", ""},
	{"ELEM_LIST", "control", "0", "ENODEV", ""},
	{"SUBSCRIBE_EVENTS", "control", "0", "ENODEV", ""},
	{"PCM_NEXT_DEVICE", "control", "0", "ENODEV", ""},
	{"PCM_INFO", "control", "0 EINVAL ENXIO", "ENODEV", ""},

	{"read", "timer", "n EAGAIN EBADFD EINTR ENODEV", "", ""},
	{"timer SELECT", "timer", "0 ENODEV EBUSY", "", ""},
	{"timer PARAMS", "timer", "0 EBADFD EINVAL", "", ""},
	{"timer INFO", "timer", "0 EBADFD", "", ""},
	{"timer STATUS", "timer", "0 EBADFD", "", ""},
	{"timer START", "timer", "0 EBADFD EBUSY EINVAL ENODEV", "", ""},
	{"timer STOP", "timer", "0 EBADFD EBUSY", "", ""},
	{"timer CONTINUE", "timer", "0 EBADFD EBUSY EINVAL ENODEV", "", ""},
}

// always are the calls on no open file of a card.
var always = map[string]string{
	"fork":    "0 n EAGAIN",
	"send":    "n EAGAIN ETOOMANYREFS ENOBUFS EINTR",
	"receive": "n EAGAIN EINTR",
}

// cutOff are what any call may return when the server, or its connection, was
// killed: FUSE's own.
const cutOff = "ENOTCONN ECONNABORTED"

// allowed are the words that the table has for a call.
func allowed(call string, k kind, p phase) (string, bool) {
	if words, ok := always[call]; ok {
		return words, true
	}
	for _, r := range rules {
		if r.call != call || !has(r.kinds, string(k)) {
			continue
		}
		switch p {
		case live:
			return r.live, true
		case dead:
			return r.dead, true
		}
		return strings.Join([]string{r.live, r.dead, r.extra}, " "), true
	}
	return "", false
}

// has reports whether a list of words has one.
func has(words, word string) bool {
	for w := range strings.FieldsSeq(words) {
		if w == word {
			return true
		}
	}
	return false
}

// The events of poll(2), which are epoll's too.
const (
	in  = 0x41  // POLLIN | POLLRDNORM
	out = 0x104 // POLLOUT | POLLWRNORM
	bad = 0x8   // POLLERR
)

// ready are the events that a file of a card that is there may have.
var ready = map[kind]uint64{playback: out | bad, capture: in | bad, control: in, timer: in | bad}

// The bits in which actors record select(2)'s sets.
const (
	selectIn     = 1
	selectOut    = 2
	selectExcept = 4
)

// selected are the sets that those events put a file into.
func selected(events uint64) uint64 {
	var sets uint64
	if events&(in|bad) != 0 {
		sets |= selectIn
	}
	if events&(out|bad) != 0 {
		sets |= selectOut
	}
	return sets
}
