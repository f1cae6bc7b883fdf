package main

import (
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vsndfs/vsndfs/card/driver/model"
	"github.com/vsndfs/vsndfs/card/driver/models"
	"github.com/vsndfs/vsndfs/card/mixerstate"
	"github.com/vsndfs/vsndfs/card/wav"
	"github.com/vsndfs/vsndfs/server"
)

// cardFlags are the options that say which cards there are.
type cardFlags struct {
	cards  []string
	record string
	play   string
}

func (f *cardFlags) add(c *cobra.Command) {
	c.Flags().StringArrayVar(&f.cards, "card", nil,
		"a card: `MODEL[,KEY=VALUE...]`, or FILE.yaml for a model; may be given again (default "+models.Default+"; see vsndfs models)")
	c.Flags().StringVar(&f.record, "record", "", "keep what is played in `FILE.wav`, further streams in FILE-2.wav and so on")
	c.Flags().StringVar(&f.play, "play", "", "what programs record is `FILE.wav`, from each start of a recording")
	_ = c.RegisterFlagCompletionFunc("card", completeModels) // the flag exists
}

// completeModels completes a model, and behind its comma the options of its cards.
func completeModels(_ *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
	if i := strings.LastIndex(word, ","); i >= 0 {
		return completeCardOptions(word[:i+1]), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
	all := models.All()
	if word != "" { // who does not ask for one of the gallery wants none
		all = slices.Concat(all, models.Gallery)
	}
	var names []string
	for _, m := range all {
		names = append(names, m.Name+"\t"+m.Summary)
	}
	return names, cobra.ShellCompDirectiveDefault // or a file
}

func completeCardOptions(before string) []string {
	name, _, _ := strings.Cut(before, ",")
	model, err := models.Find(name)
	if err != nil {
		return nil
	}
	var words []string
	for _, o := range model.Options() {
		words = append(words, before+o.Completion()+"\t"+o.Summary)
	}
	return words
}

// parse makes the cards. --record and --play go to the first.
func (f *cardFlags) parse() ([]server.Card, error) {
	words := f.cards
	if len(words) == 0 {
		words = []string{models.Default}
	}
	var cards []server.Card
	for i, text := range words {
		model, options, _ := strings.Cut(text, ",")
		all := splitOptions(options)
		if i == 0 {
			all = append(all, f.fileOptions()...)
		}
		card, err := server.ParseCard(model, absoluteFiles(all))
		if err != nil {
			return nil, cardError(err)
		}
		cards = append(cards, card)
	}
	if err := server.CheckStates(cards); err != nil {
		return nil, usageError{err}
	}
	return cards, nil
}

// cardError is wrong usage, unless the words are right and a file is not.
func cardError(err error) error {
	var path *os.PathError
	var state *mixerstate.Error
	var file *model.FileError
	if errors.As(err, &path) || errors.As(err, &state) || errors.As(err, &file) ||
		errors.Is(err, wav.ErrNotWAV) || errors.Is(err, wav.ErrUnsupported) || errors.Is(err, wav.ErrTruncated) {
		return err
	}
	return usageError{err}
}

func (f *cardFlags) fileOptions() []string {
	var all []string
	if f.record != "" {
		all = append(all, "record="+f.record)
	}
	if f.play != "" {
		all = append(all, "play="+f.play)
	}
	return all
}

// splitOptions splits A,B=C. Empty words are nobody's wish.
func splitOptions(text string) []string {
	var all []string
	for word := range strings.SplitSeq(text, ",") {
		if word != "" {
			all = append(all, word)
		}
	}
	return all
}

// pathOptions are the options of a card whose value is a file.
var pathOptions = []string{"record", "play", "state"}

// absoluteFiles makes the files among a card's options independent of the
// working directory, which a server leaves.
func absoluteFiles(options []string) []string {
	var all []string
	for _, o := range options {
		if name, path, ok := strings.Cut(o, "="); ok && path != "" && slices.Contains(pathOptions, name) {
			o = name + "=" + absolute(path)
		}
		all = append(all, o)
	}
	return all
}
