package timeline

import (
	"fmt"

	"github.com/vsndfs/vsndfs/internal/lifelog"
)

// keepsCard is what a file does while an unbinding waits for its close.
const keepsCard = "keeps the card"

// opener is by what the log tells whose a file was that is closed.
type opener struct {
	node string
	pid  int
}

// openFile is a file that is open.
type openFile struct {
	row  *row
	span *Span
}

func (d *device) opens(e lifelog.Event) {
	r := d.row(OfFile, fmt.Sprintf("%s %s (pid %d)", e.Node, e.Comm, e.Pid))
	span := r.begin(Span{Name: "open", Begin: e.At})
	by := opener{e.Node, e.Pid}
	d.open[by] = append(d.open[by], &openFile{r, span})
	if d.blocked != nil { // it was being opened when the card was disconnected
		d.keeps(r, e.At)
	}
}

// closes ends the newest file of that node and process: which one it was the log
// does not tell.
func (d *device) closes(e lifelog.Event) {
	by := opener{e.Node, e.Pid}
	files := d.open[by]
	if len(files) == 0 {
		d.closesUnknown(e)
		return
	}
	f := files[len(files)-1]
	d.open[by] = files[:len(files)-1]
	if kept := f.row.newest(keepsCard); kept != nil {
		f.row.end(kept, e.At)
		d.lastKept = kept
	}
	f.row.end(f.span, e.At)
}

// closesUnknown ends a file that was opened before the log begins.
func (d *device) closesUnknown(e lifelog.Event) {
	r := d.row(OfFile, fmt.Sprintf("%s (pid %d)", e.Node, e.Pid))
	r.endNewest("open", d.builder.timeline.Begin, e.At)
	if d.blocked == nil {
		return
	}
	d.keeps(r, d.blocked.Begin)
	d.lastKept = r.newest(keepsCard)
	r.end(d.lastKept, e.At)
}
