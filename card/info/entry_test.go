package info_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/card/info"
)

func say(what string) func(*strings.Builder) {
	return func(b *strings.Builder) { b.WriteString(what) }
}

func TestATree(t *testing.T) {
	root := info.NewFolder("asound")
	card := info.NewFolder("card0")
	card.Text("id", say("Headset\n"))
	if len(root.Names()) != 0 {
		t.Errorf("what is in no folder is found: %q", root.Names())
	}
	root.Add(card)
	root.Link("Headset", "card0")
	root.Text("cards", say("one\n"))
	if got := root.Names(); !slices.Equal(got, []string{"Headset", "card0", "cards"}) {
		t.Errorf("got names %q", got)
	}
	link, _ := root.Find("Headset")
	folder, _ := root.Find(link.Target())
	id, ok := folder.Find("id")
	if !ok || !folder.IsFolder() || id.IsFolder() || id.Target() != "" || id.Read() != "Headset\n" {
		t.Errorf("by %q got %v, %v", link.Target(), id, ok)
	}
}

func TestTheFirstOfANameStays(t *testing.T) {
	root := info.NewFolder("asound")
	first := root.Text("cards", say("first"))
	root.Link("cards", "card0").Remove()
	if got, _ := root.Find("cards"); got != first {
		t.Errorf("got %v, want the first", got)
	}
}

func TestRemovingTakesAllThatIsBelow(t *testing.T) {
	root := info.NewFolder("asound")
	card := root.Folder("card0")
	status := card.Folder("pcm0p").Text("status", say("closed\n"))
	other := root.Text("cards", say(""))
	card.Remove()
	card.Remove()
	if _, found := root.Find("card0"); found || !card.Gone() || !status.Gone() || other.Gone() {
		t.Errorf("found %v, gone: card %v, status %v, cards %v", found, card.Gone(), status.Gone(), other.Gone())
	}
	if names := card.Names(); len(names) != 0 {
		t.Errorf("the folder that was removed has %q", names)
	}
	(*info.Entry)(nil).Remove()
}
