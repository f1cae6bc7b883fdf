package panel

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"

	"github.com/vsndfs/vsndfs/card/bus"
)

// jack is one that a driver has now.
type jack struct {
	name   string
	report func(in bool)
}

// AddJack gives the panel a jack, for as long as d has its driver. in is where its plug
// is as long as nobody has moved it. report is told where it is: at once, and then
// whenever that changes, once at a time. EBUSY if there is a jack of the name.
func (p *Panel) AddJack(d *bus.Device, name string, in bool, report func(in bool)) error {
	if p == nil {
		report(in)
		return nil
	}
	j := &jack{bare(strings.Fields(name)), report}
	if err := p.addJack(j, in); err != nil {
		return err
	}
	_, err := d.Resources.AddActionOrReset("jack "+j.name, func() { p.removeJack(j) })
	return err
}

func (p *Panel) addJack(j *jack, in bool) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.find(j.name) != nil {
		return fmt.Errorf("add the jack %s: %w", j.name, syscall.EBUSY)
	}
	if _, moved := p.moved[j.name]; !moved {
		p.moved[j.name] = in
	}
	p.jacks = append(p.jacks, j)
	j.report(p.moved[j.name])
	return nil
}

func (p *Panel) removeJack(j *jack) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.jacks = slices.DeleteFunc(p.jacks, func(other *jack) bool { return other == j })
}

func (p *Panel) find(name string) *jack {
	i := slices.IndexFunc(p.jacks, func(j *jack) bool { return j.name == name })
	if i < 0 {
		return nil
	}
	return p.jacks[i]
}

// Jacks are those that the driver has now, as it added them.
func (p *Panel) Jacks() []bus.Jack {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.list()
}

func (p *Panel) list() []bus.Jack {
	var all []bus.Jack
	for _, j := range p.jacks {
		all = append(all, bus.Jack{Name: j.name, In: p.moved[j.name]})
	}
	return all
}

// ParseJack reads a jack's name, with or without the Jack at the end of its element's,
// and in or out.
func ParseJack(words []string) (bus.Jack, error) {
	words = strings.Fields(strings.Join(words, " "))
	last := len(words) - 1
	if last < 1 || words[last] != "in" && words[last] != "out" {
		return bus.Jack{}, errors.New("want the name of a jack and in or out, such as Headphone out")
	}
	return bus.Jack{Name: bare(words[:last]), In: words[last] == "in"}, nil
}

// bare is the name of a jack, in its words, without the Jack at the end.
func bare(words []string) string {
	for len(words) > 1 && words[len(words)-1] == "Jack" {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

// MoveJacks puts plugs in and pulls them out: a line for each, as ParseJack reads it.
// None is moved if a line is wrong. The error says in one line what to write instead.
func (p *Panel) MoveJacks(text string) error {
	all, err := parseLines(text, ParseJack)
	if err != nil {
		return err
	}
	return p.Move(all...)
}

// Move puts plugs in and pulls them out. None is moved if the driver has not all of
// the jacks. The error says in one line which there are.
func (p *Panel) Move(jacks ...bus.Jack) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, j := range jacks {
		if p.find(j.Name) == nil {
			return NoJack(j.Name, p.list())
		}
	}
	for _, j := range jacks {
		if p.moved[j.Name] == j.In {
			continue
		}
		p.moved[j.Name] = j.In
		p.logf("jack %v", j)
		p.find(j.Name).report(j.In)
	}
	return nil
}

// NoJack says in one line that a device has not a jack, and what to do. there are those
// that it has.
func NoJack(name string, there []bus.Jack) error {
	if len(there) == 0 {
		return fmt.Errorf("there is no jack %q: the device has none, or no driver now; see vsndfs status", name)
	}
	var names []string
	for _, j := range there {
		names = append(names, j.Name)
	}
	return fmt.Errorf("there is no jack %q; there are %s", name, strings.Join(names, ", "))
}
