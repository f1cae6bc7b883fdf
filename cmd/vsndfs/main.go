// Command vsndfs mounts a sound card: ALSA device nodes that unmodified programs
// open, play into and record from, with no kernel sound driver.
package main

import "os"

func main() { os.Exit(run(os.Args)) }
