// Package lifelog reads the lifecycle log of a server line by line and says what is
// wrong with it. It knows two things: every line that may stand there (the table in
// grammar.go), and in which order the lines of one device may follow each other
// (device.go): plugged in, bound, its card registered, files opened and closed,
// unbound, disconnected, waited for, freed, the rest released in reverse, gone.
package lifelog
