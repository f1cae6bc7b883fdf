package mixerstate

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/control"
)

// switchWords are the values of a BOOLEAN, first as they are written.
var switchWords = map[string]int64{"off": 0, "on": 1, "false": 0, "true": 1, "0": 0, "1": 1}

// maxByte is the largest value of BYTES and IEC958.
const maxByte = 255

func ofBytes(e *control.Settable) bool {
	return e.Type == abi.SNDRV_CTL_ELEM_TYPE_BYTES || e.Type == abi.SNDRV_CTL_ELEM_TYPE_IEC958
}

// texts are an element's values as the file has them: a switch's as words, a choice's by
// the item's name, and bytes without the zeros at their end.
func texts(e *control.Settable) []string {
	values := e.Values
	if ofBytes(e) {
		for len(values) > 0 && values[len(values)-1] == 0 {
			values = values[:len(values)-1]
		}
	}
	all := make([]string, len(values))
	for i, value := range values {
		all[i] = textOf(e, value)
	}
	return all
}

func textOf(e *control.Settable, value int64) string {
	switch {
	case e.Type == abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN && value == 0:
		return "off"
	case e.Type == abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN && value == 1:
		return "on"
	case value >= 0 && value < int64(len(e.Items)):
		return e.Items[value]
	}
	return strconv.FormatInt(value, 10)
}

// valuesFor are an entry's values for the element that it is about. One may stand for all.
func (e *entry) valuesFor(of *control.Settable) ([]int64, error) {
	want, values := len(of.Values), e.values
	if len(values) == 1 && !ofBytes(of) {
		values = slices.Repeat(values, want)
	}
	if len(values) > want || len(values) < want && !ofBytes(of) {
		return nil, fmt.Errorf("it has %d values, and not %d", want, len(values))
	}
	all := make([]int64, want)
	for i, text := range values {
		var err error
		if all[i], err = valueFor(of, text); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func valueFor(of *control.Settable, text string) (int64, error) {
	switch of.Type {
	case abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN:
		value, ok := switchWords[text]
		if !ok {
			return 0, fmt.Errorf("%q is not on or off", text)
		}
		return value, nil
	case abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED:
		item := slices.Index(of.Items, text)
		if item < 0 {
			return 0, fmt.Errorf("it has no item %q", text)
		}
		return int64(item), nil
	case abi.SNDRV_CTL_ELEM_TYPE_INTEGER, abi.SNDRV_CTL_ELEM_TYPE_INTEGER64:
		return within(text, of.Min, of.Max)
	case abi.SNDRV_CTL_ELEM_TYPE_BYTES, abi.SNDRV_CTL_ELEM_TYPE_IEC958:
		return within(text, 0, maxByte)
	}
	return 0, errors.New("its values cannot be kept")
}

func within(text string, low, high int64) (int64, error) {
	value, err := strconv.ParseInt(text, 0, 64)
	if err != nil || value < low || value > high {
		return 0, fmt.Errorf("%q is no number from %d to %d", text, low, high)
	}
	return value, nil
}
