package timeline

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
)

// The picture's measures, in pixels.
const (
	svgWidth  = 1200
	svgMargin = 12
	svgLabels = 214 // the column of the rows' names
	svgLine   = 19  // of spans that are one below the other
	svgGap    = 10  // between rows
	svgLetter = 6.1 // the width of a letter, about
)

// svgStyle is readable in the light and in the dark, whatever page it stands on.
const svgStyle = `
text { font: 10px ui-monospace, Menlo, Consolas, monospace; fill: #1f2328 }
.name { font-weight: bold } .tick { fill: #59636e } .ground { fill: #ffffff }
.span { fill: #eaeef2; stroke: #afb8c1 } .blocked { fill: #ffd33d; stroke: #bf8700 } .late { fill: #ff8182; stroke: #cf222e }
.flowing { fill: #aceebb; stroke: #1a7f37 } .draining { fill: #b6e3ff; stroke: #0969da }
.instant { stroke: #8250df; stroke-width: 2 } .bad { stroke: #cf222e }
.arrow { fill: none; stroke: #bc4c00; stroke-width: 1.5; marker-end: url(#head) } .head { fill: #bc4c00 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .tick { fill: #9198a1 } .ground { fill: #0d1117 }
.span { fill: #262c36; stroke: #656c76 } .blocked { fill: #845306; stroke: #d29922 } .late { fill: #8e1519; stroke: #f85149 }
.flowing { fill: #196c2e; stroke: #3fb950 } .draining { fill: #0c2d6b; stroke: #58a6ff }
.instant { stroke: #ab7df8 } .bad { stroke: #f85149 } .arrow { stroke: #f0883e } .head { fill: #f0883e }
}
`

// svgClasses are what the kinds of spans are painted as.
var svgClasses = map[SpanKind]string{
	Plain: "span", Blocked: "span blocked", Late: "span late", Flowing: "span flowing", Draining: "span draining",
}

// WriteSVG writes the timeline as a picture, which is made for a life or two. What
// lies between two events is not drawn in proportion: see the ticks.
func (t *Timeline) WriteSVG(w io.Writer) error {
	out := bufio.NewWriter(w)
	p := t.layOut()
	height := p.bottom + 2*svgLine
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">`+"\n",
		svgWidth, height, svgWidth, height)
	fmt.Fprintf(out, "<style>%s</style>\n", svgStyle)
	fmt.Fprint(out, `<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">`+
		`<path class="head" d="M0 0 8 4 0 8z"/></marker></defs>`+"\n")
	fmt.Fprintf(out, `<rect class="ground" width="%d" height="%d" rx="6"/>`+"\n", svgWidth, height)
	for _, r := range t.Rows {
		p.row(out, r)
	}
	for _, a := range t.Arrows {
		p.arrow(out, a)
	}
	p.axis(out)
	fmt.Fprintln(out, "</svg>")
	return out.Flush() // which has kept the first error
}

// layout is where everything is in a picture.
type layout struct {
	scale  scale
	top    map[*Row]int
	depth  map[*Span]int // in its row
	bottom int
}

func (t *Timeline) layOut() layout {
	p := layout{top: make(map[*Row]int), depth: make(map[*Span]int), bottom: svgMargin}
	var times []time.Duration
	for _, r := range t.Rows {
		p.top[r] = p.bottom
		lines := 0
		var stack []*Span
		for _, s := range r.Spans {
			times = append(times, s.Begin, s.End)
			for len(stack) > 0 && stack[len(stack)-1].End <= s.Begin {
				stack = stack[:len(stack)-1]
			}
			p.depth[s] = len(stack)
			stack = append(stack, s)
			lines = max(lines, len(stack))
		}
		for _, i := range r.Instants {
			times = append(times, i.At)
		}
		if len(r.Instants) > 0 {
			lines++
		}
		p.bottom += max(lines, 1)*svgLine + svgGap
	}
	p.scale = newScale(times, svgWidth-svgLabels-2*svgMargin)
	return p
}

