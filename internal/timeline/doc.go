// Package timeline makes a picture of a lifecycle log: what lasts, such as an open
// file or the wait of an unplugging, as a span on a row of its own, what happens
// as an instant, and who waits for whom as an arrow. It is written as a trace that
// https://ui.perfetto.dev and chrome://tracing show, or as an SVG.
//
// A log may begin and end anywhere and have lines of others in it.
package timeline
