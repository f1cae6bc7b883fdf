package clone

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
)

// Found is a card whose control node is in a directory.
type Found struct {
	Number   int
	ID, Name string
}

// Cards are those whose control nodes are in dir, by their numbers. A node that does
// not answer is none.
func Cards(dir string) ([]Found, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var all []Found
	for _, e := range entries {
		number, is := controlNumber(e.Name())
		if !is {
			continue
		}
		if info, err := cardInfo(dir, number); err == nil {
			all = append(all, Found{number, abi.GetString(info.ID[:]), abi.GetString(info.Name[:])})
		}
	}
	slices.SortFunc(all, func(a, b Found) int { return a.Number - b.Number })
	return all, nil
}

// controlNumber is the card's number in the name of a control node.
func controlNumber(name string) (int, bool) {
	text, is := strings.CutPrefix(name, "controlC")
	number, err := strconv.Atoi(text)
	return number, is && err == nil && number >= 0
}

func controlPath(dir string, number int) string {
	return filepath.Join(dir, fmt.Sprintf("controlC%d", number))
}

func cardInfo(dir string, number int) (*abi.CtlCardInfo, error) {
	n, err := openNode(unix.O_RDONLY, controlPath(dir, number))
	if err != nil {
		return nil, err
	}
	defer n.close()
	return n.cardInfo()
}

func (n *node) cardInfo() (*abi.CtlCardInfo, error) {
	info := new(abi.CtlCardInfo)
	return info, ask(n, "ask the card's name of", abi.SNDRV_CTL_IOCTL_CARD_INFO, info)
}

// Name is what ALSA calls a card: a number or an id, with or without hw: before it.
type Name string

// String is the name with hw: before it.
func (n Name) String() string { return "hw:" + n.bare() }

func (n Name) bare() string { return strings.TrimPrefix(string(n), "hw:") }

// find is the number of the card in dir.
func (n Name) find(dir string) (int, error) {
	if strings.ContainsAny(n.bare(), ",/") || n.bare() == "" {
		return 0, fmt.Errorf("%q names no card: want hw:NUMBER or hw:ID, such as hw:0", string(n))
	}
	if number, err := strconv.Atoi(n.bare()); err == nil {
		_, err := os.Stat(controlPath(dir, number))
		if errors.Is(err, os.ErrNotExist) {
			return 0, n.none(dir)
		}
		return number, err
	}
	all, err := Cards(dir)
	if err != nil {
		return 0, err
	}
	for _, c := range all {
		if c.ID == n.bare() {
			return c.Number, nil
		}
	}
	return 0, n.none(dir)
}

// none says which cards there are instead.
func (n Name) none(dir string) error {
	all, err := Cards(dir)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return fmt.Errorf("there is no card %v: %s has no card's nodes at all", n, dir)
	}
	var names []string
	for _, c := range all {
		names = append(names, fmt.Sprintf("hw:%d (%s)", c.Number, c.ID))
	}
	return fmt.Errorf("there is no card %v in %s; there are %s", n, dir, strings.Join(names, ", "))
}