func (p layout) x(t time.Duration) float64 { return svgLabels + svgMargin + p.scale.x(t) }

// y is the upper edge of a span. A row's instants are above its spans.
func (p layout) y(s *Span) int {
	line := p.depth[s]
	if len(s.Row.Instants) > 0 {
		line++
	}
	return p.top[s.Row] + line*svgLine
}

func (p layout) row(w io.Writer, r *Row) {
	fmt.Fprintf(w, `<text class="name" x="%d" y="%d">%s</text>`+"\n", svgMargin, p.top[r]+svgLine-6, escaped(r.Name))
	free := 0.0 // where there is room for a word again
	for _, i := range r.Instants {
		free = p.instant(w, p.top[r], i, free)
	}
	for _, s := range r.Spans {
		p.span(w, s)
	}
}

// instant draws one, with its words unless they would cover the last ones.
func (p layout) instant(w io.Writer, top int, i Instant, free float64) float64 {
	x, class := p.x(i.At), "instant"
	if i.Bad {
		class = "instant bad"
	}
	fmt.Fprintf(w, `<path class="%s" d="M%.1f %dv%d"><title>%s</title></path>`+"\n", class, x, top+1, svgLine-4, escaped(i.Text))
	width := float64(len(i.Text)) * svgLetter
	if x < free || x+width > svgWidth-svgMargin {
		return max(free, x)
	}
	fmt.Fprintf(w, `<text x="%.1f" y="%d">%s</text>`+"\n", x+4, top+svgLine-6, escaped(i.Text))
	return x + width + svgLetter
}

// span draws one, with as much of its name as there is room for.
func (p layout) span(w io.Writer, s *Span) {
	x, y := p.x(s.Begin), p.y(s)
	width := max(p.x(s.End)-x, 2)
	title := strings.TrimSpace(fmt.Sprintf("%s, %s %s", s.label(), since(s.End-s.Begin), s.Detail))
	fmt.Fprintf(w, `<rect class="%s" x="%.1f" y="%d" width="%.1f" height="%d" rx="2"><title>%s</title></rect>`+"\n",
		svgClasses[s.Kind], x, y, width, svgLine-3, escaped(title))
	if name := shortened(s.label(), int((width-4)/svgLetter)); name != "" {
		fmt.Fprintf(w, `<text x="%.1f" y="%d">%s</text>`+"\n", x+3, y+svgLine-8, escaped(name))
	}
}

// shortened is a name of so many letters at most; empty if too little would be left.
func shortened(name string, most int) string {
	letters := []rune(name)
	switch {
	case len(letters) <= most:
		return name
	case most < 4:
		return ""
	}
	return string(letters[:most-1]) + "…"
}

// arrow leads from one span to another: from its end, if it is over by then.
func (p layout) arrow(w io.Writer, a Arrow) {
	from := a.From.Begin
	if a.From.End <= a.To.Begin {
		from = a.From.End
	}
	x1, y1 := p.x(from), p.y(a.From)+(svgLine-3)/2
	x2, y2 := p.x(a.To.Begin), p.y(a.To)
	if y2 < y1 {
		y2 += svgLine - 3
	}
	fmt.Fprintf(w, `<path class="arrow" d="M%.1f %dL%.1f %d"><title>%s</title></path>`+"\n", x1, y1, x2, y2, escaped(a.Name))
}

// axis says how long after the word before it things happened.
func (p layout) axis(w io.Writer) {
	const apart = 66
	ticks := p.scale.ticks(apart)
	for i, t := range ticks {
		word := "0"
		if i > 0 {
			word = "+" + since(t-ticks[i-1])
		}
		if x := p.x(t); x+float64(len(word))*svgLetter < svgWidth {
			fmt.Fprintf(w, `<text class="tick" x="%.1f" y="%d">%s</text>`+"\n", x, p.bottom+svgLine, word)
		}
	}
}

// escaped is a text as XML has it.
func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder takes everything
	return b.String()
}
