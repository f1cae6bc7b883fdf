package main

import (
	"path/filepath"
	"strings"

	"github.com/vsndfs/vsndfs/card/driver/models"
	"github.com/vsndfs/vsndfs/server"
)

// helperName is what mount(8) calls for -t fuse.vsndfs, a link to vsndfs.
const helperName = "mount.fuse.vsndfs"

// isMountHelper reports whether mount(8) calls: by its helper's name, or through
// FUSE's own helper, which calls vsndfs with a model and a directory.
func isMountHelper(args []string) bool {
	if filepath.Base(args[0]) == helperName {
		return true
	}
	if len(args) < 3 {
		return false
	}
	model, _, _ := strings.Cut(args[1], ",")
	_, err := models.Find(model)
	return err == nil
}

// mountHelper mounts as mount(8) asks it to: MODEL[,KEY=VALUE...] DIR [-sfnv]
// [-o OPT,...] [-t TYPE]. A card's options may stand among the mount's.
func mountHelper(args []string) error {
	source, dir, words, fake, err := parseHelper(args)
	if err != nil || fake {
		return err
	}
	if !inBackground() {
		return startBackground(dir)
	}
	model, options, _ := strings.Cut(source, ",")
	m, err := models.Find(model)
	if err != nil {
		return usageError{err}
	}
	o := newOptions(dir)
	cardOptions := splitOptions(options)
	for _, word := range words {
		if name, _, _ := strings.Cut(word, "="); m.HasOption(name) {
			cardOptions = append(cardOptions, word)
		} else if err := applyMountOption(&o, word); err != nil {
			return err
		}
	}
	card, err := server.ParseCard(model, absoluteFiles(cardOptions))
	if err != nil {
		return cardError(err)
	}
	o.Cards = []server.Card{card}
	return serve(o)
}

// parseHelper takes mount(8)'s arguments apart. fake is -f: do everything but
// mount.
func parseHelper(args []string) (source, dir string, words []string, fake bool, err error) {
	var plain []string
	for i := 0; i < len(args); i++ {
		switch arg := args[i]; {
		case arg == "-o" || arg == "-t" || arg == "-N":
			if i++; i == len(args) {
				return "", "", nil, false, usagef("%s: a value is missing after %s", helperName, arg)
			}
			if arg == "-o" {
				words = append(words, splitOptions(args[i])...)
			}
		case strings.HasPrefix(arg, "-"):
			fake = fake || strings.Contains(arg, "f")
		default:
			plain = append(plain, arg)
		}
	}
	if len(plain) != 2 {
		return "", "", nil, false, usagef("%s: want a card model and a directory: mount -t fuse.vsndfs MODEL DIR", helperName)
	}
	return plain[0], plain[1], words, fake, nil
}
