package model_test

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/card/driver/model"
)

// Each key has its place in docs/cards.md.
func TestEveryKeyIsDocumented(t *testing.T) {
	text, err := os.ReadFile("../../../docs/cards.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range []reflect.Type{
		reflect.TypeFor[model.Description](), reflect.TypeFor[model.USB](), reflect.TypeFor[model.PCM](), reflect.TypeFor[model.Stream](),
		reflect.TypeFor[model.Steps](), reflect.TypeFor[model.Control](), reflect.TypeFor[model.DB](),
	} {
		for field := range of.Fields() {
			key, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
			if !regexp.MustCompile("`[^`]*\\b" + key + "\\b[^`]*`").Match(text) {
				t.Errorf("docs/cards.md says nothing of the key %s of %s", key, of.Name())
			}
		}
	}
}

// The descriptions in docs/cards.md are good.
func TestTheDocumentedDescriptions(t *testing.T) {
	text, err := os.ReadFile("../../../docs/cards.md")
	if err != nil {
		t.Fatal(err)
	}
	all := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(text, -1)
	if len(all) == 0 {
		t.Fatal("there are none")
	}
	for _, m := range all {
		if _, err := model.Parse("cards.md", m[1]); err != nil {
			t.Errorf("%v in\n%s", err, m[1])
		}
	}
}
