package test

import (
	"testing"
	"time"
)

// patience is how long a test waits for what should take a moment: the machine
// may be busy with other things.
const patience = 60 * time.Second

// lookEvery is the time from one look at a condition to the next.
const lookEvery = 5 * time.Millisecond

// waitFor returns when the condition holds, and fails the test when it does not
// come to hold.
func waitFor(t testing.TB, what string, condition func() bool) {
	t.Helper()
	if !comesTrue(condition) {
		t.Fatalf("waited %v for %s", patience, what)
	}
}

// comesTrue reports whether the condition comes to hold.
func comesTrue(condition func() bool) bool {
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for !condition() {
		select {
		case <-look.C:
		case <-deadline.C:
			return false
		}
	}
	return true
}

// tries is how often a program may fail that a machine which is too busy makes come
// too late, as it would with any card.
const tries = 3

// oneTryDoes fails the test unless one of some tries does.
func oneTryDoes(t testing.TB, try func() error) {
	t.Helper()
	var err error
	for range tries {
		if err = try(); err == nil {
			return
		}
		t.Log(err)
	}
	t.Fatalf("%d tries, the last with: %v", tries, err)
}

// between fails the test unless what took as long as it says it should.
func between(t testing.TB, what string, took, least, most time.Duration) {
	t.Helper()
	if took < least || took > most {
		t.Errorf("%s took %v, want %v to %v", what, took, least, most)
	}
}
