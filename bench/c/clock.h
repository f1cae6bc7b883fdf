/*
 * What the programs share that say when something was: in ns of CLOCK_MONOTONIC.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { NSEC_PER_SEC = 1000000000 };

/* die ends the program because a call has failed. */
static inline void die(const char *what)
{
	perror(what);
	exit(1);
}

static inline int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * (int64_t)NSEC_PER_SEC + t.tv_nsec;
}

#endif
