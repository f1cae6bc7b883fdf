package timeline_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/vsndfs/vsndfs/internal/timeline"
)

// svgOf is the picture of a log, which must be XML.
func svgOf(t rapid.TB, log string) string {
	t.Helper()
	line, err := timeline.Read(strings.NewReader(log))
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := line.WriteSVG(&text); err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(bytes.NewReader(text.Bytes()))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return text.String()
		}
		if err != nil {
			t.Fatalf("the picture is no XML: %v\n%s", err, text.String())
		}
	}
}

func TestThePictureHasEverySpanAndInstant(t *testing.T) {
	svg := svgOf(t, strings.ReplaceAll(life, "a player", "<b>&"))
	for _, want := range []string{
		">card 0 wait<", ">48000 Hz, 2 channels, S16_LE, 900.0 ms rate=48000", ">plug<", "pcmC0D0p &lt;b&gt;&amp; (pid 7)",
		`class="span late"`, `class="span blocked"`, ">waits for<",
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("the picture has no %s", want)
		}
	}
	if n := strings.Count(svg, "<rect"); n != 1+23 {
		t.Errorf("the picture has %d rectangles, want the ground and one for each span", n)
	}
}

// docs/life.svg is drawn from docs/life.log, both by make picture.
func TestThePictureInTheDocsIsOfItsLog(t *testing.T) {
	log, err := os.ReadFile("../../docs/life.log")
	if err != nil {
		t.Fatal(err)
	}
	svg, err := os.ReadFile("../../docs/life.svg")
	if err != nil {
		t.Fatal(err)
	}
	if svgOf(t, string(log)) != string(svg) {
		t.Error("docs/life.svg is not what docs/life.log is drawn as: run vsndfs log --svg docs/life.svg docs/life.log")
	}
}
