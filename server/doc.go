// Package server is one running vsndfs: its bus and cards, its mount, and the
// ways in which they end. The command starts one, in the background, in the
// foreground, or around the program that `vsndfs run` runs.
package server
