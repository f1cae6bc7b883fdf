// Package described is the driver of a card that a description tells of: a
// [model.Description], read from a YAML file or built in.
package described
