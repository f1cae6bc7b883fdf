package devres_test

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/vsndfs/vsndfs/devres"
)

// say returns a function that prints words, to stand for real work.
func say(words string) func() { return func() { fmt.Println(words) } }

// A probe registers each undo next to what it undoes. Unbinding is one call.
func Example() {
	probe := func(r *devres.Resources) error {
		fmt.Println("take a bus reference")
		if _, err := r.AddActionOrReset("bus reference", say("put the bus reference")); err != nil {
			return err
		}
		fmt.Println("start the tick source")
		_, err := r.AddActionOrReset("tick source", say("stop the tick source"))
		return err
	}

	r := devres.New()
	if err := probe(r); err != nil {
		fmt.Println(err)
	}
	fmt.Println("next to be released:", r.Names())
	r.ReleaseAll()
	// Output:
	// take a bus reference
	// start the tick source
	// next to be released: [tick source bus reference]
	// stop the tick source
	// put the bus reference
}

// What a release function adds is not released in the same pass. A device with
// such a leftover must not be bound again.
func ExampleResources_ReleaseAll() {
	r := devres.New()
	_, _ = r.AddAction("timer", func() {
		_, _ = r.AddAction("late work", say("late work is done"))
	})
	bind := func() error {
		if left := r.Names(); len(left) > 0 {
			return fmt.Errorf("resources present before probing: %v: %w", left, syscall.EBUSY)
		}
		return nil
	}

	fmt.Println("released:", r.ReleaseAll())
	fmt.Println("bind:", bind())
	fmt.Println("released:", r.ReleaseAll())
	fmt.Println("bind:", bind())
	// Output:
	// released: 1
	// bind: resources present before probing: [late work]: device or resource busy
	// late work is done
	// released: 1
	// bind: <nil>
}

// Whether it succeeds or not, the caller has nothing left to undo.
func ExampleResources_AddActionOrReset() {
	full := devres.New(devres.WithAlloc(func(string) error { return errors.New("out of memory") }))
	_, err := full.AddActionOrReset("buffer", say("free the buffer"))
	fmt.Println(err)
	// Output:
	// free the buffer
	// add buffer: out of memory
}

// A driver may stop something early and start it anew; the new entry is then
// the newest.
func ExampleResources_ReleaseAction() {
	r := devres.New()
	stream, _ := r.AddAction("stream", say("stop the stream"))
	_, _ = r.AddAction("mixer", say("free the mixer"))

	fmt.Println("first:", r.ReleaseAction(stream))
	fmt.Println("again:", r.ReleaseAction(stream))
	_, _ = r.AddAction("stream", say("stop the new stream"))
	r.ReleaseAll()
	// Output:
	// stop the stream
	// first: <nil>
	// again: release action stream: no such managed resource
	// stop the new stream
	// free the mixer
}

// A group is released on its own, with the groups that lie inside.
func ExampleResources_OpenGroup() {
	r := devres.New()
	_, _ = r.AddAction("card", say("free the card"))

	codec, _ := r.OpenGroup(nil)
	_, _ = r.AddAction("firmware", say("unload the firmware"))
	_, _ = r.OpenGroup("jack")
	_, _ = r.AddAction("jack", say("free the jack"))
	_ = r.CloseGroup("jack")
	_ = r.CloseGroup(codec)

	n, err := r.ReleaseGroup(codec)
	fmt.Println("released:", n, err)
	fmt.Println("left:", r.Names())
	// Output:
	// free the jack
	// unload the firmware
	// released: 2 <nil>
	// left: [card]
}

// dmaBuffer is a resource of its own type, to be found again.
type dmaBuffer struct{ sizeBytes int }

func (*dmaBuffer) Name() string { return "DMA buffer" }
func (b *dmaBuffer) Release()   { fmt.Println("free", b.sizeBytes, "bytes") }

// Two parts of a driver share one buffer, whoever comes first.
func ExampleGet() {
	r := devres.New()
	for _, user := range []string{"playback", "capture"} {
		b, err := devres.Get(r, &dmaBuffer{sizeBytes: 65536}, nil)
		fmt.Println(user, "uses", b.sizeBytes, "bytes", err)
	}
	fmt.Println("released:", r.ReleaseAll())
	// Output:
	// playback uses 65536 bytes <nil>
	// capture uses 65536 bytes <nil>
	// free 65536 bytes
	// released: 1
}

func ExampleRelease() {
	r := devres.New()
	for _, size := range []int{4096, 65536} {
		_ = r.Add(&dmaBuffer{size})
	}
	small := func(b *dmaBuffer) bool { return b.sizeBytes < 10_000 }
	fmt.Println(devres.Release(r, small))
	fmt.Println(devres.Release(r, small))
	r.ReleaseAll()
	// Output:
	// free 4096 bytes
	// <nil>
	// release *devres_test.dmaBuffer: no such managed resource
	// free 65536 bytes
}

// A trace shows an entry before its release function runs, so that a release
// that hangs is the last line of the log.
func ExampleWithTrace() {
	r := devres.New(devres.WithTrace(func(e devres.Event) { fmt.Println("devres", e) }))
	_, _ = r.AddAction("card", say("free the card"))
	_, _ = r.AddAction("trigger", say("wait for open files"))
	r.ReleaseAll()
	// Output:
	// devres add card
	// devres add trigger
	// devres release trigger
	// wait for open files
	// devres release card
	// free the card
}

// Refusing one add after the other shows whether a probe cleans up at each step.
func ExampleWithAlloc() {
	for _, step := range []string{"card", "trigger"} {
		r := devres.New(devres.WithAlloc(func(name string) error {
			if name == step {
				return syscall.ENOMEM
			}
			return nil
		}))
		_, err := r.AddActionOrReset("card", say("free the card"))
		if err == nil {
			_, err = r.AddActionOrReset("trigger", say("disconnect"))
		}
		fmt.Println(err)
		r.ReleaseAll()
	}
	// Output:
	// free the card
	// add card: cannot allocate memory
	// disconnect
	// add trigger: cannot allocate memory
	// free the card
}
