package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/driver/models"
)

func newModels() *cobra.Command {
	var fromGallery bool
	c := &cobra.Command{
		Use:   "models [NAME]",
		Short: "List the built-in card models and their options, or print the description of one",
		Long: `List the built-in card models and their options.

With NAME, print the description of that model, in YAML: a start for a card of
one's own, which --card FILE.yaml mounts. See docs/cards.md for every key.`,
		Example: `  vsndfs models
  vsndfs models usb-headset > my-card.yaml && vsndfs mount --card my-card.yaml /dev/snd`,
		Args: optionalArg("NAME"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var names []string
			for _, m := range models.All() {
				names = append(names, m.Name+"\t"+m.Summary)
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case len(args) > 0:
				return printDescription(c.OutOrStdout(), args[0])
			case fromGallery:
				printModels(c.OutOrStdout(), models.Gallery)
			default:
				printModels(c.OutOrStdout(), models.All())
			}
			return nil
		},
	}
	c.Flags().BoolVar(&fromGallery, "gallery", false, "those of the driver gallery, right ones and wrong ones (see vsndfs gallery)")
	return c
}

// printDescription prints the description of a built-in model.
func printDescription(w io.Writer, name string) error {
	text, err := models.Text(name)
	if err != nil {
		return usageError{err}
	}
	_, err = w.Write(text)
	return err
}

// printModels prints models, and then the options of their cards: most models have
// them all.
func printModels(w io.Writer, all []driver.Model) {
	for _, m := range all {
		fmt.Fprintf(w, "%s: %s\n", m.Name, m.Summary)
	}
	fmt.Fprintf(w, "\nOptions, as in --card %s,id=Mine:\n", all[0].Name)
	for _, o := range driver.Options() {
		if with, without := parted(all, o.Name); len(with) > 0 {
			fmt.Fprintf(w, "    %-16s %s%s\n", o.Usage(), o.Summary, exceptions(with, without))
		}
	}
}

// parted are the models whose cards have an option, and those that it means nothing for.
func parted(all []driver.Model, option string) (with, without []string) {
	for _, m := range all {
		if m.HasOption(option) {
			with = append(with, m.Name)
		} else {
			without = append(without, m.Name)
		}
	}
	return with, without
}

// exceptions tells the shorter list.
func exceptions(with, without []string) string {
	switch {
	case len(without) == 0:
		return ""
	case len(with) < len(without):
		return " (only " + strings.Join(with, ", ") + ")"
	}
	return " (not " + strings.Join(without, ", ") + ")"
}
