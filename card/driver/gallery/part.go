package gallery

import (
	"fmt"
	"sync"
	"time"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/clock"
)

// part is a resource that notices who touches it after its release. What it held is
// overwritten by then, and the touch is refused: nothing but the log suffers.
type part struct {
	name   string
	device *bus.Device
	core   *card.Core
	poison func() // overwrites the contents

	mu       sync.Mutex
	released *release        // nil while the part is held
	reported map[string]bool // operations that have touched it after its release
}

// release is who released a part, and when.
type release struct {
	at clock.Time
	by string
}

// poisonByte is what released memory is filled with, the kernel's POISON_FREE.
const poisonByte = 0x6b

func newPart(d *bus.Device, core *card.Core, name string) part {
	return part{name: name, device: d, core: core, reported: make(map[string]bool)}
}

// Name is the name by which the log knows the part.
func (p *part) Name() string { return p.name }

// Release gives the part back. Devres calls it for parts that it manages.
func (p *part) Release() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.releaseLocked()
}

// releaseLocked overwrites the part. A second release is a use after the first.
func (p *part) releaseLocked() {
	if p.released != nil {
		p.reportLocked("release")
		return
	}
	p.poison()
	p.released = &release{clock.Now(), callers()}
}

// Free is Release for parts that the driver manages by hand. The log shows it, as it
// shows what devres releases.
func (p *part) Free() {
	p.device.Logf("free %s", p.name)
	p.Release()
}

// access lets an operation use the part. Once that is released it reports the
// operation instead, and returns false.
func (p *part) access(operation string, use func()) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.released == nil {
		use()
		return true
	}
	p.reportLocked(operation)
	return false
}

// reportLocked tells of the first time that an operation touched the part after its
// release: who, on whose behalf, and who had released it. docs/gallery.md defines
// the lines.
func (p *part) reportLocked(operation string) {
	if p.reported[operation] {
		return
	}
	p.reported[operation] = true
	p.device.Logf("oops use after release of %s by %s", p.name, operation)
	p.device.Logf("oops touched in %s", callers())
	for _, f := range p.openFiles() {
		o, _ := f.Owner() // one that is being opened has none yet
		p.device.Logf("oops while open %s pid=%d comm=%s", f.Node.Name, o.Pid, o.Command)
	}
	p.device.Logf("oops released at %s in %s", seconds(p.released.at), p.released.by)
}

// openFiles are those that programs have open of the device's cards.
func (p *part) openFiles() (all []*card.File) {
	for _, c := range p.core.CardsOn(p.device.Name()) {
		all = append(all, c.Files()...)
	}
	return all
}

// seconds is a time as the log writes it.
func seconds(t clock.Time) string {
	second, rest := int64(t)/int64(time.Second), int64(t)%int64(time.Second)
	return fmt.Sprintf("%d.%06d", second, rest/int64(time.Microsecond))
}
