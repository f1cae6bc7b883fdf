package test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// What may differ from one visit to the next.
var ofOneVisit = []struct {
	pattern *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`(?m)^\d+\.\d{6} `), "T "},
	{regexp.MustCompile(`released at \d+\.\d{6} in`), "released at T in"},
	{regexp.MustCompile(`pid=\d+`), "pid=P"},
	{regexp.MustCompile(`frames=\d+`), "frames=F"},
}

func anyVisit(text string) string {
	for _, o := range ofOneVisit {
		text = o.pattern.ReplaceAllString(text, o.instead)
	}
	return text
}

// The drivers and the logs of docs/gallery.md are the real ones. Make gallery writes
// them anew.
func TestThePageOfTheGalleryIsTrue(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/gallery.md")
	if err != nil {
		t.Fatal(err)
	}
	_, page, ok := strings.Cut(string(text), "<!-- exhibits -->\n")
	if !ok {
		t.Fatal("docs/gallery.md does not say where the exhibits begin")
	}
	want := chapters(page)
	for name, got := range chapters(newMachine(t).vsndfs("gallery", "--markdown")) {
		if got != want[name] {
			t.Errorf("docs/gallery.md has of %s\n%s\nwhere it should have\n%s", name, want[name], got)
		}
		delete(want, name)
	}
	for name := range want {
		t.Errorf("docs/gallery.md has %s, which is no exhibit", name)
	}
}

// chapters are the exhibits of a page, by their names, as they are on any visit.
func chapters(page string) map[string]string {
	all := make(map[string]string)
	for _, chapter := range strings.Split("\n"+page, "\n## ")[1:] {
		name, text, _ := strings.Cut(chapter, "\n")
		all[name] = strings.TrimSpace(anyVisit(text))
	}
	return all
}
