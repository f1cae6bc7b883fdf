package panel

import "strings"

// parseLines reads what stands in each line, but in those that are empty.
func parseLines[T any](text string, parse func(words []string) (T, error)) ([]T, error) {
	var all []T
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		v, err := parse(words)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}
