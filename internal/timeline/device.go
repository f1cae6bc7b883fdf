package timeline

import (
	"strconv"
	"strings"
	"time"

	"github.com/vsndfs/vsndfs/internal/lifelog"
)

// device is what a log has told of one device so far.
type device struct {
	builder *builder
	name    string
	rows    []*row
	byName  map[string]*row
	last    time.Duration // of the latest step of an unbinding

	// Open spans of the device's row; nil where there is none.
	plugged, binding, release, step *Span

	unbinding bool
	resources int // that are acquired, as far as the log tells
	blocked   *Span
	open      map[opener][]*openFile
	lastKept  *Span // of the file that was closed last, if the unbinding waited for it
	streams   map[string]*stream
}

func newDevice(b *builder, name string) *device {
	d := &device{builder: b, name: name, byName: make(map[string]*row)}
	d.abandon(0)
	return d
}

// row is the row of a name.
func (d *device) row(kind RowKind, name string) *row {
	r := d.byName[name]
	if r == nil {
		r = &row{Row: Row{Device: d.name, Kind: kind, Name: name}}
		d.byName[name] = r
		d.rows = append(d.rows, r)
	}
	return r
}

// own is the device's own row.
func (d *device) own() *row { return d.row(OfDevice, d.name) }

func (d *device) managed() *row { return d.row(OfResources, "devres") }

// begins is what begins on the device's own row.
func (d *device) begins(name string, at time.Duration) *Span {
	return d.own().begin(Span{Name: name, Begin: at})
}

// ends ends what is open there.
func (d *device) ends(at time.Duration, spans ...**Span) {
	for _, s := range spans {
		d.own().end(*s, at)
		*s = nil
	}
}

// steps is what a line does; lines that are not here happen and no more.
var steps = map[lifelog.Kind]func(*device, lifelog.Event){
	lifelog.Plug:          (*device).plug,
	lifelog.Bind:          (*device).bind,
	lifelog.ProbeFailed:   (*device).probeFailed,
	lifelog.Unbind:        (*device).unbind,
	lifelog.Add:           (*device).add,
	lifelog.Remove:        (*device).remove,
	lifelog.Release:       (*device).releases,
	lifelog.Disconnect:    (*device).disconnect,
	lifelog.Wait:          (*device).wait,
	lifelog.Free:          (*device).free,
	lifelog.DeviceRelease: (*device).deviceRelease,
	lifelog.Open:          (*device).opens,
	lifelog.Close:         (*device).closes,
	lifelog.Stream:        (*device).changes,
}

func (d *device) do(e lifelog.Event) {
	if step, ok := steps[e.Kind]; ok {
		step(d, e)
	} else {
		d.own().happens(Instant{e.At, e.Text, isBad(e.Text)})
	}
	switch e.Kind {
	case lifelog.Unbind, lifelog.ProbeFailed, lifelog.Release, lifelog.Disconnect, lifelog.Wait, lifelog.Free, lifelog.PrivateFree:
		d.last = e.At
	}
}

// isBad reports whether a line tells of something that should not have happened.
func isBad(text string) bool {
	word, _, _ := strings.Cut(text, " ")
	return word == "oops" || word == "fault"
}

// plug begins a life. If the last one has not ended, its server was killed, and this
// is another one's.
func (d *device) plug(e lifelog.Event) {
	if d.plugged != nil {
		d.abandon(d.builder.before)
	}
	d.own().happens(Instant{At: e.At, Text: e.Text})
	d.plugged = d.begins("plugged in", e.At)
}

// abandon ends a life of whose end there is no line.
func (d *device) abandon(at time.Duration) {
	d.settle()
	for _, r := range d.rows {
		r.finish(at)
	}
	*d = device{
		builder: d.builder, name: d.name, rows: d.rows, byName: d.byName,
		open: make(map[opener][]*openFile), streams: make(map[string]*stream),
	}
}

func (d *device) bind(e lifelog.Event) {
	d.settle()
	d.ends(e.At, &d.binding)
	d.binding = d.begins("bound", e.At)
}

func (d *device) probeFailed(e lifelog.Event) {
	if d.binding != nil {
		d.binding.Name = "probe failed"
		d.binding.Detail = strings.TrimPrefix(e.Text, "probe failed: ")
	}
	d.ends(e.At, &d.step)
	d.unbinding = true
}

func (d *device) unbind(e lifelog.Event) {
	d.ends(e.At, &d.step, &d.binding)
	d.binding = d.begins("unbinding", e.At)
	d.unbinding = true
}

// settle ends an unbinding, or a probe that failed, for which the log has no line:
// it was over when all was released.
func (d *device) settle() {
	if !d.unbinding || d.resources > 0 || d.blocked != nil {
		return
	}
	d.ends(d.last, &d.step, &d.release, &d.binding)
	d.unbinding = false
}

func (d *device) deviceRelease(e lifelog.Event) {
	d.ends(e.At, &d.step, &d.release, &d.binding)
	d.unbinding = false
	if d.plugged == nil {
		d.plugged = d.begins("plugged in", d.builder.timeline.Begin)
		d.plugged.BegunBefore = true
	}
	d.ends(e.At, &d.plugged)
}

func (d *device) add(e lifelog.Event) {
	d.resources++
	d.managed().begin(Span{Name: e.Name, Begin: e.At})
}

// loses is the end of a managed resource.
func (d *device) loses(e lifelog.Event) {
	d.resources = max(d.resources-1, 0)
	d.managed().endNewest(e.Name, d.builder.timeline.Begin, e.At)
}

func (d *device) remove(e lifelog.Event) { d.loses(e) }

func (d *device) releases(e lifelog.Event) {
	d.loses(e)
	d.ends(e.At, &d.step, &d.release)
	d.release = d.begins("release "+e.Name, e.At)
}

func (d *device) disconnect(e lifelog.Event) { d.nextStep(e, "disconnect") }

// nextStep ends one step of a card's end and begins the next.
func (d *device) nextStep(e lifelog.Event, name string) {
	d.ends(e.At, &d.step)
	d.step = d.begins("card "+strconv.Itoa(e.Card)+" "+name, e.At)
}

// wait blocks whoever unbinds; each file that is open keeps the card.
func (d *device) wait(e lifelog.Event) {
	if d.blocked != nil {
		return // another who frees the card
	}
	d.nextStep(e, "wait")
	d.step.Kind, d.step.Detail = Blocked, "files="+strconv.Itoa(e.Files)
	d.blocked = d.step
	for _, r := range d.rows {
		for _, s := range r.open {
			if r.Kind == OfFile && s.Name == "open" {
				d.keeps(r, e.At)
			}
		}
	}
}

// keeps is a file for whose close the unbinding waits.
func (d *device) keeps(r *row, at time.Duration) {
	kept := r.begin(Span{Name: keepsCard, Kind: Blocked, Begin: at})
	d.builder.arrow("waits for", d.blocked, kept)
}

func (d *device) free(e lifelog.Event) {
	d.nextStep(e, "free")
	if d.lastKept != nil {
		d.builder.arrow("closed", d.lastKept, d.step)
	}
	d.blocked, d.lastKept = nil, nil
	for _, s := range d.streams {
		s.ends(e.At)
	}
}
