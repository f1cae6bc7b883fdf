// Package stress makes races on purpose. Many processes (testdata/actor) make calls
// on the nodes of two mounts, are stopped, signalled and killed, and pass their open
// files on, while others plug, unplug, bind and unbind every device, freeze the
// server, and unmount and mount. Which process makes which calls is determined by a
// seed; who comes first is not.
//
// It goes in rounds. Each ends at a quiet point: all processes have ended, every
// device is plugged in anew. There an observer judges what was recorded:
//
//   - every call's result against a table of what Linux returns (table.go), by
//     whether the file's card was there, was going, or was gone at that time;
//   - every line of the log against internal/lifelog;
//   - what the server has left: card numbers, nodes, references, managed resources,
//     goroutines, descriptors, memory are what they were.
//
// docs/reliability.md says how to run it, and what it has found.
package stress
