package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/driver/models"
)

func newModels() *cobra.Command {
	var fromGallery bool
	c := &cobra.Command{
		Use:   "models",
		Short: "List the built-in card models and their options",
		Args:  noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			all := models.All
			if fromGallery {
				all = models.Gallery
			}
			for _, m := range all {
				printModel(c.OutOrStdout(), m)
			}
			return nil
		},
	}
	c.Flags().BoolVar(&fromGallery, "gallery", false, "those of the driver gallery, right ones and wrong ones (see vsndfs gallery)")
	return c
}

func printModel(w io.Writer, m driver.Model) {
	fmt.Fprintf(w, "%s: %s\n", m.Name, m.Summary)
	for _, o := range m.Options() {
		fmt.Fprintf(w, "    %-16s %s\n", o.Usage(), o.Summary)
	}
}
