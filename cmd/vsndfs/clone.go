package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/vsndfs/vsndfs/clone"
)

const cloneHelp = `Describe a card that there is, in YAML: a card that is mounted from what is printed
tells programs the same of itself and of its streams, elements and jacks. NAME is
hw:NUMBER or hw:ID, as aplay -l tells them.

The card's nodes are asked, and nothing of it is changed; nobody else may have its
PCMs open meanwhile. What a description cannot say is told on standard error, and in
comments on top. See docs/cards.md.`

func newClone() *cobra.Command {
	var dir string
	var patience time.Duration
	c := &cobra.Command{
		Use:   "clone NAME",
		Short: "Describe a real card, so that one like it can be mounted",
		Long:  cloneHelp,
		Example: `  vsndfs clone hw:0 > my-card.yaml
  vsndfs run --card my-card.yaml -- amixer -c 0`,
		Args: exactArgs("NAME"),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			return completeCards(dir, args), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error { return printClone(c, dir, clone.Name(args[0]), patience) },
	}
	c.Flags().StringVar(&dir, "dir", "/dev/snd", "where the card's nodes are")
	c.Flags().DurationVar(&patience, "timeout", time.Minute, "how long the card may take to answer everything")
	return c
}

// completeCards are the names of the cards in dir.
func completeCards(dir string, args []string) []string {
	if len(args) > 0 {
		return nil
	}
	all, _ := clone.Cards(dir) // without cards there is nothing to complete
	var names []string
	for _, c := range all {
		names = append(names, fmt.Sprintf("hw:%d\t%s", c.Number, c.Name))
	}
	return names
}

// printClone prints a card's description.
func printClone(c *cobra.Command, dir string, name clone.Name, patience time.Duration) error {
	found, err := patiently(patience, func() (*clone.Clone, error) { return clone.Card(dir, name) })
	if err != nil {
		return fmt.Errorf("clone: %w", err)
	}
	text, err := found.Text()
	if err != nil {
		return err
	}
	for _, line := range found.Missing {
		fmt.Fprintf(os.Stderr, "vsndfs: clone: missing: %s\n", line)
	}
	_, err = c.OutOrStdout().Write(text)
	return err
}

// errPatience is of a card that hangs: its call does not return.
var errPatience = errors.New("the card does not answer: unplug it, or give it more time with --timeout")

// patiently leaves what takes too long behind: the program ends soon.
func patiently(patience time.Duration, read func() (*clone.Clone, error)) (*clone.Clone, error) {
	type result struct {
		*clone.Clone
		error
	}
	done := make(chan result, 1)
	go func() {
		c, err := read()
		done <- result{c, err}
	}()
	select {
	case r := <-done:
		return r.Clone, r.error
	case <-time.After(patience):
		return nil, errPatience
	}
}
