package model

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/vsndfs/vsndfs/card/abi"
)

// Jack is a socket. Its element is called NAME Jack.
type Jack struct {
	Name  string
	State JackState
}

// JackState says whether there is a plug in a jack when the card is new.
type JackState int

// What is in a jack.
const (
	Out     JackState = iota
	In                // a plug
	Phantom           // nobody can tell: the element is called NAME Phantom Jack, and always on
)

var jackStates = vocabulary[JackState]{"state of a jack", []word[JackState]{{"out", Out}, {"in", In}, {"phantom", Phantom}}}

// Jacks are those of a card, in the order of their elements.
type Jacks []Jack

// UnmarshalYAML reads a map from jacks to what is in them.
func (j *Jacks) UnmarshalYAML(n *yaml.Node) error {
	names, states, err := pairs(n, "{Headphone: out, Mic: in}")
	if err != nil {
		return err
	}
	for i, name := range names {
		state, err := jackStates.value(states[i].Value)
		if err != nil {
			return wrongf(states[i], "%v", err)
		}
		*j = append(*j, Jack{name.Value, state})
	}
	return nil
}

// MarshalYAML is that map.
func (j Jacks) MarshalYAML() (any, error) {
	n := &yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle}
	for _, jack := range j {
		n.Content = append(n.Content,
			&yaml.Node{Kind: yaml.ScalarNode, Value: jack.Name},
			&yaml.Node{Kind: yaml.ScalarNode, Value: jackStates.text(jack.State)})
	}
	return n, nil
}

// ElementName is what the jack's element is called (snd_kctl_jack_new).
func (j Jack) ElementName() string {
	name := strings.TrimSuffix(j.Name, " Jack")
	if j.State == Phantom {
		name += " Phantom"
	}
	return name + " Jack"
}

// element is the jack's element, as far as its name goes.
func (j Jack) element() Control {
	return Control{Name: j.ElementName(), Iface: ifaces.text(abi.SNDRV_CTL_ELEM_IFACE_CARD), Count: 1}
}
