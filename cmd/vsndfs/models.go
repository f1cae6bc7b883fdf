package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/vsndfs/vsndfs/card/driver/models"
)

func newModels() *cobra.Command {
	return &cobra.Command{
		Use:   "models",
		Short: "List the built-in card models and their options",
		Args:  noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			w := c.OutOrStdout()
			for _, m := range models.All {
				fmt.Fprintf(w, "%s: %s\n", m.Name, m.Summary)
				for _, o := range m.Options() {
					fmt.Fprintf(w, "    %-16s %s\n", o.Usage(), o.Summary)
				}
			}
			return nil
		},
	}
}
