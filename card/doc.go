// Package card is a sound card and its life, as sound/core/init.c has it: made,
// registered, used through open files, disconnected, freed.
//
// A card made with NewManaged belongs to its bus device's managed resources.
// Register adds one more resource, the trigger, as the newest of all. When the
// driver is unbound the trigger is therefore released first, and its release is
// Free: disconnect the card, wait until the last open file is closed, free the
// card's parts. Only then do the older resources go, in reverse order, and
// nothing that a program can still reach is missing anything it needs.
//
// The package knows a card's devices (PCM, control and so on) through the
// interface Device, and what a program does with an open node through the
// interface Ops. What they are is their own packages' trade.
package card
