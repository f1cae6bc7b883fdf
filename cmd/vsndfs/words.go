package main

import "github.com/spf13/cobra"

// showOr shows what a file of DEVICE tells, or does what the words after that say.
func showOr(file string, do func(t tree, device string, words []string) error) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, args []string) error {
		t, err := openTree(args[0])
		if err != nil {
			return err
		}
		if len(args) == 2 {
			return t.show(c.OutOrStdout(), args[1], file)
		}
		return do(t, args[1], args[2:])
	}
}

// wordsArgs wants DIR, DEVICE, and if there is more, what parse takes.
func wordsArgs(parse func(words []string) error) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := exactArgs("DIR", "DEVICE")(c, args[:min(len(args), 2)]); err != nil || len(args) == 2 {
			return err
		}
		if err := parse(args[2:]); err != nil {
			return usageError{err}
		}
		return nil
	}
}
