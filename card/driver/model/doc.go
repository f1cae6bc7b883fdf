// Package model is what a card is like, as data: a description in YAML that says
// what the card is called, what its streams can do, and which elements, jacks and
// keys it has. Read and Parse read one, docs/cards.md explains every key.
//
// A description is only data. Package described makes a driver of it.
package model
