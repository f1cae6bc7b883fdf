package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// tell prints what the guest has seen, for a terminal or as a chapter of
// docs/gallery.md; err is what was wrong with it.
func (g *guest) tell(w io.Writer, markdown bool, err error) error {
	verdict := "as the caption says: " + g.exhibit.Verdict()
	if err != nil {
		verdict = "NOT as the caption says: " + err.Error()
	}
	var b bytes.Buffer
	if markdown {
		g.printChapter(&b)
	} else {
		g.printShow(&b)
		fmt.Fprintf(&b, "  => %s\n\n", verdict)
	}
	_, err = w.Write(b.Bytes())
	return err
}

// printShow is for a terminal.
func (g *guest) printShow(w io.Writer) {
	e := g.exhibit
	fmt.Fprintf(w, "%s: %s\n", e.Name, e.Caption)
	for _, line := range wrap(e.Story, 96) {
		fmt.Fprintf(w, "  %s\n", line)
	}
	g.eachScene(func(remark string, lines []string) {
		fmt.Fprintf(w, "\n  %s\n", remark)
		for _, line := range lines {
			fmt.Fprintf(w, "    %s\n", line)
		}
	})
	fmt.Fprintln(w)
}

// printChapter is for docs/gallery.md.
func (g *guest) printChapter(w io.Writer) {
	e := g.exhibit
	fmt.Fprintf(w, "\n## %s\n\n**%s.**\n\n", e.Name, sentence(e.Caption))
	fmt.Fprintf(w, "%s\n\n```go\n%s```\n", strings.Join(wrap(e.Story, 128), "\n"), e.Driver())
	g.eachScene(func(remark string, lines []string) {
		fmt.Fprintf(w, "\n%s\n\n```\n%s\n```\n", remark, strings.Join(lines, "\n"))
	})
	fmt.Fprintf(w, "\nSeen: %s.\n", e.Verdict())
}

// eachScene calls fn for each scene with what the log has of it.
func (g *guest) eachScene(fn func(remark string, lines []string)) {
	log, _ := g.log() // if it cannot be read any more there is nothing to show
	for i, s := range g.scenes {
		end := len(log)
		if i+1 < len(g.scenes) {
			end = min(end, g.scenes[i+1].begin)
		}
		if s.remark != "" {
			fn(s.remark, log[min(s.begin, end):end])
		}
	}
}

// sentence is a text that begins with a capital.
func sentence(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// wrap breaks a text into lines of at most width, between words.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	return append(lines, line)
}
